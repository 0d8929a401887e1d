package data

import (
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// pooled runs a test through PgBouncer with its default settings, and through one that
// ignores a client's session settings.
func pooled(t *testing.T, test func(t *testing.T, p *place)) {
	for name, settings := range map[string][]string{
		"session":                 {"pool_mode = session"},
		"transaction":             {"pool_mode = transaction"},
		"ignoring its parameters": {"pool_mode = transaction", "ignore_startup_parameters = default_transaction_read_only,statement_timeout,search_path,options"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPostgres(t, tablesOf(t, "postgres", simplemodule.AuditTable))
			p.own(definitionTable, journalTable)
			p.override("system", "", "a.b", true)
			p.url = pgtest.PgBouncer(t, p.url, settings...)
			test(t, p)
		})
	}
}

func TestThroughPgBouncer(t *testing.T) {
	t.Parallel()
	pooled(t, func(t *testing.T, p *place) {
		s, ctx := p.open(), t.Context()
		for _, step := range []struct{ before, after feature.Setting }{{feature.Inherit, feature.On}, {feature.On, feature.Off}, {feature.Off, feature.Inherit}} {
			if _, err := s.Apply(ctx, set(feature.TenantScope("acme"), "a.b", step.before, step.after)); err != nil {
				t.Error(err)
			}
		}
		applied, err := s.Kill(ctx, "a.b", feature.ChangeSet{Actor: "alice"})
		if err != nil || len(applied.Changed) != 1 {
			t.Errorf("killed %+v, %v", applied, err)
		}
		if got := p.rows(`SELECT scope, enabled FROM feature_flags_override`); got != "system|false" {
			t.Errorf("stored: %s", got)
		}
		if _, err := s.Undo(ctx, applied.ID, feature.ChangeSet{Actor: "alice"}); err != nil {
			t.Error(err)
		}
		p.wantReadOnly(p.open(readOnly), "--read-only")
	})
}

// Each transaction has its own settings, whatever another client left in the server's
// session.
func TestSettingsAreOfTheTransaction(t *testing.T) {
	t.Parallel()
	pooled(t, func(t *testing.T, p *place) {
		ignored := p.open(readOnly).(*sqlStore)
		for _, left := range []string{"default_transaction_read_only = off", "search_path = public", "statement_timeout = 0", "jit = on"} {
			if _, err := ignored.Pool.Exec("SET " + left); err != nil {
				t.Fatal(err)
			}
		}
		for _, s := range []*sqlStore{ignored, p.open().(*sqlStore)} {
			var got []string
			for _, name := range []string{"transaction_read_only", "search_path", "statement_timeout", "jit"} {
				var value string
				if err := s.Pool.QueryRow("SHOW " + name).Scan(&value); err != nil {
					t.Fatal(err)
				}
				got = append(got, value)
			}
			if got, want := fmt.Sprint(got), "[on pg_catalog, pg_temp 1min off]"; got != want {
				t.Errorf("a reading has %s, want %s", got, want)
			}
		}
		p.wantReadOnly(ignored, "--read-only")
	})
}

// A watch reports the way of learning of changes that works.
func TestWatchThroughPgBouncer(t *testing.T) {
	t.Parallel()
	pooled(t, func(t *testing.T, p *place) {
		direct := p.raw
		p.triggers()
		pace, way := looking, engine.Polling
		if strings.HasSuffix(t.Name(), "/session") {
			pace, way = hearing, engine.Notified
		}
		w := p.watch(p.open(withPace(pace)))
		w.awaitWay(way)
		for _, statement := range rawWrites[:4] {
			if _, err := direct.Exec(statement); err != nil {
				t.Fatal(err)
			}
			w.awaitChange(statement)
		}
	})
}
