package views

import (
	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Toggle is the screen that changes one flag at one scope. The screen captures the flag
// when it opens, and a refresh does not alter it.
type Toggle struct {
	Theme Theme
	prompt

	scope  feature.ScopeInfo
	view   feature.View
	after  feature.Setting
	impact *feature.Impact // the tenants that the change affects, or nil until counted

	impactUnknown bool // whether the tenants could not be counted

	conflict  string // what others changed meanwhile, or ""
	title     string
	compact   bool // see compactMinWidth
	wasTyping bool // whether a field was being typed at the last layout
	placed    overlayPlacement
	body      scrollText
}

// NewToggle returns the screen that changes a flag at a scope, with a setting chosen.
func NewToggle(t Theme, m keys.Map, session Session, scope feature.ScopeInfo, view feature.View, after feature.Setting) *Toggle {
	return &Toggle{Theme: t, prompt: newPrompt(m, session), scope: scope, view: view, after: offered(session.Kinds.Of(scope.Scope.Kind), after)}
}

// ImpactUnknown records that the affected tenants could not be counted.
func (g *Toggle) ImpactUnknown() { g.impactUnknown = true }

// SetImpact sets the tenants that the change affects.
func (g *Toggle) SetImpact(impact feature.Impact) { g.impact = &impact }

// Conflict shows that others have changed the flag, and its setting now. The user has
// to choose and confirm again.
func (g *Toggle) Conflict(text string, now feature.Setting) {
	g.disarm()
	g.conflict = text
	g.body.scrollTo(0)
	g.view = g.view.With(now, g.kind())
}

// kind describes the kind of the scope.
func (g *Toggle) kind() feature.KindInfo { return g.session.Kinds.Of(g.scope.Scope.Kind) }

// Change returns the change that a confirmation would make.
func (g *Toggle) Change() feature.Change {
	change, _ := g.view.ChangeTo(g.kind(), g.scope.Scope, g.after)
	return change
}

// RowOnly returns a warning if the flag's row does not decide, or else "".
func (g *Toggle) RowOnly() string { return g.view.RowOnly(g.Theme.Language) }

// Press takes a key. A key that neither chooses, scrolls nor belongs to the prompt
// cancels the change.
func (g *Toggle) Press(p keys.Press) Intent {
	change, needed := g.view.ChangeTo(g.kind(), g.scope.Scope, g.after)
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

// settings returns the settings that the user can choose.
func (g *Toggle) settings() []feature.Setting { return g.session.Kinds.Of(g.scope.Scope.Kind).Settings }

// Body implements Screen.
func (g *Toggle) Body() []string { return g.body.visible() }

// Foot implements Screen.
func (g *Toggle) Foot() string {
	return g.Theme.moreLines(g.keys.WithoutLetters(), g.body.linesBelow())
}

// Keys implements Screen.
func (g *Toggle) Keys() keys.Group { return g.promptKeys(g.keys.ChangeKeys()) }
