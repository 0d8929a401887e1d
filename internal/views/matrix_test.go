package views

import (
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// matrixOf returns a matrix of two flags at scopes of a kind. The first scope has flag
// a on.
func matrixOf(m keys.Map, kind feature.Kind) *Matrix {
	both := []feature.Kind{feature.Project, feature.Section}
	if featuretest.Kind(kind).Has(feature.Inherit) {
		both = nil
	}
	x := newMatrix(NewTheme(true, false), m, kind, []feature.View{
		{Definition: &feature.Definition{Name: "a", Scopes: both}, Registered: true},
		{Definition: &feature.Definition{Name: "b", Scopes: []feature.Kind{feature.System}}, Registered: true},
	})
	showMatrix(x, true, "1", "2", "3")
	return x
}

// showMatrix shows scopes, of which "1" has flag a on.
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
		{"change it for the system", "space", Propose{Scope: system, View: view.At(featuretest.Kind(system.Scope.Kind), nil, nil), After: feature.On}},
		{"change it for a tenant", "right space", Propose{Scope: one, View: view.At(featuretest.Kind(one.Scope.Kind), nil, &feature.Stored{Enabled: true}), After: feature.Off}},
		{"not for tenants", "right down space", ShowNotice{"Feature 'b' cannot be used in tenant context"}},
		{"no key of ours", "z", nil},
	})
	empty := newMatrix(NewTheme(true, false), keys.Default(), feature.Project, nil)
	empty.Resize(80, 20)
	for _, pressed := range []string{"space", "enter", "y", "right", "down"} {
		if got := pressAll(empty, pressed); got != nil {
			t.Errorf("%s with nothing to show: %#v", pressed, got)
		}
	}
}

// Each combination of settings has its mark and words, in Unicode and in ASCII.
func TestMatrixCells(t *testing.T) {
	on, off := &feature.Stored{Enabled: true}, &feature.Stored{}
	both := []feature.Kind{feature.Project, feature.Section}
	for _, c := range []struct {
		kind        feature.Kind
		defined     []feature.Kind // nil: not registered
		on          bool           // by default
		system, own *feature.Stored
		want        string // the character, its ASCII form, and the words
	}{
		{feature.System, []feature.Kind{feature.System}, false, nil, nil, "    Disabled, default"},
		{feature.System, []feature.Kind{feature.System}, true, nil, nil, "• x Enabled, default"},
		{feature.System, []feature.Kind{feature.System}, false, on, nil, "● X Enabled, override"},
		{feature.System, []feature.Kind{feature.System}, true, off, nil, "○ o Disabled, override"},
		{feature.System, []feature.Kind{feature.Tenant}, false, on, nil, "! ! Enabled, though its definition does not allow it here"},
		{feature.System, []feature.Kind{feature.Tenant}, true, nil, nil, "- - its definition does not allow it here"},
		{feature.System, nil, false, on, nil, "● X Enabled, override"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, false, nil, nil, "    Disabled, default"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, true, nil, nil, "• x Enabled, default"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, false, on, nil, "• x Enabled, from the system"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, true, off, nil, "    Disabled, from the system"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, false, off, on, "● X Enabled, override"},
		{feature.Tenant, []feature.Kind{feature.Tenant}, true, on, off, "○ o Disabled, override"},
		{feature.Tenant, []feature.Kind{feature.System}, true, on, nil, "- - its definition does not allow it here"},
		{feature.Tenant, []feature.Kind{feature.System}, true, on, off, "! ! Disabled, though its definition does not allow it here"},
		{feature.Tenant, nil, false, nil, off, "○ o Disabled, override"},
		{feature.Project, both[:1], false, nil, nil, "    Disabled, not set"},
		{feature.Project, both[:1], true, on, nil, "    Disabled, not set"},
		{feature.Project, both[:1], false, nil, on, "● X Enabled, override"},
		{feature.Project, both[1:], false, nil, nil, "- - its definition does not allow it here"},
		{feature.Project, both[1:], false, nil, on, "! ! Enabled, though its definition does not allow it here"},
		{feature.Section, both, false, nil, off, "○ o Disabled, override"}, // a row with its own value
		{feature.Section, both, false, nil, nil, "    Disabled, not set"},
	} {
		view := feature.View{Definition: &feature.Definition{Name: "a", Default: c.on, Scopes: c.defined}, Registered: c.defined != nil}
		view = view.At(featuretest.Kind(c.kind), c.system, c.own)
		mark, _ := matrixCell(view, featuretest.Kind(c.kind))
		text := Theme{}.cellText(view, featuretest.Kind(c.kind))
		if got := markCharacters[mark] + " " + markASCII[mark] + " " + text; got != c.want {
			t.Errorf("%+v: %q, want %q", c, got, c.want)
		}
	}
}

// All marks differ, in Unicode and in ASCII, and each takes one cell.
func TestMatrixMarksAreDistinct(t *testing.T) {
	for _, characters := range [][cellMarks]string{markCharacters, markASCII} {
		seen := map[string]bool{}
		for _, character := range characters {
			if seen[character] || textWidth(character) != 1 {
				t.Errorf("%q in %q", character, characters)
			}
			seen[character] = true
		}
	}
	for _, character := range markASCII {
		if !isPrintableASCII(character) {
			t.Errorf("%q is not ASCII", character)
		}
	}
}

// The system and 26 tenants fit into 120 columns, with vertical headings.
func TestMatrixFits(t *testing.T) {
	var flags []feature.View
	for _, name := range []string{"short", strings.Repeat("n", 38)} {
		flags = append(flags, feature.View{Definition: &feature.Definition{Name: name}, Registered: true})
	}
	x := newMatrix(NewTheme(true, false), keys.Default(), feature.Tenant, flags)
	x.Show(nil, many(26), nil, true, false)
	for width, want := range map[int]int{60: 6, 80: 13, 120: 27, 200: 27} {
		x.Resize(width, 36)
		if got := x.lastColumn() - x.firstColumn; got != want {
			t.Errorf("%d columns wide, %d scopes are shown, not %d", width, got, want)
		}
		body := x.Body()
		for i := x.firstColumn; i < x.lastColumn(); i++ {
			heading, column := "", 3+x.nameWidth()+minCellWidth*(i-x.firstColumn)+1
			for _, line := range body[:x.headingLines()] {
				if len([]rune(line)) > column {
					heading += string([]rune(line)[column])
				}
			}
			if name := x.name(x.columns[i].info); strings.TrimSpace(heading) != name {
				t.Errorf("%d columns wide, %s is headed %q:\n%s", width, name, heading, strings.Join(body, "\n"))
			}
		}
	}
	few := matrixOf(keys.Default(), feature.Tenant)
	few.Resize(80, 20)
	if head := few.intro(); !strings.Contains(head[len(head)-1], "FLAG  System  1       2       3") {
		t.Errorf("few scopes are headed %q", head)
	}
}

// The key d keeps the flags whose values differ between the columns. The cursor stays
// on its flag.
func TestMatrixDiffering(t *testing.T) {
	var flags []feature.View
	for _, name := range []string{"all.off", "own.on", "all.on", "own.same", "system.on", "tenant.off"} {
		flags = append(flags, feature.View{Definition: &feature.Definition{Name: name, Default: name == "all.on"}, Registered: true})
	}
	x := newMatrix(NewTheme(true, false), keys.Default(), feature.Tenant, flags)
	x.Resize(100, 30)
	on, off := feature.Stored{Enabled: true}, feature.Stored{}
	x.Show(map[string]feature.Stored{"system.on": on, "tenant.off": on}, many(3), map[feature.Scope]map[string]feature.Stored{
		feature.TenantScope("t001"): {"own.on": on, "own.same": off, "tenant.off": off}}, true, false)
	names := func() string {
		var all []string
		for i := range x.rows.count {
			all = append(all, x.flags[x.flagAt(i)].Name)
		}
		return strings.Join(all, " ")
	}
	pressAll(x, "end d")
	if got := names(); got != "own.on tenant.off" {
		t.Errorf("%s differ", got)
	}
	if _, count := x.Title(); count != "2 of 6 flags differ, 3 tenants" {
		t.Errorf("the title counts %s", count)
	}
	if got := pressAll(x, "y"); got != (Copy{Text: "tenant.off", What: "the flag's name"}) {
		t.Errorf("the cursor is on %#v", got)
	}
	pressAll(x, "d")
	if got := pressAll(x, "y"); x.rows.count != 6 || got != (Copy{Text: "tenant.off", What: "the flag's name"}) {
		t.Errorf("of all %d the cursor is on %#v", x.rows.count, got)
	}
	pressAll(x, "d")
	x.Show(nil, many(3), nil, true, false)
	if body := strings.Join(x.Body(), "\n"); !strings.Contains(body, "No flag differs between them. d shows all.") {
		t.Errorf("nothing differs:\n%s", body)
	}
	for _, pressed := range []string{"space", "enter", "y", "right", "down"} {
		if got := pressAll(x, pressed); got != nil {
			t.Errorf("%s with nothing to show: %#v", pressed, got)
		}
	}
}

// The cursor stays on its flag and scope when columns are read again in another order.
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

// The matrix asks for the next page once, before its columns are needed.
func TestMatrixPages(t *testing.T) {
	x := newMatrix(NewTheme(true, false), keys.Default(), feature.Tenant, matrixOf(keys.Default(), feature.Tenant).flags)
	x.Resize(80, 20) // 24 columns
	x.Show(nil, many(100), nil, true, true)
	asked := ""
	for i := 1; i <= 105; i++ {
		if x.Press(press("right")) == (NextPage{}) {
			asked += fmt.Sprint(i, " ")
		}
	}
	if asked != "76 " {
		t.Errorf("asked at the columns %s", asked)
	}
	if x.Failed(); x.Press(press("right")) != (NextPage{}) {
		t.Error("after a failure it is not asked for again")
	}
	if x.Show(nil, many(5), nil, false, false); x.Columns() != 105 || pressAll(x, "right right right right right right right") != nil || x.column != 105 {
		t.Errorf("%d columns, and the cursor is on %d", x.Columns(), x.column)
	}
}

// The cursor's column is visible at every width.
func TestMatrixShowsTheCursor(t *testing.T) {
	x := newMatrix(NewTheme(true, false), keys.Default(), feature.Tenant, matrixOf(keys.Default(), feature.Tenant).flags)
	x.Show(nil, many(20), nil, true, false)
	for i, width := range []int{40, 60, 52, 120, 41} {
		x.Resize(width, 20)
		pressAll(x, "right right")
		if body := strings.Join(x.Body(), "\n"); !strings.Contains(x.Foot(), fmt.Sprintf("t%03d", 2*i+1)) || !strings.Contains(body, "[ ]") {
			t.Errorf("%d columns wide, the cursor is on t%03d:\n%s", width, 2*i+1, body)
		}
	}
	for range 9 {
		x.Press(press("left"))
		if !strings.Contains(strings.Join(x.Body(), "\n"), "[ ]") {
			t.Errorf("the cursor is on %d, out of sight", x.column)
		}
	}
}
