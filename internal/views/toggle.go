package views

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/flag"
	"flagtui/internal/keys"
)

// Toggle is the change screen. What it will do is fixed when it opens: a
// refresh behind it moves nothing under the hand that confirms.
type Toggle struct {
	Theme   Theme
	Map     keys.Map
	Session Session

	scope flag.ScopeInfo
	view  flag.View
	after flag.Setting
	reach *flag.Reach // whom it touches, once that is known

	armed    bool   // keys count: those typed before the screen was seen do not
	conflict string // what someone else did meanwhile
	busy     bool   // the change is being made
	reason   field
	typing   bool // keys go to the reason
	width    int
}

// maxReason is how much may be typed for a reason, in characters.
const maxReason = 500

// NewToggle makes the screen for one flag at one scope, with a setting
// chosen.
func NewToggle(t Theme, m keys.Map, session Session, scope flag.ScopeInfo, view flag.View, after flag.Setting) *Toggle {
	return &Toggle{Theme: t, Map: m, Session: session, scope: scope, view: view, after: after, reason: newField(maxReason)}
}

// Arm makes keys count.
func (g *Toggle) Arm() { g.armed = true }

// SetReach gives the screen whom the change touches.
func (g *Toggle) SetReach(reach flag.Reach) { g.reach = &reach }

// Conflict shows that the flag has changed meanwhile, and what it is now; the
// choice is to be made again, and confirmed again.
func (g *Toggle) Conflict(text string, now flag.Setting) {
	g.conflict, g.armed, g.busy = text, false, false
	g.view = g.view.With(now, g.scope.Scope.Kind)
}

// Failed lets the change be tried again.
func (g *Toggle) Failed() { g.busy = false }

// Change is what will be done.
func (g *Toggle) Change() flag.Change {
	return flag.Change{Scope: g.scope.Scope, Name: g.view.Name, Before: g.view.Own(), After: g.after}
}

// Press takes a key: apply applies, the choosing keys choose, anything else
// cancels.
func (g *Toggle) Press(p keys.Press) Intent {
	switch {
	case p.Is(g.Map.Cancel) && g.typing:
		g.typing = false
		return nil
	case p.Is(g.Map.Cancel): // a change under way goes on, and is reported
		return Back{}
	case g.busy || !g.armed || p.Paste && !g.typing:
		return nil
	case g.typing:
		if p.Is(g.Map.Reason, g.Map.Choose) {
			g.typing = false
		} else {
			g.reason.press(p)
		}
		return nil
	case p.Is(g.Map.Apply):
		return g.apply(p)
	case p.Is(g.Map.Previous):
		g.choose(-1)
	case p.Is(g.Map.Next):
		g.choose(1)
	case p.Is(g.Map.Reason):
		g.typing = true
	case p.Alone:
		return Back{}
	}
	return nil
}

func (g *Toggle) apply(p keys.Press) Intent {
	change := g.Change()
	if !p.Alone || change.Before == change.After {
		return nil
	}
	g.busy = true
	return Apply{Change: change, Reason: strings.TrimSpace(g.reason.value())}
}

// choices are the settings, in the order shown.
var choices = [...]flag.Setting{flag.On, flag.Off, flag.Follow}

func (g *Toggle) choose(by int) {
	for i, setting := range choices {
		if setting == g.after {
			g.after = choices[(i+by+len(choices))%len(choices)]
			return
		}
	}
}

// Title implements Screen.
func (g *Toggle) Title() (title, count string) {
	return " Change " + g.Theme.text(g.view.Name), g.Theme.text(g.Session.Context)
}

// Resize implements Screen.
func (g *Toggle) Resize(width, _ int) { g.width = width }

// Body implements Screen.
func (g *Toggle) Body() []string {
	t := g.Theme
	var lines []string
	if g.conflict != "" {
		lines = append(lines, t.wrapped("", t.text(g.conflict)+" Nothing was written. Choose again.", g.width, t.bad)...)
	}
	lines = append(lines, t.wrapped("Scope", t.scopeTitle(g.scope), g.width, paint{})...)
	lines = append(lines, t.wrapped("Now", onOff(g.view.Enabled)+"    "+g.origin(), g.width, paint{})...)
	lines = append(lines, t.wrapped("After", g.drawChoices(), g.width, paint{})...)
	lines = append(lines, t.wrapped("Effect", g.effect(), g.width, paint{})...)
	lines = append(lines, t.wrapped("Live", g.Session.Live, g.width, paint{})...)
	reason := t.text(g.reason.value())
	if g.typing {
		reason = g.reason.draw(t, g.width-labelled-1)
	}
	return append(lines, t.wrapped("Reason", reason, g.width, paint{})...)
}

// labelled is where the text behind a label starts.
const labelled = 10

// wrapped is a label and a text behind it, on as many lines as it takes.
func (t Theme) wrapped(label, text string, w int, style paint) []string {
	lines := strings.Split(ansi.Wrap(text, w-labelled, ""), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(pad("  "+label, labelled)+style.on(line), " ")
		label = ""
	}
	return lines
}

// origin says where the present value comes from.
func (g *Toggle) origin() string {
	switch g.view.Source {
	case flag.SourceDefault:
		if !g.view.Registered {
			return "not registered"
		}
		return "code default"
	case flag.Source(flag.System):
		if g.view.Odd {
			return "system override (an odd row: see the README)"
		}
		return "system override"
	case "":
		return "no override here"
	}
	return "override of this " + string(g.scope.Scope.Kind)
}

func (g *Toggle) drawChoices() string {
	follow := "follow default"
	if g.scope.Scope.Kind == flag.Tenant {
		follow = "follow system"
	}
	words := map[flag.Setting]string{flag.On: "on", flag.Off: "off", flag.Follow: follow}
	var parts []string
	for _, setting := range choices {
		mark := "( ) "
		if setting == g.after {
			mark = "(*) "
		}
		parts = append(parts, mark+words[setting])
	}
	return strings.Join(parts, "   ")
}

// effect says what becomes of the effective values.
func (g *Toggle) effect() string {
	kind := g.scope.Scope.Kind
	change := g.Change()
	before, after := g.view.Enabled, g.view.With(change.After, kind).Enabled
	switch {
	case change.Before == change.After && change.After == flag.Follow:
		return "None: there is no override here."
	case change.Before == change.After:
		return fmt.Sprintf("None: the override here is %s already.", change.After)
	case before == after && change.After == flag.Follow:
		return fmt.Sprintf("It stays %s, without an override of its own.", onOff(after))
	case before == after:
		return fmt.Sprintf("It stays %s, now by an override of its own.", onOff(after))
	case kind != flag.System:
		return fmt.Sprintf("%s changes from %s to %s.", g.Theme.text(g.scope.Scope.ID), onOff(before), onOff(after))
	case g.reach == nil:
		return fmt.Sprintf("From %s to %s. Counting the tenants%s", onOff(before), onOff(after), g.Theme.ellipsis)
	}
	return g.Theme.reachText(*g.reach)
}

// reachText says whom a change of the system's value touches.
func (t Theme) reachText(r flag.Reach) string {
	var text string
	switch {
	case r.Followers < 0:
		text = "Every tenant without an override of its own changes."
	case r.Followers == 1:
		text = "1 tenant follows the system value and changes."
	default:
		text = fmt.Sprintf("%d tenants follow the system value and change.", r.Followers)
	}
	keep := "keep"
	switch {
	case r.On+r.Off == 0:
		return text
	case r.On+r.Off == 1:
		keep = "keeps"
	}
	var ways []string
	if r.On > 0 {
		ways = append(ways, fmt.Sprintf("%d on (%s)", r.On, t.few(r.OnNames, r.On)))
	}
	if r.Off > 0 {
		ways = append(ways, fmt.Sprintf("%d off (%s)", r.Off, t.few(r.OffNames, r.Off)))
	}
	return fmt.Sprintf("%s %d %s their own: %s.", text, r.On+r.Off, keep, strings.Join(ways, ", "))
}

// few lists the first names of n.
func (t Theme) few(names []string, n int) string {
	cleaned := make([]string, len(names))
	for i, name := range names {
		cleaned[i] = t.text(name)
	}
	text := strings.Join(cleaned, ", ")
	if n > len(names) {
		text += ", " + t.ellipsis
	}
	return text
}

// Foot implements Screen.
func (g *Toggle) Foot() string { return "" }

// Keys implements Screen.
func (g *Toggle) Keys() keys.Group { return g.Map.Toggle() }
