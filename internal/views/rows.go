package views

import (
	"strings"

	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// rows is a scrolling list's cursor and visible part. The zero value is an empty list.
type rows struct {
	count  int // the number of rows
	height int // the number of visible rows
	cursor int
	top    int // the first visible row

	// halfPages makes step scroll by half a page, like moveTo. The terminal scrolls whole
	// lines, so each scroll sends the text beside the list again.
	halfPages bool
}

// resize sets the number of rows, and the number of visible rows.
func (r *rows) resize(count, height int) {
	r.count, r.height = count, max(height, 1)
	r.moveTo(r.cursor)
}

// moveTo moves the cursor. If the cursor leaves the screen, the list scrolls by half a
// page more, so that the rows around the cursor are visible.
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

// step moves the cursor by a number of rows. If the cursor leaves the screen, the list
// scrolls no further than the cursor.
func (r *rows) step(by int) {
	if !r.halfPages {
		cursor := max(0, min(r.cursor+by, r.count-1))
		r.top = max(min(r.top, cursor), cursor-r.height+1)
	}
	r.moveTo(r.cursor + by)
}

// press moves the cursor if the key or the wheel does that. Otherwise it returns false.
func (r *rows) press(p keys.Press, m keys.Map) bool {
	switch {
	case p.Wheel != 0:
		r.step(p.Wheel)
	case p.Matches(m.Up):
		r.step(-1)
	case p.Matches(m.Down):
		r.step(1)
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

// selectLine moves the cursor to the row in a line of the list, if the line has a row.
func (r *rows) selectLine(line int) {
	if row := r.top + line; line >= 0 && line < r.height && row < r.count {
		r.moveTo(row)
	}
}

// draw returns the visible rows, padded with empty lines to the list's height. It calls
// line for each row; marked is true for the row under the cursor. That row becomes a
// bar of width cells.
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

// scrollText is a text that scrolls. The zero value is an empty text.
type scrollText struct {
	lines  []string
	height int // the number of visible lines
	top    int // the first visible line
}

// resize sets the text and the number of visible lines.
func (r *scrollText) resize(lines []string, height int) {
	r.lines, r.height = lines, max(height, 1)
	r.scrollTo(r.top)
}

func (r *scrollText) scrollTo(top int) { r.top = max(0, min(top, len(r.lines)-r.height)) }

// press scrolls if the key or the wheel does that. Otherwise it returns false.
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

func (r *scrollText) visible() []string { return r.lines[r.top:min(len(r.lines), r.top+r.height)] }

// moreLines returns the hint that n more lines are below, or "".
func (t Theme) moreLines(m keys.Map, n int) string {
	if n <= 0 {
		return ""
	}
	return t.Say(words.MoreLines, m.Down.Help().Key, t.Count(n, words.MoreLine))
}

// linesBelow returns the number of lines below the visible ones.
func (r *scrollText) linesBelow() int { return max(0, len(r.lines)-r.top-r.height) }

// sectionLine returns the heading of a section, with a rule that fills the width.
func (t Theme) sectionLine(text string, width int) string {
	rule := "─"
	if t.ascii {
		rule = "-"
	}
	text = t.cut(" "+text+" ", width-3)
	return " " + t.border.render(rule+rule) + t.heading.render(text) + t.border.render(strings.Repeat(rule, max(0, width-4-textWidth(text))))
}
