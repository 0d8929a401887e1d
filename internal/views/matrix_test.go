package views

import (
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// matrixOf are two flags by the scopes of a kind, the first of which has a.
func matrixOf(m keys.Map, kind feature.Kind) *Matrix {
	both := []feature.Kind{feature.Project, feature.Section}
	if kind.Inherits() {
		both = nil
	}
	x := NewMatrix(NewTheme(true, false), m, kind, []feature.View{
		{Definition: &feature.Definition{Name: "a", Scopes: both}, Registered: true},
		{Definition: &feature.Definition{Name: "b", Scopes: []feature.Kind{feature.System}}, Registered: true},
	})
	showMatrix(x, true, "1", "2", "3")
	return x
}

// showMatrix shows scopes, of which 1 turns flag a on.
func showMatrix(x *Matrix, first bool, ids ...string) {
	var infos []feature.ScopeInfo
	for _, id := range ids {
		infos = append(infos, feature.ScopeInfo{Scope: feature.Scope{Kind: x.Kind(), ID: id}})
	}
	x.Show(nil, infos, map[feature.Scope]map[string]feature.Stored{{Kind: x.Kind(), ID: "1"}: {"a": {Enabled: true}}}, first, false)
}

func TestMatrixKeys(t *testing.T) {
	one := feature.ScopeInfo{Scope: feature.TenantScope("1")}
	view := matrixOf(keys.Default(), feature.Tenant).flags[0]
	checkKeys(t, func() screenWithKeys { return matrixOf(keys.Default(), feature.Tenant) }, []keyCase{
		{"back", "esc", Back{}},
		{"another kind", "tab", SwitchKind{}},
		{"copy", "down y", Copy{Text: "b", What: "the flag's name"}},
		{"go to the system", "enter", GoTo{Info: system, Name: "a"}},
		{"go to a tenant", "right right down enter", GoTo{Info: feature.ScopeInfo{Scope: feature.TenantScope("2")}, Name: "b"}},
		{"back to the system", "right left left enter", GoTo{Info: system, Name: "a"}},
		{"past the last", "l l l l l h h enter", GoTo{Info: one, Name: "a"}},
		{"change it for the system", "space", Propose{Scope: system, View: view.At(system.Scope, nil, nil), After: feature.On}},
		{"change it for a tenant", "right space", Propose{Scope: one, View: view.At(one.Scope, nil, &feature.Stored{Enabled: true}), After: feature.Off}},
		{"not for tenants", "right down space", ShowNotice{"Feature 'b' cannot be used in tenant context"}},
		{"no key of ours", "z", nil},
	})
	empty := NewMatrix(NewTheme(true, false), keys.Default(), feature.Project, nil)
	empty.Resize(80, 20)
	for _, pressed := range []string{"space", "enter", "y", "right", "down"} {
		if got := pressAll(empty, pressed); got != nil {
			t.Errorf("%s with nothing to show: %#v", pressed, got)
		}
	}
}

// TestMatrixCells: what each combination of settings looks like.
func TestMatrixCells(t *testing.T) {
	on, off := &feature.Stored{Enabled: true}, &feature.Stored{}
	for _, c := range []struct {
		kind        feature.Kind
		defined     []feature.Kind // nil: not registered
		on          bool           // by default
		system, own *feature.Stored
		want        string
	}{
		{feature.System, []feature.Kind{feature.System}, false, nil, nil, "[ ] def"},
		{feature.System, []feature.Kind{feature.System}, true, nil, nil, "[x] def"},
		{feature.System, []feature.Kind{feature.System}, false, on, nil, "[x] here"},
		{feature.System, []feature.Kind{feature.System}, true, off, nil, "[ ] here"},
		{feature.System, []feature.Kind{feature.Tenant}, false, on, nil, "[x] odd"},
		{feature.System, []feature.Kind{feature.Tenant}, true, nil, nil, "-"},
		{feature.System, nil, false, on, nil, "[x] here"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, false, nil, nil, "[ ] def"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, true, nil, nil, "[x] def"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, false, on, nil, "[x] sys"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, true, off, nil, "[ ] sys"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, false, off, on, "[x] here"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, true, on, off, "[ ] here"},
		{feature.Tenant, []feature.Kind{feature.System}, true, on, nil, "-"},
		{feature.Tenant, []feature.Kind{feature.System}, true, on, off, "[ ] odd"},
		{feature.Tenant, nil, false, nil, off, "[ ] here"},
		{feature.Project, []feature.Kind{feature.Project}, false, nil, nil, "[ ] off"},
		{feature.Project, []feature.Kind{feature.Project}, true, on, nil, "[ ] off"},
		{feature.Project, []feature.Kind{feature.Project}, false, nil, on, "[x] here"},
		{feature.Project, []feature.Kind{feature.Section}, false, nil, nil, "-"},
		{feature.Project, []feature.Kind{feature.Section}, false, nil, on, "[x] odd"},
		{feature.Section, []feature.Kind{feature.Project, feature.Section}, false, nil, off, "[ ] here"}, // rows with a value of their own
		{feature.Section, []feature.Kind{feature.Project, feature.Section}, false, nil, nil, "[ ] off"},
	} {
		m := NewMatrix(NewTheme(true, false), keys.Default(), c.kind, nil)
		view := feature.View{Definition: &feature.Definition{Name: "a", Default: c.on, Scopes: c.defined}, Registered: c.defined != nil}
		if got := m.cell(view.At(feature.Scope{Kind: c.kind, ID: "1"}, c.system, c.own), c.kind); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// TestMatrixStays: the cursor stays on its flag and its scope, wherever that
// one's column is when the columns have been read again.
func TestMatrixStays(t *testing.T) {
	x := matrixOf(keys.Default(), feature.Tenant)
	x.Resize(80, 20)
	pressAll(x, "right right down") // tenant 2
	showMatrix(x, true, "3", "2", "1")
	if intent := pressAll(x, "enter"); intent != (GoTo{Info: feature.ScopeInfo{Scope: feature.TenantScope("2")}, Name: "b"}) {
		t.Errorf("the columns have changed places, and the cursor is on %#v", intent)
	}
	showMatrix(x, true, "2", "0", "1")
	showMatrix(x, false, "4")
	if intent := pressAll(x, "enter"); intent != (GoTo{Info: feature.ScopeInfo{Scope: feature.TenantScope("2")}, Name: "b"}) || x.Columns() != 4 {
		t.Errorf("another page is there, and the cursor is on %#v", intent)
	}
	showMatrix(x, true)
	if intent := pressAll(x, "enter"); intent != (GoTo{Info: system, Name: "b"}) {
		t.Errorf("only the system is left, and the cursor is on %#v", intent)
	}
}

// TestMatrixPages asks for the next page once, before its columns are due.
func TestMatrixPages(t *testing.T) {
	x := NewMatrix(NewTheme(true, false), keys.Default(), feature.Tenant, matrixOf(keys.Default(), feature.Tenant).flags)
	x.Resize(80, 20) // six columns
	x.Show(nil, many(30), nil, true, true)
	asked := ""
	for i := 1; i <= 35; i++ {
		if x.Press(press("right")) == (NextPage{}) {
			asked += fmt.Sprint(i, " ")
		}
	}
	if asked != "24 " {
		t.Errorf("asked at the columns %s", asked)
	}
	if x.Failed(); x.Press(press("right")) != (NextPage{}) {
		t.Error("after a failure it is not asked for again")
	}
	if x.Show(nil, many(5), nil, false, false); x.Columns() != 35 || pressAll(x, "right right right right right right right") != nil || x.column != 35 {
		t.Errorf("%d columns, and the cursor is on %d", x.Columns(), x.column)
	}
}

// The column under the cursor is on the screen at every width.
func TestMatrixShowsTheCursor(t *testing.T) {
	x := NewMatrix(NewTheme(true, false), keys.Default(), feature.Tenant, matrixOf(keys.Default(), feature.Tenant).flags)
	x.Show(nil, many(20), nil, true, false)
	for i, width := range []int{40, 60, 52, 120, 41} {
		x.Resize(width, 20)
		pressAll(x, "right right")
		if body := strings.Join(x.Body(), "\n"); !strings.Contains(body, fmt.Sprintf("t%03d", 2*i+1)) || !strings.Contains(body, ">[ ]") {
			t.Errorf("%d columns wide, the cursor is on t%03d:\n%s", width, 2*i+1, body)
		}
	}
	for range 9 {
		x.Press(press("left"))
		if !strings.Contains(strings.Join(x.Body(), "\n"), ">[ ]") {
			t.Errorf("the cursor is on %d, out of sight", x.column)
		}
	}
}
