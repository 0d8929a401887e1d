package views

import (
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// rows is the state of a scrolling list: the cursor, and the part that is shown.
// The zero value is an empty list.
type rows struct {
	count  int // how many rows there are
	height int // how many fit
	cursor int
	top    int // the first row shown
}

// resize sets the length and the height of the list.
func (r *rows) resize(count, height int) {
	r.count, r.height = count, max(height, 1)
	r.moveTo(r.cursor)
}

// moveTo moves the cursor. Where it leaves the screen, the list scrolls by half a
// page: a scroll sends every row again, so it should be rare.
func (r *rows) moveTo(cursor int) {
	r.cursor = max(0, min(cursor, r.count-1))
	switch half := r.height / 2; {
	case r.cursor < r.top:
		r.top = r.cursor - half
	case r.cursor >= r.top+r.height:
		r.top = r.cursor - r.height + 1 + half
	}
	r.top = max(0, min(r.top, r.count-r.height))
}

// press moves the cursor, and tells whether the key or the wheel does that.
func (r *rows) press(p keys.Press, m keys.Map) bool {
	switch {
	case p.Wheel != 0:
		r.moveTo(r.cursor + p.Wheel)
	case p.Matches(m.Up):
		r.moveTo(r.cursor - 1)
	case p.Matches(m.Down):
		r.moveTo(r.cursor + 1)
	case p.Matches(m.PageUp):
		r.top -= r.height
		r.moveTo(r.cursor - r.height)
	case p.Matches(m.PageDown):
		r.top = min(r.top+r.height, max(0, r.count-r.height))
		r.moveTo(r.cursor + r.height)
	case p.Matches(m.Top):
		r.moveTo(0)
	case p.Matches(m.Bottom):
		r.moveTo(r.count - 1)
	default:
		return false
	}
	return true
}

// selectLine moves the cursor to the row on a line of the list, if there is one.
func (r *rows) selectLine(line int) {
	if row := r.top + line; line >= 0 && line < r.height && row < r.count {
		r.moveTo(row)
	}
}

// draw returns height lines: the rows that are shown, then empty lines. The row under the
// cursor is a bar of that width; marked tells line which row that is, to put a > before it.
func (r *rows) draw(t Theme, width int, line func(i int, marked bool) string) []string {
	lines := make([]string, r.height)
	for i := range lines {
		row := r.top + i
		if row < r.count {
			lines[i] = line(row, row == r.cursor)
		}
		if row == r.cursor && r.count > 0 {
			lines[i] = t.bar(lines[i], width)
		}
	}
	return lines
}

// scrollText is a text that scrolls if it does not fit. The zero value is empty.
type scrollText struct {
	lines  []string
	height int // how many lines fit
	top    int // the first line shown
}

// resize sets the text and its height.
func (r *scrollText) resize(lines []string, height int) {
	r.lines, r.height = lines, max(height, 1)
	r.scrollTo(r.top)
}

func (r *scrollText) scrollTo(top int) { r.top = max(0, min(top, len(r.lines)-r.height)) }

// press scrolls, and tells whether the key or the wheel does that.
func (r *scrollText) press(p keys.Press, m keys.Map) bool {
	switch {
	case p.Wheel != 0:
		r.scrollTo(r.top + p.Wheel)
	case p.Matches(m.Up):
		r.scrollTo(r.top - 1)
	case p.Matches(m.Down):
		r.scrollTo(r.top + 1)
	case p.Matches(m.PageUp):
		r.scrollTo(r.top - r.height)
	case p.Matches(m.PageDown):
		r.scrollTo(r.top + r.height)
	case p.Matches(m.Top):
		r.scrollTo(0)
	case p.Matches(m.Bottom):
		r.scrollTo(len(r.lines))
	default:
		return false
	}
	return true
}

// visible returns the lines that are shown.
func (r *scrollText) visible() []string { return r.lines[r.top:min(len(r.lines), r.top+r.height)] }

// moreLines says that n more lines are below the visible ones, and which key shows them.
func moreLines(m keys.Map, n int) string {
	if n <= 0 {
		return ""
	}
	return m.Down.Help().Key + " shows " + feature.Plural(n, "more line")
}

// linesBelow is how many lines are below the visible ones.
func (r *scrollText) linesBelow() int { return max(0, len(r.lines)-r.top-r.height) }

// sectionLine is the heading of a part of a list, with a rule to the end of the line.
func (t Theme) sectionLine(text string, width int) string {
	rule := "─"
	if t.ascii {
		rule = "-"
	}
	text = t.cut(" "+text+" ", width-3)
	return " " + t.border.render(rule+rule) + t.heading.render(text) + t.border.render(strings.Repeat(rule, max(0, width-4-textWidth(text))))
}
