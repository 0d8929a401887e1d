package data

import (
	"database/sql"
	goflag "flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

func TestMain(m *testing.M) {
	if os.Getenv(stressURL) != "" {
		stressWorker()
		return
	}
	// Most tests wait for a database or for a time.
	if err := goflag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
	pgtest.Main(m)
}

// place is a database from the app's own migrations.
type place struct {
	t   *testing.T
	url string
	raw *sql.DB // the app's connection, without flagtui
	pg  bool
}

// tablesOf returns the app's DDL, up to and including the table last.
func tablesOf(t *testing.T, dialect, last string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/simple_module." + dialect + ".sql")
	if err != nil {
		t.Fatal(err)
	}
	var made []string
	for _, part := range strings.SplitAfter(string(text), "\n\n") {
		made = append(made, part)
		if strings.Contains(part, "CREATE TABLE "+last+" ") {
			break
		}
	}
	return strings.Join(made, "")
}

func newSQLite(t *testing.T, ddl string) *place {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	raw, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=journal_mode(wal)&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	p := &place{t: t, url: path, raw: raw}
	t.Cleanup(func() { raw.Close() })
	p.exec(ddl)
	return p
}

func newPostgres(t *testing.T, ddl string) *place {
	t.Helper()
	p := &place{t: t, url: pgtest.Database(t), pg: true}
	p.raw = p.openRaw()
	p.exec(ddl)
	return p
}

// openRaw opens a PostgreSQL place without flagtui. Its session is in UTC, so that a
// text without a zone is in UTC. flagtui's sessions have the server's time zone, which
// differs.
func (p *place) openRaw() *sql.DB {
	p.t.Helper()
	raw, err := sql.Open("postgres", p.url+"&timezone=UTC")
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { raw.Close() })
	return raw
}

func (p *place) exec(text string) {
	p.t.Helper()
	if _, err := p.raw.Exec(text); err != nil {
		p.t.Fatalf("%v\n%s", err, text)
	}
}

// rows returns a query's result as text, with a line for each row.
func (p *place) rows(text string) string {
	p.t.Helper()
	rows, err := p.raw.Query(text)
	if err != nil {
		p.t.Fatalf("%v\n%s", err, text)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	var lines []string
	for rows.Next() {
		values := make([]sql.NullString, len(columns))
		pointers := make([]any, len(columns))
		for i := range values {
			pointers[i] = &values[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			p.t.Fatal(err)
		}
		var cells []string
		for _, v := range values {
			if !v.Valid {
				v.String = "NULL"
			}
			cells = append(cells, v.String)
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return strings.Join(lines, "\n")
}

// override adds a row as the app would.
func (p *place) override(scope, id, name string, enabled bool) {
	p.t.Helper()
	value, now := "0", "'2026-01-02 03:04:05'"
	if enabled {
		value = "1"
	}
	if p.pg {
		value = fmt.Sprint(enabled)
		now = "'2026-01-02 03:04:05+00'"
	}
	p.exec(fmt.Sprintf(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at, created_by, updated_by)
		VALUES ('%s', '%s', '%s', %s, %s, 'app', 'app')`, scope, id, name, value, now))
}

func (p *place) tenant(id, name string) {
	p.t.Helper()
	p.exec(fmt.Sprintf(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('%s', '%s-slug', '%s', 'active')`, id, id, name))
}

// open opens the store under test.
func (p *place) open(change ...func(*Options)) Store {
	p.t.Helper()
	s, err := p.tryOpen(change...)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { s.Close() })
	return s
}

func (p *place) tryOpen(change ...func(*Options)) (Store, error) {
	options := Options{URL: p.url, Timeout: time.Minute} // so that a busy machine does not end a statement
	for _, f := range change {
		f(&options)
	}
	return Open(p.t.Context(), options)
}

// everywhere runs a test on each database, with the app's tables up to last.
func everywhere(t *testing.T, last string, test func(t *testing.T, p *place)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, newSQLite(t, tablesOf(t, "sqlite", last)))
	})
	onPostgres(t, []string{"public", "feature_flags"}, func(t *testing.T, p *place, schema string) {
		if schema != "public" {
			p.raw.SetMaxOpenConns(1) // keep the search_path
			p.exec(`CREATE SCHEMA feature_flags; SET search_path TO feature_flags`)
		}
		p.exec(tablesOf(t, "postgres", last))
		test(t, p)
	})
}

// onPostgres runs tests one at a time on one database, which is empty at the start of
// each test. A new database would take longer than most tests.
func onPostgres(t *testing.T, names []string, test func(t *testing.T, p *place, name string)) {
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		url := pgtest.Database(t)
		for i, name := range names {
			t.Run(name, func(t *testing.T) {
				p := &place{t: t, url: url, pg: true}
				p.raw = p.openRaw()
				if i > 0 {
					p.exec(`DROP SCHEMA IF EXISTS feature_flags CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC`)
				}
				test(t, p, name)
			})
		}
	})
}

// eachKind runs a test in parallel on each database. journals and audits select the
// variants with and without flagtui_change and the app's audit trail.
func eachKind(t *testing.T, journals, audits []bool, test func(t *testing.T, p *place, journal, audit bool)) {
	t.Parallel()
	var names []string
	run := map[string]func(*testing.T, *place){}
	for _, journal := range journals {
		for _, audit := range audits {
			name := fmt.Sprintf("journal=%v audit=%v", journal, audit)
			names = append(names, name)
			run[name] = func(t *testing.T, p *place) {
				last, dialect := simplemodule.TenantTable, "sqlite"
				if audit {
					last = simplemodule.AuditTable
				}
				if p.pg {
					dialect = "postgres"
				}
				p.exec(tablesOf(t, dialect, last))
				if journal {
					p.own(journalTable)
				}
				test(t, p, journal, audit)
			}
		}
	}
	for _, name := range names {
		t.Run("sqlite "+name, func(t *testing.T) {
			t.Parallel()
			run[name](t, newSQLite(t, ""))
		})
	}
	onPostgres(t, names, func(t *testing.T, p *place, name string) { run[name](t, p) })
}

var both = []bool{true, false}

func set(scope feature.Scope, name string, before, after feature.Setting) feature.ChangeSet {
	return feature.ChangeSet{Actor: "alice@ops1", Changes: []feature.Change{{Scope: scope, Name: name, Before: before, After: after}}}
}

// pause lets other goroutines and processes run.
func pause() { time.Sleep(5 * time.Millisecond) }

// throughProxy connects the place's stores through a new proxy.
func (p *place) throughProxy() (x *pgtest.Proxy) {
	p.t.Helper()
	x, p.url = pgtest.NewProxy(p.t, p.url)
	return x
}
