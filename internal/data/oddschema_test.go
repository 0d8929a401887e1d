package data

import (
	"context"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// Every method of the store works in a schema whose name has a question mark and quotes.
func TestSchemaWithMarks(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, `CREATE SCHEMA "a?b""c"`)
	p.raw.SetMaxOpenConns(1) // keep the search_path
	p.exec(`SET search_path TO "a?b""c"`)
	p.exec(tablesOf(t, "postgres", simplemodule.AuditTable))
	p.own(definitionTable, journalTable)
	p.override("system", "", "a.b", true)
	p.tenant("acme", "Acme")
	named := func(o *Options) { o.Schema = `a?b"c` }
	planTriggers(t, p.options(named), 3)
	s, ctx := p.open(named), t.Context()
	acme := feature.TenantScope("acme")
	if got := s.Info(); got.Schema != `a?b"c` || got.ReadOnly != "" || !got.Kinds.Of(feature.Tenant).Listed || !got.HasJournal {
		t.Fatalf("%+v", got)
	}
	apply(t, s, set(acme, "a.b", feature.Inherit, feature.On))
	apply(t, s, set(feature.SystemScope(), "c.d", feature.Inherit, feature.On))
	killed, err := s.Kill(ctx, "a.b", feature.ChangeSet{Actor: "alice"})
	if err != nil {
		t.Fatal(err)
	}
	undo(t, s, killed.ID)
	apply(t, s, set(feature.SystemScope(), "c.d", feature.On, feature.Inherit))
	wantSame(t, "rows", p.rows(`SELECT scope, scope_id, name, enabled FROM "a?b""c".feature_flags_override ORDER BY scope`), "system||a.b|true\ntenant|acme|a.b|true")
	for what, read := range map[string]func(context.Context) error{
		"Definitions": func(ctx context.Context) error { _, err := s.Definitions(ctx); return err },
		"Register":    func(ctx context.Context) error { return s.Register(ctx, []feature.Definition{{Name: "a.b"}}) },
		"Stored":      func(ctx context.Context) error { _, err := s.Stored(ctx, acme); return err },
		"StoredAt":    func(ctx context.Context) error { _, err := s.StoredAt(ctx, []feature.Scope{acme}); return err },
		"ScopeNames":  func(ctx context.Context) error { _, err := s.ScopeNames(ctx, []feature.Scope{acme}); return err },
		"All":         func(ctx context.Context) error { _, err := s.All(ctx); return err },
		"Rows":        func(ctx context.Context) error { _, err := s.Rows(ctx, acme, "a.b"); return err },
		"Scope":       func(ctx context.Context) error { _, err := s.Scope(ctx, acme); return err },
		"Scopes": func(ctx context.Context) error {
			_, err := s.Scopes(ctx, layout.ScopeQuery{Kind: feature.Tenant, Text: "ac", Limit: 9})
			return err
		},
		"Overrides": func(ctx context.Context) error {
			_, err := s.Overrides(ctx, layout.OverrideQuery{Name: "a.b"})
			return err
		},
		"Counts":      func(ctx context.Context) error { return s.Counts(ctx, func(string, feature.Count) {}) },
		"Recent":      func(ctx context.Context) error { _, err := s.Recent(ctx, acme); return err },
		"History":     func(ctx context.Context) error { _, err := s.History(ctx, HistoryQuery{}); return err },
		"ChangeSet":   func(ctx context.Context) error { _, err := s.ChangeSet(ctx, killed.ID); return err },
		"Impact":      func(ctx context.Context) error { _, err := s.Impact(ctx, "a.b"); return err },
		"Access":      func(ctx context.Context) error { _, err := s.Access(ctx); return err },
		"FirstPage":   func(ctx context.Context) error { _, err := s.FirstPage(ctx, acme, 9); return err },
		"Enabled":     func(ctx context.Context) error { _, err := s.Enabled(ctx); return err },
		"LastChanges": func(ctx context.Context) error { _, err := s.LastChanges(ctx, acme, "a.b"); return err },
		"LastOwn":     func(ctx context.Context) error { _, err := s.LastOwn(ctx, "alice@ops1"); return err },
		"CheckRows": func(ctx context.Context) error {
			return s.CheckRows(ctx, func(layout.Row) {}, func(o layout.Anomaly) { t.Errorf("%+v", o) })
		},
	} {
		if err := read(ctx); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}
