package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoCommandTellsThePassword checks that no command prints a password, even of a
// malformed database URL. None takes keyword=value for a file.
func TestNoCommandTellsThePassword(t *testing.T) {
	dir := t.TempDir()
	config := filepath.Join(dir, "config.yaml")
	text := "contexts:\n  a: {db: \"u:secret@h/db\"}\n  b: {db: \"postgres:/u:secret@h/db\"}\n  c: {db: \"${X}secret@h/db\"}\n  d: {db: \"PASSWORD=secret host=h\"}\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for _, db := range []string{"PASSWORD=secret host=h", "u:secret@h/db", "postgres:/u:secret@h/db", "pasword=secret host", "port=1 host=127.0.0.1 connect_timeout=3 dbname=app user=app password=secret"} {
		for _, args := range []string{"config", "list", "init --yes", "demo", "doctor", "set a=on --yes"} {
			r := runWith(t, "", append(strings.Fields(args), "--config", config, "--db", db)...)
			if strings.Contains(r.out+r.err, "secret") {
				t.Errorf("%s --db %q prints\n%s%s", args, db, r.out, r.err)
			}
			if (r.code == 0) != (args == "config") {
				t.Errorf("%s --db %q: exit %d\n%s", args, db, r.code, r.err)
			}
		}
	}
	if made, _ := os.ReadDir(dir); len(made) != 1 {
		t.Errorf("%v are there", made)
	}
}
