package feature

import (
	"cmp"
	"slices"
)

// At returns the flag as seen from another scope, given its stored settings
// there: the system's, and the scope's own when that is not the system. nil is
// no override.
func (v View) At(scope Scope, system, own *Stored) View {
	layer := func(s *Stored) map[string]Stored {
		if s == nil {
			return nil
		}
		return map[string]Stored{v.Name: *s}
	}
	at := resolveOne(scope, v.Definition, layer(system), layer(own))
	at.Registered = v.Registered
	return at
}

// Find returns the view of that name. views are sorted by name.
func Find(views []View, name string) (View, bool) {
	if at := Index(views, name); at >= 0 {
		return views[at], true
	}
	return View{}, false
}

// Index returns where the view of that name is; -1: nowhere. views are sorted
// by name.
func Index(views []View, name string) int {
	at, ok := slices.BinarySearchFunc(views, name, func(v View, name string) int { return cmp.Compare(v.Name, name) })
	if !ok {
		return -1
	}
	return at
}

// Pair is one flag as two scopes see it.
type Pair struct{ A, B View }

// Differences returns the flags whose effective values differ between two scopes,
// given what each of them sees. A flag that one of them does not see is left out,
// unless no catalogue is known: there what is seen depends on the rows alone. Both
// lists are sorted by name, and so is the result.
func Differences(scopeA, scopeB Scope, as, bs []View) []Pair {
	pairs := []Pair{}
	for _, a := range as {
		b, ok := Find(bs, a.Name)
		if !ok && a.Unknown {
			b, ok = a.At(scopeB, nil, nil), true
		}
		if ok && !a.Same(b) {
			pairs = append(pairs, Pair{a, b})
		}
	}
	for _, b := range bs {
		if _, ok := Find(as, b.Name); ok || !b.Unknown {
			continue
		}
		if a := b.At(scopeA, nil, nil); !a.Same(b) {
			pairs = append(pairs, Pair{a, b})
		}
	}
	slices.SortFunc(pairs, func(p, q Pair) int { return cmp.Compare(p.A.Name, q.A.Name) })
	return pairs
}

// CopyChange is the change that gives a flag at scope to, where it is seen as
// there, the effective value that it has at scope from: by the same setting
// between scopes of one kind, else by an override only where it needs one.
func CopyChange(from Scope, here View, to Scope, there View) Change {
	change := Change{Scope: to, Name: there.Name, Before: there.Own(), After: SettingOf(here.Enabled)}
	switch {
	case from.Kind == to.Kind:
		change.After = here.Own()
	case here.Decision != nil: // between a project and a section: its row is copied, and decides nothing
		change.After = SettingOf(here.Decision.Row)
	case here.UnknownDefault(): // as long as nothing overrides it, it is the same there
		change.After = Inherit
	default:
		if enabled, known := there.Inherited(to.Kind); known && enabled == here.Enabled {
			change.After = Inherit
		}
	}
	return change
}

// ChangedNames returns the names of the flags that a scope sees otherwise than
// before: those that have another value, or have it from elsewhere. Both lists
// are sorted by name, and so is the result.
func ChangedNames(before, after []View) []string {
	var names []string
	at := 0
	for _, view := range after {
		for at < len(before) && before[at].Name < view.Name {
			at++
		}
		known := at < len(before) && before[at].Name == view.Name
		switch {
		case !known && view.Overridden: // one that is not registered
			names = append(names, view.Name)
		case known && (!before[at].Same(view) || before[at].Source != view.Source || before[at].Own() != view.Own()):
			names = append(names, view.Name)
		}
	}
	return names
}
