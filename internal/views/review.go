package views

import (
	"fmt"
	"time"

	"flagtui/internal/flag"
	"flagtui/internal/keys"
)

// Review is the screen before something that changes many overrides at once:
// an undo, or a kill. Like the change screen it fixes what it will do when it
// opens.
type Review struct {
	Theme Theme
	prompt

	title   string
	facts   []section // about the change-set
	changes []flag.Change
	intent  func(reason string) Intent
	body    reader
}

// NewUndo makes the screen that puts a change-set back, from its entries in
// the order they were made.
func NewUndo(t Theme, m keys.Map, session Session, entries []flag.Entry) *Review {
	first := entries[0]
	r := &Review{Theme: t, prompt: newPrompt(m, session), title: "Undo " + first.Change,
		intent: func(reason string) Intent { return ApplyUndo{Entries: entries, Reason: reason} }}
	r.facts = []section{{label: "Done", text: fmt.Sprintf("by %s, %s", t.text(first.Actor), first.At.Format(time.DateTime+" MST"))}}
	if first.Reason != "" {
		r.facts = append(r.facts, section{label: "Why", text: t.text(first.Reason)})
	}
	for _, e := range entries {
		r.changes = append(r.changes, e.Inverse())
	}
	return r
}

// NewKill makes the screen that turns a flag off everywhere, from its
// overrides.
func NewKill(t Theme, m keys.Map, session Session, name string, overrides []flag.Override) *Review {
	changes := flag.Kill(name, overrides, !session.ScopedOnly)
	r := &Review{Theme: t, prompt: newPrompt(m, session), title: "Kill " + name, changes: changes,
		intent: func(reason string) Intent { return ApplyKill{Name: name, Reason: reason} }}
	text := "Off for everybody: the system's override, and every tenant's that is on. One undo puts all of it back."
	if len(changes) == 0 {
		text = "It is off everywhere already."
	}
	r.facts = []section{{label: "Effect", text: text}}
	return r
}

// kind is the kind of scope that it changes.
func (r *Review) kind() flag.Kind {
	if len(r.changes) == 0 {
		return flag.System
	}
	return r.changes[0].Scope.Kind
}

// Arm makes keys count: those typed before the screen was seen do not.
func (r *Review) Arm() { r.armed = true }

// Failed lets it be tried again.
func (r *Review) Failed() { r.busy = false }

// Press takes a key: apply applies, the scrolling keys scroll, anything else
// cancels.
func (r *Review) Press(p keys.Press) Intent {
	switch r.press(p, len(r.changes) > 0) {
	case cancelled:
		return Back{}
	case confirmed:
		return r.intent(r.why())
	case taken:
		return nil
	}
	if !r.body.press(p, r.keys) && p.Alone {
		return Back{}
	}
	return nil
}

// Title implements Screen.
func (r *Review) Title() (title, count string) {
	return " " + r.Theme.text(r.title), plural(len(r.changes), "override")
}

// Resize implements Screen.
func (r *Review) Resize(width, height int) {
	t := r.Theme
	sections := append(append([]section{}, r.facts...), section{label: "Live", text: t.text(r.session.LiveAt(r.kind()))})
	lines := t.layOut(append(sections, r.sections(t, width)...), width, height)
	fields := len(lines)
	lines = append(lines, "")
	for _, c := range r.changes {
		scope := t.text(c.Scope.String())
		if c.Scope.IsSystem() {
			scope = "system"
		}
		lines = append(lines, t.spread("  "+t.cut(t.middle(t.text(c.Name), width/2)+"  "+scope, width-18), c.Scope.Kind.Word(c.Before)+t.arrow+c.Scope.Kind.Word(c.After), min(width, 100)))
	}
	if r.body.resize(lines, height); r.typing != nil { // what is typed stays in sight
		r.body.to(fields - height)
	}
}

// Body implements Screen.
func (r *Review) Body() []string { return r.body.shown() }

// Foot implements Screen.
func (r *Review) Foot() string {
	if n := r.body.below(); n > 0 {
		return "down shows " + plural(n, "more line")
	}
	return ""
}

// Keys implements Screen.
func (r *Review) Keys() keys.Group { return r.hints(r.keys.Review()) }
