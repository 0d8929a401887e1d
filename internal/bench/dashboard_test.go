package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// dashboardScreen returns a screen of the dashboard with this state of the connection, title,
// message and text at its foot.
func dashboardScreen(connection, title, message, foot string) string {
	return strings.Join([]string{
		" flagtui  app1.db  writable  alice@ops1        " + connection,
		" System (all tenants)            " + title,
		"",
		"  FLAG                DESCRIPTION   DEFAULT   STATUS",
		"  flag000000.enabled  What it does  Disabled  [ ] Disabled  Following default  2 on",
		"> flag000001.enabled  What it does  Disabled  [x] Enabled   Override active",
		"",
		message,
		"space change  t tenants  / filter  q quit  " + foot,
	}, "\n")
}

func TestReadDashboardScreen(t *testing.T) {
	d := &dashboard{db: &database{dataset: dataset{flags: 100}}, cursorStatus: regexp.MustCompile(fmt.Sprintf(cursorPattern, 100))}
	for _, test := range []struct {
		screen   string
		complete bool
		position int
	}{
		{dashboardScreen("● live", "[1 All 100]", "", "2/100"), true, 2},
		{dashboardScreen("● polling every 2 s", "[1 All 100]", "", "2/100"), true, 2},
		{dashboardScreen("● read 03:12:21", "[1 All 1100]", "", "2/100"), false, 2},
		{dashboardScreen("● live", "[1 All 100]", `"x" enabled · saved`, "12/100  /text"), true, 12},
		{dashboardScreen("● live", "[1 All 100]", "Reading…", "2/100"), false, 2},
		{dashboardScreen("", "[1 All 100]", "", "2/100"), false, 2},
		{dashboardScreen("● live", "[1 All 100]", "", "2/1000"), true, 0},
		{dashboardScreen("", "", "Loading", ""), false, 0},
		{"", false, 0},
	} {
		if got := d.isComplete(test.screen); got != test.complete {
			t.Errorf("complete is %v:\n%s", got, test.screen)
		}
		if got := d.cursorRow(test.screen); got != test.position {
			t.Errorf("the cursor is on %d, not on %d:\n%s", got, test.position, test.screen)
		}
	}
	if rows := flagRows(dashboardScreen("● live", "[1 All 100]", "", "2/100")); len(rows) != 2 || !strings.HasPrefix(rows[1], "> flag000001") {
		t.Errorf("the rows are %q", rows)
	}
	if !counts.MatchString(dashboardScreen("● live", "[1 All 100]", "", "2/100")) || counts.MatchString("  flag000000.enabled  [x] Enabled") {
		t.Error("the tenants that override a flag are not seen for what they are")
	}
	if !anyTenant.MatchString(" Tenant tenant-000010 · Customer") || anyTenant.MatchString("> Customer 10   tenant-000010") {
		t.Error("a tenant's title is not seen for what it is")
	}
}
