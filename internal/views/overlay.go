package views

import (
	"slices"

	"flagtui/internal/keys"
)

// List is a screen that another may lie on.
type List interface {
	Screen
	// Cursor is the line of the body that the cursor is on.
	Cursor() int
}

// Overlay is a screen that can lie on a list.
type Overlay interface {
	Screen
	// UsualHeight is how many lines its body takes as a rule.
	UsualHeight() int
	// place is where it lies.
	place() *place
}

// place is where a panel lies on a terminal of a size: that is decided when it
// opens, so that nothing moves under the hand that confirms.
type place struct {
	width, height int // zero: that is not decided yet
	head          bool
}

// panelFrom is the height of a terminal from which on there is room for a screen
// on a list.
const panelFrom = 21

// spare is how many lines are kept for what comes besides those of a panel that
// lies where a list has none.
const spare = 3

// edge is what the lines of a screen on a list start with: it shows where that
// ends without a line of its own, and without an attribute.
const edge = "|"

// onList is a screen on a list: both as one screen.
type onList struct {
	theme                         Theme
	list                          List
	panel                         Overlay
	terminalWidth, terminalHeight int

	title, count string
	body         []string
	foot         string
}

// Resize implements Screen. The panel lies at the foot where the list leaves
// that empty; else it takes the place of the list's title and of what stands
// over the list, unless that would hide the cursor. It stays there, whatever
// becomes of it and of the list: where the cursor would be hidden, the list gives
// way.
func (o *onList) Resize(width, height int) {
	o.list.Resize(width, height)
	list := slices.Clone(o.list.Body())
	for len(list) < height {
		list = append(list, "")
	}
	list = list[:height]
	o.panel.Resize(width-len(edge), height/2)
	title, count := o.panel.Title()
	var panel []string
	for _, line := range o.panel.Body() {
		panel = append(panel, edge+line)
	}
	cursor := o.list.Cursor()
	if o.head(list, cursor) {
		o.title, o.count = edge+title, count
		o.body = append(panel, list[min(len(panel), cursor):]...)[:height]
	} else {
		o.title, o.count = o.list.Title()
		left := height - len(panel) - 1
		from := max(0, cursor-left+1)
		o.body = append(list[from:from+left:from+left], edge+o.theme.title.on(o.theme.spread(title, count, width-len(edge))))
		o.body = append(o.body, panel...)
	}
	if o.foot = o.panel.Foot(); o.foot == "" {
		o.foot = o.list.Foot() // which stands there already
	}
}

// head tells whether the panel lies at the head of the list.
func (o *onList) head(list []string, cursor int) bool {
	at := o.panel.place()
	if at.width == o.terminalWidth && at.height == o.terminalHeight {
		return at.head
	}
	height, usual, empty := len(list), o.panel.UsualHeight(), 0
	for empty < height && list[height-1-empty] == "" {
		empty++
	}
	head := cursor >= height-1-height/2 || cursor >= usual && empty < 1+usual+spare
	*at = place{o.terminalWidth, o.terminalHeight, head}
	return head
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
