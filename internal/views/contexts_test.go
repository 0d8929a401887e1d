package views

import (
	"strings"
	"testing"
	"time"

	"flagtui/internal/keys"
)

// sampleContexts has a context of each mode.
var sampleContexts = []ContextInfo{
	{Name: "dev", Database: "app.db"},
	{Name: "prod", Database: "postgres://app:xxxxx@db1.internal/app?sslmode=verify-full", Protected: true},
	{Name: "reporting", Database: "postgres://report@db2/app", Protected: true, ReadOnly: true},
	{Name: "staging", Database: "postgres://app@db3/app"},
}

// sampleNow is the time to which the ages in the list of contexts refer.
var sampleNow = time.Date(2026, 11, 30, 3, 50, 0, 0, time.UTC)

// contextsOf returns contexts with these names and databases.
func contextsOf(names []string) []ContextInfo {
	var all []ContextInfo
	for i, name := range names {
		all = append(all, ContextInfo{Name: name, Database: names[len(names)-1-i], Protected: i%2 == 0, ReadOnly: i%3 == 0})
	}
	return all
}

func TestContexts(t *testing.T) {
	for keys, want := range map[string]Intent{
		"enter": SwitchContext{Name: "prod"}, "j enter": SwitchContext{Name: "reporting"}, "up up enter": SwitchContext{Name: "dev"}, "esc": Back{}, "y": nil,
		"R": MakeReadOnly{}, "end R": SwitchContext{Name: "staging", ReadOnly: true},
	} {
		_, screen := scenes()["contexts"](NewTheme(true, false))
		if got := pressAll(screen.(*Contexts), keys); got != want {
			t.Errorf("%s: %#v, want %#v", keys, got, want)
		}
	}
	none := NewContexts(NewTheme(true, false), keys.Default(), nil, "", sampleNow)
	if got := pressAll(none, "enter R"); got != nil {
		t.Errorf("without contexts: %#v", got)
	}
}

// Each row shows name, database, mode, and whether the database is reachable, which is
// unknown at first. The reason for a failure is below the list.
func TestContextsSayWhatTheyAre(t *testing.T) {
	c := NewContexts(NewTheme(true, false), keys.Default(), sampleContexts, "prod", sampleNow)
	c.Resize(100, 20)
	check := func(want ...string) {
		t.Helper()
		body := strings.Join(c.Body(), "\n")
		spaced := strings.Join(strings.Fields(body), " ")
		for _, want := range want {
			if !strings.Contains(spaced, want) {
				t.Errorf("no %q in\n%s", want, body)
			}
		}
	}
	check("dev app.db writable ?", "> prod (open) postgres://app:xxxxx@db1.internal/app?sslmode=verify-full protected ?", "reporting postgres://report@db2/app read-only ?")
	c.Checked("dev", "")
	c.Checked("staging", "cannot reach the database db3: connection refused · check that it runs")
	check("dev app.db writable yes", "staging postgres://app@db3/app writable no", "prod (open) postgres://app:xxxxx@db1.internal/app?sslmode=verify-full protected ?")
	if strings.Contains(strings.Join(c.Body(), "\n"), "refused") {
		t.Error("the reason of another context is shown")
	}
	pressAll(c, "end")
	check("cannot reach the database db3: connection refused · check that it runs")
	c.Resize(40, 6)
	check("staging writable no", "cannot reach the database")
}

// Where it is known when contexts were last opened the list says so, if it has room.
func TestContextsSayWhenTheyWereOpened(t *testing.T) {
	contexts := []ContextInfo{{Name: "dev", Database: "app.db", LastOpened: sampleNow.Add(-49 * time.Hour)}, {Name: "prod", Database: "flags@db1"}}
	c := NewContexts(NewTheme(true, false), keys.Default(), contexts, "prod", sampleNow)
	for _, width := range []int{60, 80, 120} {
		c.Resize(width, 20)
		body := strings.Join(c.Body(), "\n")
		for _, want := range []string{"REACHABLE OPENED", "dev app.db writable ? 2d ago", "prod (open) flags@db1 writable ? -"} {
			if !strings.Contains(strings.Join(strings.Fields(body), " "), want) {
				t.Errorf("at %d there is no %q in\n%s", width, want, body)
			}
		}
	}
	if c.Resize(59, 20); strings.Contains(strings.Join(c.Body(), "\n"), "OPENED") {
		t.Error("a narrow terminal has the column, too")
	}
}
