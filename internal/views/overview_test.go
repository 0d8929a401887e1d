package views

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// overviewOf returns a screen with the sample's features and one feature of the whole
// system.
func overviewOf(m keys.Map) *Overview {
	o := NewOverview(NewTheme(true, false), m)
	o.Kinds = featuretest.All()
	o.Show(placed(), []feature.FeatureState{{Label: "mathjax", State: "enabled"}})
	return o
}

// lines returns the shown features and their kinds of scope.
func (o *Overview) lines() string {
	var all []string
	for _, i := range o.shown {
		all = append(all, o.all[i].feature+"/"+o.all[i].kind)
	}
	return strings.Join(all, " ")
}

func TestOverviewKeys(t *testing.T) {
	chemistry := feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Project, ID: "12"}, Name: "Chemistry 1", Status: "active"}
	view := feature.View{Definition: &feature.Definition{Name: "canvas_v2"}}.At(featuretest.Kind(chemistry.Scope.Kind), nil, &feature.Stored{Enabled: true})
	notOurs := ShowNotice{"This flag is for the whole system, in feature_states, which only the app changes"}
	checkKeys(t, func() screenWithKeys { return overviewOf(keys.Default()) }, []keyCase{
		{"back", "esc", Back{}},
		{"go there", "enter", GoTo{Info: chemistry, Name: "canvas_v2"}},
		{"turn it off", "space", Propose{Scope: chemistry, View: view, After: feature.Off}},
		{"copy", "end up y", Copy{Text: "mathjax", What: "the flag's name"}},
		{"the system's is not ours to go to", "down down enter", notOurs},
		{"nor to change", "down down space", notOurs},
		{"the filter is cleared before the screen is left", "/ canvas enter esc", nil},
		{"and then it is left", "/ canvas enter esc esc", Back{}},
		{"esc ends typing", "/ canvas esc", nil},
		{"the keys are typed", "/ y", nil},
		{"with nothing shown", "/ zzz enter space", nil},
		{"with nothing shown, either", "/ zzz enter enter", nil},
		{"no key of ours", "z", nil},
	})
}

func TestOverviewSorts(t *testing.T) {
	o, all := overviewOf(keys.Default()), placed()
	all[2].Title = "algebra" // before Chemistry
	o.Show(all, []feature.FeatureState{{Label: "mathjax", State: "enabled"}})
	o.Resize(80, 20)
	for i, want := range []string{
		"canvas_v2/project canvas_v2/section mathjax/system-wide mcp_authoring/project", // by feature
		"canvas_v2/project mcp_authoring/project canvas_v2/section mathjax/system-wide", // by kind
		"mcp_authoring/project canvas_v2/project canvas_v2/section mathjax/system-wide", // by title
		"canvas_v2/project canvas_v2/section mcp_authoring/project mathjax/system-wide", // newest first
		"canvas_v2/project canvas_v2/section mathjax/system-wide mcp_authoring/project", // by feature again
	} {
		if got := o.lines(); got != want {
			t.Errorf("%s: %s", words.English.Say(sortings[i%len(sortings)].name), got)
		}
		if want := words.English.Say(sortings[i%len(sortings)].name); !strings.HasSuffix(o.Foot(), want) {
			t.Errorf("the foot is %q, want %q", o.Foot(), want)
		}
		o.Press(press("s"))
	}
}

func TestOverviewFilter(t *testing.T) {
	for text, want := range map[string]string{
		"MCP":         "mcp_authoring/project",
		"chemistry":   "canvas_v2/project canvas_v2/section", // by title
		"section":     "canvas_v2/section",
		"system-wide": "mathjax/system-wide",
		"zzz":         "",
	} {
		o := overviewOf(keys.Default())
		o.Resize(80, 20)
		pressAll(o, "/ "+text)
		if got := o.lines(); got != want {
			t.Errorf("%q finds %s", text, got)
		}
		pressAll(o, "enter")
		if got := o.lines(); got != want {
			t.Errorf("%q, kept, finds %s", text, got)
		}
		if o.Press(press("esc")); len(o.shown) != 4 {
			t.Errorf("after %q %d are left", text, len(o.shown))
		}
	}
	o := overviewOf(keys.Default())
	pressAll(o, "/ can enter")
	if _, count := o.Title(); count != "2 of 4" {
		t.Errorf("the count is %s", count)
	}
}

// The cursor stays on its line when the list is sorted, filtered, or read again.
func TestOverviewStays(t *testing.T) {
	o := overviewOf(keys.Default())
	o.Resize(80, 20)
	typeText(o, "jjj")
	states := []feature.FeatureState{{Label: "mathjax", State: "enabled"}}
	for _, step := range []struct {
		what string
		do   func()
	}{
		{"by kind", func() { o.Press(press("s")) }},
		{"by title", func() { o.Press(press("s")) }},
		{"fewer", func() { o.Show(placed()[1:], nil) }},
		{"more", func() { o.Show(placed(), states) }},
		{"in another order", func() {
			all := placed()
			slices.Reverse(all)
			o.Show(all, states)
		}},
		{"filtered", func() { pressAll(o, "/ a") }},
		{"typed on", func() { pressAll(o, "u") }},
		{"all of them", func() { o.Press(press("esc")) }},
	} {
		if step.do(); len(o.shown) == 0 {
			t.Fatalf("%s: nothing is shown", step.what)
		}
		if at, _ := o.selected(); at.feature != "mcp_authoring" {
			t.Errorf("%s: the cursor is on %s", step.what, at.feature)
		}
	}
	if o.Show(placed()[:1], nil); !reflect.DeepEqual(o.shown, []int{0}) {
		t.Errorf("of one line, %v are shown", o.shown)
	}
	if o.Show(nil, nil); o.Press(press(" ")) != nil {
		t.Error("nothing is left, and there is something to change")
	}
}
