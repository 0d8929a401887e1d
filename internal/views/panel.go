package views

import "flagtui/internal/keys"

// List is a screen that another may lie on.
type List interface {
	Screen
	// Cursor is the line of the body that the cursor is on.
	Cursor() int
}

// Panel is a screen that can lie on a list.
type Panel interface {
	Screen
	// Usual is how many lines its body takes as a rule.
	Usual() int
}

// panelFrom is the height of a body from which on there is room for a screen on
// a list.
const panelFrom = 16

// spare is how many lines are kept for what comes besides those of a panel that
// lies where a list has none.
const spare = 3

// edge is what the lines of a screen on a list start with: it shows where that
// ends without a line of its own, and without an attribute.
const edge = "|"

// onList is a screen on a list: both as one screen.
type onList struct {
	theme Theme
	list  List
	panel Panel

	title, count string
	body         []string
	foot         string
}

// Resize implements Screen. The panel lies at the foot where the list leaves
// that empty; else it takes the place of the list's title and of what stands
// over the list, unless that would hide the cursor. What decides stays the same
// as long as the panel is there, however long it becomes: where it is longer
// than usual, the list gives way.
func (o *onList) Resize(width, height int) {
	o.list.Resize(width, height)
	list := o.list.Body()
	for len(list) < height {
		list = append(list, "")
	}
	list = list[:height]
	empty := 0
	for empty < height && list[height-1-empty] == "" {
		empty++
	}
	o.panel.Resize(width-len(edge), height/2)
	title, count := o.panel.Title()
	var panel []string
	for _, line := range o.panel.Body() {
		panel = append(panel, edge+line)
	}
	cursor, usual := o.list.Cursor(), o.panel.Usual()
	if cursor >= usual && empty < 1+usual+spare {
		o.title, o.count = edge+title, count
		o.body = append(panel, list[min(len(panel), cursor):]...)[:height]
	} else {
		o.title, o.count = o.list.Title()
		o.body = append(list[:height-len(panel)-1], edge+o.theme.title.on(o.theme.spread(title, count, width-len(edge))))
		o.body = append(o.body, panel...)
	}
	if o.foot = o.panel.Foot(); o.foot == "" {
		o.foot = o.list.Foot() // which stands there already
	}
}

// Title implements Screen.
func (o *onList) Title() (title, count string) { return o.title, o.count }

// Body implements Screen.
func (o *onList) Body() []string { return o.body }

// Foot implements Screen.
func (o *onList) Foot() string { return o.foot }

// Keys implements Screen.
func (o *onList) Keys() keys.Group { return o.panel.Keys() }

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
