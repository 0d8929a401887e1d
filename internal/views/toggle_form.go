package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
)

// compactFrom is the width from which on the change screen is as a rule so low
// that it hides no row of the list below it.
const compactFrom = 96

// UsualHeight implements Overlay. A conflict, a long reason and the like come besides.
func (g *Toggle) UsualHeight() int {
	if g.compact {
		return 3
	}
	return 8
}

// Title implements Screen.
func (g *Toggle) Title() (title, count string) { return g.title, g.Theme.text(g.session.Context) }

// Resize implements Screen.
func (g *Toggle) Resize(width, height int) {
	g.compact = width >= compactFrom
	g.body.resize(g.Theme.layOut(g.form(width), width, height), height)
	switch {
	case g.typing != nil: // what is typed is the last line
		g.body.to(len(g.body.lines))
	case g.typed: // and what was typed for is above it
		g.body.to(0)
	}
	g.typed = g.typing != nil
}

func (g *Toggle) place() *place { return &g.spot }

// form makes the title, and the fields under it.
func (g *Toggle) form(w int) []section {
	t, kind := g.Theme, g.scope.Scope.Kind
	var all []section
	if g.conflict != "" {
		all = append(all, section{"", t.text(g.conflict) + " Nothing was written. Choose again.", t.bad})
	}
	all = append(all, g.head(w)...)
	from, gap := "    ", "   "
	if g.compact || w < defaultFrom {
		from = ", "
	}
	if w < defaultFrom {
		gap = " "
	}
	fields := append([]section{
		{label: "Now", text: g.now(from)},
		{label: "After", text: strings.Join(choices(settingsAt(kind), g.after, kind), gap)},
		{label: "Effect", text: g.effect(w)},
		{label: "Live", text: t.text(g.session.LiveAt(kind).Text)},
	}, g.sections(t, w)...)
	if !g.compact {
		return append(all, fields...)
	}
	all = append(all, beside(fields[0], fields[1], w)...)
	all = append(all, fields[2])
	all = append(all, beside(fields[3], fields[4], w)...)
	return append(all, fields[5:]...)
}

// head makes the title, and the fields of what it has no room for.
func (g *Toggle) head(w int) []section {
	t, scope, name := g.Theme, g.scope, g.Theme.text(g.view.Name)
	if w < defaultFrom {
		scope.Name = ""
	}
	g.title = " Change " + name
	in := t.scopeTitle(scope)
	if title := g.title + t.dot + in; g.compact && ansi.StringWidth(title)+2+ansi.StringWidth(t.text(g.session.Context)) <= w {
		g.title = title
		return nil
	}
	var fields []section
	if ansi.StringWidth(name) > w/2 {
		fields = append(fields, section{label: "Flag", text: name})
	}
	return append(fields, section{label: "Scope", text: in})
}

// mostEffect is how much of a line the compact form names tenants on: a name
// costs bytes on a slow line, and how many they are is there in any case.
const mostEffect = 108

// effect says what the change does. The compact form names as many tenants as
// fit on its line.
func (g *Toggle) effect(w int) string {
	if g.reach == nil && g.uncounted && g.scope.Scope.IsSystem() {
		unknown := feature.Impact{Inheriting: -1}
		return g.Theme.Effect(g.scope.Scope, g.view, g.after, &unknown)
	}
	if !g.compact || g.reach == nil {
		return g.Theme.Effect(g.scope.Scope, g.view, g.after, g.reach)
	}
	w = min(w-labelled, mostEffect)
	for reach := *g.reach; ; {
		text := g.Theme.Effect(g.scope.Scope, g.view, g.after, &reach)
		on, off := len(reach.OnNames), len(reach.OffNames)
		switch {
		case on+off == 0 || ansi.StringWidth(text) <= w:
			return text
		case on > off:
			reach.OnNames = reach.OnNames[:on-1]
		default:
			reach.OffNames = reach.OffNames[:off-1]
		}
	}
}

// now says what holds at present, and where that comes from.
func (g *Toggle) now(from string) string {
	if d := g.view.Decision; d != nil {
		return value(g.view) + from + g.Theme.text(d.Text)
	}
	return value(g.view) + from + g.origin()
}

// origin says where the present value comes from.
func (g *Toggle) origin() string {
	switch g.view.Source {
	case feature.SourceDefault:
		switch kind := g.scope.Scope.Kind; {
		case g.view.Unknown:
			return "the default, which no catalogue tells"
		case !g.view.Registered:
			return "not registered"
		case kind != feature.System && kind != feature.Tenant:
			return "not set for this " + g.Theme.text(string(kind))
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
	return "override of this " + g.Theme.text(string(g.scope.Scope.Kind))
}

// choices are the settings to choose from at a kind of scope, in words.
func choices(settings []feature.Setting, after feature.Setting, kind feature.Kind) []string {
	follow := "follow default"
	if kind == feature.Tenant {
		follow = "follow system"
	}
	var words []string
	for _, setting := range settings {
		mark, word := "( ) ", setting.String()
		if setting == after {
			mark = "(*) "
		}
		if setting == feature.Inherit {
			word = follow
		}
		words = append(words, mark+word)
	}
	return words
}
