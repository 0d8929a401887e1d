package views

import (
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// MinWidth and MinHeight are the size of the smallest usable terminal.
const (
	MinWidth  = 40
	MinHeight = 10
)

// HeaderLines is the number of lines above a screen's body.
const HeaderLines = 2

// Session holds what the header of every screen shows.
type Session struct {
	Context string // the context's name, or ""
	// If Protected is set, a write asks for the context's name.
	Protected  bool
	Database   string
	ReadOnly   string // why writes are refused, or "" if the session is writable
	RowsHidden string // why the database may hide rows from us, or ""
	Actor      string
	Reasons    []string // the reasons given in this session, newest first
	Client     string   // the actor's remote address, as of SSH, or ""
	Author     string   // in OLI Torus, the e-mail address of the author to record
	// Kinds holds the kinds of scope in the database.
	Kinds feature.KindList
}

// actorAt returns the actor, and the address that the actor comes from.
func (f Frame) actorAt() string {
	s := f.Session
	if s.Client == "" {
		return s.Actor
	}
	return f.Theme.Say(words.HeaderActorFrom, s.Actor, s.Client)
}

// mode returns "writable" or "read-only".
func (t Theme) mode(readOnly bool) string {
	return t.either(readOnly, words.ModeReadOnly, words.ModeWritable)
}

// Status holds what the last lines of every screen and the connection's state in the
// header show.
type Status struct {
	Pending string    // what the user has to wait for
	Notice  string    // what was done
	Saved   string    // what a write has done; stays beside a problem until a key is pressed
	Problem string    // what went wrong, until the user dismisses it
	Hint    string    // what to do about Problem
	Live    string    // how the screen learns of changes by others, or "" if it does not
	ReadAt  time.Time // the time of the last reading, or zero
	Stale   bool      // whether a reading after ReadAt failed
	// OfflineSince is the time at which the database stopped answering, or zero.
	OfflineSince time.Time
	Full         bool // reports whether the database does not answer because it has no free connection
}

// Screen is the part of a frame that each screen draws.
type Screen interface {
	// Title returns the texts at the two ends of the second line.
	Title() (title, count string)
	// Resize sets the size of the body.
	Resize(width, height int)
	// Body returns at most as many lines as the body's height.
	Body() []string
	// Foot returns the screen's own part of the status line.
	Foot() string
	// Keys returns the keys whose hints are shown.
	Keys() keys.Group
}

// Frame draws what surrounds a screen.
type Frame struct {
	Theme   Theme
	Session Session
	Status  Status
	Path    []string    // the titles of the screens below, for the breadcrumb
	Back    key.Binding // the key that dismisses a problem
	Quit    key.Binding // the key that leaves flagtui, even on a terminal that is too small
	Width   int
	Height  int
}

// Layout sets the screen's size. Call Layout before Draw whenever the frame or the
// screen has changed; Draw changes nothing.
func (f Frame) Layout(screen Screen) {
	if f.fits() {
		screen.Resize(f.Width, f.bodyHeight())
	}
}

// LayoutOver sets the sizes of an overlay and of the list below. If below is nil, the
// overlay fills the screen.
func (f Frame) LayoutOver(below List, overlay Overlay) {
	switch {
	case !f.overlays(below):
		f.Layout(overlay)
	case f.fits():
		f.withOverlay(below, overlay).Resize(f.Width, f.bodyHeight())
	}
}

// Draw returns the frame with the screen: exactly Height lines of at most Width cells.
// Bubble Tea v1 would drop the top lines of a longer frame.
func (f Frame) Draw(screen Screen) string {
	if !f.fits() {
		return f.tooSmall()
	}
	return f.draw(screen, f.Path)
}

// draw draws a frame on a terminal that is large enough.
func (f Frame) draw(screen Screen, path []string) string {
	header, readOnly, hidden := f.header()
	foot := f.foot(screen.Foot(), hidden)
	below := f.message(readOnly)
	if f.isLow() {
		below = append(below, f.status(foot), f.hints(screen.Keys(), ""))
	} else {
		below = f.hintsAndFoot(screen, foot, below)
	}
	body := screen.Body()
	lines := append(make([]string, 0, f.Height), header, f.titleLine(screen, path))
	lines = append(lines, body[:min(len(body), f.Height-HeaderLines-len(below))]...)
	for len(lines) < f.Height-len(below) {
		lines = append(lines, "")
	}
	lines = append(lines, below...)
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ") // saves bytes on slow links
	}
	return strings.Join(lines, "\n")
}

// DrawOver draws an overlay over a list. On a low terminal, or without a list, the
// overlay fills the screen.
func (f Frame) DrawOver(below List, overlay Overlay) string {
	if !f.overlays(below) || !f.fits() {
		return f.Draw(overlay)
	}
	both := f.withOverlay(below, overlay)
	both.compose(f.Width, f.bodyHeight())
	return f.draw(both, f.Path[:max(0, len(f.Path)-1)]) // the list's own title is shown
}

// isLow reports whether messages have no lines of their own.
func (f Frame) isLow() bool { return f.Height < messageMinHeight }

// fits reports whether the terminal is large enough.
func (f Frame) fits() bool { return f.Width >= MinWidth && f.Height >= MinHeight }

// overlays reports whether the list stays visible below an overlay.
func (f Frame) overlays(below List) bool { return below != nil && f.Height >= overlayMinHeight }

func (f Frame) withOverlay(below List, overlay Overlay) *listWithOverlay {
	return &listWithOverlay{theme: f.Theme, list: below, overlay: overlay, terminalWidth: f.Width, terminalHeight: f.Height}
}

// bodyHeight returns the height of a screen's body.
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
	t, quit := f.Theme, "ctrl+c"
	if f.Quit.Enabled() {
		quit = f.Quit.Help().Key
	}
	needs, leave := t.Say(words.SmallNeeds, MinWidth, MinHeight), t.Say(words.SmallQuit, quit)
	for _, text := range []string{t.Say(words.SmallIs, f.Width, f.Height, needs, leave), t.Say(words.SmallBut, needs, leave), t.Say(words.Small, leave), leave, needs} {
		broken := t.wrap(text, max(f.Width, 1), len(lines)+1)
		if len(broken) <= len(lines) && strings.Join(broken, " ") == text { // no word is broken
			copy(lines, broken)
			return strings.Join(lines, "\n")
		}
	}
	lines[0] = t.cut(leave, f.Width)
	return strings.Join(lines, "\n")
}

// scopeTitle returns a scope as a title: "System (all tenants)", "Tenant acme".
func (t Theme) scopeTitle(kinds feature.KindList, info feature.ScopeInfo) string {
	if info.Scope.IsZero() {
		return t.Say(words.ListAllFeatures)
	}
	if info.Scope.IsSystem() {
		return t.SystemTitle(kinds)
	}
	title := capitalized(t.kindName(kinds.Of(info.Scope.Kind))) + " " + t.clean(info.Scope.ID) // a row may hold any kind
	if info.Name != "" && info.Name != info.Scope.ID {
		title += t.dot + t.clean(info.Name)
	}
	return title
}

// SystemTitle returns the title of the system: "System (all tenants)", or "System" where
// no scope inherits from it.
func (t Theme) SystemTitle(kinds feature.KindList) string {
	below := kinds.InheritingSystem()
	if len(below) == 0 {
		return t.Say(words.System)
	}
	return t.Say(words.ListSystem, t.clean(below.All(t.Language)))
}
