package cli

import (
	"regexp"
	"strings"
	"testing"
)

// savedAs matches the id of a change in stderr.
var savedAs = regexp.MustCompile(`saved as (\S+); takes effect `)

// TestSavedInTheAppsTrail checks that a change in the app's audit trail has an id, which
// the command prints and history finds. The journal is not needed.
func TestSavedInTheAppsTrail(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.exec(`DROP TABLE flagtui_change`)
		for _, args := range []string{"set a.b=on", "clear a.b", "set a.b=on --tenant acme --new-tenant", "kill a.b", "clear a.b --tenant acme"} {
			p.savedInTrail(args)
		}
		p.exec(`DROP TABLE audit_log_audit_entry`)
		p.savedNowhere("set a.b=on")
	})
}

// TestSavedInTheTrailOfTorus is TestSavedInTheAppsTrail for OLI Torus' audit trail.
func TestSavedInTheTrailOfTorus(t *testing.T) {
	onScoped(t, func(t *testing.T, p *testDatabase) {
		for _, args := range []string{"set canvas_v2=on --project 12", "kill canvas_v2", "clear left.code --section 7"} {
			p.savedInTrail(args)
		}
		p.exec(`DROP TABLE audit_log_events`)
		p.savedNowhere("set canvas_v2=on --project 12")
	})
}

// savedInTrail runs a command, and fails unless history finds the change by the printed
// id.
func (p *testDatabase) savedInTrail(args string) {
	p.t.Helper()
	r := runWith(p.t, "", append(strings.Fields(args), "--db", p.url, "--yes")...)
	r.expect(p.t, exitDone, "*", "saved as ", "flagtui init", "undo")
	id := savedAs.FindStringSubmatch(r.err)
	if id == nil || strings.Contains(r.err, "not recorded") {
		p.t.Fatalf("%s: no id is told:\n%s", args, r.err)
	}
	if h := runWith(p.t, "", "history", "--json", "--db", p.url); !strings.Contains(h.out, `"change":"`+id[1]+`"`) {
		p.t.Errorf("%s: history does not have %s:\n%s", args, id[1], h.out)
	}
}

// savedNowhere runs a command, and fails unless the command says that its change is not
// recorded.
func (p *testDatabase) savedNowhere(args string) {
	p.t.Helper()
	r := runWith(p.t, "", append(strings.Fields(args), "--db", p.url, "--yes")...)
	r.expect(p.t, exitDone, "*", "not recorded", "flagtui init")
	if strings.Contains(r.err, "saved as") {
		p.t.Errorf("%s: an id is told that nothing knows:\n%s", args, r.err)
	}
}
