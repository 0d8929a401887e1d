package views

import (
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/keys"
)

// header returns the first line of every screen: the context, the database, the
// mode and the actor. What does not fit is left out in this order: why the mode is
// read-only, the program's name, the middle of the actor's and the database's
// names, the actor. why is the reason for read-only if it did not fit.
func (f Frame) header() (line, why string) {
	t, s := f.Theme, f.Session
	mode := t.good
	if s.ReadOnly != "" {
		mode = t.warning
	}
	state := mode.render(s.Mode())
	// Without room here, the status line says it.
	names := ansi.StringWidth(t.clean(s.Database)) + min(ansi.StringWidth(t.clean(s.Context)), f.Width/4) + 8
	if s.RowsHidden != "" && names+ansi.StringWidth(state)+2+ansi.StringWidth(rowsHidden) <= f.Width {
		state += "  " + t.warning.render(rowsHidden)
	}
	room := f.Width - ansi.StringWidth(state) - 2 // for the names
	if s.Context != "" {
		context := " " + t.cutMiddle(t.clean(s.Context), f.Width/4) + " "
		line = t.badge.render(context) + "  "
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

// rowsHidden is shown where a policy of the database may hide rows.
const rowsHidden = "rows may be hidden"

// messageMinHeight is the least height at which a message has its own lines, so
// that the list does not move when one appears.
const messageMinHeight = 16

// message returns the lines of the message; none where the status line has it.
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

// messageText returns the most urgent message.
func (f Frame) messageText(readOnly string) (string, ansiStyle) {
	t, s := f.Theme, f.Status
	saved := ""
	if s.Saved != "" && !strings.HasPrefix(s.Problem, s.Saved) {
		saved = t.clean(t.withDot(s.Saved)) + t.dot
	}
	switch {
	case s.Problem != "" && s.Hint != "":
		return saved + t.clean(s.Problem) + t.dot + t.clean(s.Hint), t.danger
	case s.Problem != "":
		return saved + t.clean(s.Problem), t.danger
	case s.Pending != "":
		return t.clean(s.Pending) + t.ellipsis, t.warning
	case s.Notice != "":
		return t.clean(t.withDot(s.Notice)), t.good
	case readOnly != "":
		return "Read-only: " + readOnly, t.faint
	}
	return "", ansiStyle{}
}

// status returns the status line: the message on a low terminal, when the data was
// read, and the screen's own text. That data is stale is shown at any width.
func (f Frame) status(own string) string {
	t, s := f.Theme, f.Status
	beside, style := "", ansiStyle{}
	if f.Height < messageMinHeight && s.Problem == "" {
		beside, style = f.messageText("")
	} else if s.Problem != "" && s.Pending != "" { // the message is the problem
		own = t.warning.render(t.clean(s.Pending)+t.ellipsis) + "  " + own
	}
	age := "read " + s.ReadAt.Format(time.TimeOnly)
	if s.Live != "" {
		age += "  " + s.Live // last, since it does not change
	}
	switch {
	case s.ReadAt.IsZero() && s.Stale:
		own = t.warning.render("STALE: not all was read") + "  " + own
	case s.ReadAt.IsZero():
	case s.Stale:
		own = t.warning.render("STALE: "+age) + "  " + own
	case beside == "" && ansi.StringWidth(age)+2+ansi.StringWidth(own) <= f.Width:
		own = age + "  " + own
	}
	if f.Session.RowsHidden != "" {
		own = t.warning.render(rowsHidden) + "  " + own
	}
	own = t.cut(own, f.Width)
	if room := f.Width - ansi.StringWidth(own) - 2; beside != "" && room >= 10 {
		return pad(style.render(t.cut(beside, room)), room) + "  " + own
	}
	return own
}

// hints lists the screen's enabled keys, as many as fit.
func (f Frame) hints(group keys.Group) string {
	if f.Status.Problem != "" {
		group = group.WithDismiss(f.Back)
	}
	first := len(group.Hints) - group.Pinned
	kept := hintLine("", group.Hints[first:], f.Width)
	line := hintLine("", group.Hints[:first], f.Width-ansi.StringWidth(kept)-2)
	return f.Theme.faint.render(hintLine(line, group.Hints[first:], f.Width))
}

// hintLine appends the hints that fit to line.
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
