package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/flag"
	"flagtui/internal/keys"
)

// The smallest terminal the screens work on.
const (
	MinWidth  = 40
	MinHeight = 10
)

// Session is what the header of every screen shows: where we are, and what
// we may do there.
type Session struct {
	Context  string // the configured context's name; empty for none
	Database string
	ReadOnly string // why nothing can be changed; empty when it can
	Actor    string
	// Live says when a saved change takes effect.
	Live string
}

// Mode is "manage" or "read-only".
func (s Session) Mode() string {
	if s.ReadOnly != "" {
		return "read-only"
	}
	return "manage"
}

// Status is the foot of every screen.
type Status struct {
	Pending string    // what is being waited for
	Notice  string    // what was done
	Problem string    // what went wrong, until it is dismissed
	Hint    string    // what to do about it
	ReadAt  time.Time // when the data shown was read; zero: never
	Stale   bool      // a later attempt to read it failed
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
	Width   int
	Height  int
}

// Draw returns the frame with the screen in it: exactly Height lines, none
// wider than Width. (Bubble Tea v1 drops the top lines of a longer frame.)
func (f Frame) Draw(screen Screen) string {
	if f.Width < MinWidth || f.Height < MinHeight {
		return f.tooSmall()
	}
	title, count := screen.Title()
	lines := []string{f.header(), f.Theme.title.on(f.Theme.spread(title, count, f.Width))}
	foot := f.foot(screen)
	room := f.Height - len(lines) - len(foot)
	screen.Resize(f.Width, room)
	body := screen.Body()
	lines = append(lines, body[:min(len(body), room)]...)
	for len(lines) < f.Height-len(foot) {
		lines = append(lines, "")
	}
	return strings.Join(append(lines, foot...), "\n")
}

// header always shows the database, the mode and the actor; what does not
// fit goes in this order: the program's name, then the ends of the rest.
func (f Frame) header() string {
	t, s := f.Theme, f.Session
	mode := t.good.on(s.Mode())
	if s.ReadOnly != "" {
		mode = t.warn.on(s.Mode())
	}
	var parts []string
	if s.Context != "" {
		parts = append(parts, t.label.on(" "+t.text(s.Context)+" "))
	}
	parts = append(parts, t.text(s.Database), mode, t.text(s.Actor))
	line := strings.Join(parts, "  ")
	if named := " " + t.title.on("flagtui") + "  " + line; ansi.StringWidth(named) <= f.Width {
		line = named
		if why := "  " + t.faint.on(t.text(s.ReadOnly)); s.ReadOnly != "" && ansi.StringWidth(line+why) <= f.Width {
			line += why
		}
	} else if room := f.Width - ansi.StringWidth(strings.Join(parts[len(parts)-2:], "  ")) - 4; ansi.StringWidth(line) > f.Width && room >= 8 {
		parts[len(parts)-3] = t.middle(t.text(s.Database), room)
		line = strings.Join(parts[len(parts)-3:], "  ")
	}
	return t.cut(line, f.Width)
}

// foot is the message, if there is one, the status line, and the hints.
func (f Frame) foot(screen Screen) []string {
	t, s := f.Theme, f.Status
	var lines []string
	switch {
	case s.Problem != "":
		text := t.text(s.Problem)
		if s.Hint != "" {
			text += t.dot + t.text(s.Hint)
		}
		wrapped := strings.Split(ansi.Wrap(text+" (esc)", f.Width, ""), "\n")
		for _, line := range wrapped[:min(len(wrapped), f.Height/3)] {
			lines = append(lines, t.bad.on(line))
		}
	case s.Pending != "":
		lines = append(lines, t.warn.on(t.cut(t.text(s.Pending)+t.ellipsis, f.Width)))
	case s.Notice != "":
		lines = append(lines, t.good.on(t.cut(t.text(s.Notice), f.Width)))
	default:
		lines = append(lines, "")
	}
	status := screen.Foot()
	switch {
	case s.Stale && !s.ReadAt.IsZero():
		status = t.warn.on("STALE: read "+s.ReadAt.Format(time.TimeOnly)) + "  " + status
	case !s.ReadAt.IsZero():
		status = "read " + s.ReadAt.Format(time.TimeOnly) + "  " + status
	}
	return append(lines, t.cut(status, f.Width), t.faint.on(hints(screen.Keys().Hints, f.Width)))
}

// hints lists as many of the enabled keys as fit.
func hints(bindings []key.Binding, w int) string {
	line := ""
	for _, binding := range bindings {
		help := binding.Help()
		next := line + "  " + help.Key + " " + help.Desc
		if line == "" {
			next = next[2:]
		}
		if binding.Enabled() && ansi.StringWidth(next) <= w {
			line = next
		}
	}
	return line
}

func (f Frame) tooSmall() string {
	lines := make([]string, max(f.Height, 1))
	lines[0] = f.Theme.cut(fmt.Sprintf("Too small: %dx%d, needs %dx%d", f.Width, f.Height, MinWidth, MinHeight), f.Width)
	return strings.Join(lines, "\n")
}

// scopeTitle names a scope in a title: "System (all tenants)", "Tenant acme".
func (t Theme) scopeTitle(info flag.ScopeInfo) string {
	if info.Scope.IsSystem() {
		return "System (all tenants)"
	}
	kind := string(info.Scope.Kind)
	title := strings.ToUpper(kind[:1]) + kind[1:] + " " + t.text(info.Scope.ID)
	if info.Name != "" && info.Name != info.Scope.ID {
		title += t.dot + t.text(info.Name)
	}
	return title
}
