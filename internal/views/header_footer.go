package views

import (
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/keys"
)

// header shows where we are and what we may do there, on every screen. What
// does not fit goes in this order: why nothing can be changed, the program's
// name, the middle of the actor's and the database's names, the actor. The
// second result is the reason that did not fit.
func (f Frame) header() (line, why string) {
	t, s := f.Theme, f.Session
	mode := t.good
	if s.ReadOnly != "" {
		mode = t.warn
	}
	state := mode.render(s.Mode())
	// Where the database's name leaves no room for it, the status line says it.
	names := ansi.StringWidth(t.clean(s.Database)) + min(ansi.StringWidth(t.clean(s.Context)), f.Width/4) + 8
	if s.RowsHidden != "" && names+ansi.StringWidth(state)+2+ansi.StringWidth(rowsHidden) <= f.Width {
		state += "  " + t.warn.render(rowsHidden)
	}
	room := f.Width - ansi.StringWidth(state) - 2 // for the names
	if s.Context != "" {
		context := " " + t.cutMiddle(t.clean(s.Context), f.Width/4) + " "
		line = t.label.render(context) + "  "
		room -= ansi.StringWidth(context) + 2
	}
	database, actor := t.clean(s.Database), t.clean(s.Actor)
	if over := ansi.StringWidth(database) + 2 + ansi.StringWidth(actor) - room; over > 0 && room < 20 {
		actor = ""
	} else if over > 0 {
		actor = t.cutMiddle(actor, max(ansi.StringWidth(actor)-over, room/3))
	}
	if actor != "" {
		actor = "  " + actor
	}
	line += t.cutMiddle(database, room-ansi.StringWidth(actor)) + "  " + state + actor
	if named := " " + t.title.render("flagtui") + "  " + line; ansi.StringWidth(named) <= f.Width {
		line = named
	}
	why = t.clean(s.ReadOnly)
	if why == "" && s.RowsHidden != "" {
		if hidden := t.clean(s.RowsHidden); ansi.StringWidth(line)+2+ansi.StringWidth(hidden) <= f.Width {
			line += "  " + t.faint.render(hidden)
		}
	}
	if why != "" && ansi.StringWidth(line)+2+ansi.StringWidth(why) <= f.Width {
		return line + "  " + t.faint.render(why), ""
	}
	return line, why
}

// rowsHidden stands in the header and in the status line where a rule of the
// database may keep rows from being shown.
const rowsHidden = "rows may be hidden"

// lowHeight is the height from which on a message has lines of its own, so
// that the list does not move when one comes.
const messageMinHeight = 16

// message is the lines of what there is to say, where that is not to stand in
// the status line.
func (f Frame) message(readOnly string) []string {
	text, style := f.messageText(readOnly)
	most := 3
	if f.Status.Problem != "" {
		most = f.Height/3 + 1
	} else if f.Height < messageMinHeight {
		return nil
	}
	lines := f.Theme.wrap(text, f.Width, most)
	for i := range lines {
		lines[i] = style.render(lines[i])
	}
	return lines
}

// says is what there is to say, the most urgent first.
func (f Frame) messageText(readOnly string) (string, ansiStyle) {
	t, s := f.Theme, f.Status
	saved := ""
	if s.Saved != "" && !strings.HasPrefix(s.Problem, s.Saved) {
		saved = t.clean(t.withDot(s.Saved)) + t.dot
	}
	switch {
	case s.Problem != "" && s.Hint != "":
		return saved + t.clean(s.Problem) + t.dot + t.clean(s.Hint), t.bad
	case s.Problem != "":
		return saved + t.clean(s.Problem), t.bad
	case s.Pending != "":
		return t.clean(s.Pending) + t.ellipsis, t.warn
	case s.Notice != "":
		return t.clean(t.withDot(s.Notice)), t.good
	case readOnly != "":
		return "Read-only: " + readOnly, t.faint
	}
	return "", ansiStyle{}
}

// status is the screen's own line, with the age of the data; what is old, or
// is being waited for, says so whatever the width.
func (f Frame) status(own string) string {
	t, s := f.Theme, f.Status
	beside, style := "", ansiStyle{}
	if f.Height < messageMinHeight && s.Problem == "" {
		beside, style = f.messageText("")
	} else if s.Problem != "" && s.Pending != "" { // the problem has the other place
		own = t.warn.render(t.clean(s.Pending)+t.ellipsis) + "  " + own
	}
	age := "read " + s.ReadAt.Format(time.TimeOnly)
	if s.Live != "" {
		age += "  " + s.Live // apart, since it stays what it is
	}
	switch {
	case s.ReadAt.IsZero() && s.Stale:
		own = t.warn.render("STALE: not all was read") + "  " + own
	case s.ReadAt.IsZero():
	case s.Stale:
		own = t.warn.render("STALE: "+age) + "  " + own
	case beside == "" && ansi.StringWidth(age)+2+ansi.StringWidth(own) <= f.Width:
		own = age + "  " + own
	}
	if f.Session.RowsHidden != "" {
		own = t.warn.render(rowsHidden) + "  " + own
	}
	own = t.cut(own, f.Width)
	if room := f.Width - ansi.StringWidth(own) - 2; beside != "" && room >= 10 {
		return pad(style.render(t.cut(beside, room)), room) + "  " + own
	}
	return own
}

// hints lists as many of the screen's enabled keys as fit.
func (f Frame) hints(group keys.Group) string {
	if f.Status.Problem != "" {
		group = group.WithDismiss(f.Back)
	}
	first := len(group.Hints) - group.Pinned
	kept := hintLine("", group.Hints[first:], f.Width)
	line := hintLine("", group.Hints[:first], f.Width-ansi.StringWidth(kept)-2)
	return f.Theme.faint.render(hintLine(line, group.Hints[first:], f.Width))
}

// hintLine adds to line what fits.
func hintLine(line string, bindings []key.Binding, w int) string {
	for _, binding := range bindings {
		next := binding.Help().Key + " " + binding.Help().Desc
		if line != "" {
			next = line + "  " + next
		}
		if binding.Enabled() && ansi.StringWidth(next) <= w {
			line = next
		}
	}
	return line
}
