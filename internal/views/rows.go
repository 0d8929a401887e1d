package views

import (
	"flagtui/internal/keys"
)

// rows is the one scrolling list: which row the cursor is on, and which part
// of the list is shown. The zero value is an empty list.
type rows struct {
	count  int // how many rows there are
	height int // how many fit
	cursor int
	top    int // the first row shown
}

// resize tells the list its length and its height, and keeps the cursor on
// the screen.
func (r *rows) resize(count, height int) {
	r.count, r.height = count, max(height, 1)
	r.to(r.cursor)
}

// to moves the cursor. Where it leaves the screen, the list moves on by half
// a page: a scroll rewrites every line, so it pays to do it seldom.
func (r *rows) to(cursor int) {
	r.cursor = max(0, min(cursor, r.count-1))
	switch half := r.height / 2; {
	case r.cursor < r.top:
		r.top = r.cursor - half
	case r.cursor >= r.top+r.height:
		r.top = r.cursor - r.height + 1 + half
	}
	r.top = max(0, min(r.top, r.count-r.height))
}

// press moves the cursor, and tells whether the key was one that does.
func (r *rows) press(p keys.Press, m keys.Map) bool {
	switch {
	case p.Is(m.Up):
		r.to(r.cursor - 1)
	case p.Is(m.Down):
		r.to(r.cursor + 1)
	case p.Is(m.PageUp):
		r.top -= r.height
		r.to(r.cursor - r.height)
	case p.Is(m.PageDown):
		r.top = min(r.top+r.height, max(0, r.count-r.height))
		r.to(r.cursor + r.height)
	case p.Is(m.Top):
		r.to(0)
	case p.Is(m.Bottom):
		r.to(r.count - 1)
	default:
		return false
	}
	return true
}

// draw returns height lines: the rows shown, then empty ones.
func (r *rows) draw(line func(i int, marked bool) string) []string {
	lines := make([]string, r.height)
	for i := range lines {
		if row := r.top + i; row < r.count {
			lines[i] = line(row, row == r.cursor)
		}
	}
	return lines
}

// arrowsOnly is the keys that move the cursor where letters are typed.
func arrowsOnly(m keys.Map) keys.Map {
	m.Up.SetKeys("up", "ctrl+p")
	m.Down.SetKeys("down", "ctrl+n")
	m.PageUp.SetKeys("pgup")
	m.PageDown.SetKeys("pgdown")
	m.Top.SetEnabled(false)
	m.Bottom.SetEnabled(false)
	return m
}
