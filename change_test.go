package flagtui_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"flagtui"
	"flagtui/internal/data/pgtest"
)

// received collects the changes of OnChange.
type received struct {
	mu      sync.Mutex
	changes []string
}

func (r *received) add(c flagtui.Change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.changes = append(r.changes, fmt.Sprintf("%s at %s: %s, %s", c.Name, c.Scope, c.Before, c.After))
}

// has reports whether these changes came, in any order, and forgets them then.
func (r *received) has(want ...string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.Sort(r.changes)
	if !slices.Equal(r.changes, want) {
		return false
	}
	r.changes = nil
	return true
}

// TestChangesAreNoticed: what others write with SQL reaches OnChange, and the answers,
// without being asked for.
func TestChangesAreNoticed(t *testing.T) {
	onEach(t, func(t *testing.T, app application, dsn string, db *sql.DB) {
		client := open(t, dsn, append(app.options, flagtui.WithCatalogue(app.definitions...), flagtui.WithRefresh(10*time.Millisecond))...)
		if err := client.Warm(t.Context(), app.scopes[:3]...); err != nil {
			t.Fatal(err)
		}
		for range 10 {
			run(t, db, app.write(app.names[rand.IntN(len(app.names))], app.scopes[rand.IntN(3)])...)
			enabled := app.load(t, db)
			eventually(t, "the client answers as the application", func() bool {
				for _, scope := range app.scopes[:3] {
					for _, name := range app.names {
						if on, known := enabled(name, scope); client.Enabled(name, scope) != (on && known) {
							return false
						}
					}
				}
				return true
			})
		}
	})
}

// TestAChangeTakenBack: a row that was read between two polls, and is deleted before the
// second one, leaves the table as the first poll saw it.
func TestAChangeTakenBack(t *testing.T) {
	dsn := pgtest.Database(t)
	run(t, raw(t, "postgres", dsn), simpleModule.tables(t, false)...)
	client := open(t, dsn, flagtui.WithCatalogue(flagtui.Definition{Name: "a"}), flagtui.WithRefresh(200*time.Millisecond))
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	run(t, db, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a', TRUE)`)
	if err := client.Refresh(t.Context()); err != nil || !client.Enabled("a") {
		t.Fatalf("the row was not read: %v", err)
	}
	run(t, db, `DELETE FROM feature_flags_override`)
	db.Close() // the server updates its statistics when a session ends
	eventually(t, "the deletion is seen", func() bool { return !client.Enabled("a") })
}

func TestOnChange(t *testing.T) {
	path := newSQLite(t, `INSERT INTO flagtui_definition (name, default_enabled) VALUES ('a', FALSE), ('b', FALSE)`)
	db := rawSQLite(t, path)
	client := open(t, path, flagtui.WithRefresh(10*time.Millisecond))
	acme := flagtui.Tenant("acme")
	if err := client.Warm(t.Context(), acme); err != nil {
		t.Fatal(err)
	}
	var got, onlyFirst received
	client.OnChange(got.add)
	stop := client.OnChange(onlyFirst.add)
	client.OnChange(func(c flagtui.Change) {
		// A function may look at flags, and at scopes that are not in memory.
		if c.After == flagtui.On && !client.Enabled(c.Name, flagtui.Tenant("first seen in a function")) && c.Scope == flagtui.System {
			t.Errorf("%+v, but it is off", c)
		}
	})
	for _, step := range []struct {
		statement string
		want      []string
	}{
		{`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'a', TRUE), ('tenant', 'acme', 'b', FALSE), ('tenant', 'not in memory', 'b', FALSE)`,
			[]string{"a at system: inherit, on", "b at tenant:acme: inherit, off"}},
		{`UPDATE feature_flags_override SET enabled = NOT enabled WHERE scope = 'tenant'`, []string{"b at tenant:acme: off, on"}},
		{`UPDATE flagtui_definition SET default_enabled = TRUE WHERE name = 'b'`, []string{"b at system: inherit, inherit"}},
		{`DELETE FROM feature_flags_override`, []string{"a at system: on, inherit", "b at tenant:acme: on, inherit"}},
		{`DELETE FROM flagtui_definition WHERE name = 'a'`, []string{"a at system: inherit, inherit"}},
	} {
		run(t, db, step.statement)
		eventually(t, step.statement, func() bool { return got.has(step.want...) })
		if stop != nil {
			stop()
			stop = nil
			eventually(t, "the first changes", func() bool { return onlyFirst.has(step.want...) })
		}
	}
	if !onlyFirst.has() {
		t.Errorf("changes after stop: %q", onlyFirst.changes)
	}
}

// TestScopesAreForgotten: a scope that nobody looks at leaves the memory, and the number
// of scopes in memory is limited.
func TestScopesAreForgotten(t *testing.T) {
	path := newSQLite(t, `WITH RECURSIVE number (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < 999)
		INSERT INTO feature_flags_override (scope, scope_id, name, enabled) SELECT 'tenant', 'tenant' || i, 'a', i % 2 FROM number`)
	client := open(t, path, flagtui.WithCatalogue(flagtui.Definition{Name: "a"}), flagtui.WithScopes(100, time.Hour))
	for range 2 {
		for i := range 1000 {
			if got := client.Evaluate("a", flagtui.Tenant(fmt.Sprint("tenant", i))); got.Enabled != (i%2 == 1) || got.Reason != flagtui.ReasonOverride {
				t.Fatalf("%d: %+v", i, got)
			}
			if n := flagtui.ScopesInMemory(client); n > 100 {
				t.Fatalf("%d scopes are in memory", n)
			}
		}
	}
	client = open(t, path, flagtui.WithCatalogue(flagtui.Definition{Name: "a"}), flagtui.WithScopes(100, time.Millisecond))
	client.Enabled("a", flagtui.Tenant("tenant1"))
	eventually(t, "the scope is forgotten", func() bool { return flagtui.ScopesInMemory(client) == 0 })
	if !client.Enabled("a", flagtui.Tenant("tenant1")) {
		t.Error("a forgotten scope is not read again")
	}
}
