package data

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// The driver may reject a valid DSN, or the server may not answer.
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
	p.exec(tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.exec(`SET password_encryption = 'scram-sha-256'; CREATE ROLE someone LOGIN SUPERUSER PASSWORD 'right'`) // PostgreSQL 13 would use md5
	hba := p.rows(`SHOW hba_file`)
	p.exec(`COPY (SELECT 'host all someone 127.0.0.1/32 scram-sha-256') TO '` + hba + `'`)
	p.exec(`SELECT pg_reload_conf()`)

	asSomeone := strings.Replace(p.url, "postgres@", "someone:secret@", 1)
	for { // waits until the server has read the file
		s, err := Open(t.Context(), Options{URL: asSomeone})
		if err == nil {
			s.Close()
			continue
		}
		wantProblem(t, err, feature.ErrUnavailable, "password", "someone")
		wantNoSecret(t, asSomeone, err)
		break
	}
	// The error without a password tells the cause.
	bare := strings.Replace(asSomeone, ":secret@", "@", 1)
	homeDir := t.TempDir()
	t.Setenv("HOME", homeDir)
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
		path := filepath.Join(homeDir, ".pgpass")
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

// The path may contain every character that is special in a URL.
func TestOpensTheFileNamed(t *testing.T) {
	p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	p.raw.Close() // merges the WAL into the file
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
