package engine

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSameDatabase(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("PGHOST", "db9")
	t.Setenv("PGUSER", "app")
	for _, name := range []string{"app.db", "other.db"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("app.db", "link.db"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		one, other string
		same       bool
	}{
		{"app.db", filepath.Join(dir, "app.db"), true},
		{"app.db", "sqlite:///link.db", true},
		{"app.db", "file:./app.db?mode=ro", true},
		{"app.db", "other.db", false},
		{"none.db", "./none.db", true},
		{"none.db", "no.db", false},
		{"postgres://u:p@10.0.0.1/app", "host=10.0.0.1 dbname=app user=other", true},
		{"postgres://u@10.0.0.1/app?sslmode=disable", "postgresql+asyncpg://v@10.0.0.1:5432/app", true},
		{"postgres://u@10.0.0.1/app", "postgres://u@10.0.0.1:5433/app", false},
		{"postgres://u@10.0.0.1/app", "postgres://u@10.0.0.1/app2", false},
		{"postgres://u@10.0.0.1/app", "postgres://u@10.0.0.2/app", false},
		{"postgres://u@10.0.0.1,10.0.0.2/app", "postgres://u@10.0.0.2/app", true},
		{"postgres://u@localhost/app", "postgres://u@127.0.0.1/app", true},
		{"postgres://u@localhost/app", "host=/var/run/postgresql dbname=app", true},
		{"dbname=app", "postgres://DB9/app", true},
		{"postgres://app@db9", "postgres://db9/app", true},
		{"postgres://u@10.0.0.1/app", "app.db", false},
		{"", "", false},
	} {
		if got := SameDatabase(test.one, test.other); got != test.same {
			t.Errorf("%q and %q: %v, want %v", test.one, test.other, got, test.same)
		}
	}
}
