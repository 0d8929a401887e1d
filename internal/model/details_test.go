package model

import (
	"fmt"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

func TestDetails(t *testing.T) {
	s := newHistoryStore(entry("set-1", "carol@bastion", globex, "alpha", feature.On, feature.Inherit))
	d := open(t, s)
	d.drive("enter")
	s.wantCalls(t, "Rows", 1)
	d.shows("System › alpha", "The first", "Disabled, by its default: no override sets it",
		"default [ ] Disabled in the catalogue", "> system no override inherits the default",
		"On by override: 1", "tenant:acme · Acme [x] Enabled", "Inheriting: 143 tenants, Disabled",
		"Recent changes", "carol@bastion tenant:globex on → inherit")
	d.drive("esc")
	d.shows("1 All")
	d.cursor("alpha")
}

// The details of a flag that is not in the list tell what the catalogue says of it.
func TestDetailsOfAnUnlistedFlag(t *testing.T) {
	s := newHistoryStore(entry("set-2", "bob@ops2", acme, "gamma", feature.Inherit, feature.On), entry("set-1", "bob@ops2", acme, "gone", feature.Inherit, feature.On))
	s.defs[2].Scopes, s.defs[2].Description = []feature.Kind{feature.Tenant}, "For tenants only"
	d := open(t, s)
	d.hides("For tenants only")
	d.drive("h", "enter", "enter")
	d.shows("For tenants only")
	d.drive("esc", "esc", "down", "enter", "enter")
	d.shows("gone", "not registered: no catalogue defines it")
}

// The details of a flag on the first page have its description.
func TestDetailsBeforeEverythingIsLoaded(t *testing.T) {
	d := start(t, newHistoryStore())
	d.hold = true
	d.run(d.m.Init())
	d.update(held[firstPageLoaded](d)[0])
	d.drive("enter")
	d.shows("System › alpha", "The first")
}

// The details at a tenant show every override that decides the value.
func TestDetailsAtATenant(t *testing.T) {
	d := open(t, newHistoryStore())
	d.drive("t", "enter", "enter")
	d.shows("Tenant acme › alpha", "Enabled, by the override of this tenant", "system no override inherits the default",
		"> tenant:acme · Acme [x] Enabled", "bob@ops2")
	d.hides("by override:")
	d.drive("enter") // the details are at this scope already
	d.shows("Tenant acme", "1 All")
	d.cursor("alpha")
}

// After a tenant was entered from the details, esc leads back the same way, to each
// screen as it was left.
func TestFromDetailsIntoATenantAndBack(t *testing.T) {
	s := newHistoryStore()
	s.set(globex, "beta", feature.Off)
	s.set(acme, "beta", feature.Off)
	d := open(t, s)
	d.drive("/")
	d.typeText("ta")
	d.drive("enter")
	d.cursor("beta")
	d.shows("/ta", "/1 of 4")
	d.drive("enter", "down", "down", "down")
	d.cursor("tenant:globex")
	d.drive("enter")
	d.shows("Tenant globex", "[ ] Disabled Override active System: Enabled", "/ta")
	d.cursor("beta")
	d.drive("enter") // the details at this tenant
	d.shows("Tenant globex › beta")
	d.drive("up", "enter") // enters the system
	d.shows("System (all tenants)", "/ta")
	for _, screen := range []struct{ says, cursor string }{
		{"Tenant globex › beta", "system"}, {"Tenant globex · Globex sort name", "beta"},
		{"System › beta", "tenant:globex"}, {"System (all tenants) sort name", "beta"},
	} {
		d.drive("esc")
		d.shows(screen.says)
		d.cursor(screen.cursor)
	}
	d.shows("/ta", "/1 of 4")
	d.drive("esc")
	d.shows("1 All 4")
	d.hides("/ta")
}

// Entering another scope for a flag shows the flag even if the list's filter hides it.
// One step back still leads to the details.
func TestAFlagThatTheListHides(t *testing.T) {
	s := newHistoryStore(entry("set-1", "carol@bastion", globex, "beta", feature.On, feature.Inherit))
	d := open(t, s)
	d.drive("j", "v", "o", "/") // marks beta, the only overridden flag here
	d.typeText("be")
	d.drive("enter", "enter", "end")
	d.shows("> 2026-03-01 03:00 carol@bastion tenant:globex")
	d.drive("enter")
	d.shows("Tenant globex", ">+beta", "1 All 4")
	d.drive("esc")
	d.shows("System › beta")
}

// A change proposed in the details is for the scope under the cursor.
func TestChangingInTheDetails(t *testing.T) {
	s := newHistoryStore()
	d := open(t, s)
	d.drive("enter", "down", "down")
	d.cursor("tenant:acme")
	d.propose()
	d.shows("Change alpha · Tenant acme", "Now Enabled", "(*) off")
	d.drive("y")
	s.wantWrites(t, "tenant:acme alpha on>off")
	d.shows(`"alpha" at tenant:acme disabled · saved`, "System › alpha", "tenant:acme · Acme [ ] Disabled",
		"alice@ops1 tenant:acme on → off")
	d.cursor("tenant:acme")

	d.drive("g") // the default cannot be changed
	d.drive("space")
	d.shows("Choose the scope to change it for")
	d.drive("down")
	d.propose()
	d.shows("Change alpha · System (all tenants)", "(*) on")
	d.drive("esc")
	d.cursor("system")
	d.drive("end", "space") // a past change cannot be changed
	d.shows("Choose the scope to change it for")
	s.wantWrites(t, "tenant:acme alpha on>off")
}

func TestKillingFromTheDetails(t *testing.T) {
	a := newArchive()
	d := open(t, a)
	d.drive("enter", "down")
	d.drive("K")
	d.shows("Kill alpha", "2 overrides")
	d.fireTimers()
	d.drive("y")
	a.did(t, "kill alpha: ")
	d.shows("System › alpha", "saved, takes effect at once")
}

// After a signal, the details are read again and the cursor stays on its line.
func TestDetailsAfterASignal(t *testing.T) {
	s := newHistoryStore(entry("set-1", "carol@bastion", acme, "alpha", feature.Inherit, feature.On))
	d := open(t, s)
	d.drive("enter", "down", "down")
	d.cursor("tenant:acme")
	s.set(feature.TenantScope("aaa"), "alpha", feature.Off)
	s.set(system, "alpha", feature.On)
	s.past = append([]feature.Entry{entry("set-2", "bob@ops2", system, "alpha", feature.Inherit, feature.On)}, s.past...)
	d.signal(true, data.Notified)
	d.shows("Enabled, by the system's override", "tenant:aaa [ ] Disabled", "bob@ops2 system inherit → on")
	d.cursor("tenant:acme")

	d.drive("end")
	d.shows("> 2026-03-01 03:00 carol@bastion tenant:acme")
	s.past[1].ID, s.past[0].ID = 1, 2
	d.signal(true, data.Notified)
	d.drive("end")
	s.past = append([]feature.Entry{entry("set-3", "bob@ops2", system, "alpha", feature.On, feature.Off)}, s.past...)
	s.past[0].ID = 3
	d.signal(true, data.Notified)
	d.shows("> 2026-03-01 03:00 carol@bastion tenant:acme", "bob@ops2 system on → off")
}

// The counts of overrides agree with the list of overrides.
func TestDetailsCountWhatTheyList(t *testing.T) {
	s := newHistoryStore()
	d := open(t, s)
	d.drive("enter")
	d.shows("On by override: 1")
	d.hides("Off by override")
	s.set(globex, "alpha", feature.Off)
	d.signal(true, data.Notified)
	d.shows("On by override: 1", "Off by override: 1")
}

// A list of several pages is read again to the same length.
func TestDetailsOfSeveralPages(t *testing.T) {
	path, raw := newSQLite(t, 0)
	exec := func(text string, args ...any) {
		if _, err := raw.Exec(text, args...); err != nil {
			t.Fatal(err)
		}
	}
	insert := `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES (?, ?, 'alpha', 1)`
	exec(insert, "system", "")
	for i := range pageSize + 50 {
		exec(insert, "tenant", fmt.Sprintf("t%03d", i))
	}
	d := openSQLite(t, path, "alice@ops1")
	d.drive("enter")
	d.shows("more overrides follow")
	for range pageSize + 51 {
		d.drive("down")
	}
	d.cursor("tenant:t149")
	d.hides("more overrides follow")
	d.propose()
	d.drive("y")
	row(t, raw, feature.TenantScope("t149"), "alpha", feature.Off)
	d.shows("tenant:t149 [ ] Disabled")
	d.cursor("tenant:t149")
	d.hides("more overrides follow")
}

// Each read for the details may fail. A problem says so, the next read tries again, and
// the old content stays.
func TestEachPartOfTheDetailsMayFail(t *testing.T) {
	for _, method := range []string{"Rows", "Overrides", "StoredAt", "FeatureRollouts", "Impact", "ScopeRollouts", "ScopeNames", "History"} {
		for name, fail := range map[string]func() error{
			"an error": func() error { return errDown }, "a panic": func() error { panic("cannot reach the database") },
		} {
			t.Run(method+", "+name, func(t *testing.T) {
				s := newHistoryStore()
				d := open(t, s)
				s.before = func(called string) error {
					if called == method {
						return fail()
					}
					return nil
				}
				d.drive("enter")
				d.shows("cannot reach the database", "System › alpha")
				d.drive("down", "up", "space", "enter", "esc", "esc")
				d.shows("1 All")
				d.hides("cannot reach")
				s.working()
				d.drive("enter")
				d.shows("> system no override", "tenant:acme · Acme [x] Enabled")

				s.failing(errDown, method)
				d.signal(true, data.Notified)
				d.shows("cannot reach the database", "> system no override", "tenant:acme · Acme [x] Enabled")
				s.working()
				s.set(acme, "alpha", feature.Off)
				d.signal(true, data.Notified)
				d.shows("tenant:acme · Acme [ ] Disabled")
				d.hides("cannot reach")
			})
		}
	}
}

// A flag's details open from the history, and esc leads back.
func TestDetailsFromHistory(t *testing.T) {
	s := newHistoryStore(entry("set-2", "bob@ops2", system, "beta", feature.Inherit, feature.On), entry("set-1", "carol@bastion", acme, "alpha", feature.Inherit, feature.On))
	d := open(t, s)
	d.drive("h", "down", "enter", "enter")
	d.shows("Tenant acme › alpha", "Enabled, by the override of this tenant")
	d.cursor("tenant:acme")
	d.drive("up", "enter")
	d.shows("System (all tenants)", "1 All")
	d.cursor("alpha")
	d.drive("esc")
	d.shows("Tenant acme › alpha")
	d.cursor("system")
	d.drive("h")
	d.shows("History · alpha")
	d.drive("esc", "esc", "esc")
	d.shows("History · everything", "carol@bastion tenant:acme alpha inherit → on")
	d.cursor("03:00")
	d.drive("esc")
	d.shows("System (all tenants)", "1 All")
}
