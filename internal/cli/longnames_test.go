package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

// TestLongTenantIDs checks that every command works for a tenant id longer than its
// column, which SQLite allows.
func TestLongTenantIDs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	p := &testDatabase{t: t, url: path, raw: openSQL(t, path)}
	p.exec(schema.Statements(true)...)
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

// TestKillOfALongName checks that kill turns off the rows of a flag with a name longer
// than its column, and makes no new row.
func TestKillOfALongName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	p := &testDatabase{t: t, url: path, raw: openSQL(t, path)}
	p.exec(schema.Statements(true)...)
	stored, system := strings.Repeat("n", 220), strings.Repeat("s", 220)
	p.override("tenant", "acme", stored, true)
	p.override("tenant", "beta", stored, false)
	p.override("system", "", system, true)
	p.override("tenant", "acme", system, true)
	for name, rows := range map[string]string{stored: "2", system: "2"} {
		runWith(t, "", "kill", name, "--yes", "--db", path).expect(t, exitDone, "*", "saved as ")
		if got := p.one(2, `SELECT COUNT(*), SUM(enabled) FROM feature_flags_override WHERE name = '`+name+`'`); got != rows+" 0" {
			t.Errorf("rows and those on of %.5s…: %s, want %s 0", name, got, rows)
		}
		runWith(t, "", "test", name, "--tenant", "acme", "--db", path).expect(t, exitNegative, "*")
		runWith(t, "", "undo", "--yes", "--db", path).expect(t, exitDone, "*", "saved as ")
	}
	if got := p.one(1, `SELECT COUNT(*) FROM feature_flags_override WHERE enabled`); got != "3" {
		t.Errorf("%s rows are on after the undo, want 3", got)
	}
}
