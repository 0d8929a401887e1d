package model

import (
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
	_ "flagtui/internal/schema/schematest"
)

// newSQLite makes a database with flagtui's tables, three flags and the given number of
// tenants. raw is a connection outside of the store.
func newSQLite(t *testing.T, tenants int) (path string, raw *sql.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "app.db")
	raw, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=journal_mode(wal)&_pragma=busy_timeout(60000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	statements := append(schema.Statements(true),
		`INSERT INTO flagtui_definition (name, description, default_enabled) VALUES ('alpha', 'The first', 0), ('beta', '', 1), ('gamma', '', 0)`)
	for i := range tenants {
		statements = append(statements, fmt.Sprintf(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('t%03d', 't%03d', 'Tenant %d', 'active')`, i, i, i))
	}
	for _, text := range statements {
		if _, err := raw.Exec(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	return path, raw
}

// openSQLite opens a dashboard on the database.
func openSQLite(t *testing.T, path, actor string) *dash {
	t.Helper()
	store, err := data.Open(t.Context(), data.Options{URL: path, Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return open(t, unwatched{store}, func(o *Options) { o.Session.Actor = actor })
}

// row expects a flag's stored setting at a scope.
func row(t *testing.T, raw *sql.DB, scope feature.Scope, name string, want feature.Setting) {
	t.Helper()
	var enabled bool
	now := feature.Inherit
	err := raw.QueryRow(`SELECT enabled FROM feature_flags_override WHERE scope = ? AND scope_id = ? AND name = ?`,
		string(scope.Kind), scope.ID, name).Scan(&enabled)
	if err == nil {
		now = feature.SettingOf(enabled)
	} else if err != sql.ErrNoRows {
		t.Fatal(err)
	}
	if now != want {
		t.Errorf("%s at %s is %s in the database, not %s", name, scope, now, want)
	}
}

func TestEndToEnd(t *testing.T) {
	path, raw := newSQLite(t, 3)
	d := openSQLite(t, path, "alice@ops1")
	d.shows("alpha Disabled [ ] Disabled Following default", "1 All 3")

	d.propose()
	d.shows("3 tenants inherit the system value and change")
	d.drive("y")
	d.shows(`"alpha" enabled · saved`)
	row(t, raw, feature.SystemScope(), "alpha", feature.On)

	d.drive("t", "down", "enter")
	d.shows("Tenant t001", "[x] Enabled Following system")
	d.propose()
	d.drive("y")
	row(t, raw, feature.TenantScope("t001"), "alpha", feature.Off)
	d.shows("[ ] Disabled Override active System: Enabled")
	d.drive("esc")
	d.shows("System (all tenants)", "[x] Enabled Override active 1 off")

	d.drive("s")
	d.shows("sort changed ↓")
	d.drive("c")
	d.fireTimers()
	d.drive("y")
	row(t, raw, feature.SystemScope(), "alpha", feature.Inherit)
	d.shows(`Override cleared for "alpha"`)

	var by string
	if err := raw.QueryRow(`SELECT actor FROM flagtui_change ORDER BY id DESC LIMIT 1`).Scan(&by); err != nil || by != "alice@ops1" {
		t.Errorf("history names %q (%v)", by, err)
	}
}

func TestAConflictOfTwoDashboards(t *testing.T) {
	path, raw := newSQLite(t, 0)
	alice, bob := openSQLite(t, path, "alice@ops1"), openSQLite(t, path, "bob@ops2")
	alice.propose() // inherit -> on
	bob.propose()
	bob.drive("right") // inherit -> off
	bob.drive("y")
	bob.shows(`"alpha" disabled · saved`)
	alice.drive("y")
	row(t, raw, feature.SystemScope(), "alpha", feature.Off)
	alice.shows("it was inherit, and is off now, by", "flagtui:bob@ops2", "Nothing was written")
	alice.drive("y")
	row(t, raw, feature.SystemScope(), "alpha", feature.Off)
	alice.fireTimers()
	alice.drive("y")
	row(t, raw, feature.SystemScope(), "alpha", feature.On)

	var sets int
	if err := raw.QueryRow(`SELECT COUNT(DISTINCT change) FROM flagtui_change`).Scan(&sets); err != nil || sets != 2 {
		t.Errorf("history has %d change-sets (%v)", sets, err)
	}
}

func TestPagesOfTenants(t *testing.T) {
	path, raw := newSQLite(t, 2*pageSize+50)
	d := openSQLite(t, path, "alice@ops1")
	d.drive("t")
	d.shows(fmt.Sprintf("%d+", pageSize))
	d.drive("pgdown", "pgdown", "pgdown")
	d.shows(fmt.Sprintf("%d+", 2*pageSize))
	for range 8 {
		d.drive("pgdown")
	}
	d.shows("> Tenant 249", "251/251")
	d.hides("+")
	d.drive("enter")
	d.shows("Tenant t249")

	d.drive("t")
	d.typeText("t00")
	d.shows("> Tenant 0", "1/11") // matched by the id itself
	if line := d.line("Switch scope"); strings.Contains(line, "+") {
		t.Errorf("a search that found all says %q", line)
	}

	if _, err := raw.Exec(`DROP TABLE tenants_tenant`); err != nil {
		t.Fatal(err)
	}
	d.drive("9")
	d.shows("no such table", "Switch scope")
	d.drive("esc", "esc")
	d.shows("Tenant t249")
}

// A write to a locked row fails after the timeout, and the dashboard goes on.
func TestALockedDatabase(t *testing.T) {
	path, raw := newSQLite(t, 0)
	store, err := data.Open(t.Context(), data.Options{URL: path, Timeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	d := open(t, unwatched{store})
	raw.SetMaxOpenConns(1)
	if _, err := raw.Exec(`BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	d.propose()
	d.drive("y")
	d.shows(`Failed to update flag "alpha"`, "locked")
	if _, err := raw.Exec(`ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	d.drive("y")
	d.shows(`"alpha" enabled · saved`)
}

// The details show the number of tenants that a flag is on for in effect, as the
// database counts them.
func TestDetailsCountTenantsInEffect(t *testing.T) {
	path, raw := newSQLite(t, 25)
	set := func(kind, id, name string, enabled int) {
		if _, err := raw.Exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES (?, ?, ?, ?)`, kind, id, name, enabled); err != nil {
			t.Fatal(err)
		}
	}
	set("system", "", "alpha", 1)
	for i := range 15 {
		set("tenant", fmt.Sprintf("t%03d", i), "alpha", map[bool]int{true: 1, false: 0}[i < 12])
	}
	set("tenant", "sandbox", "other", 1) // a tenant that the app's table does not list
	d := openSQLite(t, path, "alice")
	d.drive("enter")
	d.shows("On for 23 of 26 tenants: 12 by override, 11 inherit. Off for 3: t012, t013, t014.", "On by override: 12", "Off by override: 3", "Inheriting: 11 tenants, Enabled")
	d.hides("tenant:t015")
	d.drive("end", "right")
	d.shows("▾ Inheriting: 11 tenants, Enabled", "tenant:sandbox no override inherits", "tenant:t015 · Tenant 15 no override", "tenant:t024 · Tenant 24 no override")
	d.drive("r")
	d.shows("tenant:t024 · Tenant 24 no override")
	d.drive("left")
	d.hides("tenant:t015")
	d.drive("esc", " ", "left", "left")
	d.shows("11 tenants inherit the system value and change. 15 keep their own: 12 on")
	d.drive("esc")
	if _, err := raw.Exec(`DELETE FROM tenants_tenant`); err != nil { // without listed tenants, any id is a tenant
		t.Fatal(err)
	}
	d.drive("enter")
	d.shows("On for 13 of 16 tenants with overrides: 12 by override, 1 inherit. Off for 3: t012, t013, t014. No table lists tenants: any other inherits, too.")
}
