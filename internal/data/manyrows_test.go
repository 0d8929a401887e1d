package data

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// killedBySQL records a kill of 20,000 overrides as flagtui would, in flagtui_change and
// in the app's audit trail.
func (p *place) killedBySQL() {
	p.t.Helper()
	const series = ` WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT `
	p.exec(`INSERT INTO feature_flags_override (id, scope, scope_id, name, enabled, created_at)` + series + `i, 'tenant', 't' || i, 'a.b', FALSE, CURRENT_TIMESTAMP FROM n`)
	id := `lower(hex(randomblob(16)))`
	if p.pg {
		id = `gen_random_uuid()`
	}
	p.exec(`INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, user_id, correlation_id)` + series + id +
		`, 'FeatureFlagOverride', CAST(i AS VARCHAR(20)), 'updated', '[{"field": "enabled", "old": true, "new": false}]', 'flagtui:alice', 'the-kill' FROM n`)
	p.exec(`INSERT INTO flagtui_change (change, actor, scope, scope_id, name, before, after)` + series + `'the-kill', 'alice', 'tenant', 't' || i, 'a.b', TRUE, FALSE FROM n`)
	if p.pg {
		p.exec(`ANALYZE`)
	}
}

// After a kill of many overrides, a history and the doctor still use the indexes of
// flagtui_change. PostgreSQL then expects that any change-set has many rows.
func TestHistoryAfterALargeKill(t *testing.T) {
	eachKind(t, []bool{true}, []bool{true}, func(t *testing.T, p *place, _, _ bool) {
		p.killedBySQL()
		for what, read := range map[string]func(Store) error{
			"history": func(s Store) error {
				page, err := s.History(t.Context(), HistoryQuery{Limit: 50})
				if len(page.Entries) != 50 {
					t.Errorf("%d entries", len(page.Entries))
				}
				return err
			},
			"the marks of rows": func(s Store) error {
				_, err := s.Rows(t.Context(), feature.TenantScope("t7"), "a.b")
				return err
			},
		} {
			for _, plan := range p.plansOf(journalTable, read) {
				if strings.Contains(plan, "Seq Scan on "+journalTable) || strings.Contains(plan, "SCAN j\n") {
					t.Errorf("%s needs no index of flagtui_change:\n%s", what, plan)
				}
			}
		}
	})
}

// many returns a change-set that turns a flag on for n tenants.
func many(n int) feature.ChangeSet {
	set := feature.ChangeSet{Actor: "alice@ops1"}
	for i := range n {
		set.Changes = append(set.Changes, feature.Change{Scope: feature.TenantScope(fmt.Sprintf("t%05d", i)), Name: "a.b", After: feature.On})
	}
	return set
}

// A change-set may be larger than a statement, with the 65,535 arguments of PostgreSQL and
// the 32,766 of SQLite, and larger than a message. The kill and its undo are, too.
func TestChangesLargerThanAStatement(t *testing.T) {
	eachKind(t, []bool{true}, []bool{true}, func(t *testing.T, p *place, _, _ bool) {
		s := p.open(timeout(long))
		for _, n := range []int{engine.Chunk, 3*engine.Chunk + 1} {
			var written []int
			set := many(n)
			set.Progress = func(n int) { written = append(written, n) }
			applied, err := s.Apply(t.Context(), set)
			if err != nil || len(applied.Changed) != n {
				t.Fatalf("%d changes: %d written, %v", n, len(applied.Changed), err)
			}
			if len(written) < 2 || written[len(written)-1] != n || !slices.IsSorted(written) {
				t.Errorf("%d changes: the progress is %v", n, written)
			}
			killed, err := s.Kill(t.Context(), "a.b", feature.ChangeSet{Actor: "alice@ops1"})
			if err != nil || len(killed.Changed) != n+1 {
				t.Fatalf("%d changes: %d killed, %v", n, len(killed.Changed), err)
			}
			for _, id := range []string{killed.ID, applied.ID} {
				if _, err := s.Undo(t.Context(), id, feature.ChangeSet{Actor: "alice@ops1"}); err != nil {
					t.Fatalf("%d changes: %v", n, err)
				}
			}
			const records = `SELECT COUNT(*) FROM flagtui_change`
			if got, want := p.rows(`SELECT COUNT(*) FROM feature_flags_override`)+" "+p.rows(records), fmt.Sprintf("0 %d", 4*n+2); got != want {
				t.Errorf("%d changes: overrides and records %s, want %s", n, got, want)
			}
			p.exec(`DELETE FROM flagtui_change; DELETE FROM audit_log_audit_entry`)
		}
	})
}

// A change-set that is canceled in the middle leaves no row and no record.
func TestChangesCanceledInTheMiddle(t *testing.T) {
	eachKind(t, []bool{true}, []bool{true}, func(t *testing.T, p *place, _, _ bool) {
		s := p.open(timeout(long))
		const n = 2*engine.Chunk + 1
		for _, at := range []int{1, n / 2, n - 1} {
			ctx, cancel := context.WithCancel(t.Context())
			set := many(n)
			set.Progress = func(written int) {
				if written >= at {
					cancel()
				}
			}
			_, err := s.Apply(ctx, set)
			cancel()
			if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "nothing was written") {
				t.Errorf("canceled at %d: %v", at, err)
			}
			for _, table := range []string{simplemodule.OverrideTable, simplemodule.AuditTable, journalTable} {
				if rows := p.rows(`SELECT COUNT(*) FROM ` + table); rows != "0" {
					t.Errorf("canceled at %d: %s has %s rows", at, table, rows)
				}
			}
		}
	})
}

// A write of many overrides of a flag that the planner's statistics do not know reads few
// rows for each of them. PostgreSQL then expects no row of the flag, and prefers the
// index on name to the unique one.
func TestManyRowsOfAnUnknownFlag(t *testing.T) {
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.AuditTable))
	p.own(journalTable)
	const others, n = 10_000, 2 * engine.Chunk
	p.exec(fmt.Sprintf(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) SELECT 'tenant', CAST(i AS TEXT), 'other', TRUE FROM generate_series(1, %d) i;
		ANALYZE feature_flags_override`, others))
	s := p.open(timeout(long))
	applied, err := s.Apply(t.Context(), many(n))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.rows(`SELECT COUNT(DISTINCT o.id) FROM audit_log_audit_entry a JOIN feature_flags_override o ON a.entity_id = CAST(o.id AS TEXT)`), fmt.Sprint(n); got != want {
		t.Errorf("the audit trail has the ids of %s rows, want %s", got, want)
	}
	if _, err := s.Undo(t.Context(), applied.ID, feature.ChangeSet{Actor: "alice@ops1"}); err != nil {
		t.Fatal(err)
	}
	s.Close() // the session reports its statistics when it ends
	const read = `SELECT SUM(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'feature_flags_override'`
	for p.rows(`SELECT n_tup_ins, n_tup_del FROM pg_stat_user_tables WHERE relname = 'feature_flags_override'`) != fmt.Sprintf("%d|%d", others+n, n) {
		pause()
	}
	if rows, err := strconv.Atoi(p.rows(read)); err != nil || rows > 20*n {
		t.Errorf("%d rows were written, and %d read by indexes, %v", n, rows, err)
	}
}
