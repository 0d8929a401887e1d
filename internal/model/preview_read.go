package model

import (
	"context"
	"slices"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// Limits of one preview.
const (
	previewDeadline = 3 * time.Second
	previewChanges  = 200 // changes of the flag
	previewScopes   = 100 // scopes of a kind, and overrides
)

// previewOf reads a flag's preview at a scope.
func previewOf(ctx context.Context, store data.Store, scope feature.Scope, view feature.View) (p views.Preview, err error) {
	info := store.Info()
	holds := func(kinds feature.KindList) bool { // an unregistered flag may have rows at any scope
		return slices.ContainsFunc(kinds, func(k feature.KindInfo) bool { return view.Allows(k) || !view.Registered })
	}
	var past views.HistoryPage
	err = store.AtOnce(ctx, func(ctx context.Context) error {
		if !holds(info.Kinds.SeeingSystem()) {
			return nil
		}
		impact, err := store.Impact(ctx, view.Name)
		p.Impact = &impact
		return err
	}, func(ctx context.Context) error {
		if !holds(info.Kinds.InheritingNothing()) {
			return nil
		}
		return readEnabled(ctx, store, view, &p)
	}, func(ctx context.Context) (err error) {
		past, err = (&historyReader{store: store, query: data.HistoryQuery{HistoryFilter: data.HistoryFilter{Name: view.Name}, Limit: previewChanges}}).next(ctx, anyEntry, 1)
		return err
	})
	p.Changes, p.MoreChanges = past.Entries, past.More
	if err != nil || past.More || scope.IsZero() || slices.ContainsFunc(p.Changes, func(e feature.Entry) bool { return e.Scope == scope }) {
		return p, err
	}
	err = addUnrecorded(ctx, store, scope, view.Name, &p)
	return p, err
}

// addUnrecorded adds an override's last change if only its row, and no record, shows the
// change. The column CHANGED shows the same change.
func addUnrecorded(ctx context.Context, store data.Store, scope feature.Scope, name string, p *views.Preview) error {
	last, err := store.LastChanges(ctx, scope, name)
	if e, ok := last[name]; ok {
		at := slices.IndexFunc(p.Changes, func(other feature.Entry) bool { return other.At.Before(e.At) })
		if at < 0 {
			at = len(p.Changes)
		}
		p.Changes = slices.Insert(p.Changes, at, e)
	}
	return err
}

// readEnabled reads the projects and sections that a feature is on for. It also counts
// all projects and sections, up to previewScopes of each kind.
func readEnabled(ctx context.Context, store data.Store, view feature.View, p *views.Preview) error {
	var page data.OverridePage
	var listed map[feature.Kind]data.ScopePage
	err := store.AtOnce(ctx, func(ctx context.Context) (err error) {
		page, err = store.Overrides(ctx, data.OverrideQuery{Name: view.Name, Limit: previewScopes, WithScopes: true})
		return err
	}, func(ctx context.Context) (err error) {
		listed, err = firstScopes(ctx, store, store.Info().Kinds.InheritingNothing().Kinds(), "", previewScopes+1)
		return err
	})
	p.Enabled, p.MoreEnabled, p.Names, p.Listed = page.Overrides, page.More, page.Names, map[feature.Kind]int{}
	for kind, page := range listed {
		if page.More {
			continue
		}
		for _, info := range page.Scopes { // a deleted scope counts only if the feature is on for it
			if info.Status == "active" || slices.ContainsFunc(p.Enabled, func(o feature.Override) bool { return o.Scope == info.Scope }) {
				p.Listed[kind]++
			}
		}
	}
	return err
}
