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
	width, height int  // of the terminal; zero: not decided yet
	above         bool // it ends above line, else it starts there
	line          int  // of the body
}

// overlayMinHeight is the least height of a terminal that shows an overlay on a
// list.
const overlayMinHeight = 21

// spareLines are kept free for lines that an overlay may get later, such as a
// conflict.
const spareLines = 3

// overlayMaxWidth is the most width of an overlay's box: a line is read from one end
// to the other, and less is sent.
const overlayMaxWidth = 120

// listWithOverlay is a list and the overlay on it, as one screen. It is made
// anew for each frame.
type listWithOverlay struct {
	theme                         Theme
	list                          List
	overlay                       Overlay
	terminalWidth, terminalHeight int

	body []string
}

// Resize implements Screen.
func (o *listWithOverlay) Resize(width, height int) {
	o.list.Resize(width, height)
	o.overlay.Resize(min(width, overlayMaxWidth)-boxWidth, height/2)
	at := o.overlay.placement()
	if at.width == o.terminalWidth && at.height == o.terminalHeight {
		return
	}
	*at = overlayPlacement{width: o.terminalWidth, height: o.terminalHeight}
	cursor, usual := o.list.Cursor(), o.overlay.UsualHeight()+boxHeight
	switch below := height - cursor - 1; {
	case below >= usual+spareLines:
		at.line = cursor + 1
	case cursor >= height/2+boxHeight: // the most that it takes
		at.above, at.line = true, cursor
	default: // the list gives way
		at.line = min(cursor+1, height-usual)
	}
}

// compose draws the overlay as a box on the list, beside the row under the cursor.
// Where the box would hide that row, the list scrolls.
func (o *listWithOverlay) compose(width, height int) {
	list, cursor := o.listLines(height), o.list.Cursor()
	title, count := o.overlay.Title()
	box := o.theme.box(title, count, o.overlay.Body(), min(width, overlayMaxWidth))
	at := o.overlay.placement()
	top := min(at.line, height-len(box))
	if at.above {
		top = min(at.line, height) - len(box)
	}
	top = max(0, top)
	above, below := 0, top+len(box) // the first lines of the list that are shown above and below the box
	switch hidden := cursor >= top && cursor < top+len(box); {
	case hidden && at.above && below < height:
		below = cursor
	case hidden:
		above = max(0, cursor-top+1)
		below += above
	}
	for len(list) < below+height || len(list) < above+top {
		list = append(list, "")
	}
	o.body = slices.Concat(list[above:above+top], box, list[below:])[:height]
}

// listLines are the lines of the list, filled up to height.
func (o *listWithOverlay) listLines(height int) []string {
	lines := slices.Clone(o.list.Body())
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}

// Title implements Screen.
func (o *listWithOverlay) Title() (title, count string) { return o.list.Title() }

// Body implements Screen.
func (o *listWithOverlay) Body() []string { return o.body }

// Foot implements Screen.
func (o *listWithOverlay) Foot() string {
	if foot := o.overlay.Foot(); foot != "" {
		return foot
	}
	return o.list.Foot()
}

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
