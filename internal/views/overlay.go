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
	placement() *overlayPlacement
}

// place is where a panel lies on a terminal of a size: that is decided when it
// opens, so that nothing moves under the hand that confirms.
type overlayPlacement struct {
	width, height int // zero: that is not decided yet
	atTop         bool
}

// panelFrom is the height of a terminal from which on there is room for a screen
// on a list.
const overlayMinHeight = 21

// spare is how many lines are kept for what comes besides those of a panel that
// lies where a list has none.
const spareLines = 3

// edge is what the lines of a screen on a list start with: it shows where that
// ends without a line of its own, and without an attribute.
const overlayBorder = "|"

// onList is a screen on a list: both as one screen.
type listWithOverlay struct {
	theme                         Theme
	list                          List
	overlay                       Overlay
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
func (o *listWithOverlay) Resize(width, height int) {
	o.list.Resize(width, height)
	list := slices.Clone(o.list.Body())
	for len(list) < height {
		list = append(list, "")
	}
	list = list[:height]
	o.overlay.Resize(width-len(overlayBorder), height/2)
	title, count := o.overlay.Title()
	var panel []string
	for _, line := range o.overlay.Body() {
		panel = append(panel, overlayBorder+line)
	}
	cursor := o.list.Cursor()
	if o.placeAtTop(list, cursor) {
		o.title, o.count = overlayBorder+title, count
		o.body = append(panel, list[min(len(panel), cursor):]...)[:height]
	} else {
		o.title, o.count = o.list.Title()
		left := height - len(panel) - 1
		from := max(0, cursor-left+1)
		o.body = append(list[from:from+left:from+left], overlayBorder+o.theme.title.render(o.theme.justify(title, count, width-len(overlayBorder))))
		o.body = append(o.body, panel...)
	}
	if o.foot = o.overlay.Foot(); o.foot == "" {
		o.foot = o.list.Foot() // which stands there already
	}
}

// head tells whether the panel lies at the head of the list.
func (o *listWithOverlay) placeAtTop(list []string, cursor int) bool {
	at := o.overlay.placement()
	if at.width == o.terminalWidth && at.height == o.terminalHeight {
		return at.atTop
	}
	height, usual, empty := len(list), o.overlay.UsualHeight(), 0
	for empty < height && list[height-1-empty] == "" {
		empty++
	}
	head := cursor >= height-1-height/2 || cursor >= usual && empty < 1+usual+spareLines
	*at = overlayPlacement{o.terminalWidth, o.terminalHeight, head}
	return head
}

// Title implements Screen.
func (o *listWithOverlay) Title() (title, count string) { return o.title, o.count }

// Body implements Screen.
func (o *listWithOverlay) Body() []string { return o.body }

// Foot implements Screen.
func (o *listWithOverlay) Foot() string { return o.foot }

// Keys implements Screen.
func (o *listWithOverlay) Keys() keys.Group { return o.overlay.Keys() }

// line is the line that the cursor is on.
func (r *rows) cursorLine() int { return r.cursor - r.top }

// Cursor implements List.
func (b *Browse) Cursor() int { return len(b.intro) + b.rows.cursorLine() }

// Cursor implements List.
func (d *Details) Cursor() int { return len(d.intro) + d.rows.cursorLine() }

// Cursor implements List.
func (m *Matrix) Cursor() int { return len(m.intro()) + m.rows.cursorLine() }

// Cursor implements List.
func (o *Overview) Cursor() int { return 1 + o.rows.cursorLine() }
