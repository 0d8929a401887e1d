package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// compactMinWidth is the least width of the compact form, which has the scope in its
// title and the effect in one line.
const compactMinWidth = 96

// UsualHeight implements Overlay. A conflict or a long reason makes the form higher.
func (g *Toggle) UsualHeight() int {
	if g.compact {
		return 5
	}
	return 8
}

// Title implements Screen.
func (g *Toggle) Title() (title, count string) { return g.title, g.Theme.clean(g.session.Context) }

// Resize implements Screen.
func (g *Toggle) Resize(width, height int) {
	g.compact = width >= compactMinWidth
	g.body.resize(g.Theme.layOutForm(g.formFields(width), width, height), height)
	switch {
	case g.typing != nil: // the field being typed is the last line
		g.body.scrollTo(len(g.body.lines))
	case g.wasTyping: // typing has ended: show the fields above
		g.body.scrollTo(0)
	}
	g.wasTyping = g.typing != nil
}

func (g *Toggle) placement() *overlayPlacement { return &g.placed }

// formFields sets the title, and returns the fields below it.
func (g *Toggle) formFields(w int) []formField {
	t, kind := g.Theme, g.scope.Scope.Kind
	var all []formField
	if g.conflict != "" {
		all = append(all, formField{"", t.Say(words.ChangeAgain, t.clean(g.conflict)), t.danger})
	}
	all = append(all, g.titleFields(w)...)
	from, gap := "    ", "   "
	if g.compact || w < defaultMinWidth {
		from = ", "
	}
	if w < defaultMinWidth {
		gap = " "
	}
	choices, noOff := settingChoices(g.Theme, g.settings(), g.after, t.Known(inheritedWord(g.view, g.kind()))), t.noOff(g.kind())
	fields := append([]formField{
		{label: t.Say(words.ToggleNow), text: g.nowText(from)},
		{label: t.Say(words.ChangeAfter), text: strings.TrimSpace(strings.Join(append(choices, noOff), gap))},
		{label: t.Say(words.ChangeEffect), text: g.effectText(w), style: g.effectStyle()},
		{label: t.Say(words.ChangeTakes), text: t.clean(g.session.Kinds.LiveAt(kind).In(t.Language).Text)},
	}, g.promptFields(t, w)...)
	return append(all, fields...)
}

// titleFields sets the title, and returns the fields that do not fit into it.
func (g *Toggle) titleFields(w int) []formField {
	t, scope, name := g.Theme, g.scope, g.Theme.clean(g.view.Name)
	if w < defaultMinWidth {
		scope.Name = ""
	}
	g.title = t.Say(words.ToggleTitle, name)
	in := t.scopeTitle(g.session.Kinds, scope)
	if title := g.title + t.dot + in; g.compact && ansi.StringWidth(title)+2+ansi.StringWidth(t.clean(g.session.Context)) <= w {
		g.title = title
		return nil
	}
	var fields []formField
	if ansi.StringWidth(name) > w/2 {
		fields = append(fields, formField{label: t.Say(words.DetailsFlag), text: name})
	}
	return append(fields, formField{label: t.Say(words.ChangeScope), text: in})
}

// effectMaxWidth is the greatest width of an effect with tenants' names in the compact
// form. Longer lists of names would be slow to send.
const effectMaxWidth = 108

// effectText returns the effect of the change. The compact form names as many tenants
// as fit on one line.
func (g *Toggle) effectText(w int) string {
	if g.impact == nil && g.impactUnknown && g.scope.Scope.IsSystem() {
		unknown := feature.Impact{Inheriting: -1}
		return g.Theme.Effect(g.session.Kinds, g.scope.Scope, g.view, g.after, &unknown)
	}
	if !g.compact || g.impact == nil {
		return g.Theme.Effect(g.session.Kinds, g.scope.Scope, g.view, g.after, g.impact)
	}
	w = min(w-promptColumn, effectMaxWidth)
	for impact := *g.impact; ; {
		text := g.Theme.Effect(g.session.Kinds, g.scope.Scope, g.view, g.after, &impact)
		on, off := len(impact.OnNames), len(impact.OffNames)
		switch {
		case on+off == 0 || ansi.StringWidth(text) <= w:
			return text
		case on > off:
			impact.OnNames = impact.OnNames[:on-1]
		default:
			impact.OffNames = impact.OffNames[:off-1]
		}
	}
}

// nowText returns the current value and its source.
func (g *Toggle) nowText(from string) string {
	if d := g.view.Decision; d != nil {
		return g.Theme.stateWord(g.view) + from + g.Theme.rules(d.Text)
	}
	if len(g.view.Depends) > 0 && !g.view.UnknownDefault() {
		return g.Theme.valueText(g.view)
	}
	return g.Theme.stateWord(g.view) + from + g.nowSource()
}

// nowSource returns the source of the current value.
func (g *Toggle) nowSource() string {
	t := g.Theme
	switch g.view.Source {
	case feature.SourceDefault:
		switch {
		case g.view.Unknown:
			return t.Say(words.ToggleDefault)
		case g.kind().Without != feature.Inherit && (g.kind().Kind == feature.System || g.kind().Has(feature.Inherit)):
			return t.Say(words.NotSet)
		case !g.view.Registered:
			return t.Say(words.NotRegistered)
		case !g.kind().Has(feature.Inherit):
			return t.Say(words.ToggleNotHere, t.kindName(g.kind()))
		}
		return t.Say(words.ToggleCode)
	case feature.Source(feature.System):
		if g.view.Misplaced {
			return t.Say(words.ToggleOddRow)
		}
		return t.Say(words.ToggleSystem)
	case "":
		return t.Say(words.ToggleNoRow)
	}
	return t.Say(words.ToggleOverride, t.kindName(g.kind()))
}

// effectStyle returns the warning style if the change affects at least manyTenants
// tenants. If it affects half of all tenants, effectStyle returns the danger style.
func (g *Toggle) effectStyle() ansiStyle {
	then := g.view.With(g.after, g.kind())
	switch {
	case !g.scope.Scope.IsSystem() || g.impact == nil || g.view.Decision != nil || g.view.Word() == then.Word():
		return ansiStyle{}
	case g.impact.Inheriting < 0: // not counted
		return g.Theme.warning
	case g.impact.Inheriting > 0 && 2*g.impact.Inheriting >= g.impact.Inheriting+g.impact.On+g.impact.Off:
		return g.Theme.danger
	case g.impact.Inheriting >= manyTenants:
		return g.Theme.warning
	}
	return ansiStyle{}
}

// manyTenants is the least number of affected tenants for a warning.
const manyTenants = 10

// settingChoices returns the settings to choose from, with the chosen one marked.
// inherited is the value shown beside the setting inherit, or "".
func settingChoices(t Theme, settings []feature.Setting, chosen feature.Setting, inherited string) []string {
	var choices []string
	for _, setting := range settings {
		mark := "( ) "
		if setting == chosen {
			mark = "(*) "
		}
		choice := mark + setting.In(t.Language)
		if setting == feature.Inherit && inherited != "" {
			choice += t.arrow + inherited
		}
		choices = append(choices, choice)
	}
	return choices
}

// noOff says why off is not a choice at scopes of this kind. It returns an empty string
// where off is a choice.
func (t Theme) noOff(info feature.KindInfo) string {
	if info.Has(feature.Off) {
		return ""
	}
	return t.Say(words.ToggleNoOff, t.kindName(info))
}

// inheritedWord returns the value that a flag without an override has at a scope of
// this kind. It returns "" if rows do not decide.
func inheritedWord(view feature.View, info feature.KindInfo) string {
	if view.Decision != nil {
		return ""
	}
	return view.With(feature.Inherit, info).Word()
}
