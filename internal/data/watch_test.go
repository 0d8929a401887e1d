package data

import (
	"context"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// The paces of tests: one polls quickly, and one polls so rarely that a test never sees
// a poll.
var (
	looking = engine.Pace{Poll: 10 * time.Millisecond, Ping: long, Probe: hung, Retry: 10 * time.Millisecond}
	hearing = engine.Pace{Poll: long, Ping: long, Probe: hung, Retry: 10 * time.Millisecond}
)

func withPace(p engine.Pace) func(*Options) { return func(o *Options) { o.pace = p } }

// watcher receives the signals of a watch.
type watcher struct {
	t       *testing.T
	signals <-chan engine.Signal
	stop    context.CancelFunc
}

// watch watches a store until the test ends.
func (p *place) watch(s Store) watcher {
	p.t.Helper()
	ctx, stop := context.WithCancel(p.t.Context())
	w := watcher{p.t, s.Watch(ctx), stop}
	p.t.Cleanup(w.wantEnd)
	return w
}

// wantEnd stops the watch, and checks that nothing of it remains.
func (w watcher) wantEnd() {
	w.t.Helper()
	w.stop()
	err := inTime(w.t, func() error {
		for range w.signals {
		}
		return nil
	})
	if err != nil {
		w.t.Error(err)
	}
}

// await receives signals until fits is true for one.
func (w watcher) await(what string, fits func(engine.Signal) bool) {
	w.t.Helper()
	w.awaitWhile(what, fits, func() {})
}

// awaitWhile calls do now and then until fits is true for a signal.
func (w watcher) awaitWhile(what string, fits func(engine.Signal) bool, do func()) {
	w.t.Helper()
	for end := time.Now().Add(hung); time.Now().Before(end); {
		do()
		select {
		case signal, open := <-w.signals:
			if !open {
				w.t.Fatal("the watch has ended, while waiting for " + what)
			}
			if fits(signal) {
				return
			}
		case <-time.After(short):
		}
	}
	w.t.Fatal("nothing tells of " + what)
}

func (w watcher) awaitChange(what string) {
	w.t.Helper()
	w.await(what, func(s engine.Signal) bool { return s.Changed })
}

func (w watcher) awaitWay(way engine.Way) {
	w.t.Helper()
	w.await(string(way), func(s engine.Signal) bool { return s.By == way })
}

func (w watcher) awaitEach(p *place, statements []string) {
	w.t.Helper()
	for _, statement := range statements {
		p.exec(statement)
		w.awaitChange(statement)
	}
}

func TestWatchByLooking(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.own(definitionTable, journalTable)
		p.override("system", "", "a.b", true)
		w := p.watch(p.open(withPace(looking)))
		w.await("the beginning", func(s engine.Signal) bool { return s == engine.Signal{Changed: true, By: engine.Polling} })
		w.awaitEach(p, rawWrites)
		if err := turnOff(p.open())(t.Context()); err != nil {
			t.Error(err)
		}
		w.awaitChange("another store's write")
	})
	torusPlaces(t, false, func(t *testing.T, p *place) {
		w := p.watch(p.open(withPace(looking)))
		w.awaitChange("the beginning")
		w.awaitEach(p, []string{
			`INSERT INTO scoped_feature_flag_states (feature_name, project_id, inserted_at, updated_at) VALUES ('a', 12, '2026-01-02 03:04:05', '2026-01-02 03:04:05')`,
			`DELETE FROM scoped_feature_flag_states`,
		})
	})
}

// A watch also signals the store's own writes.
func TestWatchOwnWrites(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.own(definitionTable, journalTable)
		s := p.open(withPace(looking))
		w := p.watch(s)
		w.awaitChange("the beginning")
		if err := s.Register(t.Context(), []feature.Definition{{Name: "a.b"}}); err != nil {
			t.Error(err)
		}
		w.awaitChange("a new catalogue")
	})
}

func TestWatchReadOnly(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.override("system", "", "a.b", true)
		changes := []func(*Options){readOnly}
		if p.pg {
			schema := p.open().Info().Schema
			rights := `GRANT USAGE ON SCHEMA ` + schema + ` TO ROLE; GRANT SELECT ON ` + schema + `.feature_flags_override TO ROLE`
			changes = append(changes, p.role(rights), p.role(rights+`; ALTER USER ROLE SET default_transaction_read_only = on`))
		}
		for _, change := range changes {
			w := p.watch(p.open(change, withPace(looking)))
			w.awaitChange("the beginning")
			w.awaitEach(p, rawWrites[:4])
			w.wantEnd()
		}
	})
}

// A watch works with a table that is too large to count, with a view, and with a
// partitioned table.
func TestWatchOtherTables(t *testing.T) {
	t.Parallel()
	for name, ddl := range map[string]string{
		"large": tablesOf(t, "postgres", simplemodule.OverrideTable) + `;
			INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_by) SELECT 'tenant', i, 'a.b', TRUE, repeat('x', 200) FROM generate_series(1, 10000) i`,
		"view": strings.ReplaceAll(tablesOf(t, "postgres", simplemodule.OverrideTable), "feature_flags_override", "behind") + `;
			CREATE VIEW feature_flags_override AS SELECT * FROM behind`,
		"partitioned": `CREATE TABLE feature_flags_override (id SERIAL, scope VARCHAR(10), scope_id VARCHAR(64), name VARCHAR(200), enabled BOOLEAN, created_at TIMESTAMPTZ) PARTITION BY LIST (scope);
			CREATE TABLE behind PARTITION OF feature_flags_override DEFAULT`,
	} {
		t.Run(name, func(t *testing.T) {
			p := newPostgres(t, ddl)
			w := p.watch(p.open(withPace(looking)))
			w.awaitChange("the beginning")
			for _, statement := range append(rawWrites[:4:4], `TRUNCATE `+map[bool]string{true: "behind", false: simplemodule.OverrideTable}[name != "large"]) {
				other := p.openRaw()
				if _, err := other.Exec(statement); err != nil {
					t.Fatal(err)
				}
				other.Close() // the server updates its statistics when a session ends
				w.awaitChange(statement)
			}
		})
	}
}

// Polling signals changes of the watched tables only.
func TestWatchQuietly(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.own(definitionTable, journalTable)
		p.override("system", "", "a.b", true)
		w := p.watch(p.open(withPace(looking)))
		w.await("the beginning", func(s engine.Signal) bool { return s == engine.Signal{Changed: true, By: engine.Polling} })
		other := p.open()
		for range 5 {
			if err := readSystem(other)(t.Context()); err != nil {
				t.Error(err)
			}
			if p.pg { // SQLite counts all commits to a file
				p.exec(`CREATE TABLE IF NOT EXISTS others (x INTEGER); INSERT INTO others VALUES (1)`)
				p.exec(`VACUUM ANALYZE feature_flags_override`)
			}
			select {
			case got := <-w.signals:
				t.Errorf("nothing has changed, but %+v", got)
			case <-time.After(5 * looking.Poll):
			}
		}
	})
}
