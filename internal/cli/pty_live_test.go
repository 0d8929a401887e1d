package cli

import (
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/pgtest"
)

// dashboardWith starts the dashboard with arguments, and waits until its first
// screen is there.
func dashboardWith(t *testing.T, args ...string) *ptyProgram {
	t.Helper()
	p := startIn(t, args)
	p.waitFor(`All \d`)
	p.waitUntilQuiet()
	return p
}

// nobodyNamed fails the test if a dashboard names the person in a row's own columns: only a
// record says who made a change.
func nobodyNamed(t *testing.T, person string, all ...*ptyProgram) {
	t.Helper()
	for _, p := range all {
		if strings.Contains(p.written(), person) {
			t.Errorf("%s is named, though no record does that", person)
		}
	}
}

// seenBy waits until each of several dashboards marks a change of a flag, without a key.
func seenBy(t *testing.T, flag, word string, all ...*ptyProgram) {
	t.Helper()
	for _, p := range all {
		// A long name loses its middle, and words that the notice had before are not written again.
		p.waitFor(`(?s)~` + flag[:4] + `.*"` + flag + `" was ` + word + `|` + strings.TrimPrefix(word, "set to ") + ` *$`)
		p.waitUntilQuiet()
	}
}

// TestChangesByOthersOnSQLite: dashboards show changes by other dashboards and programs without a
// key, marked and with the person. A user's own changes are not marked.
func TestChangesByOthersOnSQLite(t *testing.T) {
	t.Parallel()
	db := demoDB(t)
	alice := dashboardWith(t, "--db", db, "--actor", "alice@ops1")
	bob := dashboardWith(t, "--db", db, "--actor", "bob@ops2")
	for _, p := range []*ptyProgram{alice, bob} {
		if !p.seen(`\bpolling every 2 s`, patience) {
			t.Error("the status does not say how changes are learnt of")
		}
	}
	alice.send("j")
	alice.waitFor(`2/63`)
	alice.send(" ")
	alice.waitFor(`Change ` + second)
	alice.insist("y", `"`+second+`" enabled · saved`)
	alice.send("k")
	alice.waitFor(`1/63`)
	seenBy(t, second, `set to on by alice@ops1`, bob)

	if _, err := openSQL(t, db).Exec(`UPDATE feature_flags_override SET enabled = 0, updated_at = CURRENT_TIMESTAMP, updated_by = 'dora@erp' WHERE scope = 'system' AND name = '` + second + `'`); err != nil {
		t.Fatal(err)
	}
	seenBy(t, second, `set to off outside flagtui and the app`, alice, bob)
	nobodyNamed(t, "dora@erp", alice, bob)
	if strings.Contains(alice.written(), "was set to on") {
		t.Error("a change of one's own is told as news")
	}
}

// TestChangesByOthersOnPostgres: the same on PostgreSQL, where the tables notify of each write.
func TestChangesByOthersOnPostgres(t *testing.T) {
	url := pgtest.Database(t)
	raw := appOn(t, url)
	runWith(t, "", "init", "--triggers", "--yes", "--db", url).expect(t, exitDone, "*")

	alice := dashboardWith(t, "--db", url, "--actor", "alice@ops1")
	bob := dashboardWith(t, "--db", url, "--actor", "bob@ops2")
	for _, p := range []*ptyProgram{alice, bob} {
		if !p.seen(`\blive\b`, patience) {
			t.Error("the status does not say that it is live")
		}
		p.waitUntilQuiet()
	}
	alice.send(" ")
	alice.waitFor(`Change alpha`)
	alice.insist("y", `"alpha" disabled · saved`)
	alice.send("j")
	alice.waitFor(`2/`)
	seenBy(t, "alpha", `set to off by alice@ops1`, bob)
	if _, err := raw.Exec(`UPDATE feature_flags_override SET enabled = true, updated_at = now(), updated_by = 'dora@erp' WHERE name = 'beta'`); err != nil {
		t.Fatal(err)
	}
	seenBy(t, "beta", `set to on`, alice, bob)
	nobodyNamed(t, "dora@erp", alice, bob)
}

// TestNothingIsWrittenWhileNothingChanges: a dashboard that polls and finds no change writes
// nothing.
func TestNothingIsWrittenWhileNothingChanges(t *testing.T) {
	t.Parallel()
	p := dashboardOn(t, demoDB(t))
	if !p.seen(`polling every 2 s`, patience) {
		t.Fatal("it does not look for changes")
	}
	p.waitUntilQuiet()
	before := len(p.written())
	if !p.silent(5 * time.Second) {
		t.Errorf("%q was written", p.written()[before:])
	}
}
