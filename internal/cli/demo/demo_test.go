package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"flagtui/internal/feature"
)

func TestCreate(t *testing.T) {
	// In a URI, these characters of the name have a meaning.
	path := filepath.Join(t.TempDir(), "50% of #1?.db")
	db := open(t, path)
	var mode, check string
	if err := db.QueryRow(`PRAGMA journal_mode`).Scan(&mode); err != nil || mode != "wal" {
		t.Errorf("journal mode %q, %v", mode, err)
	}
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&check); err != nil || check != "ok" {
		t.Errorf("integrity check: %q, %v", check, err)
	}
	db.Close()
	onlyFiles(t, filepath.Dir(path), filepath.Base(path))
}

func TestCreateRefusesWhatExists(t *testing.T) {
	for _, name := range []string{"a.db", "a.db-wal", "a.db-journal"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		err := Create(t.Context(), filepath.Join(dir, "a.db"), "")
		if !errors.Is(err, feature.ErrUsage) || !errors.Is(err, fs.ErrExist) {
			t.Errorf("beside %s: %v", name, err)
		}
		if text, _ := os.ReadFile(filepath.Join(dir, name)); string(text) != "mine" {
			t.Errorf("%s was written to", name)
		}
		onlyFiles(t, dir, name)
	}
}

func TestCreateLeavesNothingHalfMade(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Create(ctx, filepath.Join(dir, "a.db"), ""); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	onlyFiles(t, dir)

	err := Create(t.Context(), filepath.Join(dir, "none", "a.db"), "")
	want := fmt.Sprintf("cannot make the demo database %s: no such file or directory", filepath.Join(dir, "none", "a.db"))
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// states lists the states that the demo must show, each with a count of rows. The view o
// holds the overrides with their definition and, for a tenant, the inherited value.
var states = []struct {
	name        string
	query       string
	least, most int
}{
	{"flags", `SELECT count(*) FROM flagtui_definition`, 60, 75},
	{"modules", `SELECT count(DISTINCT substr(name, 1, instr(name, '.'))) FROM flagtui_definition`, 12, 17},
	{"on by default", `SELECT count(*) FROM flagtui_definition WHERE default_enabled`, 20, 40},
	{"tenants", `SELECT count(*) FROM tenants_tenant`, 25, 25},
	{"suspended tenants", `SELECT count(*) FROM tenants_tenant WHERE status = 'suspended'`, 2, 5},
	{"another slug than id", `SELECT count(*) FROM tenants_tenant WHERE id <> slug`, 5, 5},
	{"long name", `SELECT count(*) FROM flagtui_definition WHERE length(name) >= 60`, 1, 1},
	{"long description", `SELECT count(*) FROM flagtui_definition WHERE length(description) > 200`, 1, 1},
	{"wide description", `SELECT count(*) FROM flagtui_definition WHERE description GLOB '*ö*数*'`, 1, 1},
	{"flags of one scope", `SELECT count(DISTINCT scopes) FROM flagtui_definition WHERE scopes <> ''`, 5, 5},

	{"system on, default off", `SELECT count(*) FROM o WHERE system AND enabled AND NOT def`, 2, 10},
	{"system off, default on", `SELECT count(*) FROM o WHERE system AND NOT enabled AND def`, 2, 10},
	{"system on, default on", `SELECT count(*) FROM o WHERE system AND enabled AND def`, 1, 5},
	{"system off, default off", `SELECT count(*) FROM o WHERE system AND NOT enabled AND NOT def`, 1, 5},
	{"tenant on, system off", `SELECT count(*) FROM o WHERE NOT system AND enabled AND NOT system_enabled`, 2, 5},
	{"tenant off, system on", `SELECT count(*) FROM o WHERE NOT system AND NOT enabled AND system_enabled`, 2, 10},
	{"tenant on, inherits on", `SELECT count(*) FROM o WHERE NOT system AND enabled AND coalesce(system_enabled, def)`, 1, 20},
	{"tenant off, inherits off", `SELECT count(*) FROM o WHERE NOT system AND NOT enabled AND NOT coalesce(system_enabled, def)`, 1, 5},
	{"new invoice on", `SELECT count(*) FROM o WHERE name = 'billing.new_invoice' AND NOT system AND enabled`, 12, 12},
	{"new invoice off", `SELECT count(*) FROM o WHERE name = 'billing.new_invoice' AND NOT system AND NOT enabled`, 3, 3},
	{"unlisted tenant", `SELECT count(*) FROM o WHERE NOT system AND scope_id NOT IN (SELECT id FROM tenants_tenant)`, 2, 5},
	{"unlisted tenants", `SELECT count(DISTINCT scope_id) FROM o WHERE NOT system AND scope_id NOT IN (SELECT id FROM tenants_tenant)`, 1, 1},
	{"suspended tenant's", `SELECT count(*) FROM o JOIN tenants_tenant t ON t.id = scope_id WHERE status = 'suspended'`, 1, 5},
	{"system orphans", `SELECT count(*) FROM o WHERE system AND def IS NULL`, 1, 3},
	{"tenant orphans", `SELECT count(*) FROM o WHERE NOT system AND def IS NULL`, 1, 3},
	{"people", `SELECT count(DISTINCT updated_by) FROM o`, 5, 20},
	{"made by flagtui", `SELECT count(*) FROM o WHERE created_by GLOB 'flagtui:*@*'`, 5, 20},
	{"changed by flagtui", `SELECT count(*) FROM o WHERE updated_at IS NOT NULL AND updated_by GLOB 'flagtui:*@*'`, 1, 5},
	{"changed since made", `SELECT count(*) FROM o WHERE updated_at IS NOT NULL`, 4, 30},
	{"change-sets", `SELECT count(DISTINCT change) FROM flagtui_change WHERE reason <> ''`, 3, 10},
	{"undone", `SELECT count(*) FROM flagtui_change a JOIN flagtui_change b ON b.change = a.undoes
		AND (b.scope, b.scope_id, b.name) = (a.scope, a.scope_id, a.name) AND b.before IS a.after AND b.after IS a.before`, 1, 1},
	{"the app's audit trail", `SELECT count(*) FROM audit_log_audit_entry WHERE entity_type = 'FeatureFlagOverride'`, 10, 50},
	{"audit of other things", `SELECT count(*) FROM audit_log_audit_entry WHERE entity_type <> 'FeatureFlagOverride'`, 1, 5},

	{"features on in projects", `SELECT count(*) FROM scoped_feature_flag_states WHERE project_id IS NOT NULL`, 2, 5},
	{"features on in sections", `SELECT count(*) FROM scoped_feature_flag_states WHERE section_id IS NOT NULL`, 2, 5},
	{"features of a wrong scope", `SELECT count(*) FROM scoped_feature_flag_states s JOIN flagtui_definition d ON d.name = s.feature_name
		WHERE s.project_id IS NOT NULL AND d.scopes = 'section'`, 1, 1},
	{"features that left the code", `SELECT count(*) FROM scoped_feature_flag_states WHERE feature_name NOT IN (SELECT name FROM flagtui_definition)`, 1, 1},

	// These rows must not exist.
	{"values not as they are bound", `SELECT count(*) FROM o WHERE typeof(enabled) <> 'integer' OR enabled NOT IN (0, 1)`, 0, 0},
	{"defaults not as they are bound", `SELECT count(*) FROM flagtui_definition WHERE default_enabled NOT IN (0, 1)`, 0, 0},
	{"times not as they are bound", `SELECT count(*) FROM times WHERE strftime('%Y-%m-%d %H:%M:%S', at) || substr(at, 20) IS NOT at
		OR at NOT GLOB '????-??-?? ??:??:??.[0-9][0-9][0-9][0-9][0-9][0-9]' OR at > '2026-11-21'`, 0, 0},
	{"other scopes", `SELECT count(*) FROM o WHERE scope NOT IN ('system', 'tenant') OR system <> (scope_id = '')`, 0, 0},
	{"changed before they were made", `SELECT count(*) FROM o WHERE updated_at <= created_at OR (updated_at IS NULL AND updated_by <> created_by)`, 0, 0},
	{"ids out of order", `SELECT count(*) FROM o a JOIN o b ON a.id < b.id AND a.created_at > b.created_at`, 0, 0},
	{"a history with a gap", `SELECT count(*) FROM (SELECT before, lag(after) OVER w AS was, row_number() OVER w AS nth FROM flagtui_change
		WINDOW w AS (PARTITION BY scope, scope_id, name ORDER BY at, id)) WHERE nth > 1 AND before IS NOT was`, 0, 0},
	{"a history that ends elsewhere", `SELECT count(*) FROM last LEFT JOIN o USING (scope, scope_id, name)
		WHERE after IS NOT enabled OR enabled NOT NULL AND (at, 'flagtui:' || actor) IS NOT (coalesce(updated_at, created_at), updated_by)`, 0, 0},
	{"flagtui's without a history", `SELECT count(*) FROM o LEFT JOIN last USING (scope, scope_id, name)
		WHERE last.after IS NULL AND updated_by GLOB 'flagtui:*'`, 0, 0},
	{"an audit trail of no row", `SELECT count(*) FROM audit_log_audit_entry a WHERE entity_type = 'FeatureFlagOverride'
		AND NOT EXISTS (SELECT 1 FROM o WHERE CAST(id AS TEXT) = entity_id)
		AND NOT EXISTS (SELECT 1 FROM audit_log_audit_entry d WHERE d.entity_id = a.entity_id AND d.action = 'deleted')
		AND NOT EXISTS (SELECT 1 FROM last WHERE after IS NULL AND (scope, scope_id, name) = (changes ->> '$[0].new', changes ->> '$[1].new', changes ->> '$[2].new'))`, 0, 0},
	{"an audit trail of other values", `SELECT count(*) FROM audit_log_audit_entry a JOIN o ON CAST(o.id AS TEXT) = entity_id
		WHERE entity_type = 'FeatureFlagOverride' AND a.created_at >= coalesce(o.updated_at, o.created_at) AND (user_id IS NOT updated_by
		OR changes ->> iif(action = 'created', '$[3].new', '$[0].new') IS NOT enabled)`, 0, 0},
	{"audit ids of another form", `SELECT count(*) FROM audit_log_audit_entry WHERE length(id) <> 32 OR id GLOB '*[^0-9a-f]*'
		OR id NOT GLOB '????????????4???[89ab]*'`, 0, 0},
}

const helpers = `
	CREATE TEMP VIEW o AS
		SELECT o.*, o.scope = 'system' AS system, d.default_enabled AS def, s.enabled AS system_enabled
		FROM feature_flags_override o LEFT JOIN flagtui_definition d USING (name)
		LEFT JOIN feature_flags_override s ON s.name = o.name AND s.scope = 'system' AND o.scope <> 'system';
	CREATE TEMP VIEW last AS
		SELECT scope, scope_id, name, after, at, actor FROM (SELECT *, row_number() OVER
			(PARTITION BY scope, scope_id, name ORDER BY at DESC, id DESC) AS nth FROM flagtui_change) WHERE nth = 1;
	CREATE TEMP VIEW times AS
		SELECT created_at AS at FROM feature_flags_override
		UNION ALL SELECT updated_at FROM feature_flags_override WHERE updated_at NOT NULL
		UNION ALL SELECT created_at FROM tenants_tenant
		UNION ALL SELECT updated_at FROM tenants_tenant WHERE updated_at NOT NULL
		UNION ALL SELECT created_at FROM audit_log_audit_entry
		UNION ALL SELECT at FROM flagtui_change`

func TestContent(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "demo.db"))
	db.SetMaxOpenConns(1) // temporary views belong to one connection
	if _, err := db.Exec(helpers); err != nil {
		t.Fatal(err)
	}
	for _, state := range states {
		var n int
		if err := db.QueryRow(state.query).Scan(&n); err != nil {
			t.Errorf("%s: %v", state.name, err)
		} else if n < state.least || n > state.most {
			t.Errorf("%s: %d, want %d to %d", state.name, n, state.least, state.most)
		}
	}
}

// open makes the demo at path and opens the database.
func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	if err := Create(t.Context(), path, ""); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=rw")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// onlyFiles checks that dir holds only the wanted files.
func onlyFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s holds %q, want %q", dir, got, want)
	}
}
