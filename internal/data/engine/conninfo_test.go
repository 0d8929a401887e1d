package engine

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

// described returns the driver's reading of a DSN as text.
func described(t *testing.T, dsn string) string {
	t.Helper()
	where, err := ParseDSN(dsn)
	if err != nil || where.Dialect != Postgres {
		t.Errorf("%s: %+v, %v", dsn, where, err)
		return ""
	}
	c, err := driverConfig(where.dsn)
	if err != nil {
		t.Errorf("%s: the driver says: %v", dsn, err)
	}
	text := fmt.Sprintf("%s:%s@%s:%d/%s", c.User, c.Password, c.Host, c.Port, c.Database)
	for _, m := range c.Multi {
		text += fmt.Sprintf(" or %s:%d", m.Host, m.Port)
	}
	if c.SSLMode != "" {
		text += " " + string(c.SSLMode)
	}
	if len(c.Runtime) > 0 {
		text += fmt.Sprint(" ", c.Runtime)
	}
	return text
}

// open connects to the database that a DSN names.
func open(t *testing.T, dsn string) error {
	where, err := ParseDSN(dsn)
	if err == nil {
		_, _, err = Connect(t.Context(), where, Settings{})
	}
	return err
}

// The expected values are those of libpq, SQLAlchemy or Ecto for the same DSN.
func TestDSNForms(t *testing.T) {
	pgtest.Unset(t)
	t.Setenv("PGUSER", "me")
	for dsn, want := range map[string]string{
		"ecto://u:p%40@h/db":                                                                 "u:p@@h:5432/db",
		"ecto://u:p@h:5433/db?ssl=true&pool_size=10":                                         "u:p@h:5433/db require",
		"ecto://u:p@/db?socket_dir=%2Fsock":                                                  "u:p@/sock:5432/db disable",
		"postgresql://u@h1:1,h2:2/db":                                                        "u:@h1:1/db or h2:2",
		"postgresql://u@h1,h2:2/db":                                                          "u:@h1:5432/db or h2:2",
		"postgresql://u@[::1]:7,h2/db":                                                       "u:@::1:7/db or h2:5432",
		"postgresql://u@h1,h2/db?port=5,6":                                                   "u:@h1:5/db or h2:6",
		"postgresql://u@%2Fsocket%2Fdir/db":                                                  "u:@/socket/dir:5432/db disable",
		"postgresql://u@%2Fsocket%2Fdir:7/db":                                                "u:@/socket/dir:7/db disable",
		"postgresql://?host=h&dbname=db&user=u":                                              "u:@h:5432/db",
		"postgresql:///db?host=h&port=7":                                                     "me:@h:7/db",
		"postgres://h/a+b?user=c+d":                                                          "c+d:@h:5432/a+b",
		"postgresql+asyncpg://u:p@/db?host=h":                                                "u:p@h:5432/db",
		"postgresql+asyncpg://u:p+q@h/db?ssl=verify-full&max_cached_statement_lifetime":      "u:p+q@h:5432/db verify-full",
		"postgres://u@h/db?ssl=true":                                                         "u:@h:5432/db require",
		"postgres://u@h/db?requiressl=1":                                                     "u:@h:5432/db require",
		"postgres://u@h/db?requiressl=0&sslcompression=1":                                    "u:@h:5432/db",
		"postgres://u@h/db?sslmode=require&channel_binding=prefer":                           "u:@h:5432/db require",
		"host=h gssencmode=disable keepalives=1 keepalives_idle=30 sslcertmode=allow":        "me:@h:5432/",
		"host=h keepalives_interval=1 keepalives_count=3 tcp_user_timeout=5 require_auth=''": "me:@h:5432/",
		"host = h  dbname= 'a b' password = it\\'s\\ so user=''":                             ":it's so@h:5432/a b",
		"host=h application_name=x work_mem=4MB":                                             "me:@h:5432/ map[work_mem:4MB]",
	} {
		if got := described(t, dsn); got != want {
			t.Errorf("%s: %s, want %s", dsn, got, want)
		}
	}
}

// A parameter is refused if the connection would be weaker without it.
func TestDSNAsksForTooMuch(t *testing.T) {
	pgtest.Unset(t)
	for _, keyword := range []string{"channel_binding=require", "gssencmode=require", "sslcertmode=require", "require_auth=scram-sha-256",
		"requirepeer=postgres", "sslcrl=/x", "sslpassword=secret", "channel_binding=odd"} {
		name, _, _ := strings.Cut(keyword, "=")
		for _, dsn := range []string{"postgres://u:secret@h/db?" + keyword, "host=h password=secret " + keyword} {
			err := open(t, dsn)
			featuretest.WantProblem(t, err, feature.ErrUsage, name, "less secure")
			featuretest.WantNoSecret(t, dsn, err)
		}
	}
	t.Setenv("PGCHANNELBINDING", "require")
	for range 2 {
		err := open(t, "postgres://h/db")
		featuretest.WantProblem(t, err, feature.ErrUsage, "channel_binding=require")
	}
	t.Setenv("PGCHANNELBINDING", "prefer")
	t.Setenv("PGREQUIRESSL", "1")
	t.Setenv("PGUSER", "me")
	for range 2 {
		if got := described(t, "postgres://h/db"); got != "me:@h:5432/db require" {
			t.Error(got)
		}
	}
}

func TestDSNService(t *testing.T) {
	pgtest.Unset(t)
	t.Setenv("HOME", t.TempDir())
	t.Setenv("PGSYSCONFDIR", t.TempDir())
	t.Setenv("PGUSER", "me")
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	own, system := filepath.Join(os.Getenv("HOME"), ".pg_service.conf"), filepath.Join(os.Getenv("PGSYSCONFDIR"), "pg_service.conf")
	write(system, "[prod]\nhost=other\n[old]\nhost = sys\ndbname=o\n")
	want := func(dsn, want string) {
		t.Helper()
		if got := described(t, dsn); got != want {
			t.Errorf("%s: %s, want %s", dsn, got, want)
		}
	}
	want("service=old", "me:@sys:5432/o")
	write(own, "# ours\n[dev]\nhost=dev\n\n[prod]\nhost=h1,h2\nport=6432\ndbname=shop\nuser=ro\npassword=a=secret\nchannel_binding=prefer\nsslmode=require\n[last]\nhost=x\n")
	want("postgresql://?service=prod", "ro:a=secret@h1:6432/shop or h2:6432 require")
	want("postgresql:///mine?service=prod", "ro:a=secret@h1:6432/mine or h2:6432 require")
	want("service=prod user=rw sslmode=disable", "rw:a=secret@h1:6432/shop or h2:6432 disable")
	want("service=old", "me:@sys:5432/o")
	t.Setenv("PGSERVICE", "dev")
	want("postgres:///db", "me:@dev:5432/db")
	want("service=last", "me:@x:5432/")
	t.Setenv("PGSERVICEFILE", system)
	want("service=prod", "me:@other:5432/")

	_, err := ParseDSN("postgres://?service=none")
	featuretest.WantProblem(t, err, feature.ErrUsage, `"none"`, system, "PGSERVICEFILE")
	write(system, "[bad]\npassword secret\n")
	_, err = ParseDSN("postgres://?service=bad")
	featuretest.WantProblem(t, err, feature.ErrUsage, `"bad"`, "line 2")
	featuretest.WantNoSecret(t, "service=bad", err)
	t.Setenv("PGSERVICEFILE", filepath.Join(t.TempDir(), "away"))
	_, err = ParseDSN("postgres://?service=bad")
	featuretest.WantProblem(t, err, feature.ErrUsage, "no such file")
}

// Without a host in the DSN, the host is PGHOST or a folder with the server's socket.
func TestDSNWithoutHost(t *testing.T) {
	pgtest.Unset(t)
	folder := t.TempDir()
	listener, err := net.Listen("unix", filepath.Join(folder, ".s.PGSQL.7"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	usual := socketFolders
	defer func() { socketFolders = usual }()
	socketFolders = []string{t.TempDir(), folder}
	t.Setenv("PGUSER", "me")
	for dsn, want := range map[string]string{
		"postgres:///db?port=7": "me:@" + folder + ":7/db disable",
		"port=7 dbname=db":      "me:@" + folder + ":7/db disable",
		"postgres://:7/db":      "me:@" + folder + ":7/db disable",
		"postgres://":           "me:@localhost:5432/",
	} {
		if got := described(t, dsn); got != want {
			t.Errorf("%s: %s, want %s", dsn, got, want)
		}
	}
	t.Setenv("PGPORT", "7")
	if got, want := described(t, "postgres:///db"), "me:@"+folder+":7/db disable"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	t.Setenv("PGHOST", "h")
	if got := described(t, "postgres://"); got != "me:@h:7/" {
		t.Error(got)
	}
}
