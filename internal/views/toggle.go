package views

import (
	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Toggle is the change screen. What it changes is fixed when it opens: a refresh
// while it is open does not alter it.
type Toggle struct {
	Theme Theme
	prompt

	scope  feature.ScopeInfo
	view   feature.View
	after  feature.Setting
	impact *feature.Impact // the tenants that it affects; nil: not counted yet

	impactUnknown bool // they could not be counted

	conflict  string // what somebody else changed meanwhile
	title     string
	compact   bool // see compactMinWidth
	wasTyping bool // a field had the input at the last layout
	placed    overlayPlacement
	body      scrollText
}

// NewToggle makes the screen for one flag at one scope, with a setting
// chosen.
func NewToggle(t Theme, m keys.Map, session Session, scope feature.ScopeInfo, view feature.View, after feature.Setting) *Toggle {
	return &Toggle{Theme: t, prompt: newPrompt(m, session), scope: scope, view: view, after: after}
}

// ImpactUnknown reports whether whom the change touches could not be counted.
func (g *Toggle) ImpactUnknown() { g.impactUnknown = true }

// SetImpact gives the screen whom the change touches.
func (g *Toggle) SetImpact(impact feature.Impact) { g.impact = &impact }

// Conflict shows that the flag has changed meanwhile, and what it is now; the
// choice is to be made again, and confirmed again.
func (g *Toggle) Conflict(text string, now feature.Setting) {
	g.disarm()
	g.conflict = text
	g.body.scrollTo(0)
	g.view = g.view.With(now, g.scope.Scope.Kind)
}

// Change is what will be done.
func (g *Toggle) Change() feature.Change {
	change, _ := g.view.ChangeTo(g.scope.Scope, g.after)
	return change
}

// RowOnly says what the change does not do, where the row does not decide.
func (g *Toggle) RowOnly() string { return g.view.RowOnly() }

// Press takes a key: apply applies, the choosing keys choose, anything else
// but those that scroll cancels.
func (g *Toggle) Press(p keys.Press) Intent {
	change, needed := g.view.ChangeTo(g.scope.Scope, g.after)
	switch g.press(p, needed) {
	case cancelled:
		return Back{}
	case confirmed:
		return Apply{Proposal: feature.Proposal{Changes: []feature.Change{change}}, Reason: g.reasonText()}
	case handled:
		return nil
	}
	switch {
	case p.MatchesAlone(g.keys.Kill):
		return ReviewKill{Name: g.view.Name}
	case p.Matches(g.keys.Previous):
		g.choose(-1)
	case p.Matches(g.keys.Next):
		g.choose(1)
	case g.body.press(p, g.keys.WithoutLetters()):
	case p.Alone:
		return Back{}
	}
	return nil
}

func (g *Toggle) choose(by int) { g.after = nextSetting(g.settings(), g.after, by) }

// settings returns the settings to choose from.
func (g *Toggle) settings() []feature.Setting { return g.session.Kinds.Of(g.scope.Scope.Kind).Settings }

// Body implements Screen.
func (g *Toggle) Body() []string { return g.body.visible() }

// Foot implements Screen.
func (g *Toggle) Foot() string { return moreLines(g.keys.WithoutLetters(), g.body.linesBelow()) }

// Keys implements Screen.
func (g *Toggle) Keys() keys.Group { return g.promptKeys(g.keys.ChangeKeys()) }
