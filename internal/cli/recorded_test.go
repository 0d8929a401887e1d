package cli

import (
	"regexp"
	"strings"
	"testing"
)

// savedAs finds the id of a change in what a command says on stderr.
var savedAs = regexp.MustCompile(`saved as (\S+); takes effect `)

// Where the app's own audit trail holds a change, its id is told, with or without
// flagtui_change, and history has it by that id.
func TestSavedInTheAppsTrail(t *testing.T) {
	onPatients(t, func(t *testing.T, p *patient) {
		p.exec(`DROP TABLE flagtui_change`)
		for _, args := range []string{"set a.b=on", "clear a.b", "set a.b=on --tenant acme --new-tenant", "kill a.b", "clear a.b --tenant acme"} {
			p.savedInTrail(args)
		}
		p.exec(`DROP TABLE audit_log_audit_entry`)
		p.savedNowhere("set a.b=on")
	})
}

// So does OLI Torus' audit trail.
func TestSavedInTheTrailOfTorus(t *testing.T) {
	onScoped(t, func(t *testing.T, p *patient) {
		for _, args := range []string{"set canvas_v2=on --project 12", "kill canvas_v2", "clear left.code --section 7"} {
			p.savedInTrail(args)
		}
		p.exec(`DROP TABLE audit_log_events`)
		p.savedNowhere("set canvas_v2=on --project 12")
	})
}

// savedInTrail runs a command whose change history has to find by the id told.
func (p *patient) savedInTrail(args string) {
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

// savedNowhere runs a command whose change nothing records.
func (p *patient) savedNowhere(args string) {
	p.t.Helper()
	r := runWith(p.t, "", append(strings.Fields(args), "--db", p.url, "--yes")...)
	r.expect(p.t, exitDone, "*", "not recorded", "flagtui init")
	if strings.Contains(r.err, "saved as") {
		p.t.Errorf("%s: an id is told that nothing knows:\n%s", args, r.err)
	}
}
