package cli

import (
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/pgtest"
)

// dashboardWith starts the dashboard with arguments and waits for its first screen.
func dashboardWith(t *testing.T, args ...string) *ptyProgram {
	t.Helper()
	p := startIn(t, args)
	p.waitFor(`All \d`)
	p.waitUntilQuiet()
	return p
}

// nobodyNamed fails the test if a dashboard names a person from a row's columns. Only a
// record proves who made a change.
func nobodyNamed(t *testing.T, person string, all ...*ptyProgram) {
	t.Helper()
	for _, p := range all {
		if strings.Contains(p.written(), person) {
			t.Errorf("%s is named, though no record does that", person)
		}
	}
}

// seenBy waits until each dashboard marks a change of a flag. It presses no key.
func seenBy(t *testing.T, flag, word string, all ...*ptyProgram) {
	t.Helper()
	for _, p := range all {
		// The notice may cut the middle of a long name, and does not write again words
		// that have stayed.
		p.waitFor(`(?s)~` + flag[:4] + `.*"` + flag + `" was ` + word + `|` + strings.TrimPrefix(word, "set to ") + ` *$`)
		p.waitUntilQuiet()
	}
}

// TestChangesByOthersOnSQLite checks that dashboards show changes by other programs
// without a key, with a mark and the person. A user's own changes are not marked.
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

// TestChangesByOthersOnPostgres is TestChangesByOthersOnSQLite for PostgreSQL, whose
// tables notify of each write.
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

// TestNothingIsWrittenWhileNothingChanges checks that a dashboard that polls writes
// nothing to the terminal while nothing changes.
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
