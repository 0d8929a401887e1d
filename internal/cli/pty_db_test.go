package cli

import (
	"testing"

	"flagtui/internal/data/pgtest"
)

// TestTwoDashboards checks that the second of two people who change one flag gets a
// conflict, and nothing is lost.
func TestTwoDashboards(t *testing.T) {
	db := demoDB(t)
	raw := openSQL(t, db)
	alice := startIn(t, []string{"--db", db, "--actor", "alice@ops1"})
	bob := startIn(t, []string{"--db", db, "--actor", "bob@ops2"})
	for _, p := range []*ptyProgram{alice, bob} {
		p.waitFor(`All 63`)
		p.waitUntilQuiet()
		p.send("j")
		p.waitFor(`2/63`)
		p.send(" ")
		p.waitFor(`Change ` + second)
	}
	alice.insist("y", `"`+second+`" enabled · saved`)
	if got := override(t, raw, second); got != "1" {
		t.Fatalf("the database says %q", got)
	}

	bob.insist("\x1b[C", `\(\*\) off`)
	bob.insist("y", `has changed since it was read`)
	bob.waitUntilQuiet()
	if got := override(t, raw, second); got != "1" {
		t.Fatalf("the database says %q", got)
	}
	bob.insist("y", `"`+second+`" disabled · saved`)
	if got := override(t, raw, second); got != "0" {
		t.Errorf("the database says %q", got)
	}
	var sets int
	if err := raw.QueryRow(`SELECT COUNT(DISTINCT change) FROM flagtui_change WHERE actor IN ('alice@ops1', 'bob@ops2') AND at > datetime('now', '-1 hour')`).Scan(&sets); err != nil || sets != 2 {
		t.Errorf("history has %d change-sets of them (%v)", sets, err)
	}

	alice.send("r")
	alice.waitFor(`\[ \] Disabled`)
}

// TestPostgresStops checks that the dashboard stays usable when the server stops. It
// marks its rows as stale until the server is back.
func TestPostgresStops(t *testing.T) {
	server := pgtest.New(t)
	url := server.Database()
	if err := appOn(t, url).Close(); err != nil {
		t.Fatal(err)
	}

	p := startIn(t, []string{"--db", url, "--timeout", "5s"})
	p.waitFor(`> alpha`)
	p.waitUntilQuiet()
	before := len(p.written())
	server.Stop()
	p.send("r")
	p.from = before // the watch may have read before
	p.waitFor(`(?s)(STALE: read|OFFLINE since).*(cannot reach|connection|shutting down)`)
	p.send("j")
	p.waitFor(`> beta`)
	p.waitUntilQuiet()
	before = len(p.written())
	server.Start()
	p.send("r")
	p.from = before // the watch may have read first
	p.waitUntilQuiet()
	if !p.seen(`● (read|live|polling)`, 0) || p.seen(`STALE|OFFLINE`, 0) {
		t.Errorf("after r it shows %q", p.written()[p.from:])
	}

	p.send(" ")
	p.waitFor(`Change beta`)
	server.Stop()
	p.insist("y", `Failed to update flag "beta"`)
	p.send("\x1b")
	p.waitUntilQuiet()
	server.Start()
	p.insist("y", `"beta" enabled · saved`)
}
