package views

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// words are what is offered to go to, in the order shown.
func (j *Jump) words() string {
	var words []string
	for i := range j.count() {
		words = append(words, j.destinationAt(i).name)
	}
	return strings.Join(words, " ")
}

func jumpOf(kinds ...feature.Kind) *Jump {
	j := NewJump(NewTheme(true, false), keys.Default(), []string{"billing.help", "help.desk", "orders.beta", "system.mail"}, kinds)
	j.Resize(80, 20)
	return j
}

// TestJumpOffers: what starts with the text comes first, then what holds it,
// then the scopes that the database finds.
func TestJumpOffers(t *testing.T) {
	for _, c := range []struct {
		kinds []feature.Kind
		typed string
		want  string
	}{
		{[]feature.Kind{feature.System, feature.Tenant}, "", "system help history compare contexts enabled refresh quit"},
		{[]feature.Kind{feature.Project, feature.Section}, "", "help history compare contexts enabled refresh quit"},
		{[]feature.Kind{feature.System, feature.Tenant}, "h", "help history help.desk billing.help tenant:acme"},
		{[]feature.Kind{feature.System, feature.Tenant}, "HELP", "help help.desk billing.help tenant:acme"},
		{[]feature.Kind{feature.System, feature.Tenant}, "sys", "system system.mail tenant:acme"},
		{[]feature.Kind{feature.System, feature.Tenant}, "zzz", "tenant:acme"},
	} {
		j := jumpOf(c.kinds...)
		if pressAll(j, c.typed); c.typed != "" {
			j.Show([]feature.ScopeInfo{tenant("acme", "Acme")})
		}
		if got := j.words(); got != c.want {
			t.Errorf("%q at %v offers %s", c.typed, c.kinds, got)
		}
	}
	many := make([]string, 200)
	for i := range many {
		many[i] = fmt.Sprintf("q%03d.x", i)
	}
	for typed, want := range map[string]int{"q": maxFlagsListed, "x": maxFlagsListed, "q1": maxFlagsListed, "q01": 10} {
		j := NewJump(NewTheme(true, false), keys.Default(), many, nil)
		if pressAll(j, typed); j.count() > want+1 || j.count() < want { // quit is the one more
			t.Errorf("%q offers %d", typed, j.count())
		}
	}
	off := keys.Default()
	off.Contexts.SetEnabled(false)
	off.Overview.SetEnabled(false)
	if got := NewJump(NewTheme(true, false), off, nil, nil).words(); got != "help history compare refresh quit" {
		t.Errorf("what there is not is offered: %s", got)
	}
}

func TestJumpKeys(t *testing.T) {
	acme := tenant("acme", "Acme")
	make := func() screenWithKeys { return jumpOf(feature.System, feature.Tenant) }
	checkKeys(t, make, []keyCase{
		{"back", "esc", Back{}},
		{"what is typed is searched for", "acme", Search{}},
		{"the first view", "enter", goToSystem},
		{"another view", "hist enter", OpenHistory{}},
		{"by the arrows", "down enter", OpenHelp{}},
		{"letters do not move", "j", Search{}},
		{"a flag", "ord enter", FindFlag{Name: "orders.beta"}},
		{"complete it", "ord tab", Search{}},
		{"and go there", "ord tab enter", FindFlag{Name: "orders.beta"}},
		{"nothing is there yet", "zzz enter", nil},
		{"nothing to complete", "zzz tab", nil},
	})
	for _, c := range []struct {
		typed, keys string
		want        Intent
	}{
		{"acm", "enter", GoTo{Info: acme}},
		{"tenant:ac", "enter", GoTo{Info: acme}},
		{"acm", "tab", Search{}},
	} {
		j := make()
		pressAll(j, c.typed)
		j.(*Jump).Show([]feature.ScopeInfo{acme})
		if got := pressAll(j, c.keys); got != c.want {
			t.Errorf("%s %s: %#v", c.typed, c.keys, got)
		}
	}
}

// TestJumpCompletes: a scope is completed to the form that names it, which is
// searched for in turn.
func TestJumpCompletes(t *testing.T) {
	j := jumpOf(feature.System, feature.Tenant)
	pressAll(j, "acm")
	if text, kinds := j.Query(); text != "acm" || !slices.Equal(kinds, []feature.Kind{feature.Tenant}) {
		t.Errorf("%q is searched for among %v", text, kinds)
	}
	j.Show([]feature.ScopeInfo{tenant("acme", "Acme")})
	if j.Press(press("tab")); j.input.value() != "tenant:acme" {
		t.Errorf("it is completed to %q", j.input.value())
	}
	if text, kinds := j.Query(); text != "acme" || !slices.Equal(kinds, []feature.Kind{feature.Tenant}) {
		t.Errorf("then %q is searched for among %v", text, kinds)
	}
	// A scope that no search finds is taken as it was typed, once that is known.
	if got := j.Press(press("enter")); got != nil {
		t.Errorf("before the answer is there: %#v", got)
	}
	j.Show(nil)
	if got := j.Press(press("enter")); got != (GoTo{Info: feature.ScopeInfo{Scope: feature.TenantScope("acme")}, Typed: true}) {
		t.Errorf("then: %#v", got)
	}
	for _, typed := range []string{"project:12", "tenant:", "nothing"} {
		j := jumpOf(feature.System, feature.Tenant)
		pressAll(j, typed)
		j.Failed()
		if got := j.Press(press("enter")); got != (ShowNotice{"Nothing is called that"}) {
			t.Errorf("%s: %#v", typed, got)
		}
	}
	scoped := jumpOf(feature.Project, feature.Section)
	pressAll(scoped, "section:7")
	if text, kinds := scoped.Query(); text != "7" || !slices.Equal(kinds, []feature.Kind{feature.Section}) {
		t.Errorf("%q is searched for among %v", text, kinds)
	}
}

// TestJumpStays: scopes that come in later leave the cursor where it is.
func TestJumpStays(t *testing.T) {
	j := jumpOf(feature.System, feature.Tenant)
	pressAll(j, "h down down")
	j.Show([]feature.ScopeInfo{tenant("acme", "Acme")})
	if got := j.Press(press("enter")); got != (FindFlag{Name: "help.desk"}) {
		t.Errorf("the cursor is on %#v", got)
	}
}
