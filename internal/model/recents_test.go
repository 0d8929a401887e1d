package model

import (
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// Recent tenants are listed first, each once.
func TestRecentTenants(t *testing.T) {
	path, _ := newSQLite(t, pageSize+50)
	d := openSQLite(t, path, "alice@ops1")
	for _, id := range []string{"t140", "t003", "t141"} {
		d.drive("t")
		d.typeText(id)
		d.drive("enter")
		d.shows("Tenant " + id)
	}
	d.drive("S", "t")
	list := func(want ...string) {
		t.Helper()
		var got []string
		for line := range strings.Lines(d.screen()) {
			if words := strings.Fields(strings.TrimLeft(line, "> ")); len(words) > 3 && !strings.Contains(line, "›") && words[0] == "Tenant" && len(got) < len(want) {
				got = append(got, words[2])
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Fatalf("the list starts with %q, not with %q:\n%s", got, want, d.screen())
		}
	}
	list("t141", "t003", "t140", "t000", "t001", "t002", "t004")
	d.drive("end")
	d.shows("> Tenant 141") // home and end move the cursor in the search field
	for range 6 {
		d.drive("pgdown")
	}
	d.shows("151/151", "> Tenant 149")
	d.hides("Tenant 140", "Tenant 141")
	d.typeText("t14")
	list("t141", "t140", "t142")
	d.drive("esc", "t", "enter")
	d.shows("Tenant t141")
	d.drive("t") // the current tenant has its usual place
	list("t003", "t140", "t000", "t001", "t002", "t004")
}

// A recent tenant shows the database's present values.
func TestRecentTenantsAsTheyAreNow(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t", "down", "enter", "S")
	s.mu.Lock()
	s.tenants[1].Overrides, s.tenants[1].Status = 7, "archived"
	s.mu.Unlock()
	d.drive("t")
	if line := strings.Join(strings.Fields(d.line("globex")), " "); line != "> Globex globex archived 7" {
		t.Errorf("the list says %q", line)
	}
}

// The palette lists a tenant that was visited twice once.
func TestARecentTenantIsListedOnce(t *testing.T) {
	d := open(t, newMemory())
	d.drive("t", "enter", "t", "down", "enter", "t", "enter", ":")
	if n := strings.Count(d.screen(), "tenant:acme"); n != 1 {
		t.Errorf("tenant:acme is listed %d times:\n%s", n, d.screen())
	}
}

// Only the newest maxRecentScopes tenants are kept.
func TestRecentTenantsAreFew(t *testing.T) {
	s := newMemory()
	s.tenants = nil
	for i := range 3 * maxRecentScopes {
		s.tenants = append(s.tenants, feature.ScopeInfo{Scope: feature.TenantScope(fmt.Sprintf("t%03d", i)), Name: fmt.Sprint("Tenant ", i), Listed: true})
	}
	d := open(t, s)
	for i := range 2 * maxRecentScopes {
		d.drive("t")
		d.typeText(fmt.Sprintf("t%03d", i))
		d.drive("enter")
	}
	d.drive("S", ":")
	d.resize(119, 42)
	d.shows("tenant:t015", "tenant:t008")
	d.hides("tenant:t007")
	d.drive("esc", "t")
	d.shows(fmt.Sprintf("2/%d", 1+3*maxRecentScopes)) // the list includes the system
	if d.at("t000") > d.at("t007") {
		t.Errorf("a tenant of long ago is listed first:\n%s", d.screen())
	}
}
