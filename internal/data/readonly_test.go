package data

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

func readOnly(o *Options) { o.ReadOnly = true }

// own makes flagtui's own tables as init does.
func (p *place) own(tables ...string) {
	p.t.Helper()
	for _, statement := range schema.Statements(!p.pg, tables...) {
		p.exec(statement)
	}
}

// role makes a role with these rights, and returns the option that opens a store as that
// role. ROLE in rights stands for the role's name.
func (p *place) role(rights string) func(*Options) {
	p.t.Helper()
	name := "flagtui_test_" + strings.ToLower(rand.Text())
	p.exec(fmt.Sprintf(`CREATE ROLE %s LOGIN PASSWORD 'flagtui'`, name))
	p.t.Cleanup(func() { p.exec(fmt.Sprintf(`DROP OWNED BY %s; DROP ROLE %s`, name, name)) })
	if rights != "" {
		p.exec(strings.ReplaceAll(rights, "ROLE", name))
	}
	return func(o *Options) {
		u, err := url.Parse(o.URL)
		if err != nil {
			p.t.Fatal(err)
		}
		u.User = url.UserPassword(name, "flagtui")
		o.URL = u.String()
	}
}

// wantReadOnly checks that a store reads, gives the reason why it does not write, and
// refuses writes in each layer. The override a.b must be on.
func (p *place) wantReadOnly(s Store, why string) {
	p.t.Helper()
	ctx := p.t.Context()
	if got := s.Info().ReadOnly; !strings.Contains(got, why) || got == "" {
		p.t.Errorf("read-only because %q, want %q", got, why)
	}
	if stored, err := s.Stored(ctx, feature.SystemScope()); err != nil || !stored["a.b"].Enabled {
		p.t.Errorf("stored %v, %v", stored, err)
	}
	if _, err := s.Recent(ctx, feature.SystemScope()); err != nil {
		p.t.Error(err)
	}

	inner := s.(*sqlStore)
	mistaken := *inner
	unaware := *inner.DB
	unaware.Found.ReadOnly, unaware.Denied = "", &engine.Denial{}
	mistaken.DB = &unaware // the next layer must refuse
	for _, store := range []*sqlStore{inner, &mistaken} {
		_, err := store.Apply(ctx, set(feature.SystemScope(), "a.b", feature.On, feature.Off))
		wantProblem(p.t, err, feature.ErrRefused)
		_, err = store.Apply(ctx, set(feature.TenantScope("acme"), "a.b", feature.Inherit, feature.Off))
		wantProblem(p.t, err, feature.ErrRefused)
		if store.info.HasDefinitions {
			wantProblem(p.t, store.Register(ctx, []feature.Definition{{Name: "a.b"}}), feature.ErrRefused)
		}
	}
	ref, yes := inner.layouts[0].Main().Ref(), inner.Boolean(feature.On)
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO %s (scope, scope_id, name, enabled) VALUES ('system', '', 'c.d', %v)`, ref, yes),
		fmt.Sprintf(`UPDATE %s SET enabled = %v WHERE name = 'a.b'`, ref, yes),
		`DELETE FROM ` + ref,
		`CREATE TABLE made_by_flagtui (id INTEGER)`,
		`DROP TABLE ` + ref,
	} {
		if _, err := inner.Pool.Exec(statement); err == nil {
			p.t.Errorf("the session does not refuse %s", statement)
		}
		tx, err := inner.Pool.Begin()
		if err != nil {
			continue // refused already
		}
		if _, err := tx.Exec(statement); err == nil {
			p.t.Errorf("a transaction does not refuse %s", statement)
		}
		if err := tx.Rollback(); err != nil {
			p.t.Error(err)
		}
	}
}

func TestReadOnlyIsAskedFor(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.override("system", "", "a.b", true)
		p.own(definitionTable, journalTable)
		p.wantReadOnly(p.open(readOnly), "--read-only")
	})
}

func TestReadOnlyByTheURL(t *testing.T) {
	for _, params := range []string{"?mode=ro", "?immutable=1", "?cache=shared&immutable=yes"} {
		t.Run(params[1:], func(t *testing.T) {
			p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
			p.override("system", "", "a.b", true)
			p.exec(`PRAGMA wal_checkpoint(TRUNCATE)`) // the WAL of an immutable file is not read
			p.wantReadOnly(p.open(func(o *Options) { o.URL = "file:" + (&url.URL{Path: o.URL}).EscapedPath() + params }), "database URL")
		})
	}
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	p.wantReadOnly(p.open(withURL("&default_transaction_read_only=on")), "sessions are read-only")
}

func TestReadOnlyWAL(t *testing.T) {
	for _, open := range []bool{true, false} {
		p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
		p.override("system", "", "a.b", true)
		if !open {
			p.raw.Close()
		}
		s := p.open(readOnly)
		p.wantReadOnly(s, "--read-only")
		if !open {
			continue
		}
		p.exec(`UPDATE feature_flags_override SET enabled = 0`)
		if stored, err := s.Stored(t.Context(), feature.SystemScope()); err != nil || stored["a.b"].Enabled {
			t.Errorf("%v, %v: the app's write is not seen", stored, err)
		}
	}
}

// unprivileged reports whether file permissions apply to this process. If not, it runs
// the test again as an ordinary user.
func unprivileged(t *testing.T) bool {
	t.Helper()
	if os.Geteuid() != 0 {
		return true
	}
	if runtime.GOOS != "linux" {
		t.Skip("run this test as an ordinary user")
	}
	const nobody = 65534
	cmd := exec.Command("/proc/self/exe", "-test.v", "-test.run=^"+t.Name()+"$")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	output, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "--- PASS: "+t.Name()) {
		t.Errorf("as an ordinary user: %v\n%s", err, output)
	}
	return false
}

func TestReadOnlyByPermission(t *testing.T) {
	if !unprivileged(t) {
		return
	}
	for _, test := range []struct {
		file, dir os.FileMode
		wal, held bool // held means that another process has the file open
		why       string
	}{
		{file: 0o444, dir: 0o755, why: "the database file"},
		{file: 0o444, dir: 0o755, wal: true, why: "the database file"},
		{file: 0o444, dir: 0o555, why: "the database file"},
		{file: 0o644, dir: 0o555, why: "the database file's directory"},
		{file: 0o444, dir: 0o555, wal: true, held: true, why: "the database file"},
		{file: 0o444, dir: 0o555, wal: true}, // cannot be read
	} {
		p := newSQLite(t, strings.Join(schema.Statements(true), ";"))
		p.override("system", "", "a.b", true)
		if !test.wal {
			p.exec(`PRAGMA journal_mode = DELETE`)
		}
		if !test.held {
			p.raw.Close()
		}
		for path, mode := range map[string]os.FileMode{p.url: test.file, filepath.Dir(p.url): test.dir} {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Chmod(path, 0o755) })
		}
		s, err := p.tryOpen()
		if test.why == "" {
			wantProblem(t, err, feature.ErrUnavailable, "app.db", "WAL", "immutable=1")
			_, err = p.tryOpen(readOnly)
			wantProblem(t, err, feature.ErrUnavailable, "app.db", "WAL", "immutable=1")
			p.wantReadOnly(p.open(func(o *Options) { o.URL = "file://" + o.URL + "?immutable=1" }), "database URL")
			continue
		}
		if err != nil {
			t.Errorf("%+v: %v", test, err)
			continue
		}
		p.wantReadOnly(s, test.why)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		_, err = PlanInit(t.Context(), Options{URL: p.url})
		if err != nil {
			t.Errorf("nothing to make, but: %v", err)
		}
	}
}

func TestReadOnlyByPrivilege(t *testing.T) {
	const (
		most     = `GRANT SELECT, INSERT, UPDATE, DELETE ON feature_flags_override TO ROLE;`
		sequence = `GRANT USAGE ON SEQUENCE feature_flags_override_id_seq TO ROLE;`
		journal  = `GRANT INSERT ON flagtui_change TO ROLE;`
		all      = most + sequence + journal + `GRANT USAGE ON SEQUENCE flagtui_change_id_seq TO ROLE;`
		table    = "may not write " + simplemodule.OverrideTable
	)
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.TenantTable))
	p.own(journalTable)
	p.override("system", "", "a.b", true)
	for name, test := range map[string]struct{ rights, why string }{
		"reads only":      {`GRANT SELECT ON feature_flags_override TO ROLE`, table},
		"no INSERT":       {all + `REVOKE INSERT ON feature_flags_override FROM ROLE`, table},
		"no UPDATE":       {all + `REVOKE UPDATE ON feature_flags_override FROM ROLE`, table},
		"no DELETE":       {all + `REVOKE DELETE ON feature_flags_override FROM ROLE`, table},
		"no sequence":     {all + `REVOKE USAGE ON SEQUENCE feature_flags_override_id_seq FROM ROLE`, table},
		"no journal":      {most + sequence, "may not write " + journalTable},
		"journal without": {most + sequence + journal, "may not write " + journalTable},
		"read-only role":  {all + `ALTER USER ROLE SET default_transaction_read_only = on`, "sessions are read-only"},
		"all":             {all, ""},
		"sequence UPDATE": {all + `REVOKE USAGE ON SEQUENCE feature_flags_override_id_seq FROM ROLE; GRANT UPDATE ON SEQUENCE feature_flags_override_id_seq TO ROLE`, ""},
		"UPDATE of some":  {all + `REVOKE UPDATE ON feature_flags_override FROM ROLE; GRANT UPDATE (enabled, updated_at, updated_by) ON feature_flags_override TO ROLE`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := &place{t: t, url: p.url, raw: p.raw, pg: true}
			s := p.open(p.role(test.rights))
			if test.why != "" {
				p.wantReadOnly(s, test.why)
				return
			}
			for _, change := range []feature.Change{
				{Scope: feature.SystemScope(), Name: "c.d", After: feature.On},
				{Scope: feature.SystemScope(), Name: "c.d", Before: feature.On, After: feature.Off},
				{Scope: feature.SystemScope(), Name: "c.d", Before: feature.Off},
			} {
				if _, err := s.Apply(t.Context(), feature.ChangeSet{Changes: []feature.Change{change}}); err != nil {
					t.Errorf("%+v: %v; %+v", change, err, s.Info())
				}
			}
		})
	}
	if got := p.rows(`SELECT name, enabled FROM feature_flags_override`); got != "a.b|true" {
		t.Errorf("the table has %s, want it as it was", got)
	}
}
