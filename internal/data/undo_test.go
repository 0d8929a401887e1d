package data

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// mixed makes overrides, and returns a change-set that adds, changes and removes some.
func (p *place) mixed() feature.ChangeSet {
	p.override("system", "", "on", true)
	p.override("tenant", "acme", "off", false)
	p.override("tenant", "Globex ", "on", true)
	acme := feature.TenantScope("acme")
	return feature.ChangeSet{Actor: "alice", Client: "192.0.2.7", Reason: "release", Changes: []feature.Change{
		{Scope: feature.SystemScope(), Name: "on", Before: feature.On, After: feature.Off},
		{Scope: acme, Name: "off", Before: feature.Off, After: feature.Inherit},
		{Scope: feature.TenantScope("Globex "), Name: "on", Before: feature.On, After: feature.Inherit},
		{Scope: acme, Name: "new", After: feature.On},
		{Scope: feature.SystemScope(), Name: "new", After: feature.Off},
	}}
}

// apply makes a change-set, which must succeed.
func apply(t *testing.T, s Store, set feature.ChangeSet) string {
	t.Helper()
	applied, err := s.Apply(t.Context(), set)
	if err != nil || len(applied.Changed) != len(set.Changes) {
		t.Fatalf("%+v, %v", applied, err)
	}
	return applied.ID
}

// undo undoes a change-set. It must succeed.
func undo(t *testing.T, s Store, change string) string {
	t.Helper()
	applied, err := s.Undo(t.Context(), change, feature.ChangeSet{Actor: "bob", Reason: "back"})
	if err != nil || len(applied.Changed) == 0 {
		t.Fatalf("%+v, %v", applied, err)
	}
	return applied.ID
}

func TestUndo(t *testing.T) {
	eachKind(t, []bool{true}, both, func(t *testing.T, p *place, _, audit bool) {
		s := p.open()
		set := p.mixed()
		first, start, ids := p.bytes(), p.settings(), p.ids()
		change := apply(t, s, set)
		second := p.bytes()
		// An undo can be undone, to any depth.
		for i, id := 0, change; i < 6; i++ {
			if id = undo(t, s, id); id == change {
				t.Error("an undo goes by the name of what it undoes")
			}
			wantSame(t, fmt.Sprint("undo ", i), p.bytes(), []string{first, second}[i%2])
		}
		// The change-set is in effect again, so it can be undone once more, but not
		// twice.
		change2 := undo(t, s, change)
		wantSame(t, "undone once more", p.bytes(), first)
		_, err := s.Undo(t.Context(), change, feature.ChangeSet{Actor: "carol"})
		wantProblem(t, err, feature.ErrConflict, change+" is undone already, by bob", change2)
		entries, err := s.ChangeSet(t.Context(), change2)
		if err != nil || len(entries) != 5 || entries[0].Undoes != change || entries[0].Actor != "bob" || entries[0].Reason != "back" {
			t.Errorf("recorded %+v, %v", entries, err)
		}
		p.wantReplay(start)
		if audit {
			p.wantAudited(ids)
		}
	})
}

// An undo is refused if a row has changed since, through flagtui or outside.
func TestUndoIsRefused(t *testing.T) {
	const (
		update, where = `UPDATE feature_flags_override SET `, ` WHERE scope = 'tenant'`
		later         = `updated_at = '2096-01-02 03:04:05'`
		slow          = `updated_at = '2026-01-02 03:04:05'`
		bob           = `, updated_by = 'bob'`
		remove        = `DELETE FROM feature_flags_override` + where
		again         = `; INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at, created_by, updated_by)
			VALUES ('tenant', 'acme', 'a.b', ON, '2096-01-02 03:04:05', 'bob', 'bob')`
	)
	cases := map[string]struct {
		past string // the app's change of acme's a.b, after flagtui has turned the flag on
		by   []feature.Setting
		says []string
	}{
		"turned off by another":   {by: []feature.Setting{feature.Off}, says: []string{"it was on, and is off now, by carol"}},
		"removed by another":      {by: []feature.Setting{feature.Inherit}, says: []string{"it was on, and is inherit now, by carol"}},
		"and back":                {by: []feature.Setting{feature.Off, feature.On}, says: []string{"it was on, and is so again, by carol"}},
		"removed and back":        {by: []feature.Setting{feature.Inherit, feature.On}, says: []string{"it was on, and is so again, by carol"}},
		"by the app":              {past: update + `enabled = NOT enabled, ` + later + bob + where, says: []string{"it was on, and is off now, by bob at 2096-01-02T03:04:05Z"}},
		"by the app and back":     {past: update + later + bob + where, says: []string{"it was on, and is so again, by bob at 2096-01-02T03:04:05Z"}},
		"by an app with no names": {past: update + later + where, says: []string{"it was on, and is so again, by flagtui:alice at 2096"}},
		"by a slow clock's app":   {past: update + slow + bob + where, says: []string{"it was on, and is so again, by bob at 2026"}},
		"by an app's nobody":      {past: update + slow + `, updated_by = NULL` + where, says: []string{"it was on, and is so again"}},
		"removed by the app":      {past: remove, says: []string{"it was on, and is inherit now"}},
		"made again by the app":   {past: remove + again, says: []string{"it was on, and is so again, by bob at 2096"}},
	}
	eachKind(t, []bool{true}, []bool{false}, func(t *testing.T, p *place, _, _ bool) {
		s, acme := p.open(), feature.TenantScope("acme")
		words := strings.NewReplacer("ON", "1", "NOT enabled", "0")
		if p.pg {
			words = strings.NewReplacer("ON", "TRUE")
		}
		for name, test := range cases {
			t.Run(name, func(t *testing.T) {
				p.exec(`DELETE FROM feature_flags_override`)
				change := set(acme, "a.b", feature.Inherit, feature.On)
				change.Actor = "alice"
				change.Changes = append(change.Changes, feature.Change{Scope: feature.SystemScope(), Name: "a.b", After: feature.Off})
				id := apply(t, s, change)
				now := feature.On
				for _, next := range test.by {
					by := set(acme, "a.b", now, next)
					by.Actor = "carol"
					apply(t, s, by)
					now = next
				}
				for statement := range strings.SplitSeq(test.past, ";") {
					p.exec(words.Replace(statement))
				}
				before, recorded := p.bytes(), p.rows(`SELECT COUNT(*) FROM flagtui_change`)
				_, err := s.Undo(t.Context(), id, feature.ChangeSet{Actor: "dave"})
				wantProblem(t, err, feature.ErrConflict, append(test.says, `"a.b" at tenant:acme has changed since `+id)...)
				var conflict *Conflict
				if !errors.As(err, &conflict) || len(conflict.Rows) != 1 || conflict.Rows[0].Scope != acme {
					t.Errorf("%+v", conflict)
				}
				wantSame(t, "rows", p.bytes(), before)
				wantSame(t, "recorded", p.rows(`SELECT COUNT(*) FROM flagtui_change`), recorded)
			})
		}
	})
}

// In a table without times and users, the setting alone decides whether an undo is
// possible.
func TestUndoWithoutWhoAndWhen(t *testing.T) {
	onBoth(t, `CREATE TABLE feature_flags_override (id KEY, scope VARCHAR(10) NOT NULL, scope_id VARCHAR(64) NOT NULL,
		name VARCHAR(200) NOT NULL, enabled BOOLEAN NOT NULL, UNIQUE (scope, scope_id, name))`, func(t *testing.T, p *place) {
		p.own(journalTable)
		s, acme := p.open(), feature.TenantScope("acme")
		id := apply(t, s, set(acme, "a.b", feature.Inherit, feature.On))
		again := undo(t, s, undo(t, s, id))
		wantSame(t, "redone", p.rows(`SELECT COUNT(*) FROM feature_flags_override`), "1")
		p.exec(`DELETE FROM feature_flags_override`)
		for _, change := range []string{id, again} {
			_, err := s.Undo(t.Context(), change, feature.ChangeSet{})
			wantProblem(t, err, feature.ErrConflict, "it was on, and is inherit now")
		}
	})
}

func TestUndoOfNothing(t *testing.T) {
	eachKind(t, both, []bool{false}, func(t *testing.T, p *place, journal, _ bool) {
		_, err := p.open().Undo(t.Context(), "none", feature.ChangeSet{})
		if !journal {
			wantProblem(t, err, feature.ErrUnknown, "no history", "flagtui init")
			return
		}
		wantProblem(t, err, feature.ErrUnknown, `no change-set "none"`)
		id := apply(t, p.open(), set(feature.SystemScope(), "a.b", feature.Inherit, feature.On))
		_, err = p.open(readOnly).Undo(t.Context(), id, feature.ChangeSet{})
		wantProblem(t, err, feature.ErrRefused, "read-only")
	})
}

// Changes of other rows do not prevent an undo, and neither do changes that were undone.
func TestUndoOfAnyAge(t *testing.T) {
	eachKind(t, []bool{true}, []bool{false}, func(t *testing.T, p *place, _, _ bool) {
		s, acme := p.open(), feature.TenantScope("acme")
		p.override("tenant", "acme", "a.b", false)
		first := p.bytes()
		old := apply(t, s, set(acme, "a.b", feature.Off, feature.On))
		p.exec(`UPDATE flagtui_change SET at = '2020-01-02 03:04:05.000000'`)
		p.exec(`UPDATE feature_flags_override SET updated_at = '2020-01-02 03:04:05.000000'`)
		var others feature.ChangeSet
		for i := range 1500 {
			others.Changes = append(others.Changes, feature.Change{Scope: acme, Name: fmt.Sprint("f", i), After: feature.On})
		}
		undo(t, s, apply(t, s, others))
		middle := apply(t, s, set(acme, "a.b", feature.On, feature.Inherit))
		newest := apply(t, s, set(acme, "a.b", feature.Inherit, feature.On))
		for _, id := range []string{old, middle} {
			_, err := s.Undo(t.Context(), id, feature.ChangeSet{})
			wantProblem(t, err, feature.ErrConflict, "alice@ops1")
		}
		undo(t, s, newest)
		undo(t, s, middle)
		undo(t, s, old)
		wantSame(t, "rows", p.bytes(), first)
	})
}

func TestKill(t *testing.T) {
	eachKind(t, both, both, func(t *testing.T, p *place, journal, audit bool) {
		s := p.open()
		p.override("system", "", "other", true)
		p.override("tenant", "acme", "other", true)
		p.override("tenant", "globex", "a.b", false)
		p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled)
			WITH RECURSIVE g (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM g WHERE i < 1199) SELECT 'tenant', 't'||i, 'a.b', i % 2 = 0 FROM g`)
		first, start, ids := p.bytes(), p.settings(), p.ids()
		applied, err := s.Kill(t.Context(), "a.b", feature.ChangeSet{Actor: "alice", Changes: []feature.Change{{Scope: feature.SystemScope(), Name: "other", Before: feature.On}}})
		if err != nil || len(applied.Changed) != 601 {
			t.Fatalf("%d changes, %v", len(applied.Changed), err)
		}
		on := map[bool]string{true: "enabled", false: "enabled = 1"}[p.pg]
		wantSame(t, "on", p.rows(`SELECT name, COUNT(*) FROM feature_flags_override WHERE `+on+` GROUP BY name`), "other|2")
		wantSame(t, "system", p.rows(`SELECT name FROM feature_flags_override WHERE scope = 'system' AND NOT `+on), "a.b")
		again, err := s.Kill(t.Context(), "a.b", feature.ChangeSet{Actor: "alice"})
		if err != nil || again.ID != "" || len(again.Changed) > 0 {
			t.Errorf("once more: %+v, %v", again, err)
		}
		if !journal {
			return
		}
		wantSame(t, "recorded", p.rows(`SELECT change, COUNT(*) FROM flagtui_change GROUP BY change`), applied.ID+"|601")
		undo(t, s, applied.ID)
		wantSame(t, "undone", p.bytes(), first)
		p.wantReplay(start)
		if audit {
			p.wantAudited(ids)
		}
	})
}

// untilWaiting waits until flagtui waits for a lock of PostgreSQL.
func (p *place) untilWaiting() {
	for p.rows(`SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'flagtui' AND wait_event_type = 'Lock'`) == "0" {
		pause()
	}
}

// A tenant that is turned on while the kill waits for a lock is killed, too.
func TestKillWaits(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("tenant", "acme", "a.b", true)
	tx, err := p.raw.Begin()
	if err == nil {
		_, err = tx.Exec(`SELECT * FROM feature_flags_override FOR UPDATE`)
	}
	if err != nil {
		t.Fatal(err)
	}
	s, killed := p.open(), make(chan error)
	go func() {
		_, err := s.Kill(t.Context(), "a.b", feature.ChangeSet{})
		killed <- err
	}()
	p.untilWaiting()
	p.override("tenant", "globex", "a.b", true)
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := <-killed; err != nil {
		t.Fatal(err)
	}
	wantSame(t, "on", p.rows(`SELECT COUNT(*), COUNT(*) FILTER (WHERE enabled) FROM feature_flags_override`), "3|0")
}
