package views

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/key"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// The smallest terminal the screens work on.
const (
	MinWidth  = 40
	MinHeight = 10
)

// HeaderLines is how many lines of a frame stand above a screen's body.
const HeaderLines = 2

// Session is what the header of every screen shows: where we are, and what
// we may do there.
type Session struct {
	Context string // the configured context's name; empty for none
	// Protected: the context's name has to be typed before a write.
	Protected  bool
	Database   string
	ReadOnly   string // why nothing can be changed; empty when it can
	RowsHidden string // why rows may be there that are not shown; empty: all are
	Actor      string
	Reasons    []string // of the changes made since the program was started, newest first
	Client     string   // where the actor came from, as by SSH; empty: from here
	Author     string   // OLI Torus: the e-mail address of the author to record
	// Kinds are the kinds of scope that the database holds.
	Kinds feature.KindList
}

// Mode is "writable" or "read-only".
func (s Session) Mode() string {
	if s.ReadOnly != "" {
		return "read-only"
	}
	return "writable"
}

// Status is the foot of every screen.
type Status struct {
	Pending string    // what is being waited for
	Notice  string    // what was done
	Saved   string    // what a write has done, until a key is pressed: no problem hides it
	Problem string    // what went wrong, until it is dismissed
	Hint    string    // what to do about it
	Live    string    // how changes by others are learnt of: "live", "polling every 2 s"; empty: not at all
	ReadAt  time.Time // when the data shown was read; zero: never
	Stale   bool      // a later attempt to read it failed
	// OfflineSince is when the database stopped to answer; zero: it answers.
	OfflineSince time.Time
}

// Screen is one screen's own part of a frame.
type Screen interface {
	// Title and Count are the two ends of the line under the header.
	Title() (title, count string)
	// Resize tells the screen the size of its body.
	Resize(width, height int)
	// Body returns the lines of the body, at most height of them.
	Body() []string
	// Foot is the screen's own part of the status line.
	Foot() string
	// Keys are the keys whose hints are shown.
	Keys() keys.Group
}

// Frame is what surrounds a screen.
type Frame struct {
	Theme   Theme
	Session Session
	Status  Status
	Path    []string    // the titles of the screens below the one shown, for its breadcrumb
	Back    key.Binding // dismisses a problem
	Quit    key.Binding // leaves where the terminal is too small, too
	Width   int
	Height  int
}

// Layout gives a screen its size. It has to run before Draw whenever the frame,
// the screen or what the screen shows has changed: drawing changes nothing.
func (f Frame) Layout(screen Screen) {
	if f.fits() {
		screen.Resize(f.Width, f.bodyHeight())
	}
}

// LayoutOver is Layout for an overlay and the list below it; nil: there is none.
func (f Frame) LayoutOver(below List, overlay Overlay) {
	switch {
	case !f.overlays(below):
		f.Layout(overlay)
	case f.fits():
		f.withOverlay(below, overlay).Resize(f.Width, f.bodyHeight())
	}
}

// Draw returns the frame with the screen in it: exactly Height lines, none
// wider than Width. (Bubble Tea v1 drops the top lines of a longer frame.)
func (f Frame) Draw(screen Screen) string {
	if !f.fits() {
		return f.tooSmall()
	}
	return f.draw(screen, f.Path)
}

// draw is Draw with the path for the title, on a terminal that is large enough.
func (f Frame) draw(screen Screen, path []string) string {
	header, readOnly, hidden := f.header()
	foot := f.foot(screen.Foot(), hidden)
	below := f.message(readOnly)
	if f.isLow() {
		below = append(below, f.status(foot), f.hints(screen.Keys(), ""))
	} else {
		below = append(below, f.hints(screen.Keys(), foot))
	}
	body := screen.Body()
	lines := append(make([]string, 0, f.Height), header, f.titleLine(screen, path))
	lines = append(lines, body[:min(len(body), f.Height-HeaderLines-len(below))]...)
	for len(lines) < f.Height-len(below) {
		lines = append(lines, "")
	}
	lines = append(lines, below...)
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ") // each costs a byte on the wire
	}
	return strings.Join(lines, "\n")
}

// DrawOver is Draw for an overlay on a list. On a low terminal, or without a
// list, the overlay fills the screen.
func (f Frame) DrawOver(below List, overlay Overlay) string {
	if !f.overlays(below) || !f.fits() {
		return f.Draw(overlay)
	}
	both := f.withOverlay(below, overlay)
	both.compose(f.Width, f.bodyHeight())
	return f.draw(both, f.Path[:max(0, len(f.Path)-1)]) // the list's title is shown
}

// isLow reports whether the terminal is too low for messages to have a line of their own.
func (f Frame) isLow() bool { return f.Height < messageMinHeight }

// fits reports whether the terminal is large enough for the screens.
func (f Frame) fits() bool { return f.Width >= MinWidth && f.Height >= MinHeight }

// overlays reports whether an overlay leaves the list below it in sight.
func (f Frame) overlays(below List) bool { return below != nil && f.Height >= overlayMinHeight }

func (f Frame) withOverlay(below List, overlay Overlay) *listWithOverlay {
	return &listWithOverlay{theme: f.Theme, list: below, overlay: overlay, terminalWidth: f.Width, terminalHeight: f.Height}
}

// bodyHeight is how many lines a screen's body has: those of the frame without
// the header, the message, the hints and, on a low terminal, the status line.
func (f Frame) bodyHeight() int {
	_, readOnly, _ := f.header()
	below := len(f.message(readOnly)) + 1
	if f.isLow() {
		below++
	}
	return f.Height - HeaderLines - below
}

func (f Frame) tooSmall() string {
	lines := make([]string, max(f.Height, 1))
	needs, leave := fmt.Sprintf("needs %dx%d", MinWidth, MinHeight), f.Quit.Help().Key+" quits"
	if !f.Quit.Enabled() {
		leave = "ctrl+c quits"
	}
	for _, text := range []string{fmt.Sprintf("Too small: %dx%d, %s; %s", f.Width, f.Height, needs, leave), "Too small: " + needs + "; " + leave, "Too small; " + leave, leave, needs} {
		broken := f.Theme.wrap(text, max(f.Width, 1), len(lines)+1)
		if len(broken) <= len(lines) && strings.Join(broken, " ") == text { // no word is broken
			copy(lines, broken)
			return strings.Join(lines, "\n")
		}
	}
	lines[0] = f.Theme.cut(leave, f.Width)
	return strings.Join(lines, "\n")
}

// scopeTitle names a scope in a title: "System (all tenants)", "Tenant acme".
func (t Theme) scopeTitle(info feature.ScopeInfo) string {
	if info.Scope.IsZero() {
		return "All features"
	}
	if info.Scope.IsSystem() {
		return "System (all tenants)"
	}
	kind := t.clean(string(info.Scope.Kind)) // a row may have any
	if kind != "" && kind[0] < utf8.RuneSelf {
		kind = strings.ToUpper(kind[:1]) + kind[1:]
	}
	title := kind + " " + t.clean(info.Scope.ID)
	if info.Name != "" && info.Name != info.Scope.ID {
		title += t.dot + t.clean(info.Name)
	}
	return title
}
