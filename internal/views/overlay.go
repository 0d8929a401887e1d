package views

import (
	"slices"

	"flagtui/internal/keys"
)

// List is a screen that an overlay can cover in part.
type List interface {
	Screen
	// Cursor is the line of the body that the cursor is on.
	Cursor() int
}

// Overlay is a screen that can cover part of a list.
type Overlay interface {
	Screen
	// UsualHeight is how many lines its body usually takes.
	UsualHeight() int
	// placement is where it lies on the list.
	placement() *overlayPlacement
}

// overlayPlacement is where an overlay lies on a terminal of one size. It is
// decided when the overlay opens and kept, so that nothing moves while the user
// confirms.
type overlayPlacement struct {
	width, height int // of the terminal; zero: not decided yet
	atTop         bool
}

// overlayMinHeight is the least height of a terminal that shows an overlay on a
// list.
const overlayMinHeight = 21

// spareLines are kept free below the list for lines that an overlay may get
// later, such as a conflict.
const spareLines = 3

// overlayBorder starts each line of an overlay. It needs neither a line of its
// own nor colours.
const overlayBorder = "|"

// listWithOverlay is a list and the overlay on it, as one screen. It is made
// anew for each frame.
type listWithOverlay struct {
	theme                         Theme
	list                          List
	overlay                       Overlay
	terminalWidth, terminalHeight int

	title, count string
	body         []string
	foot         string
}

// Resize implements Screen.
func (o *listWithOverlay) Resize(width, height int) {
	o.list.Resize(width, height)
	o.overlay.Resize(width-len(overlayBorder), height/2)
	if at := o.overlay.placement(); at.width != o.terminalWidth || at.height != o.terminalHeight {
		*at = overlayPlacement{o.terminalWidth, o.terminalHeight, o.belongsAtTop(o.listLines(height))}
	}
}

// compose draws the list and the overlay into one title, body and foot. At the
// top the overlay replaces the list's title and first lines, at the bottom its
// last lines. Where the overlay would hide the cursor, the list scrolls.
func (o *listWithOverlay) compose(width, height int) {
	list, cursor := o.listLines(height), o.list.Cursor()
	title, count := o.overlay.Title()
	var overlay []string
	for _, line := range o.overlay.Body() {
		overlay = append(overlay, overlayBorder+line)
	}
	if o.overlay.placement().atTop {
		o.title, o.count = overlayBorder+title, count
		o.body = append(overlay, list[min(len(overlay), cursor):]...)[:height]
	} else {
		o.title, o.count = o.list.Title()
		left := height - len(overlay) - 1
		from := max(0, cursor-left+1)
		o.body = append(list[from:from+left:from+left], overlayBorder+o.theme.title.render(o.theme.justify(title, count, width-len(overlayBorder))))
		o.body = append(o.body, overlay...)
	}
	if o.foot = o.overlay.Foot(); o.foot == "" {
		o.foot = o.list.Foot()
	}
}

// listLines are the lines of the list, filled up to height.
func (o *listWithOverlay) listLines(height int) []string {
	lines := slices.Clone(o.list.Body())
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}

// belongsAtTop tells whether the overlay belongs at the top: the cursor is in
// the lower half, or the list leaves too few lines empty at its end and the
// overlay does not hide the cursor.
func (o *listWithOverlay) belongsAtTop(list []string) bool {
	height, usual, cursor, empty := len(list), o.overlay.UsualHeight(), o.list.Cursor(), 0
	for empty < height && list[height-1-empty] == "" {
		empty++
	}
	return cursor >= height-1-height/2 || cursor >= usual && empty < 1+usual+spareLines
}

// Title implements Screen.
func (o *listWithOverlay) Title() (title, count string) { return o.title, o.count }

// Body implements Screen.
func (o *listWithOverlay) Body() []string { return o.body }

// Foot implements Screen.
func (o *listWithOverlay) Foot() string { return o.foot }

// Keys implements Screen.
func (o *listWithOverlay) Keys() keys.Group { return o.overlay.Keys() }

// cursorLine is the line of the list that the cursor is on.
func (r *rows) cursorLine() int { return r.cursor - r.top }

// Cursor implements List.
func (b *Browse) Cursor() int { return len(b.intro) + b.rows.cursorLine() }

// Cursor implements List.
func (d *Details) Cursor() int { return len(d.intro) + d.rows.cursorLine() }

// Cursor implements List.
func (m *Matrix) Cursor() int { return len(m.intro()) + m.rows.cursorLine() }

// Cursor implements List.
func (o *Overview) Cursor() int { return 1 + o.rows.cursorLine() }
