package model

import (
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// cells returns the cells of a flag's row in the matrix.
func (d *dash) cells(name string) string {
	d.t.Helper()
	for line := range strings.Lines(d.screen()) {
		if words := strings.Fields(strings.TrimLeft(line, " >+~")); len(words) > 0 && words[0] == name {
			return strings.Join(words[1:], " ")
		}
	}
	d.t.Fatalf("no line is about %s:\n%s", name, d.screen())
	return ""
}

func (d *dash) hasCells(name, want string) {
	d.t.Helper()
	if got := d.cells(name); got != want {
		d.t.Fatalf("the cells of %s are %q, not %q", name, got, want)
	}
}

func TestMatrix(t *testing.T) {
	d := open(t, newMemory())
	d.drive("m")
	d.shows("Matrix · tenants", "4 flags, 2 tenants", "FLAG System acme globex", "1/4 System (all tenants): Disabled, default")
	d.hasCells("alpha", "[ ] ●")
	d.hasCells("beta", "● • •")
	d.drive("esc")

	d.drive("v", "j", "v") // marks alpha and gamma
	d.drive("m")
	d.shows("2 flags, 2 tenants")
	d.hides("beta", "omega")
	d.drive("esc", "esc")

	d.drive("/")
	d.typeText("e")
	d.drive("enter", "m") // the filter matches the descriptions of alpha and omega, and the mark adds beta
	d.shows("3 flags, 2 tenants")
	d.hides("gamma")
	d.drive("esc")
	d.shows("/e")
}

func TestMatrixOfNothing(t *testing.T) {
	d := open(t, newMemory())
	d.drive("/")
	d.typeText("zzz")
	d.drive("enter", "m")
	d.shows("0 flags", "No flags to show.")
	d.drive("right", "space", "enter", "down", "esc", "esc")
	d.shows("1 All 4")
}

// A change in a cell is for the scope of its column, not for the scope of browse.
func TestChangingACell(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("m", "right", "right", "down")
	d.hasCells("beta", "● • [•]")
	d.propose()
	d.shows("Change beta · Tenant globex · Globex", "Now Enabled, system override", "(*) off")
	d.drive("y")
	s.wantWrites(t, "tenant:globex beta inherit>off")
	d.shows(`"beta" at tenant:globex disabled · saved`, "Matrix")
	d.hasCells("beta", "● • [○]")

	d.drive("left", "left")
	d.propose()
	d.drive("y")
	s.wantWrites(t, "tenant:globex beta inherit>off", "system beta on>off")
	d.hasCells("beta", "[○] ○")
	d.drive("esc")
	d.cursor("alpha")
	if line := d.line("beta"); !strings.Contains(line, "[ ] Disabled  Override active") {
		t.Errorf("browse shows %q", line)
	}
}

// A conflict in a cell opens the usual question.
func TestAConflictInACell(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("m", "right")
	d.propose() // proposes on at acme
	s.set(acme, "alpha", feature.Off)
	d.drive("right") // chooses inherit
	d.drive("y")
	s.wantWrites(t)
	d.shows(`"alpha" at tenant:acme is off now, by bob@ops2`, "Nothing was written")
	d.fireTimers()
	d.drive("y")
	s.wantWrites(t, "tenant:acme alpha off>inherit")
	d.hasCells("alpha", "[ ]")
}

func TestFromTheMatrixIntoATenantAndBack(t *testing.T) {
	d := open(t, newMemory())
	d.drive("m", "right", "right", "down", "down", "enter")
	d.shows("Tenant globex", "1 All")
	d.cursor("gamma")
	d.drive("esc")
	d.hasCells("gamma", "[ ]")
	d.shows("Tenant globex · Globex: Disabled, default")
	d.drive("esc")
	d.shows("System (all tenants)", "1 All")
	d.drive("esc", "esc")
	d.shows("System (all tenants)", "1 All")
}

// After a signal, the matrix is read again and the cursor stays on its cell.
func TestTheMatrixAfterASignal(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("m", "right", "right", "down")
	aaa := feature.TenantScope("aaa")
	s.mu.Lock()
	s.tenants = append([]feature.ScopeInfo{{Scope: aaa, Name: "A", Listed: true}}, s.tenants...)
	s.mu.Unlock()
	s.set(aaa, "beta", feature.Off)
	s.set(globex, "beta", feature.On)
	d.signal(true, data.Notified)
	d.shows("System aaa acme globex")
	d.hasCells("beta", "● ○ • [●]")

	s.failing(errDown, "StoredAt")
	d.signal(true, data.Notified)
	d.shows("cannot reach the database")
	d.hasCells("beta", "● ○ • [●]")
	s.failing(errDown, "Scopes")
	d.drive("esc")
	d.signal(true, data.Notified)
	d.shows("cannot reach the database")
	s.working()
	d.signal(true, data.Notified)
	d.hides("cannot reach the database")
}

// The columns are read in pages, and pages that were read stay.
func TestPagesOfTheMatrix(t *testing.T) {
	path, raw := newSQLite(t, 220)
	d := openSQLite(t, path, "alice@ops1")
	d.drive("m")
	d.shows("3 flags, 100+ tenants")
	for range 110 {
		d.drive("right")
	}
	d.shows("200+ tenants", "Tenant t109 · Tenant 109")
	d.propose()
	d.drive("y")
	row(t, raw, feature.TenantScope("t109"), "alpha", feature.On)
	d.shows(`"alpha" at tenant:t109 enabled · saved`, "Tenant t109 · Tenant 109", "200+ tenants")
	for range 230 {
		d.drive("right")
	}
	d.shows("220 tenants", "Tenant t219 · Tenant 219")
	d.hides("+ tenants")

	if _, err := raw.Exec(`UPDATE flagtui_definition SET description = 'x'`); err != nil {
		t.Fatal(err)
	}
	d.signal(true, data.Polling)
	d.shows("Tenant t219 · Tenant 219")
}

// torus is a store with projects and sections.
type torus struct{ *memory }

var (
	chemistry = feature.Scope{Kind: feature.Project, ID: "1"}
	autumn    = feature.Scope{Kind: feature.Section, ID: "7"}
)

func newTorus() torus {
	s := newMemory()
	both := []feature.Kind{feature.Project, feature.Section}
	s.defs = []feature.Definition{{Name: "canvas", Scopes: both}, {Name: "mcp", Scopes: both[:1]}}
	s.rows = map[feature.Scope]map[string]feature.Stored{chemistry: {"canvas": {Enabled: true}}}
	s.tenants = []feature.ScopeInfo{
		{Scope: chemistry, Name: "Chemistry", Slug: "chemistry_1", Status: "active", Listed: true, Overrides: 1},
		{Scope: autumn, Name: "Autumn", Slug: "autumn_7", Status: "active", Listed: true},
	}
	return torus{s}
}

func (torus) Info() data.Info {
	return data.Info{Kinds: kindsOf(feature.Project, feature.Section)}
}

// tab shows the same flags for the next kind of scope.
func TestKindsOfTheMatrix(t *testing.T) {
	s := newTorus()
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{} })
	d.drive("v", "m") // the flag canvas
	d.shows("Matrix · projects", "FLAG chemi")
	d.hasCells("canvas", "[●]")
	d.drive("tab")
	d.shows("Matrix · sections", "FLAG autumn_7")
	d.hasCells("canvas", "[ ]")
	d.propose()
	d.hides("inherit")
	d.drive("y")
	s.wantWrites(t, "section:7 canvas inherit>on")
	d.hasCells("canvas", "[●]")
	d.drive("esc", "esc", "m", "tab", "down")
	d.shows("2 flags")
	d.hasCells("mcp", "[-]")
	d.drive("space")
	d.shows("Feature 'mcp' cannot be used in delivery context")
	d.drive("tab", "esc")
	d.shows("All features")
}
