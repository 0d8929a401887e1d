package views

import (
	"testing"

	"flagtui/internal/feature"
)

// TestColumns: at every width the columns fit, and a name has room; the
// breakpoints are those of the web page.
func TestColumns(t *testing.T) {
	for _, kind := range feature.Kinds() {
		for _, want := range []naturalWidths{{}, {name: 12}, {name: 200, description: 300, detail: 60}, {name: 25, description: 40, detail: 18}, {name: 9, detail: 6}} {
			for width := MinWidth; width <= 250; width++ {
				c := columnWidthsFor(width, kind, want)
				total := 2
				for _, column := range []int{c.name, c.description, c.defaultValue, c.state, c.note, c.detail} {
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
				if more := min(want.detail, len("not registered")); c.detail != 0 && c.detail < more {
					t.Errorf("%s, %+v at %d: the last column has only %d", kind, want, width, c.detail)
				}
				if c.description != 0 && (c.description < 11 || width < 90) || want.description > 0 && c.description == 0 && width >= 100 {
					t.Errorf("%s, %+v at %d: the description has %d", kind, want, width, c.description)
				}
				if width < 60 && (c.defaultValue > 0 || c.detail > 0) || (width < 60) != c.shortNote {
					t.Errorf("%s, %+v at %d: %+v", kind, want, width, c)
				}
			}
		}
	}
}
