package data

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lib/pq"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/feature"
)

func TestParseDSNPostgres(t *testing.T) {
	t.Setenv("PGSSLMODE", "disable")
	for dsn, want := range map[string]string{
		"postgres://u:p@h/db":                                      "u:p@h:5432/db disable",
		"postgresql://u@h:5433/db?sslmode=require":                 "u:@h:5433/db require",
		"POSTGRES://u@h/db":                                        "u:@h:5432/db disable",
		"postgres://u:p%40%2F%3A%25@h/d%20b":                       "u:p@/:%@h:5432/d b disable",
		"postgres://u:p#?@@h/db":                                   "u:p#?@@h:5432/db disable",
		"postgres://h:5433/db?user=u%40srv":                        "u@srv:@h:5433/db disable",
		"postgresql+asyncpg://u:p@h/db":                            "u:p@h:5432/db disable",
		"postgresql+asyncpg://u:p@h/db?ssl=require":                "u:p@h:5432/db require",
		"postgresql+asyncpg://u:p@h/db?ssl=true&timeout=3":         "u:p@h:5432/db require",
		"postgresql+asyncpg://u:p@h/db?ssl=false":                  "u:p@h:5432/db disable",
		"postgresql+asyncpg://u:p/#?%zz@h/db?statement_cache_size": "u:p/#?%zz@h:5432/db disable",
		"postgresql+psycopg://u:p@h/db":                            "u:p@h:5432/db disable",
		"postgresql+psycopg2://u:p@h:5433/db?sslmode=prefer":       "u:p@h:5433/db prefer",
		"host=h user=u password='p q' dbname=db":                   "u:p q@h:5432/db disable",
		" user = u host=h port=5433 dbname=db sslmode=require":     "u:@h:5433/db require",
		"application_name=x host=h user=u password=p dbname=db":    "u:p@h:5432/db disable",
		"connect_timeout=3 host=h dbname=db user=u":                "u:@h:5432/db disable",
		"sslrootcert=/etc/x/ca.pem host=h dbname=db user=u":        "u:@h:5432/db disable",
	} {
		where, err := parseDSN(dsn)
		if err != nil || where.dialect != postgres || where.path != "" {
			t.Errorf("%s: %+v, %v", dsn, where, err)
			continue
		}
		c, err := pq.NewConfig(where.dsn)
		if err != nil {
			t.Errorf("%s: the driver says: %v", dsn, err)
		}
		if got := fmt.Sprintf("%s:%s@%s:%d/%s %s", c.User, c.Password, c.Host, c.Port, c.Database, c.SSLMode); got != want {
			t.Errorf("%s: %s, want %s", dsn, got, want)
		}
		if len(c.Runtime) > 0 {
			t.Errorf("%s: sends the server the settings %v", dsn, c.Runtime)
		}
	}
}

func TestParseDSNSQLite(t *testing.T) {
	for dsn, want := range map[string]string{
		"sqlite:///rel.db":                              "rel.db",
		"sqlite:////srv/abs.db":                         "/srv/abs.db",
		"sqlite+aiosqlite:///./app.db":                  "./app.db",
		"sqlite+aiosqlite:////srv/a%20b#c.db?timeout=5": "/srv/a%20b#c.db",
		"sqlite+pysqlite:///app.db?mode=ro":             "app.db?mode=ro",
		"sqlite:///file:a%20b.db?mode=ro&uri=true":      "a b.db?mode=ro",
		"sqlite3:///app.db":                             "app.db",
		"file:rel.db":                                   "rel.db",
		"file:/srv/abs.db?mode=ro&cache=shared":         "/srv/abs.db?cache=shared&mode=ro",
		"file:///srv/100%25%3F%23.db?immutable=1":       "/srv/100%?#.db?immutable=1",
		"file://localhost/srv/abs.db#part":              "/srv/abs.db",
		"FILE:///srv/abs.db":                            "/srv/abs.db",
		"app.db":                                        "app.db",
		"./host=x":                                      "./host=x",
		"data=1/app.db":                                 "data=1/app.db",
		"/srv/ password=x/a?b#c%41.db":                  "/srv/ password=x/a?b#c%41.db",
		"../u:p@h/db":                                   "../u:p@h/db",
		"C:app.db":                                      "C:app.db",
		"mail@host.db":                                  "mail@host.db",
	} {
		where, err := parseDSN(dsn)
		got := where.path
		if where.dsn != "" {
			got += "?" + where.dsn
		}
		if err != nil || where.dialect != sqlite || got != want {
			t.Errorf("%s: %s, %v, want %s", dsn, got, err, want)
		}
	}
}

func TestParseDSNRefuses(t *testing.T) {
	for _, dsn := range []string{
		"", "  ", ":memory:", "sqlite://", "sqlite:///:memory:", "file::memory:", "file:x?mode=memory",
		"mysql://u:secret@h/db", "mysql+pymysql://u:secret@h/db", "jdbc:postgresql://h/db?user=u&password=secret",
		"postgres:/u:secret@h/db", "postgresql:u:secret@h/db", "u:secret@h/db",
		"postgres://u:1/secret@h/db", "postgres://u:secret@h:port/db", "postgres://u:secret@h/db#part",
		"postgres://u:secret@h/%zz", "postgres://[secret/db", "postgresql+asyncpg://u:secret@x@h/db", "postgres://[secret/db",
		"PASSWORD=secret host=h", "Host=h password=secret", "pasword=secret", "dbname_=app", "hots=db1", " foo = bar",
		"sqlite://u:secret@h/db", "file://u:secret@h/db", "file:a%zzsecret.db", "sqlite:///a?%zzsecret",
	} {
		where, err := parseDSN(dsn)
		if err == nil {
			t.Errorf("%s: taken for %+v", dsn, where)
			continue
		}
		wantProblem(t, err, feature.ErrUsage)
		wantNoSecret(t, dsn, err)
	}
}

// What parses may still be nothing that the driver can use, or that answers.
func TestErrorsNeverTellThePassword(t *testing.T) {
	p := newPostgres(t, "")
	server := strings.TrimPrefix(p.url, "postgres://")
	for dsn, kind := range map[string]error{
		"host=h user=u password=my secret":                                     feature.ErrUsage,
		"host=h password='secret":                                              feature.ErrUsage,
		"host=h password=secret sslmode=odd":                                   feature.ErrUsage,
		"postgres://u:secret@h/db?sslmode=odd":                                 feature.ErrUsage,
		"postgres://u:secret@h/db?connect_timeout=x":                           feature.ErrUsage,
		"postgres://u:secret@host.invalid/db":                                  feature.ErrUnavailable,
		"postgres://u:secret@127.0.0.1:1/db":                                   feature.ErrUnavailable,
		"postgresql+asyncpg://u:1/sec#secret@127.0.0.1:1/db":                   feature.ErrUnavailable,
		"postgres://u:secret@127.0.0.1,127.0.0.2/db?port=1,1":                  feature.ErrUnavailable,
		"postgres://nobody_known:secret" + server[strings.Index(server, "@"):]: feature.ErrUnavailable,
	} {
		_, err := Open(t.Context(), Options{URL: dsn})
		wantProblem(t, err, kind)
		wantNoSecret(t, dsn, err)
	}
}

func TestWrongPassword(t *testing.T) {
	server := pgtest.New(t)
	p := &place{t: t, url: server.Database(), pg: true}
	p.raw = p.openRaw()
	p.exec(tablesOf(t, "postgres", overrideTable))
	p.exec(`SET password_encryption = 'scram-sha-256'; CREATE ROLE someone LOGIN SUPERUSER PASSWORD 'right'`) // PostgreSQL 13 would take md5
	hba := p.rows(`SHOW hba_file`)
	p.exec(`COPY (SELECT 'host all someone 127.0.0.1/32 scram-sha-256') TO '` + hba + `'`)
	p.exec(`SELECT pg_reload_conf()`)

	asSomeone := strings.Replace(p.url, "postgres@", "someone:secret@", 1)
	for { // until the server has read it
		s, err := Open(t.Context(), Options{URL: asSomeone})
		if err == nil {
			s.Close()
			continue
		}
		wantProblem(t, err, feature.ErrUnavailable, "password", "someone")
		wantNoSecret(t, asSomeone, err)
		break
	}
	// With none at all, the cause is said.
	bare := strings.Replace(asSomeone, ":secret@", "@", 1)
	home := t.TempDir()
	t.Setenv("HOME", home)
	_, err := Open(t.Context(), Options{URL: bare})
	wantProblem(t, err, feature.ErrUnavailable, "no password was given or found for someone", "PGPASSWORD", "PGPASSFILE")
	for _, file := range []struct {
		line, says string
		mode       os.FileMode
	}{
		{"*:*:*:nobody:right", "no password was given or found", 0o600},
		{"*:*:*:someone:right", "chmod 600", 0o644},
		{"*:*:*:someone:wr\\:ong", "password authentication failed", 0o600},
		{"# of someone\n127.0.0.1:*:*:someone:right", "", 0o600},
	} {
		path := filepath.Join(home, ".pgpass")
		if err := errors.Join(os.WriteFile(path, []byte(file.line+"\n"), 0o600), os.Chmod(path, file.mode)); err != nil {
			t.Fatal(err)
		}
		s, err := Open(t.Context(), Options{URL: bare})
		if err == nil && file.says == "" {
			s.Close()
			continue
		}
		wantProblem(t, err, feature.ErrUnavailable, file.says)
	}
	t.Setenv("PGPASSWORD", "right")
	s, err := Open(t.Context(), Options{URL: strings.Replace(asSomeone, ":secret@", "@", 1)})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}

// Every character that means something in a URL must reach the file system.
func TestOpensTheFileNamed(t *testing.T) {
	p := newSQLite(t, tablesOf(t, "sqlite", overrideTable))
	p.override("system", "", "a.b", true)
	p.raw.Close() // which leaves all in the one file
	t.Chdir(t.TempDir())
	const odd = "100% a?b=c&d#e%41+;é"
	for _, dir := range []string{odd, "plain"} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(odd, odd+".db")
	if err := os.Rename(p.url, file); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(file, "plain/app.db"); err != nil {
		t.Fatal(err)
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	escape := strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23", " ", "%20")
	for _, dsn := range []string{
		file, abs, "./" + file, "file:" + escape.Replace(file), "file://" + escape.Replace(abs) + "?mode=rw",
		"plain/app.db", "sqlite:///plain/app.db", "sqlite+aiosqlite:///./plain/app.db?timeout=5",
		"sqlite:////" + filepath.Join(filepath.Dir(filepath.Dir(abs)), "plain/app.db"),
	} {
		s, err := Open(t.Context(), Options{URL: dsn})
		if err != nil {
			t.Errorf("%s: %v", dsn, err)
			continue
		}
		stored, err := s.Stored(t.Context(), feature.SystemScope())
		if err != nil || !stored["a.b"].Enabled || s.Info().ReadOnly != "" {
			t.Errorf("%s: %v, %v, %+v", dsn, stored, err, s.Info())
		}
		s.Close()
	}
	for dsn, says := range map[string]string{
		"plain/none.db": "no such file", "sqlite:///none/app.db": "no such file", "plain": "is a directory", "file:plain/none.db?mode=rwc": "no such file",
	} {
		_, err := Open(t.Context(), Options{URL: dsn})
		wantProblem(t, err, feature.ErrUnavailable, says)
	}
	if made, _ := filepath.Glob("plain/none*"); made != nil {
		t.Errorf("made %v", made)
	}
}

// wantProblem expects a *feature.Problem of the kind whose text or hint holds all
// the parts.
func wantProblem(t *testing.T, err error, kind error, parts ...string) {
	t.Helper()
	problem, ok := errors.AsType[*feature.Problem](err)
	if !ok || problem.Kind != kind {
		t.Errorf("got error %v, want one of the kind %v", err, kind)
		return
	}
	for _, part := range parts {
		if !strings.Contains(problem.Text+"\n"+problem.Hint, part) {
			t.Errorf("got the problem %q, hint %q, want %q in it", problem.Text, problem.Hint, part)
		}
	}
}

// wantNoSecret looks for the word "secret" in all that an error says.
func wantNoSecret(t *testing.T, dsn string, err error) {
	t.Helper()
	if text := fmt.Sprintf("%+v %#v", err, err); strings.Contains(text, "secret") {
		t.Errorf("%s: the error tells the password: %s", dsn, text)
	}
	switch err := err.(type) {
	case interface{ Unwrap() error }:
		if inner := err.Unwrap(); inner != nil {
			wantNoSecret(t, dsn, inner)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range err.Unwrap() {
			wantNoSecret(t, dsn, inner)
		}
	}
}
