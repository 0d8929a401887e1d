package data

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/lib/pq"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// Each form of naming a socket's folder opens the database there.
func TestOpensThroughASocket(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	folder, err := os.MkdirTemp("", "flagtui-socket-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o777); err != nil { // PgBouncer may run as a different user
		t.Fatal(err)
	}
	through, err := pq.NewConfig(pgtest.PgBouncer(t, p.url, "unix_socket_dir = "+folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, dsn := range []string{
		fmt.Sprintf("postgresql://%s@%s:%d/%s", through.User, strings.ReplaceAll(folder, "/", "%2F"), through.Port, through.Database),
		fmt.Sprintf("postgresql:///%s?user=%s&host=%s&port=%d", through.Database, through.User, folder, through.Port),
		fmt.Sprintf("host=%s port=%d user=%s dbname=%s", folder, through.Port, through.User, through.Database),
		fmt.Sprintf("postgresql://%s@127.0.0.1:1,127.0.0.1:%d/%s", through.User, through.Port, through.Database),
		fmt.Sprintf("ecto://%s:x@127.0.0.1:%d/%s?pool_size=3", through.User, through.Port, through.Database),
	} {
		s, err := Open(t.Context(), Options{URL: dsn})
		if err != nil {
			t.Errorf("%s: %v", dsn, err)
			continue
		}
		if stored, err := s.Stored(t.Context(), feature.SystemScope()); err != nil || !stored["a.b"].Enabled {
			t.Errorf("%s: %v, %v", dsn, stored, err)
		}
		s.Close()
	}
}
