package data

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// appRow is a row that the application has loaded.
type appRow struct {
	scope, id, name string
	enabled         bool
}

// appReads returns the application's own value of a flag at a tenant, or at system scope
// for an empty tenant. rows are in the order of scope, scope id and name, and a later
// row replaces an earlier one. Up to release 0.0.39 every row that is not a tenant's is
// the system's. From 0.0.40 only rows with the scope "system" are.
func appReads(rows []appRow, from40 bool, tenant, name string) feature.Setting {
	system, own := feature.Inherit, feature.Inherit
	for _, row := range rows {
		switch {
		case row.name != name:
		case row.scope == "tenant":
			if tenant != "" && row.id == tenant {
				own = feature.SettingOf(row.enabled)
			}
		case row.scope == "system" || !from40:
			system = feature.SettingOf(row.enabled)
		}
	}
	if own != feature.Inherit {
		return own
	}
	return system
}

// appRows reads the table as the application does.
func (p *place) appRows() (rows []appRow) {
	p.t.Helper()
	found, err := p.raw.Query(`SELECT scope, scope_id, name, enabled FROM feature_flags_override ORDER BY scope, scope_id, name`)
	if err != nil {
		p.t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		var row appRow
		if err := found.Scan(&row.scope, &row.id, &row.name, &row.enabled); err != nil {
			p.t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// wantRead checks that both kinds of release read a flag as want, for every tenant and
// the system.
func (p *place) wantRead(what, name string, want feature.Setting, tenants ...string) {
	p.t.Helper()
	rows := p.appRows()
	for _, from40 := range both {
		for _, tenant := range append(tenants, "") {
			if got := appReads(rows, from40, tenant, name); got != want {
				p.t.Errorf("%s: from 0.0.40 on: %v, tenant %q: the app reads %s as %s, want %s, from %v", what, from40, tenant, name, got, want, rows)
			}
		}
	}
}

// oddPlaces are the scopes of rows that some release reads as the system's.
var oddPlaces = [][2]string{{"system", ""}, {"system", "x"}, {"system", "é"}, {"workspace", "w1"}, {"alpha", ""}, {"System", ""}, {"tenants", "acme"}}

// Set, clear and kill have the same effect in every release, whatever rows exist. An
// undo restores the old rows.
func TestOddRowsAreWrittenToo(t *testing.T) {
	eachKind(t, []bool{true}, []bool{true}, func(t *testing.T, p *place, _, _ bool) {
		s, ctx := p.open(), t.Context()
		for try := range 40 {
			p.exec(`DELETE FROM feature_flags_override`)
			for i, at := range oddPlaces {
				if n := rand.N(3); n > 0 || try < len(oddPlaces) && try == i {
					p.override(at[0], at[1], "a.b", n != 1)
				}
			}
			p.override("tenant", "acme", "a.b", true)
			p.override("workspace", "w1", "other", true)
			first, start, ids := p.bytes(), p.settings(), p.ids()
			p.exec(`DELETE FROM flagtui_change`)
			p.exec(`DELETE FROM audit_log_audit_entry`)
			for _, after := range []feature.Setting{feature.On, feature.Off, feature.Inherit} {
				stored, err := s.Stored(ctx, feature.SystemScope(), "a.b")
				if err != nil {
					t.Fatal(err)
				}
				seen, is := stored["a.b"]
				before := feature.Inherit
				if is {
					before = feature.SettingOf(seen.Enabled)
				}
				applied, err := s.Apply(ctx, set(feature.SystemScope(), "a.b", before, after))
				if err != nil {
					t.Fatalf("%s to %s: %v; %s", before, after, err, first)
				}
				p.wantRead(fmt.Sprint("set to ", after), "a.b", after, "none")
				again, err := s.Apply(ctx, set(feature.SystemScope(), "a.b", after, after))
				if err != nil || again.ID != "" {
					t.Errorf("once more: %+v, %v", again, err)
				}
				if applied.ID != "" {
					undo(t, s, applied.ID)
				}
				wantSame(t, "undone", p.bytes(), first)
			}
			applied, err := s.Kill(ctx, "a.b", feature.ChangeSet{Actor: "alice"})
			if err != nil {
				t.Fatal(err)
			}
			p.wantRead("killed", "a.b", feature.Off, "acme", "none")
			p.wantReplay(start)
			p.wantAudited(ids)
			undo(t, s, applied.ID)
			wantSame(t, "undone", p.bytes(), first)
			p.wantReplay(start)
		}
		if got := p.rows(`SELECT COUNT(*) FROM feature_flags_override WHERE name = 'other' AND updated_at IS NULL`); got != "1" {
			t.Error("another flag's row was written")
		}
	})
}

// An undo is refused if a new row would change its effect.
func TestOddRowsConflict(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		s := p.open()
		p.override("system", "", "a.b", false)
		p.override("workspace", "w1", "a.b", true)
		first := p.bytes()
		for _, change := range [][2]feature.Setting{{feature.Off, feature.Inherit}, {feature.Inherit, feature.Off}} {
			_, err := s.Apply(t.Context(), set(feature.SystemScope(), "a.b", change[0], change[1]))
			wantProblem(t, err, feature.ErrConflict, "is on now")
		}
		wantSame(t, "rows", p.bytes(), first)
	})
}

// A change is not undone where a row has come since that would make something
// else of it.
func TestUndoMeetsAnOddRow(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.own(journalTable)
		s := p.open()
		applied, err := s.Apply(t.Context(), set(feature.SystemScope(), "a.b", feature.Inherit, feature.On))
		if err != nil {
			t.Fatal(err)
		}
		p.override("workspace", "w1", "a.b", true)
		later := `'2100-01-01 00:00:00'`
		p.exec(`UPDATE feature_flags_override SET updated_at = ` + later + ` WHERE scope = 'workspace'`)
		_, err = s.Undo(t.Context(), applied.ID, feature.ChangeSet{})
		wantProblem(t, err, feature.ErrConflict, "workspace:w1", "doctor")
		p.exec(`UPDATE feature_flags_override SET updated_at = NULL WHERE scope = 'workspace'`) // the row is older than the change
		undo(t, s, applied.ID)
		wantSame(t, "left", p.rows(`SELECT scope FROM feature_flags_override`), "workspace")
	})
}

// Without a unique index, a change is written to all rows of the same scope and flag.
func TestTwinRows(t *testing.T) {
	t.Parallel()
	for _, pg := range both {
		t.Run(fmt.Sprint("postgres=", pg), func(t *testing.T) {
			t.Parallel()
			var p *place
			if pg {
				p = newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
				p.exec(`ALTER TABLE feature_flags_override DROP CONSTRAINT uq_feature_flags_override_scope_scope_id_name`)
			} else {
				p = newSQLite(t, strings.Replace(tablesOf(t, "sqlite", simplemodule.OverrideTable), "UNIQUE (scope,", "UNIQUE (id, scope,", 1))
			}
			s := p.open()
			for _, at := range [][2]string{{"system", ""}, {"tenant", "acme"}, {"workspace", ""}} {
				for _, on := range []bool{true, false, true} {
					p.override(at[0], at[1], "a.b", on)
				}
			}
			for _, change := range []feature.ChangeSet{set(feature.SystemScope(), "a.b", feature.On, feature.Off), set(feature.TenantScope("acme"), "a.b", feature.On, feature.Off)} {
				if _, err := s.Apply(t.Context(), change); err != nil {
					t.Error(err)
				}
			}
			p.wantRead("off", "a.b", feature.Off, "acme")
			if slices.ContainsFunc(p.appRows(), func(r appRow) bool { return r.enabled }) {
				t.Errorf("a twin is on: %v", p.appRows())
			}
			p.exec(`UPDATE feature_flags_override SET enabled = (SELECT NOT MAX(CAST(enabled AS INTEGER)) = 1 FROM feature_flags_override)`)
			if _, err := s.Kill(t.Context(), "a.b", feature.ChangeSet{}); err != nil {
				t.Error(err)
			}
			p.wantRead("killed", "a.b", feature.Off, "acme")
			if _, err := s.Apply(t.Context(), set(feature.TenantScope("acme"), "a.b", feature.Off, feature.Inherit)); err != nil {
				t.Error(err)
			}
			wantSame(t, "left", p.rows(`SELECT COUNT(*) FROM feature_flags_override WHERE scope = 'tenant'`), "0")
		})
	}
}
