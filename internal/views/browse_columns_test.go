package views

import (
	"testing"

	"flagtui/internal/feature"
)

// TestColumns: at every width the columns fit, and a name has room; the
// breakpoints are those of the web page.
func TestColumns(t *testing.T) {
	for _, kind := range feature.Kinds() {
		for _, want := range []longest{{}, {name: 12}, {name: 200, description: 300, more: 60}, {name: 25, description: 40, more: 18}, {name: 9, more: 6}} {
			for width := MinWidth; width <= 250; width++ {
				c := fitColumns(width, kind, want)
				total := 2
				for _, column := range []int{c.name, c.description, c.fallback, c.state, c.note, c.more} {
					if column > 0 {
						total += column + len(c.gap)
					}
				}
				if total -= len(c.gap); total > width {
					t.Errorf("%s, %+v at %d: %d wide: %+v", kind, want, width, total, c)
				}
				if least := min(max(want.name, 4), 16); c.name < least {
					t.Errorf("%s, %+v at %d: the name has %d: %+v", kind, want, width, c.name, c)
				}
				if more := min(want.more, len("not registered")); c.more != 0 && c.more < more {
					t.Errorf("%s, %+v at %d: the last column has only %d", kind, want, width, c.more)
				}
				if c.description != 0 && (c.description < 11 || width < 90) || want.description > 0 && c.description == 0 && width >= 100 {
					t.Errorf("%s, %+v at %d: the description has %d", kind, want, width, c.description)
				}
				if width < 60 && (c.fallback > 0 || c.more > 0) || (width < 60) != c.brief {
					t.Errorf("%s, %+v at %d: %+v", kind, want, width, c)
				}
			}
		}
	}
}
