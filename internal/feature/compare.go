package feature

import (
	"cmp"
	"slices"
)

// At returns the flag as seen from a scope of another kind, which info describes. system
// is the system's row, and own is the scope's row. A nil means that the row does not
// exist.
func (v View) At(info KindInfo, system, own *Stored) View {
	layer := func(s *Stored) map[string]Stored {
		if s == nil {
			return nil
		}
		return map[string]Stored{v.Name: *s}
	}
	at := ResolveOne(info, v.Definition, layer(system), layer(own))
	at.Registered = v.Registered
	return at
}

// Find returns the view with a name. views must be sorted by name.
func Find(views []View, name string) (View, bool) {
	if at := Index(views, name); at >= 0 {
		return views[at], true
	}
	return View{}, false
}

// Index returns the index of the view with a name, or -1. views must be sorted by name.
func Index(views []View, name string) int {
	at, ok := slices.BinarySearchFunc(views, name, func(v View, name string) int { return cmp.Compare(v.Name, name) })
	if !ok {
		return -1
	}
	return at
}

// Pair is one flag as seen from two scopes.
type Pair struct{ A, B View }

// Differences returns the flags whose effective values differ between two scopes. infoA
// and infoB describe the scopes' kinds. as and bs are the scopes' views. A flag in only
// one list is left out, unless no catalogue is known. Without a catalogue, a list has
// only the flags with rows. The lists and the result are sorted by name.
func Differences(infoA, infoB KindInfo, as, bs []View) []Pair {
	pairs := []Pair{}
	for _, a := range as {
		b, ok := Find(bs, a.Name)
		if !ok && a.Unknown {
			b, ok = a.At(infoB, nil, nil), true
		}
		if ok && !a.Same(b) {
			pairs = append(pairs, Pair{a, b})
		}
	}
	for _, b := range bs {
		if _, ok := Find(as, b.Name); ok || !b.Unknown {
			continue
		}
		if a := b.At(infoA, nil, nil); !a.Same(b) {
			pairs = append(pairs, Pair{a, b})
		}
	}
	slices.SortFunc(pairs, func(p, q Pair) int { return cmp.Compare(p.A.Name, q.A.Name) })
	return pairs
}

// CopyChange returns the change that copies a flag's effective value from one scope to
// another. The parameter here is the flag's view at from. The parameter there is its
// view at to. Between scopes of one kind, the change copies the setting. Between other
// scopes, the change sets an override only if the inherited value differs.
func CopyChange(kinds KindList, from Scope, here View, to Scope, there View) Change {
	change := Change{Scope: to, Name: there.Name, Before: there.Own(), After: SettingOf(here.Enabled)}
	switch {
	case from.Kind == to.Kind:
		change.After = here.Own()
	case here.Decision != nil: // copy the row, although the row does not decide
		change.After = SettingOf(here.Setting == On)
	case here.UnknownDefault(): // without an override, the target has the same default
		change.After = Inherit
	default:
		if enabled, known := there.Inherited(kinds.Of(to.Kind)); known && enabled == here.Enabled {
			change.After = Inherit
		}
	}
	return change
}

// ChangedNames returns the flags whose value, source or own setting differs between two
// lists of views of one scope. The lists and the result are sorted by name.
func ChangedNames(before, after []View) []string {
	var names []string
	at := 0
	for _, view := range after {
		for at < len(before) && before[at].Name < view.Name {
			at++
		}
		known := at < len(before) && before[at].Name == view.Name
		switch {
		case !known && view.Overridden(): // an unregistered flag
			names = append(names, view.Name)
		case known && (!before[at].Same(view) || before[at].Source != view.Source || before[at].Own() != view.Own()):
			names = append(names, view.Name)
		}
	}
	return names
}
