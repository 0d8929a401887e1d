package data

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

func TestWritesAreTheORMs(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.AuditTable, func(t *testing.T, p *place) {
		s, acme := p.open(), feature.TenantScope("acme")
		p.tenant("acme", "Acme")
		p.override("system", "", "a.b", true)
		apply := func(scope feature.Scope, name string, before, after feature.Setting, want int) {
			t.Helper()
			applied, err := s.Apply(t.Context(), set(scope, name, before, after))
			if err != nil {
				t.Fatal(err)
			}
			if len(applied.Changed) != want || (applied.ID == "") != (want == 0) {
				t.Errorf("%s at %s from %s to %s: %+v, want %d changes", name, scope, before, after, applied, want)
			}
		}
		const all = `SELECT scope, scope_id, name, CAST(enabled AS INTEGER), created_by, updated_by, updated_at IS NULL FROM feature_flags_override ORDER BY 1, 2, 3`
		expect := func(want string) {
			t.Helper()
			yes, no := "1", "0"
			if p.pg {
				yes, no = "true", "false"
			}
			want = strings.NewReplacer("yes", yes, "no", no).Replace(want)
			if got := p.rows(all); got != want {
				t.Errorf("rows:\n%s\nwant:\n%s", got, want)
			}
		}
		apply(feature.SystemScope(), "a.b", feature.On, feature.On, 0)
		expect("system||a.b|1|app|app|yes")
		apply(feature.SystemScope(), "a.b", feature.On, feature.Off, 1)
		expect("system||a.b|0|app|flagtui:alice@ops1|no")
		apply(acme, "a.b", feature.Inherit, feature.On, 1)
		expect("system||a.b|0|app|flagtui:alice@ops1|no\ntenant|acme|a.b|1|flagtui:alice@ops1|flagtui:alice@ops1|yes")
		apply(feature.SystemScope(), "a.b", feature.Off, feature.Inherit, 1)
		apply(feature.SystemScope(), "a.b", feature.Inherit, feature.Inherit, 0)
		expect("tenant|acme|a.b|1|flagtui:alice@ops1|flagtui:alice@ops1|yes")

		if !p.pg {
			form := p.rows(`SELECT typeof(created_at), length(created_at), typeof(enabled) FROM feature_flags_override`)
			if want := "text|26|integer"; form != want { // YYYY-MM-DD HH:MM:SS.ffffff
				t.Errorf("stored as %s, want %s", form, want)
			}
		}
		page, err := s.Overrides(t.Context(), layout.OverrideQuery{Name: "a.b"})
		rows := page.Overrides
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		if at, by := rows[0].Changed(); time.Since(at).Abs() > time.Minute || at.Location() != time.UTC || by != "flagtui:alice@ops1" {
			t.Errorf("changed at %v by %q", at, by)
		}
	})
}

func TestBatchIsAllOrNothing(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		s := p.open()
		p.override("system", "", "f.0001", true)
		batch := feature.ChangeSet{Actor: "alice"}
		for i := range 2500 {
			before := feature.Inherit
			if i == 1 {
				before = feature.On
			}
			batch.Changes = append(batch.Changes, feature.Change{Scope: feature.SystemScope(), Name: fmt.Sprintf("f.%04d", i), Before: before, After: feature.Off})
		}
		batch.Changes[7].Before = feature.On // not the stored setting
		_, err := s.Apply(t.Context(), batch)
		if !errors.Is(err, feature.ErrConflict) {
			t.Fatalf("error %v, want a conflict", err)
		}
		if got := p.rows(`SELECT COUNT(*) FROM feature_flags_override`); got != "1" {
			t.Errorf("%s rows after a refused batch, want the 1 of before", got)
		}
		batch.Changes[7].Before = feature.Inherit
		applied, err := s.Apply(t.Context(), batch)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(applied.Changed, batch.Changes) {
			t.Error("the changes are not reported in the order asked")
		}
		if got := p.rows(`SELECT COUNT(*), MAX(CAST(enabled AS INTEGER)) FROM feature_flags_override`); got != "2500|0" {
			t.Errorf("%s, want 2500 rows, all off", got)
		}
	})
}

func TestConflictSaysWhoAndWhat(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		s := p.open()
		p.override("tenant", "acme", "a.b", true)
		for _, before := range []feature.Setting{feature.Off, feature.Inherit} {
			change := set(feature.TenantScope("acme"), "a.b", before, feature.Inherit)
			if before == feature.Inherit {
				change.Changes[0].After = feature.Off
			}
			_, err := s.Apply(t.Context(), change)
			var conflict *Conflict
			if !errors.Is(err, feature.ErrConflict) || !errors.As(err, &conflict) {
				t.Fatalf("error %v, want a conflict", err)
			}
			want := ConflictRow{Change: change.Changes[0], Now: feature.On, At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), By: "app"}
			if len(conflict.Rows) != 1 || conflict.Rows[0] != want {
				t.Errorf("conflict %+v, want %+v", conflict.Rows, want)
			}
		}
		if got := p.rows(`SELECT COUNT(*) FROM feature_flags_override WHERE updated_at IS NULL`); got != "1" {
			t.Error("a conflict wrote something")
		}
	})
}
