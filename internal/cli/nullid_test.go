package cli

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestDoctorSaysNull checks that doctor says NULL for a row whose scope id is NULL.
func TestDoctorSaysNull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	p := &testDatabase{t: t, url: path, raw: openSQL(t, path)}
	p.exec(`CREATE TABLE feature_flags_override (id INTEGER PRIMARY KEY, scope TEXT, scope_id TEXT, name TEXT, enabled BOOLEAN, created_at TEXT, updated_at TEXT, created_by TEXT, updated_by TEXT)`,
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', NULL, 'a.b', 1)`)
	r := runWith(t, "", "doctor", "--db", path)
	if !strings.Contains(r.out, "and the id NULL, ") {
		t.Errorf("doctor says %s%s", r.out, r.err)
	}
}
