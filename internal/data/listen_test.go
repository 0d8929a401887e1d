package data

import (
	"testing"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// With triggers a watch learns of every write without polling. The writer needs no other
// privilege.
func TestWatchByListening(t *testing.T) {
	t.Parallel()
	onPostgres(t, []string{"public", "feature_flags"}, func(t *testing.T, p *place, schema string) {
		p.raw.SetMaxOpenConns(1)
		p.exec(`CREATE SCHEMA IF NOT EXISTS ` + schema + `; SET search_path TO ` + schema + `;` + tablesOf(t, "postgres", simplemodule.OverrideTable))
		p.own(definitionTable, journalTable)
		p.triggers()
		p.override("system", "", "a.b", true)
		s := p.open(withPace(hearing))
		if !s.Info().HasTriggers {
			t.Error("the triggers are not found")
		}
		w := p.watch(s)
		w.awaitWay(engine.Notified)
		w.awaitEach(p, rawWrites)
		p.role(`GRANT USAGE ON SCHEMA ` + schema + ` TO ROLE; GRANT SELECT, INSERT, UPDATE, DELETE ON feature_flags_override TO ROLE;
			GRANT USAGE ON ALL SEQUENCES IN SCHEMA ` + schema + ` TO ROLE; SET role ROLE; SET search_path TO ` + schema)
		w.awaitEach(p, rawWrites[:4])
		p.exec(`RESET ROLE`)
		w.awaitEach(p, []string{`TRUNCATE feature_flags_override`})
		if _, err := s.Apply(t.Context(), set(feature.SystemScope(), "a.b", feature.Inherit, feature.On)); err != nil {
			t.Error(err)
		}
		w.awaitChange("its own write")
	})
}

func TestListeningConnectionIsKilled(t *testing.T) {
	t.Parallel()
	for _, triggers := range both {
		p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
		if triggers {
			p.triggers()
		}
		w := p.watch(p.open(withPace(hearing)))
		way := map[bool]engine.Way{true: engine.Notified, false: engine.Polling}[triggers]
		w.awaitWay(way)
		for range 3 {
			w.awaitWhile("a new connection", func(s engine.Signal) bool { return s == engine.Signal{Changed: true, By: way} }, func() {
				p.exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = ';' AND state = 'idle'`)
			})
		}
	}
}

// A pooler may accept LISTEN without effect.
func TestNothingIsHeard(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.triggers()
	x := p.throughProxy()
	x.Replace("LISTEN flagtui", "LISTEN another")
	s := p.open(withPace(engine.Pace{Poll: 10 * time.Millisecond, Ping: long, Probe: short, Retry: long}))
	w := p.watch(s)
	w.await("the beginning", func(s engine.Signal) bool { return s == engine.Signal{Changed: true, By: engine.Polling} })
	for _, statement := range rawWrites[:4] {
		p.exec(statement)
		w.await(statement, func(s engine.Signal) bool { return s == engine.Signal{Changed: true, By: engine.Polling} })
	}
}

// A standby refuses LISTEN.
func TestListenIsRefused(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	x := p.throughProxy()
	x.Replace("LISTEN flagtui", "LISTEN 'a.b.c'")
	w := p.watch(p.open(withPace(looking)))
	w.await("the beginning", func(s engine.Signal) bool { return s == engine.Signal{Changed: true, By: engine.Polling} })
	w.awaitEach(p, rawWrites[:4])
}

func TestSchemasAreWatchedApart(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, "")
	p.raw.SetMaxOpenConns(1)
	watchers := map[string]watcher{}
	for _, schema := range []string{"public", "feature_flags"} {
		p.inSchema(schema, simplemodule.OverrideTable)
		p.triggers(withSchema(schema))
		watchers[schema] = p.watch(p.open(withSchema(schema), withPace(hearing)))
		watchers[schema].awaitWay(engine.Notified)
	}
	p.exec(`UPDATE feature_flags.feature_flags_override SET enabled = FALSE`)
	watchers["feature_flags"].awaitChange("a write to its schema")
	select {
	case got := <-watchers["public"].signals:
		t.Errorf("the other schema's write is told: %+v", got)
	case <-time.After(short):
	}
	p.exec(`UPDATE public.feature_flags_override SET enabled = FALSE`)
	watchers["public"].awaitChange("a write to its schema")
}
