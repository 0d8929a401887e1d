package data

import (
	"context"
	"errors"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/sqlspy"
	"flagtui/internal/feature"
)

// large fills a place: 2,000 flags, 3,000 tenants, 60,000 overrides of 2,500
// of them, and as many entries of history. SQLite has no statistics, as apps
// rarely gather any.
func (p *place) large() {
	series := func(n int, text string) {
		p.exec(fmt.Sprintf(text, fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)`, n)))
	}
	on := `i %% 3 > 0`
	if !p.pg {
		on = `CASE WHEN i %% 3 > 0 THEN 1 ELSE 0 END`
	}
	series(3000, `INSERT INTO tenants_tenant (id, slug, name, status) %s SELECT 't' || i, 'slug-' || i, 'Tenant ' || i, 'active' FROM n`)
	series(2000, `INSERT INTO flagtui_definition (name) %s SELECT 'flag.' || i FROM n`)
	series(59300, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at) %s
		SELECT 'tenant', 't' || (i %% 2500 + 600), 'flag.' || ((i / 2500 * 71 + i %% 2500) %% 2000), `+on+`, CURRENT_TIMESTAMP FROM n`)
	series(700, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at) %s
		SELECT 'system', '', 'flag.' || (i * 2), `+on+`, CURRENT_TIMESTAMP FROM n`)
	series(60000, `INSERT INTO flagtui_change (change, at, actor, scope, scope_id, name, after) %s
		SELECT 'c' || (i / 3), CURRENT_TIMESTAMP, 'user' || (i %% 90), 'tenant', 't' || (i %% 2500), 'flag.' || (i %% 2000), `+on+` FROM n`)
	order := `lower(hex(randomblob(16)))`
	if p.pg {
		order = `gen_random_uuid()`
	}
	series(60000, `INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, created_at) %s SELECT `+order+`, 'Order', i, 'deleted', CURRENT_TIMESTAMP FROM n`)
	id, at, changes := `printf('%%032x', i)`, `strftime('%%Y-%%m-%%d %%H:%%M:%%f000', '2027-01-01', i || ' seconds')`, `'[{"field": "enabled", "old": false, "new": true}]'`
	if p.pg {
		id, at, changes = `CAST(LPAD(TO_HEX(i), 32, '0') AS UUID)`, `TIMESTAMPTZ '2027-01-01' + i * INTERVAL '1 second'`, changes+`::json`
	}
	series(60000, `INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, user_id, created_at) %s
		SELECT `+id+`, 'FeatureFlagOverride', i, 'updated', `+changes+`, 'carol', `+at+` FROM n`)
	if p.pg {
		p.exec(`ANALYZE`)
	}
}

// cost is what calls of a method may cost, whatever the size of the database.
type cost struct {
	most  int    // statements that each of the calls runs
	scans string // the table that may be read from one end to the other, for the reason beside it
	calls []func(context.Context, Store) error
}

// costs are those of all methods of Store that look into the database.
func costs() map[string]cost {
	const name = "flag.700"
	t700 := feature.TenantScope("t700")
	scopes := func(text string, rest bool) func(context.Context, Store) error {
		return func(ctx context.Context, s Store) error {
			_, err := s.Scopes(ctx, layout.ScopeQuery{Kind: feature.Tenant, Text: text, Limit: 50, After: layout.Cursor{ID: "t1", Rest: rest}})
			return err
		}
	}
	history := func(q HistoryQuery) func(context.Context, Store) error {
		return func(ctx context.Context, s Store) error {
			q.Limit = 50
			page, err := s.History(ctx, q)
			if err == nil {
				q.After = page.Next
				_, err = s.History(ctx, q)
			}
			return err
		}
	}
	// changes turns new overrides on, off, and away: three change-sets.
	changes := func(n int) func(context.Context, Store) error {
		return func(ctx context.Context, s Store) error {
			set := feature.ChangeSet{Actor: "alice"}
			for _, to := range []feature.Setting{feature.On, feature.Off, feature.Inherit} {
				for i := range n {
					c := feature.Change{Scope: t700, Name: fmt.Sprint("new.", i), After: to}
					if len(set.Changes) == n {
						c.Before, set.Changes = set.Changes[0].After, set.Changes[1:]
					}
					set.Changes = append(set.Changes, c)
				}
				if _, err := s.Apply(ctx, set); err != nil {
					return err
				}
			}
			return nil
		}
	}
	var last string
	one := func(fn func(context.Context, Store) error) []func(context.Context, Store) error {
		return []func(context.Context, Store) error{fn}
	}
	return map[string]cost{
		"Definitions": {1, "flagtui_definition", one(func(ctx context.Context, s Store) error { _, err := s.Definitions(ctx); return err })}, // all are wanted
		// On PostgreSQL the bytes of names are in no index; the first of them are chosen without a sort of all.
		"FirstPage": {1, definitionTable, []func(context.Context, Store) error{
			func(ctx context.Context, s Store) error {
				_, err := s.FirstPage(ctx, feature.SystemScope(), 50)
				return err
			},
			func(ctx context.Context, s Store) error { _, err := s.FirstPage(ctx, t700, 50); return err },
		}},
		"Stored": {1, "", []func(context.Context, Store) error{
			func(ctx context.Context, s Store) error { _, err := s.Stored(ctx, feature.SystemScope()); return err },
			func(ctx context.Context, s Store) error {
				_, err := s.Stored(ctx, feature.SystemScope(), name)
				return err
			},
			func(ctx context.Context, s Store) error { _, err := s.Stored(ctx, t700); return err },
			func(ctx context.Context, s Store) error { _, err := s.Stored(ctx, t700, name); return err },
		}},
		"StoredAt": {4, "", one(func(ctx context.Context, s Store) error {
			at := []feature.Scope{feature.SystemScope()}
			for i := range 50 {
				at = append(at, feature.TenantScope(fmt.Sprint("t", 700+i)))
			}
			if _, err := s.StoredAt(ctx, at, name); err != nil {
				return err
			}
			_, err := s.StoredAt(ctx, at)
			return err
		})},
		"ScopeNames": {1, "", one(func(ctx context.Context, s Store) error {
			_, err := s.ScopeNames(ctx, []feature.Scope{feature.SystemScope(), t700, feature.TenantScope("t701")})
			return err
		})},
		"Rows": {4, "", []func(context.Context, Store) error{
			func(ctx context.Context, s Store) error {
				_, err := s.Rows(ctx, feature.SystemScope(), name)
				return err
			},
			func(ctx context.Context, s Store) error { _, err := s.Rows(ctx, t700, name, "flag.1"); return err },
		}},
		"Recent": {1, "", one(func(ctx context.Context, s Store) error { _, err := s.Recent(ctx, t700); return err })},
		"Counts": {1, simplemodule.OverrideTable, one(func(ctx context.Context, s Store) error { _, err := countsOf(ctx, s); return err })}, // counts all
		"Overrides": {4, "", []func(context.Context, Store) error{
			func(ctx context.Context, s Store) error {
				_, err := s.Overrides(ctx, layout.OverrideQuery{Name: name})
				return err
			},
			func(ctx context.Context, s Store) error {
				_, err := s.Overrides(ctx, layout.OverrideQuery{Name: name, After: t700, Limit: 50})
				return err
			},
		}},
		"All":    {1, simplemodule.OverrideTable, one(func(ctx context.Context, s Store) error { _, err := s.All(ctx); return err })},        // as it says
		"Impact": {4, simplemodule.TenantTable, one(func(ctx context.Context, s Store) error { _, err := s.Impact(ctx, name); return err })}, // counts all tenants
		// Part of a text is in no index; the list of tenants is read until the page is full.
		"Scopes": {1, simplemodule.TenantTable, []func(context.Context, Store) error{scopes("", false), scopes("", true), scopes("tenant", false), scopes("nothing", false), scopes("nothing", true)}},
		"Scope":  {1, "", one(func(ctx context.Context, s Store) error { _, err := s.Scope(ctx, t700); return err })},
		"Apply":  {27, "", []func(context.Context, Store) error{changes(1), changes(100)}},
		// Two pages; each takes its records, the rows that the app's are of, their past, and the rows as they are now.
		// Before the first one of a flag or a scope, the newest records are searched for overrides that are gone.
		"History": {50, "", []func(context.Context, Store) error{history(HistoryQuery{}), history(HistoryQuery{Name: name}), history(HistoryQuery{Scope: t700}),
			history(HistoryQuery{Scope: t700, Name: name}), history(HistoryQuery{Change: "c7"})}},
		"LastChanges": {18, "", one(func(ctx context.Context, s Store) error {
			_, err := s.LastChanges(ctx, t700, name, "flag.1", "none")
			return err
		})},
		"ChangeSet": {1, "", one(func(ctx context.Context, s Store) error { _, err := s.ChangeSet(ctx, "c7"); return err })},
		// Actors are in no index: it reads back through the newest entries until it finds one.
		"LastOwn": {1, journalTable, []func(context.Context, Store) error{
			func(ctx context.Context, s Store) error {
				entries, err := s.LastOwn(ctx, "alice")
				if err == nil {
					last = entries[0].Change
				}
				return err
			},
			func(ctx context.Context, s Store) error {
				if _, err := s.LastOwn(ctx, "nobody"); !errors.Is(err, feature.ErrUnknown) {
					return fmt.Errorf("nobody changed something: %w", err)
				}
				return nil
			},
		}},
		"Undo": {12, "", one(func(ctx context.Context, s Store) error { _, err := s.Undo(ctx, last, feature.ChangeSet{}); return err })},
		"Kill": {11, "", one(func(ctx context.Context, s Store) error { _, err := s.Kill(ctx, name, feature.ChangeSet{}); return err })},
		// It replaces all of them, has what is deferred run, and reads them back.
		"Register": {5, definitionTable, one(func(ctx context.Context, s Store) error {
			return s.Register(ctx, []feature.Definition{{Name: "a"}, {Name: "b"}})
		})},
	}
}

// notCounted are the methods that have no such cost.
var notCounted = []string{"Info", "Close", "Watch", "Access", // nothing is read of the tables
	"CheckRows",                                                                // everything is
	"FeatureRollouts", "Enabled", "FeatureStates", "ScopeRollouts", "Rollouts"} // of scoped features

// fullScan finds, in a line of a plan, a table that is read from one end to
// the other: its alias, or its name where it has none.
var fullScan = map[bool]*regexp.Regexp{
	true:  regexp.MustCompile(`Seq Scan on (?:\S+ )?(\w+)  \(`),
	false: regexp.MustCompile(`^SCAN (\w+)`),
}

// ends tells that a scan is made in the order of an index, and ends when
// enough is found.
func ends(text, line string, plan []string) bool {
	return (strings.Contains(line, " USING INDEX ") || strings.Contains(line, " USING COVERING INDEX ") || strings.Contains(text, " ORDER BY o.id DESC LIMIT ")) && strings.Contains(text, " LIMIT ") && !slices.Contains(plan, "USE TEMP B-TREE FOR ORDER BY")
}

// aliases are what the queries call tables.
var aliases = map[string]string{"o": simplemodule.OverrideTable, "t": simplemodule.TenantTable, "tenants_tenant": simplemodule.TenantTable, "j": journalTable, "u": journalTable, "a": simplemodule.AuditTable,
	simplemodule.OverrideTable: simplemodule.OverrideTable, definitionTable: definitionTable, journalTable: journalTable, simplemodule.AuditTable: simplemodule.AuditTable}

// Every statement of every method uses an index that it can use.
func TestPlans(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		newSQLite(t, tablesOf(t, "sqlite", simplemodule.AuditTable)).wantCosts()
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		newPostgres(t, tablesOf(t, "postgres", simplemodule.AuditTable)).wantCosts()
	})
}

func (p *place) wantCosts() {
	p.own(definitionTable, journalTable)
	p.large()
	s := p.open().(*sqlStore)
	y := sqlspy.On(p.t, &s.Pool)
	all := costs()
	store := reflect.TypeFor[Store]()
	for i := range store.NumMethod() {
		if name := store.Method(i).Name; len(all[name].calls) == 0 && !slices.Contains(notCounted, name) {
			p.t.Errorf("nobody knows what %s costs", name)
		}
	}
	for _, name := range []string{"Apply", "LastOwn", "Undo"} { // in this order
		p.wantCost(s, y, name, all[name])
		delete(all, name)
	}
	for name, cost := range all {
		p.wantCost(s, y, name, cost)
	}
}

// wantCost calls a method, and expects that it costs no more than it may.
func (p *place) wantCost(s *sqlStore, y *sqlspy.Spy, name string, may cost) {
	p.t.Helper()
	for i, call := range may.calls {
		y.Seen()
		if err := call(p.t.Context(), s); err != nil {
			p.t.Errorf("%s %d: %v", name, i, err)
		}
		ran := y.Seen()
		p.t.Logf("%s %d: %d statements", name, i, len(ran))
		if len(ran) > may.most {
			p.t.Errorf("%s %d runs %d statements, want at most %d", name, i, len(ran), may.most)
		}
		for _, r := range ran {
			lines := y.Plan(p.t, r)
			for _, line := range lines {
				m := fullScan[p.pg].FindStringSubmatch(line)
				if m != nil && aliases[m[1]] != "" && aliases[m[1]] != may.scans && !ends(r.Text, line, lines) {
					p.t.Errorf("%s %d reads all of %s:\n%.600s\n%s", name, i, aliases[m[1]], r.Text, strings.Join(lines, "\n"))
					break
				}
			}
		}
	}
}
