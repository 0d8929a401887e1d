package pgtest

import (
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

func TestMain(m *testing.M) { Main(m) }

func TestDatabasesAreSeparate(t *testing.T) {
	t.Parallel()
	one, other := open(t, Database(t)), open(t, Database(t))
	if _, err := one.Exec("CREATE TABLE t (x int)"); err != nil {
		t.Fatal(err)
	}
	_, err := other.Exec("SELECT x FROM t")
	wantCode(t, err, "42P01") // undefined_table
}

func TestDatabaseIsDroppedWhileInUse(t *testing.T) {
	t.Parallel()
	var db *sql.DB
	t.Run("user", func(inner *testing.T) {
		db = open(t, Database(inner)) // open until the outer test ends
		if err := db.Ping(); err != nil {
			inner.Fatal(err)
		}
	})
	if db == nil {
		t.SkipNow()
	}
	db.Ping()                       // finds its connection broken
	wantCode(t, db.Ping(), "3D000") // invalid_catalog_name
}

// The tests also accept a server from the environment.
func TestDatabaseOnAGivenServer(t *testing.T) {
	t.Parallel()
	if os.Getenv(serverVariable) != "" {
		t.Skip("the other tests have a given server")
	}
	given := New(t).cluster.adminURL()
	given.RawQuery = ""
	cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^TestDatabase(sAreSeparate|IsDropped)")
	cmd.Env = append(os.Environ(), serverVariable+"="+given.String())
	output, err := cmd.CombinedOutput()
	if err != nil || strings.Count(string(output), "\n--- PASS: ") != 2 {
		t.Errorf("%v\n%s", err, output)
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"postgres://u:p@h:1/d":             "postgres://u:p@h:1/d?sslmode=disable",
		"postgresql://h/d?sslmode=require": "postgresql://h/d?sslmode=require",
		"postgres://h/d?connect_timeout=5": "postgres://h/d?connect_timeout=5&sslmode=disable",
		"host=h user=u password=secret":    "",
		"mysql://u:secret@h/d":             "",
		"postgres://u:secret@h:no/d":       "",
	} {
		got, err := parseServerURL(text)
		switch {
		case want == "" && err == nil:
			t.Errorf("%s: no error", text)
		case want == "" && strings.Contains(err.Error(), "secret"):
			t.Errorf("%s: the error tells the password: %v", text, err)
		case want != "" && (err != nil || got.String() != want):
			t.Errorf("%s: got %v, %v, want %s", text, got, err, want)
		}
	}
}

func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func wantCode(t *testing.T, err error, code pqerror.Code) {
	t.Helper()
	if problem, ok := errors.AsType[*pq.Error](err); !ok || problem.Code != code {
		t.Errorf("got error %v, want one with code %s", err, code)
	}
}
