package views

// List is a screen that another may lie on.
type List interface {
	Screen
	// Cursor is the line of the body that the cursor is on.
	Cursor() int
}

// panelFrom is the height of a body from which on there is room for a screen on
// a list.
const panelFrom = 16

// panel lays a screen on a list: at the foot of it, or, where the cursor is
// there, at its head. It returns the list's title and what is seen of both.
func (f Frame) panel(below List, screen Screen, room int) (title, count string, body []string) {
	below.Resize(f.Width, room)
	body = below.Body()
	for len(body) < room {
		body = append(body, "")
	}
	body = body[:room]
	screen.Resize(f.Width, room/2)
	name, note := screen.Title()
	lines := append([]string{"", f.Theme.title.on(f.Theme.spread(name, note, f.Width))}, screen.Body()...)
	at := room - len(lines)
	if below.Cursor() >= at {
		at = 0
		lines = append(lines[1:], "")
	}
	copy(body[at:], lines)
	title, count = below.Title()
	return title, count, body
}

// line is the line that the cursor is on.
func (r *rows) line() int { return r.cursor - r.top }

// Cursor implements List.
func (b *Browse) Cursor() int { return len(b.above) + b.rows.line() }

// Cursor implements List.
func (d *Details) Cursor() int { return len(d.above) + d.rows.line() }

// Cursor implements List.
func (m *Matrix) Cursor() int { return len(m.above()) + m.rows.line() }

// Cursor implements List.
func (o *Overview) Cursor() int { return 1 + o.rows.line() }
