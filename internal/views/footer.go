package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// messageMinHeight is the least height at which messages have a line of their own. On
// such a terminal a message does not move the list.
const messageMinHeight = 16

// message returns the lines of the message, or nil if the status line shows it.
func (f Frame) message(readOnly string) []string {
	text, style := f.messageText(readOnly)
	most := 3
	if f.Status.Problem != "" {
		most = f.Height/3 + 1
	} else if f.isLow() {
		return nil
	}
	lines := f.Theme.wrap(text, f.Width, most)
	for i := range lines {
		lines[i] = style.render(lines[i])
	}
	return lines
}

// messageText returns the most urgent message and its style.
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
		return t.Say(words.ReadOnlyBecause, readOnly), t.faint
	}
	return "", ansiStyle{}
}

// foot returns the screen's own foot. If hidden is true, a warning of hidden rows comes
// first. While the message is a problem, a pending request comes before the foot, too.
func (f Frame) foot(own string, hidden bool) string {
	t, s := f.Theme, f.Status
	if s.Problem != "" && s.Pending != "" {
		own = t.warning.render(t.clean(s.Pending)+t.ellipsis) + "  " + own
	}
	if hidden {
		own = t.warning.render(t.Say(words.HeaderRowsHidden)) + "  " + own
	}
	return strings.TrimRight(t.cut(own, f.Width), " ")
}

// status returns the status line of a low terminal: the message, and the foot on the
// right. A notice may take up to half of the line from the foot.
func (f Frame) status(foot string) string {
	text, style := f.messageText("")
	if s := f.Status; s.Notice != "" && s.Problem == "" && s.Pending == "" {
		least := min(ansi.StringWidth(text), f.Width/2)
		foot = f.Theme.cut(foot, max(f.Width-least-2, 0))
	}
	room := f.Width - ansi.StringWidth(foot) - 2
	if text == "" || f.Status.Problem != "" || room < 10 {
		return foot
	}
	return pad(style.render(f.Theme.cut(text, room)), room) + "  " + foot
}

// hintsAndFoot returns the lines above, followed by the hints, with the foot on the
// right. If the foot leaves no room for all hints, the foot moves to the line above, if
// that is blank. A foot with a text field never moves.
func (f Frame) hintsAndFoot(screen Screen, foot string, above []string) []string {
	field, ok := screen.(TextTaker)
	free := len(above) == 1 && strings.TrimSpace(above[0]) == "" && !(ok && field.TakesText())
	group := screen.Keys()
	if room := f.Width - ansi.StringWidth(foot) - 2; free && ansi.StringWidth(foot) > f.Width/4 && !f.Theme.fitsWhole(group, room) {
		return []string{pad("", f.Width-ansi.StringWidth(foot)) + foot, f.hints(group, "")}
	}
	return append(above, f.hints(group, foot))
}

// hints returns the keys of the group that fit beside the foot, and the foot.
func (f Frame) hints(group keys.Group, foot string) string {
	if f.Status.Problem != "" {
		group = group.WithDismiss(f.Back)
	}
	room := f.Width
	if foot != "" {
		room -= ansi.StringWidth(foot) + 2
	}
	var line strings.Builder
	for i, h := range f.Theme.fittingHints(group, room) {
		if i > 0 {
			line.WriteString("  ")
		}
		line.WriteString(f.Theme.accent.render(h.key) + " " + f.Theme.faint.render(h.text))
	}
	if foot == "" {
		return line.String()
	}
	return pad(line.String(), room+2) + foot
}
