package views

import (
	"maps"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// pressFlag takes a key that concerns the flag under the cursor or the marked flags.
func (b *Browse) pressFlag(p keys.Press) (intent Intent, taken bool) {
	view, ok := b.selected()
	switch {
	case p.MatchesAlone(b.Map.Change):
		return b.propose(view, ok, func(v feature.View) feature.Setting { return oppositeSetting(v, b.kind()) }), true
	case p.MatchesAlone(b.Map.Clear):
		if ok && !view.Overridden() && len(b.marked()) == 0 {
			return ShowNotice{b.Theme.Say(words.ListNoOverride)}, true
		}
		return b.propose(view, ok, func(feature.View) feature.Setting { return feature.Inherit }), true
	case p.Matches(b.Map.Matrix):
		return OpenMatrix{Flags: b.markedOrShown()}, true
	case p.Matches(b.Map.History):
		return OpenHistory{Name: b.selectedName()}, true
	case p.Matches(b.Map.MarkAll):
		b.markAll()
	case p.Matches(b.Map.Mark) && ok:
		b.mark(view.Name, !b.marks[view.Name])
		b.rows.step(1)
	case p.Matches(b.Map.CopyName) && ok:
		return Copy{Text: view.Name, What: b.Theme.Say(words.TheFlagsName)}, true
	case p.Matches(b.Map.Details) && ok:
		return OpenDetails{Scope: b.scope, Name: view.Name}, true
	default:
		return nil, false
	}
	return nil, true
}

// propose proposes to change the marked flags, or else the flag under the cursor.
func (b *Browse) propose(view feature.View, ok bool, after func(feature.View) feature.Setting) Intent {
	marked := b.marked()
	switch {
	case b.scope.Scope.IsZero():
		return ShowNotice{b.Theme.Say(words.ChooseScopeFirst, b.Theme.OrEach(b.Kinds.WithIDs(), words.AScope), b.Map.Tenants.Help().Key)}
	case len(marked) > 0 && ok && b.marks[view.Name]:
		return ProposeMany{Scope: b.scope, Views: marked, After: after(view)}
	case len(marked) > 0:
		return ProposeMany{Scope: b.scope, Views: marked, After: after(marked[0])}
	case !ok:
		return nil
	}
	return Propose{Scope: b.scope, View: view, After: after(view)}
}

func (b *Browse) mark(name string, on bool) {
	if on {
		b.marks[name] = true
	} else {
		delete(b.marks, name)
	}
}

// markAll marks all shown flags. If all are marked, it removes the marks.
func (b *Browse) markAll() { b.markFlags(b.shown) }

// markFlags marks flags, given by their indexes in views. If all are marked, it removes
// the marks.
func (b *Browse) markFlags(flags []int) {
	on := false
	for _, i := range flags {
		on = on || !b.marks[b.views[i].Name]
	}
	for _, i := range flags {
		b.mark(b.views[i].Name, on)
	}
}

// Unmark removes all marks.
func (b *Browse) Unmark() { clear(b.marks) }

// marked returns the marked flags, including those that the filter hides.
func (b *Browse) marked() []feature.View {
	if len(b.marks) == 0 {
		return nil
	}
	var marked []feature.View
	for i := range b.views {
		if b.marks[b.views[i].Name] {
			marked = append(marked, b.views[i])
		}
	}
	return marked
}

// markedOrShown returns the marked flags, or else the shown flags.
func (b *Browse) markedOrShown() []feature.View {
	if marked := b.marked(); len(marked) > 0 {
		return marked
	}
	chosen := make([]feature.View, len(b.shown))
	for i, at := range b.shown {
		chosen[i] = b.views[at]
	}
	return chosen
}

// Find puts the cursor on a flag, and removes filters that hide the flag. It returns
// false if the scope has no such flag.
func (b *Browse) Find(name string) bool {
	view, ok := feature.Find(b.views, name)
	if !ok {
		return false
	}
	if b.tree.on {
		b.tree.open[moduleOf(name)] = true
	}
	if b.rebuild(name); b.selectedName() != name {
		b.filter, b.filterOnEntry, b.typing, b.state = newTextField(feature.MaxName), "", false, showAll
		b.query, b.queryProblem, b.wantsChanges = query{}, "", false
		if !view.Registered && b.catalogue {
			b.state = showUnregistered
		}
		b.rebuild(name)
	}
	return true
}

// Names returns the names of all flags, sorted.
func (b *Browse) Names() []string {
	names := make([]string, len(b.views))
	for i := range b.views {
		names[i] = b.views[i].Name
	}
	return names
}

// Count returns how many scopes override a flag.
func (b *Browse) Count(name string) feature.Count { return b.counts.Of(name) }

// Views returns all flags, sorted by name.
func (b *Browse) Views() []feature.View { return b.views }

// SetChanged marks the flags that others have just changed. changed holds a text for
// each flag.
func (b *Browse) SetChanged(changed map[string]string) { b.changedByOthers = changed }

// ClearChanged removes SetChanged's mark from a flag.
func (b *Browse) ClearChanged(name string) {
	if b.changedByOthers[name] != "" {
		b.changedByOthers = maps.Clone(b.changedByOthers) // the model shares the map
		delete(b.changedByOthers, name)
	}
}
