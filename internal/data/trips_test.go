package data

import (
	"context"
	"fmt"
	"testing"

	"flagtui/internal/feature"
)

// A server may be far away: what a user waits for is the number of times that
// flagtui asks and waits.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", auditTable))
	p.own(definitionTable, journalTable)
	p.tenant("acme", "Acme")
	p.override("tenant", "acme", "a.b", true)
	p.override("tenant", "globex", "a.b", true)
	p.override("system", "", "a.b", true)
	x := p.throughProxy()
	acme := feature.TenantScope("acme")
	batch := func(n int, before, after feature.Setting) (set feature.ChangeSet) {
		set.Actor = "alice"
		for i := range n {
			set.Changes = append(set.Changes, feature.Change{Scope: acme, Name: fmt.Sprint("f", i), Before: before, After: after})
		}
		return set
	}
	mixed := batch(500, feature.On, feature.Off)
	for i := range 100 {
		mixed.Changes[i] = feature.Change{Scope: feature.SystemScope(), Name: fmt.Sprint("f", i), After: feature.On}
		mixed.Changes[100+i].After = feature.Inherit
	}
	fifty := []feature.Scope{feature.SystemScope()}
	for i := range 50 {
		fifty = append(fifty, feature.TenantScope(fmt.Sprint("t", i)))
	}
	var s Store
	var last string
	changed := func(applied Applied, err error) error {
		last = applied.ID
		if err == nil && last == "" {
			return fmt.Errorf("nothing was changed")
		}
		return err
	}
	for _, step := range []struct {
		what string
		most int64
		fn   func(context.Context) error
	}{
		{"open, definitions, system rows", 4, func(ctx context.Context) (err error) {
			if s = p.open(); err == nil {
				_, err = s.Definitions(ctx)
			}
			if err == nil {
				_, err = s.Stored(ctx, feature.SystemScope())
			}
			return err
		}},
		{"the first page", 1, func(ctx context.Context) error { _, err := s.FirstPage(ctx, acme, 100); return err }},
		{"a tenant's rows", 1, func(ctx context.Context) error { _, err := s.Stored(ctx, acme); return err }},
		{"rows of one flag", 1, func(ctx context.Context) error { _, err := s.Stored(ctx, acme, "a.b"); return err }},
		{"recent", 1, func(ctx context.Context) error { _, err := s.Recent(ctx, acme); return err }},
		{"counts", 1, func(ctx context.Context) error { _, err := countsOf(ctx, s); return err }},
		{"overrides", 2, func(ctx context.Context) error {
			_, err := s.Overrides(ctx, OverrideQuery{Name: "a.b", Limit: 50})
			return err
		}},
		{"whole rows", 2, func(ctx context.Context) error { _, err := s.Rows(ctx, acme, "a.b", "c.d"); return err }},
		{"fifty scopes", 1, func(ctx context.Context) error { _, err := s.StoredAt(ctx, fifty); return err }},
		{"fifty names", 1, func(ctx context.Context) error { _, err := s.ScopeNames(ctx, fifty); return err }},
		{"scope", 1, func(ctx context.Context) error { _, err := s.Scope(ctx, acme); return err }},
		{"scopes", 1, func(ctx context.Context) error {
			_, err := s.Scopes(ctx, ScopeQuery{Kind: feature.Tenant, Limit: 50})
			return err
		}},
		{"reach", 1, func(ctx context.Context) error { _, err := s.Impact(ctx, "a.b"); return err }},
		{"apply 1", 3, func(ctx context.Context) error {
			return changed(s.Apply(ctx, set(acme, "a.b", feature.On, feature.Off)))
		}},
		{"apply 1000 new", 3, func(ctx context.Context) error {
			return changed(s.Apply(ctx, batch(1000, feature.Inherit, feature.On)))
		}},
		{"apply 500 mixed", 3, func(ctx context.Context) error { return changed(s.Apply(ctx, mixed)) }},
		{"apply what is so", 3, func(ctx context.Context) error { _, err := s.Apply(ctx, mixed); return err }},
		{"history", 3, func(ctx context.Context) error { _, err := s.History(ctx, HistoryQuery{Limit: 50}); return err }},
		{"change-set", 1, func(ctx context.Context) error { _, err := s.ChangeSet(ctx, last); return err }},
		{"last own", 1, func(ctx context.Context) error { _, err := s.LastOwn(ctx, "alice"); return err }},
		{"undo", 4, func(ctx context.Context) error { return changed(s.Undo(ctx, last, feature.ChangeSet{Actor: "alice"})) }},
		{"kill", 3, func(ctx context.Context) error { return changed(s.Kill(ctx, "a.b", feature.ChangeSet{Actor: "alice"})) }},
		{"register", 3, func(ctx context.Context) error { return s.Register(ctx, []feature.Definition{{Name: "a.b"}}) }},
	} {
		start := x.Trips()
		if err := step.fn(t.Context()); err != nil {
			t.Errorf("%s: %v", step.what, err)
		}
		trips := x.Trips() - start
		t.Logf("%-30s %d", step.what, trips)
		if trips > step.most {
			t.Errorf("%s takes %d round trips, want at most %d", step.what, trips, step.most)
		}
	}
}
