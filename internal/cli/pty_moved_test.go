package cli

import (
	"os"
	"testing"
)

// TestTheDatabaseFileIsMovedAway checks that the dashboard says that its SQLite file was
// moved or replaced. It must not go on with the old file, which its connections still
// have open.
func TestTheDatabaseFileIsMovedAway(t *testing.T) {
	db := demoDB(t)
	p := dashboardOn(t, db)
	if err := os.Rename(db, db+".away"); err != nil {
		t.Fatal(err)
	}
	p.send("r")
	p.waitUntilQuiet()
	if !p.seen(`STALE: read`, 0) {
		t.Error("reading the file that was moved away is not called stale")
	}
	p.send(" ")
	p.waitFor(`Change ` + first)
	p.insist("y", `Failed to update flag|saved`)
	if got := override(t, openSQL(t, db+".away"), first); got != "" {
		t.Errorf("the file that was moved away was written to: %s is %q", first, got)
	}
}
