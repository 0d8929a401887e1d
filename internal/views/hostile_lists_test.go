package views

import (
	"fmt"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// lists returns the screens that show one flag, many scopes, or targets to go to.
func (n hostility) lists() map[string]func(Theme) (Frame, Screen) {
	kind := featuretest.All().Kinds()[int(n)%len(featuretest.All().Kinds())]
	at := system
	if kind != feature.System {
		at = n.scopes(kind)[n]
	}
	return map[string]func(Theme) (Frame, Screen){
		"details": func(t Theme) (Frame, Screen) { return n.frame(t), n.details(t, at) },
		"matrix":  func(t Theme) (Frame, Screen) { return n.frame(t), n.matrix(t, kind) },
		"diff":    func(t Theme) (Frame, Screen) { return n.frame(t), n.diff(t, at) },
		"preview": func(t Theme) (Frame, Screen) { return n.frame(t), n.preview(t, at) },
		"marked": func(t Theme) (Frame, Screen) {
			b := newBrowse(t, keys.Default())
			at, changed := n.scope(0), map[string]string{}
			b.Show(at, n.views(at.Scope), true)
			for i, name := range hostile {
				changed[name] = n.text(i)
			}
			b.SetChanged(changed)
			typeText(b, "vjjv")
			return n.frame(t), b
		},
		"tree": func(t Theme) (Frame, Screen) {
			var defs []feature.Definition
			for i := range hostile {
				defs = append(defs, feature.Definition{Name: n.text(i) + "." + n.text(i+1), Description: n.text(i + 2)}, feature.Definition{Name: n.text(i) + ".two"})
			}
			b := newBrowse(t, keys.Default())
			b.Show(at, feature.Resolve(featuretest.Kind(at.Scope.Kind), at.Scope, defs, nil, nil), true)
			pressAll(b, "T j j left V j right V")
			return n.frame(t), b
		},
		"search": func(t Theme) (Frame, Screen) {
			b := newBrowse(t, keys.Default())
			b.Show(at, n.views(at.Scope), true)
			changes := map[string]feature.Entry{}
			for i, name := range hostile {
				changes[name] = feature.Entry{Name: name, Actor: n.text(i), Scope: at.Scope}
			}
			b.CountAges(searchedAt)
			b.SetChanges(searchedAt, changes)
			b.Press(press("/"))
			typed(b, []string{"e", "/[a-z界]+/ ", "!" + n.text(3), "by:e", "\\u", "/" + n.text(2), "nar wide", "ead"}[int(n)%8])
			return n.frame(t), b
		},
		"recents": func(t Theme) (Frame, Screen) {
			c := newPicker(t, keys.Default(), feature.Tenant, n.scopes(feature.Tenant)[:5], n%2 == 0)
			c.SetTabs([]PickerTab{{Kind: feature.Tenant, Count: "1"}, {Kind: feature.Kind(n.text(6)), Count: "100+"}})
			c.Show(n.scopes(feature.Tenant), true, true)
			c.Press(press("down"))
			return n.frame(t), c
		},
		"doctor": func(t Theme) (Frame, Screen) {
			d := NewDoctor(t, keys.Default())
			var diagnosis Diagnosis
			for i := range hostile {
				diagnosis.Counts = append(diagnosis.Counts, FindingCount{n.text(i), 1 << i})
				diagnosis.Findings = append(diagnosis.Findings, Finding{n.text(i), n.text(i + 1), n.text(i + 2), removal(n.scope(i).Scope, n.text(i+3))})
			}
			d.Show(diagnosis)
			pressAll(d, "space down")
			return n.frame(t), d
		},
		"overview": func(t Theme) (Frame, Screen) { return n.frame(t), n.overview(t) },
		"overview/filter": func(t Theme) (Frame, Screen) {
			o := n.overview(t)
			typeText(o, "s/")
			typed(o, n.text(3))
			return n.frame(t), o
		},
		"palette": func(t Theme) (Frame, Screen) {
			j := NewPalette(t, keys.Default(), PaletteContents{Flags: hostile, Kinds: kindsOf(feature.Live{}, featuretest.All().Kinds()...), Contexts: contextsOf(hostile), Screen: keys.Default().BrowseKeys()})
			typed(j, n.text(2))
			j.Show(n.scopes(feature.Tenant))
			j.Press(press("down"))
			return n.frame(t), j
		},
		"palette/completed": func(t Theme) (Frame, Screen) {
			j := NewPalette(t, keys.Default(), PaletteContents{Flags: hostile, Kinds: kindsOf(feature.Live{}, featuretest.All().Kinds()...), Contexts: contextsOf(hostile), Screen: keys.Default().BrowseKeys()})
			typed(j, n.text(2))
			j.Show(n.scopes(feature.Section))
			j.Press(press("pgdown"))
			j.Press(press("tab"))
			return n.frame(t), j
		},
	}
}

func (n hostility) details(t Theme, at feature.ScopeInfo) *Details {
	all := n.views(at.Scope)
	d := newDetails(t, keys.Default(), at, all[int(n)%len(all)], feature.Count{On: 1 << n, Off: int(n)}, true)
	if n%5 == 4 { // the chain has not been read yet
		return d
	}
	overrides := n.overrides()
	d.ShowChain(&overrides[int(n)%3], &overrides[int(n)%4])
	d.ShowOthers(overrides, true, true)
	d.ShowHistory(past(n.text), n.rollouts())
	if n%2 == 0 {
		d.ShowImpact(feature.Impact{Inheriting: 3, OffNames: hostile[:n]})
		openInheriting(d)
		var inheriting []feature.Scope
		for i := range hostile {
			inheriting = append(inheriting, n.scope(i).Scope)
			d.SetNames(map[feature.Scope]string{n.scope(i).Scope: n.text(i)})
		}
		d.ShowInheriting(inheriting, true, true)
	}
	for range n {
		d.Press(press("down"))
	}
	return d
}

func (n hostility) matrix(t Theme, kind feature.Kind) *Matrix {
	m := newMatrix(t, keys.Default(), kind, n.views(feature.SystemScope()))
	if n%5 == 4 { // no scope has been read yet
		return m
	}
	stored := map[feature.Scope]map[string]feature.Stored{}
	for i, info := range n.scopes(kind) {
		stored[info.Scope] = n.stored(1 + i)
	}
	m.Show(n.stored(2), n.scopes(kind), stored, true, true)
	for range n {
		m.Press(press("right"))
		m.Press(press("down"))
	}
	return m
}

func (n hostility) diff(t Theme, at feature.ScopeInfo) *Diff {
	d := NewDiff(t, keys.Default(), n.scope(1), at)
	var pairs []feature.Pair
	for _, view := range n.views(at.Scope) {
		pairs = append(pairs, feature.Pair{A: view, B: view.With(feature.On, featuretest.Kind(at.Scope.Kind))})
	}
	d.Show(pairs)
	typeText(d, "vjjv")
	return d
}

func (n hostility) overview(t Theme) *Overview {
	o := NewOverview(t, keys.Default())
	var placed []feature.TitledOverride
	for i, override := range n.overrides() {
		override.Scope.Kind, override.Name = []feature.Kind{feature.Project, feature.Section}[i%2], n.text(i+7)
		placed = append(placed, feature.TitledOverride{Override: override, Title: n.text(i), Slug: n.text(i + 1), Status: n.text(i + 2)})
	}
	o.Show(placed, []feature.FeatureState{{Label: n.text(1), State: n.text(2)}, {Label: n.text(3), State: n.text(4)}})
	return o
}

// batches returns the screens that confirm several overrides.
func (n hostility) batches() map[string]func(Theme) (Frame, Screen) {
	batch := func(t Theme, at feature.ScopeInfo) *Review {
		r := NewBatch(t, keys.Default(), n.frame(t).Session, at, n.views(at.Scope), feature.On)
		r.Arm()
		return r
	}
	return map[string]func(Theme) (Frame, Screen){
		"batch": func(t Theme) (Frame, Screen) {
			r := batch(t, n.scope(0))
			r.Press(press("right"))
			r.Press(press("down"))
			return n.frame(t), r
		},
		"batch/reason": func(t Theme) (Frame, Screen) {
			r := batch(t, n.scopes(feature.Section)[0])
			r.Press(press("tab"))
			typed(r, n.text(9))
			return n.frame(t), r
		},
		"batch/conflict": func(t Theme) (Frame, Screen) {
			r := batch(t, system)
			r.Conflict(n.text(4), map[string]feature.Setting{n.text(0): feature.Off, n.text(1): feature.On})
			return n.frame(t), r
		},
		"batch/done": func(t Theme) (Frame, Screen) {
			r := batch(t, n.scope(2))
			r.Done(r.proposal.Changes[1:])
			return n.frame(t), r
		},
		"copy": func(t Theme) (Frame, Screen) {
			var changes []feature.Change
			for i := range hostile {
				changes = append(changes, feature.Change{Scope: n.scope(i).Scope, Name: n.text(i), Before: feature.Setting(i % 3), After: feature.Setting(i / 2 % 3)})
			}
			return n.frame(t), NewCopy(t, keys.Default(), n.frame(t).Session, feature.Proposal{What: fmt.Sprintf("copy %s to %s", n.text(0), n.scope(1).Scope), Changes: changes})
		},
	}
}
