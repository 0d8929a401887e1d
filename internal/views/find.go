package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// Searchable is a list that Find can search.
type Searchable interface {
	Screen
	// searchRows returns the list's rows, and a function that returns a row's text.
	searchRows() (*rows, func(i int) string)
}

func (d *Details) searchRows() (*rows, func(int) string)   { return &d.rows, drawnText(d.row) }
func (m *Matrix) searchRows() (*rows, func(int) string)    { return &m.rows, m.rowName }
func (d *Diff) searchRows() (*rows, func(int) string)      { return &d.rows, drawnText(d.row) }
func (c *ChangeSet) searchRows() (*rows, func(int) string) { return &c.rows, drawnText(c.row) }
func (c *Contexts) searchRows() (*rows, func(int) string)  { return &c.rows, drawnText(c.row) }
func (d *Doctor) searchRows() (*rows, func(int) string)    { return &d.rows, drawnText(d.row) }

// rowName returns the name of the flag in a row.
func (m *Matrix) rowName(row int) string { return m.flags[m.flagAt(row)].Name }

// drawnText returns a function that returns a row's text, as drawn by row, without
// styles.
func drawnText(row func(i int, marked bool) string) func(int) string {
	return func(i int) string { return ansi.Strip(row(i, false)) }
}

// Find is the screen that searches a list which has no filter. While the user types,
// the list's cursor moves to the next row that contains all words.
type Find struct {
	Theme Theme
	Map   keys.Map

	list  Searchable
	field textField
	start int // the list's cursor before the search
	found bool
}

// NewFind returns the screen that searches a list.
func NewFind(t Theme, m keys.Map, list Searchable) *Find {
	rows, _ := list.searchRows()
	return &Find{Theme: t, Map: m, list: list, field: newTextField(feature.MaxName), start: rows.cursor, found: true}
}

// TakesText implements TextTaker.
func (f *Find) TakesText() bool { return true }

// Press takes a key. Enter keeps the list's cursor, esc restores it, and up and down go
// to other matches.
func (f *Find) Press(p keys.Press) Intent {
	rows, _ := f.list.searchRows()
	typing := f.Map.WithoutLetters()
	switch {
	case p.Matches(f.Map.Choose):
		return Back{}
	case p.Matches(f.Map.Leave):
		rows.moveTo(f.start)
		return Back{}
	case p.Matches(typing.Down):
		f.find(rows.cursor+1, 1)
	case p.Matches(typing.Up):
		f.find(rows.cursor-1, -1)
	case f.field.press(p):
		f.find(f.start, 1)
	}
	return nil
}

// find moves the cursor to the first match. It starts at row from, goes down for a step
// of 1 or up for -1, and wraps around.
func (f *Find) find(from, step int) {
	rows, text := f.list.searchRows()
	typed := strings.Fields(strings.ToLower(f.field.value()))
	for n := range rows.count {
		i := ((from+n*step)%rows.count + rows.count) % rows.count
		if hasWords(text(i), typed) {
			f.found = true
			rows.moveTo(i)
			return
		}
	}
	f.found = false
}

// hasWords reports whether a text contains all words, ignoring case. The words must be
// lower case.
func hasWords(text string, words []string) bool {
	for _, word := range words {
		if !containsFold(text, word) {
			return false
		}
	}
	return true
}

// Title implements Screen.
func (f *Find) Title() (title, count string) { return f.list.Title() }

// Resize implements Screen.
func (f *Find) Resize(width, height int) { f.list.Resize(width, height) }

// Body implements Screen.
func (f *Find) Body() []string { return f.list.Body() }

// Foot implements Screen.
func (f *Find) Foot() string {
	foot := "/" + f.field.draw(f.Theme, 30)
	if !f.found {
		foot = f.Theme.warning.render(f.Theme.Say(words.NoMatch)) + "  " + foot
	}
	return foot
}

// Keys implements Screen.
func (f *Find) Keys() keys.Group { return f.Map.FindKeys() }
