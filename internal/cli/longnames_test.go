package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui"
	"flagtui/internal/feature"
)

// A tenant whose id is longer than the column says, as SQLite holds it, is one
// for every command.
func TestLongTenantIDs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	p := &patient{t: t, url: path, raw: openSQL(t, path)}
	p.exec(flagtui.Statements(true)...)
	tenant := strings.Repeat("t", 80)
	p.define("a.b", false, "")
	p.define("c.d", false, "")
	p.override("tenant", tenant, "a.b", true)
	run := func(code int, args ...string) ran {
		t.Helper()
		r := runWith(t, "", append(args, "--db", path)...)
		if r.code != code {
			t.Errorf("%v: exit %d, want %d: %s%s", args, r.code, code, r.out, r.err)
		}
		return r
	}
	is := func(want feature.Setting) {
		t.Helper()
		r := run(0, "list", "--json", "--overridden", "--tenant", tenant)
		var found []struct{ Enabled, Overridden bool }
		if err := json.Unmarshal([]byte(r.out), &found); err != nil {
			t.Fatal(err)
		}
		switch {
		case want == feature.Inherit && len(found) > 0, want != feature.Inherit && (len(found) != 1 || found[0].Enabled != (want == feature.On)):
			t.Errorf("want %s: %s", want, r.out)
		}
	}
	is(feature.On)
	backup := filepath.Join(t.TempDir(), "backup.yaml")
	if err := os.WriteFile(backup, []byte(run(0, "export").out), 0o600); err != nil {
		t.Fatal(err)
	}
	run(0, "set", "a.b=off", "--yes", "--tenant", tenant)
	is(feature.Off)
	run(0, "apply", backup, "--yes")
	is(feature.On)
	run(0, "kill", "a.b", "--yes")
	is(feature.Off)
	run(1, "test", "a.b", "--tenant", tenant)
	run(0, "undo", "--yes")
	is(feature.On)
	run(exitUsage, "set", "c.d=on", "--yes", "--tenant", tenant)
	run(0, "clear", "a.b", "--yes", "--tenant", tenant)
	run(exitUsage, "set", "a.b=on", "--yes", "--tenant", tenant)
	run(0, "undo", "--yes")
	is(feature.On)
}
