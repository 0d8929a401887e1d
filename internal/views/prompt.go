package views

import (
	"strings"

	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// prompt is the common part of the screens that confirm a write. It ignores keys until
// the user has seen the screen, takes a reason, and asks for the name of a protected
// context.
type prompt struct {
	keys    keys.Map
	session Session

	armed   bool // whether keys have an effect
	writing bool // whether the write is in progress
	typing  *textField
	reason  textField
	name    textField // the context's name, typed to confirm

	// recalled is the number of the recalled reason, 1 for the newest. It is zero if
	// none is recalled.
	recalled int
	typed    string // what the user typed before the recall
}

// maxReason is the greatest length of a reason, in characters.
const maxReason = 500

func newPrompt(m keys.Map, session Session) prompt {
	return prompt{keys: m, session: session, reason: newTextField(maxReason), name: newTextField(maxReason)}
}

// promptResult is the result of a key press on a prompt.
type promptResult int

const (
	notHandled promptResult = iota // the screen should handle the key
	handled
	cancelled // the user wants to leave the screen
	confirmed // the user confirmed the write
)

// press takes a key. hasChanges reports whether there is anything to write.
func (p *prompt) press(k keys.Press, hasChanges bool) promptResult {
	switch {
	case k.Matches(p.keys.Cancel) && p.typing != nil:
		p.typing = nil
	case k.Matches(p.keys.Cancel): // a write in progress goes on and reports its result
		return cancelled
	case p.writing || !p.armed:
	case p.typing == &p.reason && k.MatchesAlone(p.keys.Choose) && hasChanges && p.session.Protected:
		p.typing = &p.name // typing the name confirms the change
	case p.typing == &p.reason && k.Matches(p.keys.Reason, p.keys.Choose):
		p.typing = nil
	case p.typing == &p.reason && k.Matches(p.keys.WithoutLetters().Up):
		p.recall(p.recalled + 1)
	case p.typing == &p.reason && k.Matches(p.keys.WithoutLetters().Down):
		p.recall(p.recalled - 1)
	case p.typing == &p.name && k.Matches(p.keys.Choose):
		if k.Alone && p.name.value() == p.session.Context {
			return p.confirm()
		}
		p.name = newTextField(maxReason)
	case p.typing != nil:
		p.typing.press(k)
	case k.Paste:
	case k.Matches(p.keys.Apply) && (!k.Alone || !hasChanges):
	case k.Matches(p.keys.Apply) && p.session.Protected:
		p.typing = &p.name
	case k.Matches(p.keys.Apply):
		return p.confirm()
	case k.Matches(p.keys.Reason):
		p.typing = &p.reason
	default:
		return notHandled
	}
	return handled
}

// recall puts the nth newest of the session's reasons into the field. For n zero it
// restores what the user typed.
func (p *prompt) recall(n int) {
	if n < 0 || n > len(p.session.Reasons) {
		return
	}
	if p.recalled == 0 {
		p.typed = p.reason.value()
	}
	if p.recalled = n; n == 0 {
		p.reason.set(p.typed)
		return
	}
	p.reason.set(p.session.Reasons[n-1])
}

// Arm lets keys have an effect. Call Arm once the user has seen the screen.
func (p *prompt) Arm() { p.armed = true }

// Armed reports whether keys have an effect.
func (p *prompt) Armed() bool { return p.armed }

// TakesText implements TextTaker.
func (p *prompt) TakesText() bool { return p.typing != nil }

// Failed records that the write failed. The user can try again.
func (p *prompt) Failed() { p.writing = false }

func (p *prompt) confirm() promptResult {
	p.typing, p.writing = nil, true
	return confirmed
}

// disarm makes the user confirm again.
func (p *prompt) disarm() {
	p.armed, p.writing, p.typing, p.name = false, false, nil, newTextField(maxReason)
}

func (p *prompt) reasonText() string { return strings.TrimSpace(p.reason.value()) }

// promptKeys returns the keys of the field being typed, or the screen's keys.
func (p *prompt) promptKeys(screen keys.Group) keys.Group {
	switch p.typing {
	case &p.reason:
		return p.keys.ReasonKeys("done", len(p.session.Reasons) > 0)
	case &p.name:
		return p.keys.ReasonKeys("apply", false)
	}
	return screen
}

// promptFields returns the prompt's fields, which come last in a form.
func (p *prompt) promptFields(t Theme, w int) []formField {
	reason := t.clean(p.reason.value())
	if p.typing == &p.reason {
		reason = p.reason.draw(t, t.reasonWidth(w))
	}
	fields := []formField{{label: t.Say(words.Reason), text: reason}}
	if p.typing == &p.name {
		fields = append(fields, formField{t.Say(words.Confirm), t.Say(words.ConfirmByName, t.clean(p.session.Context), p.name.draw(t, w/2)), t.warning})
	}
	return fields
}
