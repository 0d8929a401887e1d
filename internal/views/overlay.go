package views

import (
	"slices"

	"flagtui/internal/keys"
)

// List is a screen that an overlay can partly cover.
type List interface {
	Screen
	// Cursor returns the cursor's line in the body.
	Cursor() int
}

// Overlay is a screen that can partly cover a list.
type Overlay interface {
	Screen
	// UsualHeight returns the usual number of lines of the body.
	UsualHeight() int
	// placement returns a pointer to the overlay's placement.
	placement() *overlayPlacement
}

// overlayPlacement is an overlay's position over a list, on a terminal of one size. It
// is chosen once, so that nothing moves while the user confirms.
type overlayPlacement struct {
	width, height int  // the terminal's size, or zero before a placement is chosen
	above         bool // whether the overlay ends above line, or else starts at line
	line          int  // a line of the body
}

// overlayMinHeight is the least height of a terminal on which an overlay leaves its
// list visible.
const overlayMinHeight = 21

// spareLines is the number of lines kept free for later text of an overlay, such as a
// conflict.
const spareLines = 3

// overlayMaxWidth is the greatest width of an overlay's box. Longer lines would be hard
// to read and slow to send.
const overlayMaxWidth = 120

// listWithOverlay is a list with an overlay, as one screen. It lives for one frame.
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
	case cursor >= height/2+boxHeight: // an overlay takes at most half of the body
		at.above, at.line = true, cursor
	default: // the overlay may cover the list's last rows
		at.line = min(cursor+1, height-usual)
	}
}

// compose draws the overlay as a box over the list, beside the row under the cursor. If
// the box would hide that row, compose scrolls the list.
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
	above, below := 0, top+len(box) // the first lines of the list shown above and below the box
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

// listLines returns exactly height lines of the list.
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

// cursorLine returns the cursor's line below the top row.
func (r *rows) cursorLine() int { return r.cursor - r.top }

// Cursor implements List.
func (b *Browse) Cursor() int { return len(b.intro) + b.rows.cursorLine() }

// Cursor implements List.
func (d *Details) Cursor() int { return len(d.intro) + d.rows.cursorLine() }

// Cursor implements List.
func (m *Matrix) Cursor() int { return len(m.intro()) + m.rows.cursorLine() }

// Cursor implements List.
func (o *Overview) Cursor() int { return 1 + o.rows.cursorLine() }
