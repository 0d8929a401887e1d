package data

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

func TestLimits(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("é", n) }
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.own(definitionTable)
		s, ctx := p.open(), t.Context()
		for _, change := range []feature.Change{
			{Scope: feature.SystemScope(), Name: long(200), After: feature.On},
			{Scope: feature.TenantScope(long(64)), Name: "a.b", After: feature.On},
		} {
			if _, err := s.Apply(ctx, feature.ChangeSet{Changes: []feature.Change{change}}); err != nil {
				t.Error(err)
			}
			stored, err := s.Stored(ctx, change.Scope)
			if err != nil || !stored[change.Name].Enabled {
				t.Error(stored, err)
			}
		}
		for _, test := range []struct {
			scope feature.Scope
			name  string
			kind  error
		}{
			{feature.SystemScope(), long(200 + 1), feature.ErrUsage},
			{feature.SystemScope(), "a\x00b", feature.ErrUsage},
			{feature.SystemScope(), "a\xffb", feature.ErrUsage},
			{feature.SystemScope(), "", feature.ErrUsage},
			{feature.TenantScope(long(64 + 1)), "a.b", feature.ErrUsage},
			{feature.TenantScope("a\x00"), "a.b", feature.ErrUsage},
			{feature.TenantScope("a\xff"), "a.b", feature.ErrUsage},
			{feature.TenantScope(""), "a.b", feature.ErrUsage},
			{feature.Scope{Kind: feature.System, ID: "x"}, "a.b", feature.ErrUsage},
			{feature.Scope{Kind: "team", ID: "x"}, "a.b", feature.ErrUnknown},
			{feature.Scope{Kind: "Team", ID: "x"}, "a.b", feature.ErrUsage},
			{feature.Scope{Kind: feature.Project, ID: "1"}, "a.b", feature.ErrUnknown},
		} {
			batch := set(feature.SystemScope(), "fine", feature.Inherit, feature.On)
			batch.Changes = append(batch.Changes, feature.Change{Scope: test.scope, Name: test.name, After: feature.On})
			_, err := s.Apply(ctx, batch)
			wantProblem(t, err, test.kind)
			if _, err := s.Scope(ctx, test.scope); err == nil && test.name == "a.b" {
				t.Errorf("the scope %q is taken for one", test.scope)
			}
			if name := test.name; test.scope.IsSystem() && test.scope.ID == "" {
				if name == long(200+1) {
					name = long(255 + 1)
				}
				wantProblem(t, s.Register(ctx, []feature.Definition{{Name: "fine"}, {Name: name}}), feature.ErrUsage)
			}
		}
		if got := p.rows(`SELECT COUNT(*) FROM feature_flags_override`); got != "2" {
			t.Errorf("%s rows, want the 2 of before", got)
		}
	})
}

// The name of the system's user may be any text.
func TestActors(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.own(journalTable)
		s := p.open()
		for i, test := range []struct{ actor, by, journal string }{
			{"", "flagtui:", ""},
			{"alice", "flagtui:alice", "alice"},
			{"a\xffb\x00c", "flagtui:a\uFFFDb\uFFFDc", "a\uFFFDb\uFFFDc"},
			{strings.Repeat("é", 300), "flagtui:" + strings.Repeat("é", 247), strings.Repeat("é", 255)},
		} {
			name := fmt.Sprint("f", i)
			change := set(feature.SystemScope(), name, feature.Inherit, feature.On)
			change.Actor, change.Reason = test.actor, test.actor
			if _, err := s.Apply(t.Context(), change); err != nil {
				t.Error(err)
				continue
			}
			if got := p.rows(`SELECT created_by, updated_by FROM feature_flags_override WHERE name = '` + name + `'`); got != test.by+"|"+test.by {
				t.Errorf("made by %q, want %q", got, test.by)
			}
			if got := p.rows(`SELECT actor FROM flagtui_change WHERE name = '` + name + `'`); got != test.journal {
				t.Errorf("recorded as %q, want %q", got, test.journal)
			}
		}
	})
}

func TestNamedTwiceInOneSet(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.override("system", "", "a.b", true)
		for name, before := range map[string]feature.Setting{"a.b": feature.On, "c.d": feature.Inherit} {
			batch := set(feature.SystemScope(), name, before, feature.Off)
			batch.Changes = append(batch.Changes, batch.Changes[0])
			_, err := p.open().Apply(t.Context(), batch)
			wantProblem(t, err, feature.ErrUsage, name, "twice")
		}
		if got := p.rows(`SELECT name FROM feature_flags_override WHERE updated_at IS NULL`); got != "a.b" {
			t.Errorf("the table has %s, want it as it was", got)
		}
	})
}

// SQLite stores any value in any column. flagtui reads such values as the app does.
func TestOddValues(t *testing.T) {
	p := newSQLite(t, strings.ReplaceAll(tablesOf(t, "sqlite", simplemodule.OverrideTable), "enabled BOOLEAN NOT NULL", "enabled BOOLEAN"))
	s, ctx, acme := p.open(), t.Context(), feature.TenantScope("acme")
	values := map[string]bool{
		"1": true, "0": false, "2": true, "-1": true, "0.0": false, "0.5": true, "'0'": false, "'1'": true,
		"'true'": true, "'false'": true, "'off'": true, "' '": true, "''": false, "x'00'": true, "x''": false, "NULL": false,
	}
	times := map[string]time.Time{
		"'2026-01-02 03:04:05'":        time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		"'2026-01-02 03:04:05.123456'": time.Date(2026, 1, 2, 3, 4, 5, 123456000, time.UTC),
		"'2026-01-02T03:04:05Z'":       time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		"'2026-01-02 03:04:05+02:00'":  time.Date(2026, 1, 2, 1, 4, 5, 0, time.UTC),
		"'yesterday'":                  {}, "''": {}, "x'00ff'": {}, "1767323045": {}, "0.5": {},
	}
	for value, on := range values {
		for at, when := range times {
			p.exec(`DELETE FROM feature_flags_override`)
			p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at, updated_at, created_by, updated_by)
				VALUES ('tenant', 'acme', 'a.b', ` + value + `, ` + at + `, ` + at + `, 7, x'ff')`)
			want := map[bool]feature.Count{true: {On: 1}, false: {Off: 1}}[on]
			if stored, err := s.Stored(ctx, acme); err != nil || stored["a.b"].Enabled != on || len(stored) != 1 {
				t.Errorf("%s at %s: stored %v, %v", value, at, stored, err)
			}
			if counts, err := countsOf(ctx, s); err != nil || counts["a.b"] != want {
				t.Errorf("%s: counts %v, %v", value, counts, err)
			}
			if impact, err := s.Impact(ctx, "a.b"); err != nil || impact.Count != want || len(impact.OnNames) != want.On || len(impact.OffNames) != want.Off {
				t.Errorf("%s: impact %+v, %v", value, impact, err)
			}
			page, err := s.Overrides(ctx, layout.OverrideQuery{Name: "a.b"})
			rows := page.Overrides
			if err != nil || len(rows) != 1 || rows[0].Enabled != on || !rows[0].CreatedAt.Equal(when) || !rows[0].UpdatedAt.Equal(when) {
				t.Errorf("%s at %s: %+v, %v", value, at, rows, err)
			}
			if names, err := s.Recent(ctx, acme); err != nil || len(names) != 1 {
				t.Error(names, err)
			}
			if applied, err := s.Apply(ctx, set(acme, "a.b", feature.SettingOf(on), feature.SettingOf(!on))); err != nil || len(applied.Changed) != 1 {
				t.Errorf("%s: %+v, %v", value, applied, err)
			}
		}
	}
}

// On SQLite the app may store longer ids and names than the columns declare. flagtui
// reads and changes such overrides, but refuses new ones.
func TestLongerThanTheColumn(t *testing.T) {
	t.Parallel()
	p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.AuditTable))
	p.own(journalTable)
	tenant, name := strings.Repeat("t", 80), strings.Repeat("n", 250)
	p.override("tenant", tenant, name, true)
	p.override("tenant", tenant, "a.b", true)
	p.override("system", "", name, true)
	s, ctx, at := p.open(), t.Context(), feature.TenantScope(tenant)
	if info, err := s.Scope(ctx, at); err != nil || info.Overrides != 2 {
		t.Errorf("%+v, %v", info, err)
	}
	first, start, ids := p.bytes(), p.settings(), p.ids()
	for _, change := range []feature.ChangeSet{set(at, "a.b", feature.On, feature.Off), set(at, name, feature.On, feature.Inherit), set(feature.SystemScope(), name, feature.On, feature.Off)} {
		applied, err := s.Apply(ctx, change)
		if err != nil || len(applied.Changed) != 1 {
			t.Fatal(applied, err)
		}
		undo(t, s, applied.ID)
		wantSame(t, "undone", p.bytes(), first)
	}
	applied, err := s.Kill(ctx, name, feature.ChangeSet{})
	if err != nil || len(applied.Changed) != 2 {
		t.Errorf("%+v, %v", applied, err)
	}
	p.wantRead("killed", name, feature.Off, tenant)
	undo(t, s, applied.ID)
	wantSame(t, "undone", p.bytes(), first)
	p.wantReplay(start)
	p.wantAudited(ids)
	_, err = s.Apply(ctx, set(at, "new", feature.Inherit, feature.On))
	wantProblem(t, err, feature.ErrUsage, "too long: 80 characters")
	_, err = s.Scope(ctx, feature.TenantScope(strings.Repeat("u", 65)))
	wantProblem(t, err, feature.ErrUsage, "too long: 65 characters")
}
