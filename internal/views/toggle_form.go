package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
)

// compactMinWidth is the least width of the compact form, which has the scope in its
// title and the effect on one line.
const compactMinWidth = 96

// UsualHeight implements Overlay. A conflict, a long reason and the like come besides.
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
	case g.typing != nil: // the last line is typed
		g.body.scrollTo(len(g.body.lines))
	case g.wasTyping: // back to the fields above
		g.body.scrollTo(0)
	}
	g.wasTyping = g.typing != nil
}

func (g *Toggle) placement() *overlayPlacement { return &g.placed }

// formFields sets the title, and returns the fields under it.
func (g *Toggle) formFields(w int) []formField {
	t, kind := g.Theme, g.scope.Scope.Kind
	var all []formField
	if g.conflict != "" {
		all = append(all, formField{"", t.clean(g.conflict) + " Nothing was written. Choose again.", t.danger})
	}
	all = append(all, g.titleFields(w)...)
	from, gap := "    ", "   "
	if g.compact || w < defaultMinWidth {
		from = ", "
	}
	if w < defaultMinWidth {
		gap = " "
	}
	fields := append([]formField{
		{label: "Now", text: g.nowText(from)},
		{label: "After", text: strings.Join(settingChoices(g.Theme, g.settings(), g.after, inheritedWord(g.view, kind)), gap)},
		{label: "Effect", text: g.effectText(w), style: g.effectStyle()},
		{label: "Takes effect", text: t.clean(g.session.Kinds.LiveAt(kind).Text)},
	}, g.promptFields(t, w)...)
	return append(all, fields...)
}

// titleFields sets the title, and returns the fields that do not fit into it.
func (g *Toggle) titleFields(w int) []formField {
	t, scope, name := g.Theme, g.scope, g.Theme.clean(g.view.Name)
	if w < defaultMinWidth {
		scope.Name = ""
	}
	g.title = " Change " + name
	in := t.scopeTitle(scope)
	if title := g.title + t.dot + in; g.compact && ansi.StringWidth(title)+2+ansi.StringWidth(t.clean(g.session.Context)) <= w {
		g.title = title
		return nil
	}
	var fields []formField
	if ansi.StringWidth(name) > w/2 {
		fields = append(fields, formField{label: "Flag", text: name})
	}
	return append(fields, formField{label: "Scope", text: in})
}

// effectMaxWidth is the most room for the effect with tenants' names in the compact
// form. Names are slow to send, and the text has their number anyway.
const effectMaxWidth = 108

// effectText says what the change does. The compact form names as many tenants as
// fit on one line.
func (g *Toggle) effectText(w int) string {
	if g.impact == nil && g.impactUnknown && g.scope.Scope.IsSystem() {
		unknown := feature.Impact{Inheriting: -1}
		return g.Theme.Effect(g.scope.Scope, g.view, g.after, &unknown)
	}
	if !g.compact || g.impact == nil {
		return g.Theme.Effect(g.scope.Scope, g.view, g.after, g.impact)
	}
	w = min(w-promptColumn, effectMaxWidth)
	for impact := *g.impact; ; {
		text := g.Theme.Effect(g.scope.Scope, g.view, g.after, &impact)
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

// nowText is the present value, and where it comes from.
func (g *Toggle) nowText(from string) string {
	if d := g.view.Decision; d != nil {
		return stateWord(g.view) + from + g.Theme.clean(d.Text)
	}
	return stateWord(g.view) + from + g.nowSource()
}

// nowSource says where the present value comes from.
func (g *Toggle) nowSource() string {
	switch g.view.Source {
	case feature.SourceDefault:
		switch kind := g.scope.Scope.Kind; {
		case g.view.Unknown:
			return "the default, which no catalogue tells"
		case !g.view.Registered:
			return "not registered"
		case !kind.Inherits():
			return "not set for this " + g.Theme.clean(string(kind))
		}
		return "code default"
	case feature.Source(feature.System):
		if g.view.Misplaced {
			return "system override (an odd row: see the README)"
		}
		return "system override"
	case "":
		return "no override here"
	}
	return "override of this " + g.Theme.clean(string(g.scope.Scope.Kind))
}

// effectStyle warns of a change that many tenants are affected by: of ten, and, more
// urgently, of half of all.
func (g *Toggle) effectStyle() ansiStyle {
	then := g.view.With(g.after, g.scope.Scope.Kind)
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

// manyTenants is how many tenants a change has to affect for a warning.
const manyTenants = 10

// settingChoices are the settings to choose from, with the chosen one marked.
// inherited is the value of one that inherits; empty: it is not told.
func settingChoices(t Theme, settings []feature.Setting, chosen feature.Setting, inherited string) []string {
	var choices []string
	for _, setting := range settings {
		mark := "( ) "
		if setting == chosen {
			mark = "(*) "
		}
		choice := mark + setting.String()
		if setting == feature.Inherit && inherited != "" {
			choice += t.arrow + inherited
		}
		choices = append(choices, choice)
	}
	return choices
}

// inheritedWord is the value that a flag has without an override at a scope of this
// kind; empty where rows do not decide.
func inheritedWord(view feature.View, kind feature.Kind) string {
	if view.Decision != nil {
		return ""
	}
	return view.With(feature.Inherit, kind).Word()
}
