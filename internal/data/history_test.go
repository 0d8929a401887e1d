package data

import (
	"database/sql"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
	_ "flagtui/internal/schema/schematest"
)

// filled fills flagtui_change with n entries at system scope and for 5,000 tenants.
// Three entries have the same time. The entries have four actors and 300 flags.
func (p *place) filled(n int) {
	p.t.Helper()
	statements := schema.Statements(!p.pg, journalTable)
	p.exec(statements[0])
	at, series := `strftime('%Y-%m-%d %H:%M:%f000', '2026-01-01', (i/3)||' seconds')`, `(WITH RECURSIVE g (i) AS (SELECT 1 UNION ALL SELECT i+1 FROM g WHERE i < `+fmt.Sprint(n)+`) SELECT i FROM g) g`
	if p.pg {
		at, series = `TIMESTAMPTZ '2026-01-01 00:00:00Z' + (i/3) * INTERVAL '1 second'`, `generate_series(1, `+fmt.Sprint(n)+`) i`
	}
	p.exec(`INSERT INTO flagtui_change (change, at, actor, reason, scope, scope_id, name, before, after)
		SELECT 'c'||(i/4), ` + at + `, 'user'||(i%4), '', CASE WHEN i%10 = 0 THEN 'system' ELSE 'tenant' END,
			CASE WHEN i%10 = 0 THEN '' ELSE 't'||(i%5000) END, 'flag.'||(i*7%300), i%2 = 0, i%2 = 1 FROM ` + series)
	for _, statement := range statements[1:] {
		p.exec(statement)
	}
	if p.pg {
		p.exec(`ANALYZE flagtui_change`)
	}
}

// historyFilters are single conditions and combinations of conditions.
var historyFilters = map[string]HistoryFilter{
	"all":                 {},
	"flag":                {Name: "flag.7"},
	"no such flag":        {Name: "none"},
	"system":              {Scope: feature.SystemScope()},
	"tenant":              {Scope: feature.TenantScope("t7")},
	"since":               {Since: time.Date(2026, 1, 1, 0, 1, 0, 0, time.UTC)},
	"until":               {Until: time.Date(2026, 1, 1, 0, 1, 0, 0, time.UTC)},
	"change":              {Change: "c42"},
	"flag since":          {Name: "flag.7", Since: time.Date(2026, 1, 1, 0, 1, 0, 0, time.UTC)},
	"tenant since":        {Scope: feature.TenantScope("t307"), Since: time.Date(2026, 1, 1, 0, 1, 0, 0, time.UTC)},
	"flag at system":      {Name: "flag.70", Scope: feature.SystemScope()},
	"flag of tenant":      {Name: "flag.49", Scope: feature.TenantScope("t7")},
	"flag in change":      {Name: "flag.0", Change: "c75"},
	"tenant's in change":  {Scope: feature.TenantScope("t303"), Change: "c75"},
	"all four":            {Name: "flag.0", Scope: feature.SystemScope(), Change: "c75", Since: time.Date(2026, 1, 1, 0, 1, 0, 0, time.UTC)},
	"all four, and later": {Name: "flag.0", Scope: feature.SystemScope(), Change: "c75", Since: time.Date(2026, 1, 1, 1, 0, 0, 0, time.UTC)},
}

func matches(q HistoryFilter, e feature.Entry) bool {
	return (q.Name == "" || e.Name == q.Name) && (q.Scope.Kind == "" || e.Scope == q.Scope) &&
		(q.Change == "" || e.Change == q.Change) && !e.At.Before(q.Since) && (q.Until.IsZero() || !e.At.After(q.Until))
}

// Pages have no gaps and no repeats, although several entries have the same time. Each
// condition selects the right entries, alone and with others.
func TestHistoryPages(t *testing.T) {
	eachKind(t, []bool{false}, []bool{false}, func(t *testing.T, p *place, _, _ bool) {
		const n = 600
		p.filled(n)
		s := p.open()
		everything, err := s.History(t.Context(), HistoryQuery{HistoryFilter: HistoryFilter{Origin: feature.FromFlagtui}, Limit: n + 1})
		if err != nil || len(everything.Entries) != n || everything.More || everything.Partial {
			t.Fatal(len(everything.Entries), everything.More, err)
		}
		newestFirst := slices.IsSortedFunc(everything.Entries, func(a, b feature.Entry) int {
			if c := b.At.Compare(a.At); c != 0 {
				return c
			}
			return int(b.ID - a.ID)
		})
		if !newestFirst {
			t.Error("the newest is not the first")
		}
		for name, filter := range historyFilters {
			query := HistoryQuery{HistoryFilter: filter}
			var want []feature.Entry
			for _, e := range everything.Entries {
				if matches(filter, e) {
					want = append(want, e)
				}
			}
			if len(want) == 0 && !strings.HasPrefix(name, "no ") && !strings.HasSuffix(name, "later") {
				t.Errorf("%s: this tests nothing", name)
			}
			query.Origin = feature.FromFlagtui
			for _, limit := range []int{1, 2, 7, n} {
				if limit == 1 && len(want) > 20 {
					continue // 20 entries suffice for pages of one
				}
				var got []feature.Entry
				page := HistoryPage{More: true}
				for page.More {
					query.After, query.Limit = page.Next, limit
					if page, err = s.History(t.Context(), query); err != nil {
						t.Fatal(err)
					}
					got = append(got, page.Entries...)
				}
				query.After = HistoryMark{}
				if !slices.Equal(got, want) {
					t.Errorf("%s by %d: %d entries, want %d; or others", name, limit, len(got), len(want))
				}
			}
		}
	})
}

// Every page of a long history is read by an index, in order.
func TestHistoryByIndex(t *testing.T) {
	eachKind(t, []bool{false}, []bool{false}, func(t *testing.T, p *place, _, _ bool) {
		n := 200_000
		if raced() && !p.pg { // SQLite's plans do not depend on the number of rows
			n = 2_000
		}
		p.filled(n)
		s := p.open().(*sqlStore)
		for name, filter := range historyFilters {
			for _, after := range []layout.Position{{}, {At: time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC), ID: 97_000, Started: true}} {
				where, args := s.journalConditions(filter, filter.Scope, after)
				plan := p.plan(s, s.selectEntries(where, 100), args)
				bad := []string{"Seq Scan", "SCAN j\n", "TEMP B-TREE", "Sort"}
				if filter.Change != "" {
					bad = bad[:2] // the entries of one change-set may be sorted
				}
				for _, word := range bad {
					if strings.Contains(plan+"\n", word) {
						t.Errorf("%s, after %v:\n%s", name, after, plan)
					}
				}
				if name != "all" && !p.pg && !strings.Contains(plan, "SEARCH j USING INDEX") {
					t.Errorf("%s, after %v:\n%s", name, after, plan)
				}
			}
		}
	})
}

// raced reports whether the race detector is on. It makes SQLite some fifty times
// slower.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// plan returns the database's plan for a query.
func (p *place) plan(s *sqlStore, text string, args []any) string {
	p.t.Helper()
	explain := "EXPLAIN "
	if !p.pg {
		explain = "EXPLAIN QUERY PLAN "
	}
	var lines []string
	err := engine.Query(p.t.Context(), s.Pool, explain+text, args, func(rows *sql.Rows) error {
		var line string
		var skip any
		to := []any{&line}
		if !p.pg {
			to = []any{&skip, &skip, &skip, &line}
		}
		err := rows.Scan(to...)
		lines = append(lines, line)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func TestLastOwn(t *testing.T) {
	eachKind(t, both, []bool{false}, func(t *testing.T, p *place, journal, _ bool) {
		s, names := p.open(), 0
		if !journal {
			_, err := s.LastOwn(t.Context(), "alice")
			wantProblem(t, err, feature.ErrUnknown, "flagtui init")
			return
		}
		do := func(actor, client string) string {
			t.Helper()
			names++
			change := set(feature.SystemScope(), fmt.Sprint("f", names), feature.Inherit, feature.On)
			change.Changes = append(change.Changes, feature.Change{Scope: feature.TenantScope("acme"), Name: "f", Before: feature.Setting((names + 1) % 2 * 2), After: feature.Setting(names % 2 * 2)})
			change.Actor, change.Client = actor, client
			return apply(t, s, change)
		}
		want := func(actor, change string) {
			t.Helper()
			entries, err := s.LastOwn(t.Context(), actor)
			if change == "" {
				wantProblem(t, err, feature.ErrUnknown, "could be undone")
			} else if err != nil || entries[0].Change != change || len(entries) != 2 || entries[1].Name != "f" {
				t.Errorf("%s: %+v, %v, want %s", actor, entries, err, change)
			}
		}
		want("alice", "")
		first := do("alice", "")
		do("alice2", "")
		do("ALICE", "")
		do("", "alice")
		do("bob", "alice")
		do("alice from", "x")
		do("alice from home", "")
		do("malice", "192.0.2.7")
		want("alice", first)
		second := do("alice", "192.0.2.7")
		want("alice", second)
		do("al", "")
		want("alice", second)
		want("nobody", "")
		want("a_ice", "")
		want("%", "")
		for _, actor := range []string{"alice from home", "", strings.Repeat("é", 300), strings.Repeat("x", 252), "bad\xff\x00"} {
			want(actor, do(actor, "192.0.2.7"))
		}
		want("alice", second)
	})
}

// LastOwn does not search the whole history.
func TestLastOwnIsNotLookedForInAllOfHistory(t *testing.T) {
	eachKind(t, []bool{true}, []bool{false}, func(t *testing.T, p *place, _, _ bool) {
		s := p.open()
		change := apply(t, s, set(feature.SystemScope(), "f", feature.Inherit, feature.On))
		later := func(n int) {
			p.exec(fmt.Sprintf(`INSERT INTO flagtui_change (change, at, actor, scope, scope_id, name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
				SELECT 'c', '2999-01-01 00:00:00', 'bob', 'system', '', 'f' FROM n`, n))
		}
		later(newestEntries - 1)
		if entries, err := s.LastOwn(t.Context(), "alice@ops1"); err != nil || entries[0].Change != change {
			t.Errorf("%+v, %v, want %s", entries, err, change)
		}
		later(1)
		_, err := s.LastOwn(t.Context(), "alice@ops1")
		wantProblem(t, err, feature.ErrUnknown, "newest 10000 entries")
	})
}

// LastOwn skips an undone change-set, and returns one that was redone.
func TestLastOwnUndone(t *testing.T) {
	eachKind(t, []bool{true}, []bool{false}, func(t *testing.T, p *place, _, _ bool) {
		s := p.open()
		by := func(after feature.Setting) string {
			return apply(t, s, set(feature.SystemScope(), fmt.Sprint("f", after), feature.Inherit, after))
		}
		want := func(change string) {
			t.Helper()
			if entries, err := s.LastOwn(t.Context(), "alice@ops1"); err != nil || entries[0].Change != change {
				t.Errorf("%+v, %v, want %s", entries, err, change)
			}
		}
		first, second := by(feature.Off), by(feature.On)
		for id, i := second, 0; i < 6; i++ {
			want([]string{second, first}[i%2])
			id = undo(t, s, id)
		}
		want(second)
		undo(t, s, second)
		want(first)
		// Of two undos of the same change-set, the older one may be in effect.
		once := undo(t, s, first)
		redo := undo(t, s, once)
		gone := undo(t, s, redo)
		again := undo(t, s, once)
		undo(t, s, again)
		back := undo(t, s, gone)
		want(first)
		undo(t, s, back)
		_, err := s.LastOwn(t.Context(), "alice@ops1")
		wantProblem(t, err, feature.ErrUnknown)
		_, err = s.LastOwn(t.Context(), "bob") // bob has made only undos
		wantProblem(t, err, feature.ErrUnknown)
	})
}
