package model

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/doctor"
	"flagtui/internal/feature"
	"flagtui/internal/probe/probetest"
	"flagtui/internal/schema"
	"flagtui/internal/views"
)

// weekPatience limits each wait, and is never used up.
const weekPatience = 2 * time.Minute

// weekRounds returns the number of rounds of TestWeek. FLAGTUI_WEEK sets it.
func weekRounds(t *testing.T) int {
	text := os.Getenv("FLAGTUI_WEEK")
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("FLAGTUI_WEEK is no number of rounds: %q", text)
	}
	return n
}

// week is a dashboard that stays open for a week on two databases.
type week struct {
	*hosted
	driver string
	urls   [2]string // of the databases, for flagtui
	other  [2]string // of the databases, for other programs
	steps  [2]change.Steps

	path   string // of the first database on SQLite
	proxy  *pgtest.Proxy
	server *pgtest.Server
}

// withRaw calls fn with a connection of another program. The connection is closed after
// that, because SQLite keeps files open while this process has others of that database.
func (w *week) withRaw(url string, fn func(db *sql.DB) error) {
	w.t.Helper()
	db, err := sql.Open(w.driver, url)
	if err == nil {
		err = fn(db)
		db.Close()
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// exec runs statements on the first database as another program does.
func (w *week) exec(statements ...string) {
	w.t.Helper()
	w.execOn(w.other[0], statements...)
}

func (w *week) execOn(url string, statements ...string) {
	w.t.Helper()
	w.withRaw(url, func(db *sql.DB) error {
		for _, text := range statements {
			if _, err := db.Exec(text); err != nil {
				return fmt.Errorf("%s: %w", text, err)
			}
		}
		return nil
	})
}

// fill makes the tables of both databases, with three flags and twelve tenants.
func (w *week) fill() {
	statements := append(schema.Statements(w.driver == "sqlite"),
		`INSERT INTO flagtui_definition (name, description, default_enabled) VALUES ('alpha', 'The first', FALSE), ('beta', '', TRUE), ('gamma', '', FALSE)`)
	for i := range 12 {
		statements = append(statements, fmt.Sprintf(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('t%03d', 't%03d', 'Tenant %d', 'active')`, i, i, i))
	}
	for _, url := range w.other {
		w.execOn(url, statements...)
	}
}

func (w *week) onSQLite() {
	w.driver = "sqlite"
	dir := w.t.TempDir()
	for i, name := range []string{"one.db", "two.db"} {
		w.urls[i] = filepath.Join(dir, name)
		w.other[i] = "file:" + (&url.URL{Path: w.urls[i]}).EscapedPath() + "?_pragma=journal_mode(wal)&_pragma=busy_timeout(60000)"
	}
	w.path = w.urls[0]
	w.fill()
}

// onPostgres makes a server, so that it may be stopped. The first database is behind a
// proxy.
func (w *week) onPostgres() {
	w.driver, w.server = "postgres", pgtest.New(w.t)
	for i := range w.other {
		w.other[i] = w.server.Database()
	}
	w.proxy, w.urls[0] = pgtest.NewProxy(w.t, w.other[0])
	w.urls[1] = w.other[1]
	w.fill()
}

// weekTimeout is long enough for a busy machine.
const weekTimeout = 30 * time.Second

// options opens one of the databases. Its name is its number.
func (w *week) options(ctx context.Context, name string) (Options, error) {
	at, _ := strconv.Atoi(name)
	opened := data.Options{URL: w.urls[at], Timeout: weekTimeout, Poll: 20 * time.Millisecond}
	store, err := data.Open(ctx, opened)
	if err != nil {
		return Options{}, err
	}
	return Options{
		Store: store, Theme: views.NewTheme(true, false), Scope: feature.ScopeInfo{Scope: feature.SystemScope()}, Timeout: weekTimeout,
		Session:  views.Session{Context: name, Database: "database " + name, Actor: "alice@ops1"},
		Contexts: contextNames("0", "1"), Connect: w.options,
		ReachContext: func(context.Context, string) error { return nil },
		ReadFindings: func(ctx context.Context, progress func(int)) (doctor.Result, error) {
			inspection, err := data.Inspect(ctx, opened)
			if err != nil {
				return doctor.Result{}, err
			}
			store, err := data.Open(ctx, opened)
			if err != nil {
				return doctor.Result{}, err
			}
			defer store.Close()
			return doctor.Find(ctx, store, doctor.Subject{Inspection: inspection, Progress: progress})
		},
		Steps: w.steps[at],
	}, nil
}

// fillSession makes a session that has reached the limits of what it keeps.
func (w *week) fillSession() {
	for i := range maxSessionEntries {
		saved := data.Applied{ID: fmt.Sprint(i), Changed: make([]feature.Change, 1)}
		w.m.remember(proposalApplied{reason: fmt.Sprint("an earlier reason ", i), result: change.Result{Applied: saved}})
	}
}

// TestWeek keeps a dashboard open for a week, whose changes, lost connections, resizes,
// screens, searches and switches of context take place one after the other.
// What it needs at rest must not grow, and nothing of it remains after the end.
func TestWeek(t *testing.T) {
	for name, onDatabase := range map[string]func(*week){"sqlite": (*week).onSQLite, "postgres": (*week).onPostgres} {
		t.Run(name, func(t *testing.T) {
			w := &week{hosted: &hosted{t: t}}
			onDatabase(w)
			app := probetest.New(t, 2, map[string]bool{"alpha": false, "beta": true, "gamma": false}, func() probetest.Overrides { return nil })
			w.steps[1] = change.Steps{Probe: app.Probe(time.Millisecond)}
			t.Chdir(t.TempDir())
			before := w.sample()
			options, err := w.options(t.Context(), "0")
			if err != nil {
				t.Fatal(err)
			}
			w.hosted = host(t, t.Context(), options)
			w.inLoop(w.fillSession)
			rounds := weekRounds(t)
			for part, live := range map[string]func(int){"one database": w.round, "two databases": w.otherContext} {
				var thirds []weekSample
				for i := range rounds {
					w.pass(7 * 24 * time.Hour / time.Duration(rounds))
					live(i)
					if rounds >= longWeek && (i+1)%(rounds/3) == 0 {
						thirds = append(thirds, w.atRest(before, thirds))
					}
				}
				if thirds != nil {
					t.Logf("%s, %d rounds: %v", part, rounds, thirds)
				}
			}
			w.end()
			before.heap = math.MaxUint64 // libraries keep what they have made once
			w.awaitAtMost(before)
		})
	}
}
