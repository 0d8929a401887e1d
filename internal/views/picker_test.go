package views

import (
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

func many(n int) []feature.ScopeInfo {
	infos := make([]feature.ScopeInfo, n)
	for i := range infos {
		infos[i] = tenant(fmt.Sprintf("t%03d", i), "")
	}
	return infos
}

// pressAll presses keys, each alone, and returns the last one's intent. A word that is
// not the name of a key is typed; "space" is the space bar.
func pressAll(screen interface{ Press(keys.Press) Intent }, names string) (last Intent) {
	for _, name := range strings.Fields(names) {
		all := []string{strings.ReplaceAll(name, "space", " ")}
		if len(all[0]) > 1 && press(name).Runes != nil {
			all = strings.Split(name, "")
		}
		for _, name := range all {
			last = screen.Press(press(name))
		}
	}
	return last
}

// The picker asks for each page once, before the last row is visible. It asks for none
// after the last page.
func TestPickerPages(t *testing.T) {
	c := newPicker(NewTheme(true, false), keys.Default(), feature.Tenant, nil, false)
	c.Resize(80, 12) // ten rows
	c.Show(many(30), true, true)
	asked := ""
	for i := 1; i <= 35; i++ {
		if intent := c.Press(press("down")); intent == (NextPage{}) {
			asked += fmt.Sprint(i, " ")
		}
	}
	if asked != "20 " {
		t.Errorf("asked at the rows %s", asked)
	}
	c.Failed()
	if intent := c.Press(press("down")); intent != (NextPage{}) {
		t.Errorf("after a failure: %#v", intent)
	}
	c.Show(many(5), false, false)
	if intent := pressAll(c, "end down pgdown"); intent != nil || c.rows.cursor != 34 {
		t.Errorf("on the last page: %#v, row %d", intent, c.rows.cursor)
	}
	if _, count := c.Title(); count != "35" {
		t.Errorf("the count is %s", count)
	}
	if intent := c.Press(press("enter")); intent != (GoTo{Info: many(5)[4]}) {
		t.Errorf("enter on the last row: %#v", intent)
	}
}

func TestPickerTypes(t *testing.T) {
	listed := []feature.ScopeInfo{tenant("acme", "Acme"), tenant("globex", "Globex")}
	c := newPicker(NewTheme(true, false), keys.Default(), feature.Tenant, nil, false)
	if intent := c.Press(press("enter")); intent != nil {
		t.Errorf("enter before anything is there: %#v", intent)
	}
	c.Show(listed, true, false)
	if intent := c.Press(press("g")); intent != (Search{}) || c.Text() != "g" {
		t.Errorf("g: %#v", intent)
	}
	// The list still starts with acme, which does not match the text.
	if intent := c.Press(press("enter")); intent != nil {
		t.Errorf("enter before the answer is there: %#v", intent)
	}
	c.Show(listed[1:], true, false)
	if intent := c.Press(press("enter")); intent != (GoTo{Info: listed[1]}) {
		t.Errorf("enter on the first row: %#v", intent)
	}
	if intent := c.Press(press("down")); intent != nil {
		t.Errorf("down: %#v", intent)
	}
	if want := (GoTo{Info: feature.ScopeInfo{Scope: feature.TenantScope("g")}, Typed: true}); c.Press(press("enter")) != want {
		t.Error("the row behind the list is not the id that was typed")
	}
	if intent := c.Press(paste("lobex")); intent != (Search{}) || c.Text() != "globex" {
		t.Errorf("a paste: %#v", intent)
	}
	c.Show(listed[1:], true, false)
	if _, ok := c.typedScope(); ok || c.count() != 1 {
		t.Error("an id that is listed is offered a second time")
	}
	if intent := pressAll(c, "j"); intent != (Search{}) || c.Text() != "globexj" {
		t.Errorf("j is a letter here: %#v", intent)
	}
	c.Failed()
	if c.count() != 1 || c.Press(press("enter")) != (GoTo{Info: feature.ScopeInfo{Scope: feature.TenantScope("globexj")}, Typed: true}) {
		t.Error("after a failed search the rows of the one before are offered")
	}
	if intent := c.Press(press("esc")); intent != (Back{}) {
		t.Errorf("esc: %#v", intent)
	}
}

// Only a y that arrives alone switches to an unknown scope.
func TestPickerAsks(t *testing.T) {
	scope := feature.TenantScope("acmee")
	for _, c := range []struct {
		name string
		m    keys.Map
		key  keys.Press
		want Intent
	}{
		{"y", keys.Default(), press("y"), GoTo{Info: feature.ScopeInfo{Scope: scope}}},
		{"y, read-only", keys.Default().ReadOnly(), press("y"), GoTo{Info: feature.ScopeInfo{Scope: scope}}},
		{"y in a burst", keys.Default(), burst("y"), nil},
		{"a pasted y", keys.Default(), paste("y"), nil},
		{"Y", keys.Default(), press("Y"), nil},
		{"enter", keys.Default(), press("enter"), nil},
		{"esc", keys.Default(), press("esc"), nil},
	} {
		p := newPicker(NewTheme(true, false), c.m, feature.Tenant, nil, false)
		p.Show(nil, true, false)
		p.Ask(scope, "no tenant \"acmee\"")
		if got := p.Press(c.key); got != c.want {
			t.Errorf("%s: %#v, want %#v", c.name, got, c.want)
		}
		if p.unknownScope != nil {
			t.Errorf("%s: the question stays", c.name)
		}
		if got := p.Press(press("y")); got != (Search{}) {
			t.Errorf("%s: y after the answer is %#v", c.name, got)
		}
	}
}
