package data

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

func TestJournal(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.own(journalTable)
		p.override("system", "", "on", true)
		p.override("system", "", "off", false)
		p.override("tenant", "acme", "on", true)
		s, ctx := p.open(), t.Context()
		acme := feature.TenantScope("acme")
		batch := feature.ChangeSet{ID: "the-id", Actor: "alice@ops1", Reason: "it's\nbroken", Changes: []feature.Change{
			{Scope: feature.SystemScope(), Name: "on", Before: feature.On, After: feature.Off},
			{Scope: feature.SystemScope(), Name: "off", Before: feature.On, After: feature.Off}, // already so
			{Scope: acme, Name: "on", Before: feature.On, After: feature.Inherit},
			{Scope: acme, Name: "new", Before: feature.Inherit, After: feature.On},
			{Scope: acme, Name: "none", Before: feature.On, After: feature.Inherit}, // already so
		}}
		conflicting := batch
		conflicting.Changes = append(batch.Changes[:4:4], feature.Change{Scope: acme, Name: "none", Before: feature.On, After: feature.Off})
		_, err := s.Apply(ctx, conflicting)
		wantProblem(t, err, feature.ErrConflict)
		if got := p.rows(`SELECT COUNT(*) FROM flagtui_change`); got != "0" {
			t.Errorf("a conflict recorded %s changes", got)
		}
		applied, err := s.Apply(ctx, batch)
		if err != nil || applied.ID != "the-id" || len(applied.Changed) != 3 {
			t.Fatal(applied, err)
		}
		want := "the-id|alice@ops1|it's\nbroken|system||on|yes|no|NULL\n" +
			"the-id|alice@ops1|it's\nbroken|tenant|acme|on|yes|NULL|NULL\n" +
			"the-id|alice@ops1|it's\nbroken|tenant|acme|new|NULL|yes|NULL"
		words := map[bool][]string{true: {"yes", "true", "no", "false"}, false: {"yes", "1", "no", "0"}}
		want = strings.NewReplacer(words[p.pg]...).Replace(want)
		const all = `SELECT change, actor, reason, scope, scope_id, name, before, after, undoes FROM flagtui_change ORDER BY id`
		if got := p.rows(all); got != want {
			t.Errorf("recorded:\n%s\nwant:\n%s", got, want)
		}
		recent := `SELECT COUNT(*) FROM flagtui_change WHERE at BETWEEN CURRENT_TIMESTAMP - INTERVAL '1 minute' AND CURRENT_TIMESTAMP`
		if !p.pg {
			recent = `SELECT COUNT(*) FROM flagtui_change WHERE at BETWEEN datetime('now', '-1 minute') AND datetime('now', '+1 second') AND length(at) = 26`
		}
		if got := p.rows(recent); got != "3" {
			t.Errorf("%s of 3 changes are recorded as of now", got)
		}
		if applied, err := s.Apply(ctx, batch); err != nil || len(applied.Changed) != 0 || p.rows(all) != want {
			t.Errorf("doing nothing: %+v, %v, recorded:\n%s", applied, err, p.rows(all))
		}

		// A change that cannot be recorded is not made.
		p.exec(`DROP TABLE flagtui_change`)
		if _, err := s.Apply(ctx, set(acme, "new", feature.On, feature.Off)); err == nil {
			t.Error("no error without the table that was there")
		}
		if stored, err := s.Stored(ctx, acme); err != nil || !stored["new"].Enabled {
			t.Errorf("%v, %v: the change was made without its record", stored, err)
		}
	})
}

func TestJournalOfABigSet(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.own(journalTable)
		batch := feature.ChangeSet{Actor: "alice"}
		for i := range 2500 {
			batch.Changes = append(batch.Changes, feature.Change{Scope: feature.TenantScope(fmt.Sprint(i)), Name: "a.b", After: feature.On})
		}
		applied, err := p.open().Apply(t.Context(), batch)
		if err != nil {
			t.Fatal(err)
		}
		if at, err := time.Parse("20060102-150405", applied.ID[:15]); err != nil || time.Since(at).Abs() > time.Hour {
			t.Errorf("the id %s does not tell the time", applied.ID)
		}
		if got, want := p.rows(`SELECT change, COUNT(*), COUNT(DISTINCT scope_id) FROM flagtui_change GROUP BY change`), applied.ID+"|2500|2500"; got != want {
			t.Errorf("recorded %s, want %s", got, want)
		}
	})
}
