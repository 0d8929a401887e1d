package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestJoinedDatabaseIsMasked checks that a database URL joined from a variable and text
// is not shown, because the text may be part of a password.
func TestJoinedDatabaseIsMasked(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, tc := range []struct{ db, x, shown string }{
		{"${X}hunter2", "foo", "${X}****"},
		{"hunter2${X}", "foo", "****${X}"},
		{"${X}hunter2", "sqlite:///foo", "${X}****"},
		{"${X}hunter2@127.0.0.1:1/d", "postgres://u:", "${X}****@127.0.0.1:1/d"},
		{"${X}hunter2", "postgres://u:", "${X}****"},
		{"postgres://u:hunter2${X}", "@127.0.0.1:1/d", "postgres://u:****"},
	} {
		t.Setenv("X", tc.x)
		path := filepath.Join(dir, "config.yaml")
		if err := os.WriteFile(path, []byte("contexts:\n  c: {db: \""+tc.db+"\"}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range []string{"config", "config --json", "config --context c", "config --context c --json", "list --context c", "init --context c --dry-run"} {
			r := runWith(t, "", append(strings.Fields(args), "--config", path, "--timeout", "1s")...)
			if strings.Contains(r.out+r.err, "hunter2") {
				t.Errorf("%s with %s, X=%s shows the password:\n%s%s", args, tc.db, tc.x, r.out, r.err)
			}
			if args == "config --context c --json" && !strings.Contains(r.out, `"`+tc.shown+`"`) {
				t.Errorf("%s with %s does not show %s:\n%s", args, tc.db, tc.shown, r.out)
			}
		}
	}
}
