package views

import (
	"strings"

	"flagtui/internal/keys"
)

// prompt is what every screen that ends in a write has in common: keys typed
// before it was seen do not count, a reason can be given, and a protected
// context's name has to be typed.
type prompt struct {
	keys    keys.Map
	session Session

	armed   bool // keys count
	writing bool // the write is under way
	typing  *textField
	reason  textField
	name    textField // the context's, to confirm
}

// maxReason is how much may be typed for a reason, in characters.
const maxReason = 500

func newPrompt(m keys.Map, session Session) prompt {
	return prompt{keys: m, session: session, reason: newTextField(maxReason), name: newTextField(maxReason)}
}

// verdict is what a key means to a prompt.
type promptResult int

const (
	notHandled promptResult = iota // the key is the screen's own
	handled                        // the prompt has used it up
	cancelled                      // the screen is to be left
	confirmed                      // the write is to be made
)

// press takes a key; able tells whether there is anything to write.
func (p *prompt) press(k keys.Press, hasChanges bool) promptResult {
	switch {
	case k.Matches(p.keys.Cancel) && p.typing != nil:
		p.typing = nil
	case k.Matches(p.keys.Cancel): // a write under way goes on, and is reported
		return cancelled
	case p.writing || !p.armed:
	case p.typing == &p.reason && k.Matches(p.keys.Reason, p.keys.Choose):
		p.typing = nil
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

// Arm makes keys count: those typed before the screen was seen do not.
func (p *prompt) Arm() { p.armed = true }

// Armed tells whether keys count.
func (p *prompt) Armed() bool { return p.armed }

func (p *prompt) confirm() promptResult {
	p.typing, p.writing = nil, true
	return confirmed
}

// disarm asks for everything again.
func (p *prompt) disarm() {
	p.armed, p.writing, p.typing, p.name = false, false, nil, newTextField(maxReason)
}

// why is the reason that was typed.
func (p *prompt) reasonText() string { return strings.TrimSpace(p.reason.value()) }

// hints are the keys of the field that is typed into, or else the screen's.
func (p *prompt) promptKeys(screen keys.Group) keys.Group {
	switch p.typing {
	case &p.reason:
		return p.keys.ReasonKeys("done")
	case &p.name:
		return p.keys.ReasonKeys("apply")
	}
	return screen
}

// sections are the fields, as the last ones of a screen's body.
func (p *prompt) promptFields(t Theme, w int) []formField {
	reason := t.clean(p.reason.value())
	if p.typing == &p.reason {
		reason = p.reason.draw(t, w-labelColumn-1)
	}
	fields := []formField{{label: "Reason", text: reason}}
	if p.typing == &p.name {
		fields = append(fields, formField{"Confirm", "type " + t.clean(p.session.Context) + " to apply: " + p.name.draw(t, w/2), t.warn})
	}
	return fields
}
