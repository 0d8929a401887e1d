package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Searchable is a list that Find can search.
type Searchable interface {
	Screen
	// searchRows returns the rows of the list and the text of one.
	searchRows() (*rows, func(i int) string)
}

func (d *Details) searchRows() (*rows, func(int) string)   { return &d.rows, drawnText(d.row) }
func (m *Matrix) searchRows() (*rows, func(int) string)    { return &m.rows, m.rowName }
func (d *Diff) searchRows() (*rows, func(int) string)      { return &d.rows, drawnText(d.row) }
func (c *ChangeSet) searchRows() (*rows, func(int) string) { return &c.rows, drawnText(c.row) }
func (c *Contexts) searchRows() (*rows, func(int) string)  { return &c.rows, drawnText(c.row) }
func (d *Doctor) searchRows() (*rows, func(int) string)    { return &d.rows, drawnText(d.row) }

// rowName is the name of the flag in a row.
func (m *Matrix) rowName(row int) string { return m.flags[m.flagAt(row)].Name }

// drawnText returns the text of a row as it is drawn.
func drawnText(row func(i int, marked bool) string) func(int) string {
	return func(i int) string { return ansi.Strip(row(i, false)) }
}

// Find searches a list that cannot be filtered: while the text is typed, the cursor of the list
// moves to the next row that has all its words. The list stays in sight.
type Find struct {
	Theme Theme
	Map   keys.Map

	list  Searchable
	field textField
	start int // the cursor of the list when the search began
	found bool
}

// NewFind searches a list.
func NewFind(t Theme, m keys.Map, list Searchable) *Find {
	rows, _ := list.searchRows()
	return &Find{Theme: t, Map: m, list: list, field: newTextField(feature.MaxName), start: rows.cursor, found: true}
}

// TakesText implements TextTaker.
func (f *Find) TakesText() bool { return true }

// Press takes a key: enter leaves the cursor where it is, esc puts it back, and up and down go to
// other rows that match.
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

// find moves the cursor to the first row that matches, from a row on in a direction, and around
// the end of the list.
func (f *Find) find(from, step int) {
	rows, text := f.list.searchRows()
	words := strings.Fields(strings.ToLower(f.field.value()))
	for n := range rows.count {
		i := ((from+n*step)%rows.count + rows.count) % rows.count
		if hasWords(text(i), words) {
			f.found = true
			rows.moveTo(i)
			return
		}
	}
	f.found = false
}

// hasWords reports whether a text has all the words, which are in lower case, in any case.
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
		foot = f.Theme.warning.render("No match") + "  " + foot
	}
	return foot
}

// Keys implements Screen.
func (f *Find) Keys() keys.Group { return f.Map.FindKeys() }
