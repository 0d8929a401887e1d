package views

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

// writeTable returns the lines of a table on a terminal of some width.
func writeTable(t *testing.T, theme Theme, table Table, width int) []string {
	t.Helper()
	var text strings.Builder
	if err := theme.WriteTable(bufio.NewWriter(&text), table, width); err != nil {
		t.Fatal(err)
	}
	if text.Len() == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
}

// sampleTable lists flags with descriptions, and with names of 1 to 40 characters.
func sampleTable() Table {
	var list []feature.View
	for n := 1; n <= 40; n++ {
		def := &feature.Definition{Name: strings.Repeat("n", n), Description: strings.Repeat("some words ", n), Default: n%2 == 0}
		view := feature.View{Definition: def, Registered: true, Enabled: n%3 == 0}
		if n%5 == 0 {
			view.Setting = feature.SettingOf(view.Enabled)
		}
		list = append(list, view)
	}
	return ListTable(NewTheme(true, false), featuretest.Kind(feature.System), list, nil)
}

// At every width no line is longer than the terminal. From 60 columns on, names of up
// to 40 characters are whole.
func TestTableFits(t *testing.T) {
	table := sampleTable()
	for width := 10; width <= 250; width++ {
		lines := writeTable(t, NewTheme(true, false), table, width)
		for _, line := range lines {
			if ansi.StringWidth(line) > width {
				t.Fatalf("at %d columns: %q has %d", width, line, ansi.StringWidth(line))
			}
		}
		for i, row := range table.Rows {
			if width >= 60 && !strings.HasPrefix(lines[i+1], row[0].Text+" ") {
				t.Fatalf("at %d columns: the name %q is cut: %q", width, row[0].Text, lines[i+1])
			}
		}
	}
}

// The table holds the columns that remain at each width. Width 0 means no limit.
func TestTableWidths(t *testing.T) {
	table := sampleTable()
	for width, want := range map[int]string{
		40: "FLAG STATUS", 60: "FLAG STATUS", 80: "FLAG STATUS SOURCE", 100: "FLAG STATUS SOURCE DEFAULT", 120: "FLAG STATUS SOURCE DEFAULT DESCRIPTION", 0: "FLAG STATUS SOURCE DEFAULT DESCRIPTION",
	} {
		lines := writeTable(t, NewTheme(true, false), table, width)
		if got := strings.Join(strings.Fields(lines[0]), " "); got != want {
			t.Errorf("at %d columns the headings are %q, not %q", width, got, want)
		}
		if whole := strings.HasSuffix(lines[40], table.Rows[39][6].Text); width == 0 && !whole {
			t.Errorf("the description is cut: %q", lines[40])
		}
	}
}

// A name of more than 40 characters is cut in the middle if a description needs the
// room. It is whole if all columns fit.
func TestTableLongNames(t *testing.T) {
	name := strings.Repeat("a", 30) + strings.Repeat("z", 30)
	table := Table{Columns: []Column{{Title: "FLAG"}, {Title: "DESCRIPTION", Cut: 1, Min: 24}}, Rows: [][]Cell{{{Text: name}, {Text: strings.Repeat("d", 60)}}}}
	for width, want := range map[int]string{
		70:  strings.Repeat("a", 22) + "…" + strings.Repeat("z", 21) + "  " + strings.Repeat("d", 23) + "…",
		130: name + "  " + strings.Repeat("d", 60),
		30:  strings.Repeat("a", 15) + "…" + strings.Repeat("z", 14),
	} {
		if got := writeTable(t, NewTheme(true, false), table, width)[1]; got != want {
			t.Errorf("at %d columns: %q, not %q", width, got, want)
		}
	}
}

// Cells have the styles of their roles, which take no width.
func TestTableColours(t *testing.T) {
	table := Table{Columns: []Column{{Title: "FLAG"}, {Title: "STATUS", Cut: 1}, {Title: "EMPTY", Cut: 2}, {Title: "NOTE", Cut: 3}},
		Rows: [][]Cell{{{Text: "a\x1b[31m"}, {Text: "on", Role: "on"}, {}, {Text: "日本", Role: "warning"}}}}
	lines := writeTable(t, NewTheme(false, false), table, 80)
	want := []string{"\x1b[2mFLAG\x1b[0m       \x1b[2mSTATUS\x1b[0m  \x1b[2mNOTE\x1b[0m", `a\x1b[31m` + "  \x1b[32mon\x1b[0m      \x1b[33m日本\x1b[0m"}
	if !slices.Equal(lines, want) {
		t.Errorf("got  %q\nwant %q", lines, want)
	}
	if lines := writeTable(t, NewTheme(true, true), table, 80); strings.ContainsAny(strings.Join(lines, ""), "\x1b日") {
		t.Errorf("without colours, in ASCII: %q", lines)
	}
	if lines := writeTable(t, NewTheme(false, false), Table{Columns: table.Columns}, 80); lines != nil {
		t.Errorf("without rows: %q", lines)
	}
}

// A bar in a text does not end a cell. Text from a database is never markup.
func TestTableMarkdown(t *testing.T) {
	table := Table{Columns: []Column{{Title: "FLAG", Literal: true}, {Title: "a|\x1b"}, {Title: "EMPTY"}},
		Rows: [][]Cell{{{Text: "a|b `c`"}, {Text: "on | off"}, {}}, {{Text: "**d**"}, {}, {}}}}
	var text strings.Builder
	if err := NewTheme(true, false).WriteMarkdown(bufio.NewWriter(&text), table); err != nil {
		t.Fatal(err)
	}
	if want := "| FLAG | a\\|\\x1b |\n| --- | --- |\n| `` a\\|b `c` `` | on \\| off |\n| `**d**` |  |\n"; text.String() != want {
		t.Errorf("got\n%s\nwant\n%s", text.String(), want)
	}
}

// Each kind of flag has its words and roles.
func TestListTable(t *testing.T) {
	def := func(name string, on bool) *feature.Definition { return &feature.Definition{Name: name, Default: on} }
	list := []feature.View{
		{Definition: def("inherits", false), Registered: true, HasSystem: true},
		{Definition: def("own", false), Registered: true, Enabled: true, Setting: feature.On, HasSystem: true},
		{Definition: def("left", false), Setting: feature.On, Enabled: true},
		{Definition: def("depends", false), Registered: true, Depends: []string{"25 % of actors"}},
		{Definition: def("unclear", false), Registered: true, Depends: []string{"12 accounts", "superusers"}, Source: "tenant", Locked: "unknown gate x"},
	}
	for i, want := range []string{
		"inherits, [ ] Disabled/off, Following system/faint, Disabled/faint, , /faint, ",
		"own, [x] Enabled/on, Override active/override, Disabled/differs, , System: Disabled/faint, ",
		"left, [x] Enabled/on, Override active/override, Disabled/differs, , not registered/warning, ",
		"depends, [~] Depends/warning, Following system/faint, Disabled/faint, , 25 % of actors/faint, ",
		"unclear, [~] Depends/warning, Not set/faint, Disabled/faint, , locked: unknown gate x, 12 accounts, superusers/faint, ",
	} {
		var cells []string
		for _, cell := range ListTable(NewTheme(true, false), featuretest.Kind(feature.Tenant), list, nil).Rows[i] {
			cells = append(cells, strings.TrimSuffix(fmt.Sprintf("%s/%s", cell.Text, cell.Role), "/"))
		}
		if got := strings.Join(cells, ", "); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// Two columns with equal Cut are both cut before one is left out.
func TestTableEqualColumns(t *testing.T) {
	table := Table{Columns: []Column{{Title: "FLAG"}, {Title: "WHO", Cut: 1, Min: 4}, {Title: "SCOPE", Cut: 1, Min: 5}},
		Rows: [][]Cell{{{Text: "a.flag"}, {Text: "somebody"}, {Text: "tenant:acme"}}}}
	for width, want := range map[int]string{29: "a.flag  somebody  tenant:acme", 19: "a.flag  som…  tena…", 18: "a.flag  tenant:ac…", 12: "a.flag"} {
		if got := writeTable(t, NewTheme(true, false), table, width)[1]; got != want {
			t.Errorf("at %d columns: %q, not %q", width, got, want)
		}
	}
}
