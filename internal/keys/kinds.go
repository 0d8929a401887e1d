package keys

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// WithKinds returns the map for a database with these kinds of scope. A key that has
// nothing to list or to go to is disabled. Hints and help name the kinds.
func (m Map) WithKinds(all feature.KindList) Map {
	kinds := all.WithIDs()
	for _, binding := range m.listing() {
		binding.SetEnabled(len(kinds) > 0)
	}
	m.System.SetEnabled(len(kinds) > 0 && all.Has(feature.System))
	m.Overview.SetEnabled(slices.ContainsFunc(kinds, func(k feature.KindInfo) bool { return k.OptIn }))
	m.Kind.SetEnabled(len(kinds) > 1)
	m.kinds = kinds
	if len(kinds) > 0 {
		m.Tenants.SetHelp(m.Tenants.Help().Key, kinds[0].Plural)
		m.Kind.SetHelp(m.Kind.Help().Key, strings.Join(kinds.Plurals(), kindSeparator))
	}
	return m
}

// listing returns the bindings of the screens that list scopes.
func (m *Map) listing() []*key.Binding {
	return []*key.Binding{&m.Tenants, &m.Matrix, &m.Diff}
}

// ListsScopes reports whether a key of the list of flags concerns scopes other than the
// one shown.
func (m Map) ListsScopes(name string) bool {
	return slices.ContainsFunc(append(m.listing(), &m.System), func(b *key.Binding) bool { return slices.Contains(b.Keys(), name) })
}

// kindSentence returns the sentence of a binding whose help text names the kinds of
// scope, or "" for another binding.
func (g Group) kindSentence(l words.Language, desc string) string {
	if len(g.kinds) == 0 {
		return ""
	}
	plurals := g.kinds.Plurals()
	named := make([]string, len(plurals))
	for i, plural := range plurals {
		named[i] = l.Known(plural)
	}
	switch desc {
	case plurals[0]:
		return l.Say(words.KeyChooseScope, strings.Join(named, l.Say(words.Or)))
	case strings.Join(plurals, kindSeparator):
		return l.Say(words.KeyListKinds, strings.Join(named, l.Say(words.KeyThen)))
	}
	return ""
}
