package model

import (
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// comparing returns a dashboard that compares acme, on the left, with globex.
func comparing(t *testing.T) (*dash, *memory) {
	t.Helper()
	s := newMemory()
	s.set(globex, "gamma", feature.On)
	s.set(globex, "beta", feature.Off)
	d := open(t, s)
	d.drive("t", "enter", "D")
	d.typeText("glob")
	d.drive("enter")
	d.shows("Compare · tenant:acme · tenant:globex", "3 differences",
		"alpha [x] Enabled, tenant [ ] Disabled, default",
		"beta [x] Enabled, system [ ] Disabled, tenant",
		"gamma [ ] Disabled, default [x] Enabled, tenant")
	return d, s
}

// sets expects the number of changes in each applied change-set.
func (s *memory) sets(t *testing.T, want ...int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var got []int
	for _, set := range s.applied {
		got = append(got, len(set.Changes))
	}
	if !slices.Equal(got, want) {
		t.Fatalf("the change-sets have %d changes, not %d", got, want)
	}
}

// At a tenant, the picker offers the system first. At the system, it does not offer the
// system.
func TestChoosingWhatToCompareWith(t *testing.T) {
	d := open(t, newMemory())
	d.drive("D")
	d.shows("Compare with · tenants", "> Acme")
	d.hides("System (all tenants)")
	d.drive("down", "enter")
	d.shows("Compare · system · tenant:globex", "Every flag has the same effective value in both")
	d.drive("esc", "t", "enter", "D")
	d.shows("Compare with · tenants", "> System (all tenants) active 1", "Globex") // beta has the system's one override
	d.drive("enter")
	d.shows("Compare · tenant:acme · system", "1 difference", "alpha [x] Enabled, tenant [ ] Disabled, default")
	d.drive("esc")
	d.shows("Tenant acme")

	d.drive("D")
	d.typeText("initech") // an unknown tenant cannot be compared
	d.shows("No match")
	d.drive("enter")
	d.shows("Compare with")
	d.drive("esc")
	d.shows("Tenant acme")
}

func TestCopyingTheRowAtHand(t *testing.T) {
	d, s := comparing(t)
	d.drive("down")
	d.drive(">") // beta inherits from the system at acme
	d.shows("Copy 1 flag from tenant:acme to tenant:globex", "beta", "off → inherit")
	d.drive("y")
	s.wantWrites(t)
	d.fireTimers()
	d.drive("y")
	s.wantWrites(t, "tenant:globex beta off>inherit")
	d.shows("Compare", "2 differences", "copy 1 flag from tenant:acme to tenant:globex", "1 override saved")
	d.hides("beta")
}

func TestCopyingMarkedRows(t *testing.T) {
	d, s := comparing(t)
	d.drive("v", "v")
	d.shows("2 marked")
	d.drive(">")
	d.fireTimers()
	d.drive("y")
	s.wantWrites(t, "tenant:globex alpha inherit>on", "tenant:globex beta off>inherit")
	s.sets(t, 2)
	d.shows("1 difference", "gamma")
	d.drive("<") // copies the row under the cursor, because no mark is left
	d.fireTimers()
	d.shows("Copy 1 flag from tenant:globex to tenant:acme", "gamma", "inherit → on")
	d.drive("y")
	s.sets(t, 2, 1)
	s.wantWrites(t, "tenant:globex alpha inherit>on", "tenant:globex beta off>inherit", "tenant:acme gamma inherit>on")
	d.shows("0 differences", "Every flag has the same effective value in both")

	s.set(globex, "alpha", feature.Off) // alpha differs again
	d.signal(true, data.Notified)
	d.shows("1 difference")
	d.hides("marked")
}

// Copying from a tenant to the system copies the effective value. It sets an override
// only if the inherited value differs.
func TestCopyingToTheSystem(t *testing.T) {
	s := newMemory()
	s.set(acme, "beta", feature.Off)
	s.set(acme, "gamma", feature.On)
	s.set(system, "gamma", feature.Off)
	s.defs[2].Default = true // gamma's default
	d := open(t, s)
	d.drive("t", "enter", "D", "enter")
	d.shows("3 differences")
	d.drive("V")
	d.shows("3 marked")
	d.drive(">")
	d.fireTimers()
	d.drive("y")
	s.wantWrites(t, "system alpha inherit>on", "system beta on>off", "system gamma off>inherit")
	s.sets(t, 3)
	d.shows("0 differences")
}

// A conflict names the other session's change, and nothing is written.
func TestAConflictOfACopy(t *testing.T) {
	d, s := comparing(t)
	d.drive("V", ">")
	d.fireTimers()
	s.set(globex, "beta", feature.On)
	d.drive("y")
	s.wantWrites(t)
	d.shows("Failed to copy 3 flags from tenant:acme to tenant:globex", `"beta" at tenant:globex is on now, by bob@ops2`)
	if _, ok := s.rows[globex]["alpha"]; ok {
		t.Error("a part was written")
	}
	d.drive("esc", "esc")
	d.shows("Compare", "2 differences") // the comparison shows the stored values
	d.hides("beta", "Failed")
	d.drive(">")
	d.fireTimers()
	d.drive("y")
	s.wantWrites(t, "tenant:globex alpha inherit>on", "tenant:globex gamma on>inherit")
}

func TestNoCopyWhenReadOnly(t *testing.T) {
	s := newMemory()
	d := open(t, s, func(o *Options) { o.Session.ReadOnly = "asked for with --read-only" })
	d.drive("D", "enter")
	d.shows("Compare", "1 difference")
	d.hides("copy to")
	d.drive(">", "<", "v", ">", "y")
	s.wantCalls(t, "Apply", 0)
	if len(d.timers) > 0 {
		t.Error("a review has opened")
	}
}

func TestAFailedComparison(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.failing(errDown, "StoredAt")
	d.drive("D", "enter")
	d.shows("cannot reach the database", "Compare")
	d.drive(">", "<", "v", "V", "y", "down")
	s.working()
	d.signal(true, data.Notified)
	d.shows("1 difference")
	d.hides("cannot reach")
	if line := d.line("alpha"); !strings.Contains(line, "> ") {
		t.Errorf("the cursor is not on the first row: %q", line)
	}
}
