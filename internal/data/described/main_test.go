package described_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/change"
	"flagtui/internal/config"
	"flagtui/internal/data"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/pgtest"
	"flagtui/internal/feature"
	_ "flagtui/internal/schema/schematest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// database is an application's database.
type database struct {
	*testing.T
	sqlite bool
	url    string
	raw    *sqlx.DB
	layout *layout.Config
}

// onEach runs a test on SQLite and on PostgreSQL. The DDL is PostgreSQL's.
func onEach(t *testing.T, ddl string, test func(*database)) {
	t.Helper()
	for name, open := range map[string]func(*testing.T) *database{"sqlite": newSQLite, "postgres": newPostgres} {
		t.Run(name, func(t *testing.T) {
			db := open(t)
			db.exec(ddl)
			test(db)
		})
	}
}

func newSQLite(t *testing.T) *database {
	path := filepath.Join(t.TempDir(), "app.db")
	raw, err := sqlx.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return &database{T: t, sqlite: true, url: path, raw: raw}
}

func newPostgres(t *testing.T) *database {
	at := pgtest.Database(t)
	raw, err := sqlx.Open("postgres", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return &database{T: t, url: at, raw: raw}
}

// exec runs SQL past flagtui.
func (db *database) exec(text string) {
	db.Helper()
	if db.sqlite {
		text = strings.NewReplacer("bigserial PRIMARY KEY", "INTEGER PRIMARY KEY", "timestamptz", "datetime", "DEFAULT now()", "DEFAULT CURRENT_TIMESTAMP", "text[]", "text").Replace(text)
	}
	if _, err := db.raw.Exec(text); err != nil {
		db.Fatalf("%v\n%s", err, text)
	}
}

// rows returns what a query finds, as text: the columns with | between them.
func (db *database) rows(text string) string {
	db.Helper()
	found, err := db.raw.Queryx(text)
	if err != nil {
		db.Fatal(err)
	}
	defer found.Close()
	var lines []string
	for found.Next() {
		values, err := found.SliceScan()
		if err != nil {
			db.Fatal(err)
		}
		words := make([]string, len(values))
		for i, value := range values {
			words[i] = word(value)
		}
		lines = append(lines, strings.Join(words, "|"))
	}
	if err := found.Err(); err != nil {
		db.Fatal(err)
	}
	return strings.Join(lines, " ")
}

// read reads a config file whose one context has this layout.
func (db *database) read(text string) error {
	db.Helper()
	path := filepath.Join(db.TempDir(), "config.yaml")
	text = "contexts:\n  a:\n    db: x\n    layout:\n      " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n      ") + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		db.Fatal(err)
	}
	file, err := config.Read(path)
	if err == nil {
		db.layout = file.Contexts["a"].Layout
	}
	return err
}

// options returns the options with which flagtui opens the database.
func (db *database) options() data.Options { return data.Options{URL: db.url, Layout: db.layout} }

// open opens the database with a layout. flagtui's own tables are made first.
func (db *database) open(layout string) data.Store {
	db.Helper()
	if err := db.read(layout); err != nil {
		db.Fatal(err)
	}
	plan, err := data.PlanInit(db.Context(), db.options())
	if err == nil {
		err = plan.Run(db.Context())
	}
	if err != nil {
		db.Fatal(err)
	}
	store, err := data.Open(db.Context(), db.options())
	if err != nil {
		db.Fatal(err)
	}
	db.Cleanup(func() { store.Close() })
	return store
}

// view returns a flag as a scope sees it.
func (db *database) view(store data.Store, scope feature.Scope, name string) feature.View {
	db.Helper()
	s := change.Snapshot{Scope: scope}
	if err := s.Read(db.Context(), store); err != nil {
		db.Fatal(err)
	}
	defs, err := store.Definitions(db.Context())
	if err != nil {
		db.Fatal(err)
	}
	return s.ViewsOf(defs, []string{name})[0]
}

// set sets a flag from the setting that it has.
func (db *database) set(store data.Store, scope feature.Scope, name string, to feature.Setting) (data.Applied, error) {
	db.Helper()
	return store.Apply(db.Context(), feature.ChangeSet{Actor: "alice", Reason: "why", Changes: []feature.Change{{Scope: scope, Name: name, Before: db.view(store, scope, name).Own(), After: to}}})
}

// mustSet sets a flag, and expects so many changes.
func (db *database) mustSet(store data.Store, scope feature.Scope, name string, to feature.Setting, changes int) data.Applied {
	db.Helper()
	applied, err := db.set(store, scope, name, to)
	if err != nil || len(applied.Changed) != changes {
		db.Fatalf("%s at %s to %s: %+v, %v (%s)", name, scope, to, applied, err, feature.Hint(err))
	}
	return applied
}

// expect expects that a query finds these rows.
func (db *database) expect(query, want string) {
	db.Helper()
	if got := db.rows(query); got != want {
		db.Errorf("%s\n%s, want\n%s", query, got, want)
	}
}
