package views

import (
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

// The columns fit at every width. From 60 columns on, names of up to 40 cells are
// whole, even if no description fits. A description has at least 24 cells.
func TestColumns(t *testing.T) {
	scopes := []feature.Scope{{}}
	for _, kind := range featuretest.All().Kinds() {
		scopes = append(scopes, feature.Scope{Kind: kind, ID: "1"})
	}
	for _, scope := range scopes {
		for _, natural := range []naturalWidths{
			{}, {flags: 9, name: 12}, {flags: 9, name: 9, detail: 6}, {flags: 9, name: 25, described: true, detail: 18},
			{flags: 9, name: 40, described: true, detail: 12}, {flags: 9, name: 40, described: true, detail: 60},
			{flags: 99, name: 34, longNames: 1, longName: 200, described: true, detail: 12}, {flags: 9, longNames: 9, longName: 200, described: true, detail: 60},
		} {
			for width := MinWidth; width <= 250; width++ {
				natural.changed = width >= changedMinWidth
				kind := featuretest.All().Of(scope.Kind)
				c := Theme{}.columnWidthsFor(width, kind, natural)
				total := 2
				for _, column := range []int{c.name, c.defaultValue, c.state, c.note, c.detail, c.changed, c.description} {
					if column > 0 {
						total += column + len(c.gap)
					}
				}
				if total -= len(c.gap); total > width {
					t.Errorf("%s, %+v at %d: %d wide: %+v", scope, natural, width, total, c)
				}
				longest := natural.name
				if natural.longNames == natural.flags && natural.flags > 0 {
					longest = 40
				}
				if width >= 60 && c.name < longest || c.name < min(longest, 16) {
					t.Errorf("%s, %+v at %d: the name has %d: %+v", scope, natural, width, c.name, c)
				}
				if more := min(natural.detail, Theme{}.leastDetail(kind)); c.detail != 0 && c.detail < more {
					t.Errorf("%s, %+v at %d: the detail has only %d", scope, natural, width, c.detail)
				}
				if c.description != 0 && c.description < 24 || natural.described && c.description == 0 && width >= 140 {
					t.Errorf("%s, %+v at %d: the description has %d", scope, natural, width, c.description)
				}
				if c.description > 0 && total != width {
					t.Errorf("%s, %+v at %d: the description ends at %d", scope, natural, width, total)
				}
				if natural.changed && kind.Has(feature.Inherit) && c.changed < leastChanged || !natural.changed && c.changed > 0 {
					t.Errorf("%s, %+v at %d: the last change has %d", scope, natural, width, c.changed)
				}
				if width < 60 && (c.defaultValue > 0 || c.detail > 0) || width >= 90 && c.defaultValue == 0 {
					t.Errorf("%s, %+v at %d: %+v", scope, natural, width, c)
				}
			}
		}
	}
}

// A few names that are too long do not widen the column.
func TestNaturalWidths(t *testing.T) {
	var natural naturalWidths
	for _, name := range []string{"billing.new_invoice", "受注.一括登録受注.一括登録受注.一括登録", "a.name_that_is_forty_columns_wide_in_all", "a.name_that_is_forty_columns_wide_in_all_"} {
		natural.add(name, "", 3)
	}
	if want := (naturalWidths{flags: 4, name: 40, longNames: 1, longName: 41, detail: 3}); natural != want {
		t.Errorf("%+v, want %+v", natural, want)
	}
	if !natural.manyLong() || natural.nameWidth() != 40 {
		t.Errorf("one of four names is too long: %d", natural.nameWidth())
	}
	for range 10 {
		natural.add("short", "", 0)
	}
	if natural.manyLong() || natural.nameWidth() != 40 {
		t.Errorf("one of fourteen names is too long: %d", natural.nameWidth())
	}
}
