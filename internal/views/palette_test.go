package views

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// words returns the names of the entries in their order.
func (j *Palette) words() string {
	var words []string
	for i := range j.count() {
		words = append(words, j.entryAt(i).name)
	}
	return strings.Join(words, " ")
}

func paletteOf(kinds ...feature.Kind) *Palette {
	j := NewPalette(NewTheme(true, false), keys.Default(), PaletteContents{Flags: []string{"billing.help", "help.desk", "orders.beta", "system.mail"}, Kinds: kindsOf(feature.Live{}, kinds...)})
	j.Resize(80, 20)
	return j
}

// The best matches come first, then the scopes that the database finds, then the loose
// matches.
func TestPaletteOffers(t *testing.T) {
	for _, c := range []struct {
		kinds []feature.Kind
		typed string
		want  string
	}{
		{[]feature.Kind{feature.System, feature.Tenant}, "", "system tenants matrix history compare doctor enabled contexts help refresh quit"},
		{[]feature.Kind{feature.Project, feature.Section}, "", "projects matrix history compare doctor enabled contexts help refresh quit"},
		{[]feature.Kind{feature.System, feature.Tenant}, "h", "history help help.desk billing.help refresh tenant:acme"},
		{[]feature.Kind{feature.System, feature.Tenant}, "HELP", "help help.desk billing.help tenant:acme"},
		{[]feature.Kind{feature.System, feature.Tenant}, "sys", "system system.mail tenant:acme"},
		{[]feature.Kind{feature.System, feature.Tenant}, "zzz", "tenant:acme"},
		{[]feature.Kind{feature.System, feature.Tenant}, "obeta", "tenant:acme orders.beta"},
		{[]feature.Kind{feature.System, feature.Tenant}, "beta", "orders.beta tenant:acme"},
		{[]feature.Kind{feature.System, feature.Tenant}, "when", "history tenant:acme"},
	} {
		j := paletteOf(c.kinds...)
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
		j := NewPalette(NewTheme(true, false), keys.Default(), PaletteContents{Flags: many})
		if pressAll(j, typed); strings.Count(j.words(), ".x") != want {
			t.Errorf("%q offers %s", typed, j.words())
		}
	}
	off := keys.Default()
	off.Contexts.SetEnabled(false)
	off.Overview.SetEnabled(false)
	if got := NewPalette(NewTheme(true, false), off, PaletteContents{}).words(); got != "scopes matrix history compare doctor help refresh quit" {
		t.Errorf("what there is not is offered: %s", got)
	}
}

// The palette offers the actions of the screen below, with their keys. If that screen
// has a key for a view, the palette presses the key.
func TestPaletteActions(t *testing.T) {
	own, err := keys.Default().Rebind(map[string][]string{"clear": {"ctrl+x"}, "change": {"f5"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		m     keys.Map
		typed string
		want  string // the key pressed, or "" if no action is offered
		alone bool
	}{
		{keys.Default(), own.Clear.Help().Desc, "c", true},
		{own, own.Clear.Help().Desc, "ctrl+x", true},
		{own, own.Change.Help().Desc, "f5", true},
		{keys.Default(), own.Change.Help().Desc, " ", true},
		{keys.Default(), "history", "h", true},
		{keys.Default().ReadOnly(), own.Clear.Help().Desc, "", true},
		{keys.Default(), own.Clear.Help().Desc, "c", false},
	} {
		p := NewPalette(NewTheme(true, false), c.m, PaletteContents{Screen: c.m.BrowseKeys()})
		p.Resize(80, 20)
		for _, r := range c.typed {
			p.Press(press(string(r)))
		}
		p.Show(nil)
		enter := press("enter")
		enter.Alone = c.alone
		pressed, ok := p.Press(enter).(PressKey)
		if got := pressed.Press.String(); ok && got != c.want || ok && pressed.Press.Alone != c.alone || ok != (c.want != "") {
			t.Errorf("%q: it presses %q, alone %v", c.typed, got, pressed.Press.Alone)
		}
	}
	p := NewPalette(NewTheme(true, false), keys.Default(), PaletteContents{Screen: keys.Default().BrowseKeys(), Contexts: contextsOf([]string{"prod"})})
	for _, e := range p.commands {
		for _, unwanted := range []string{"up", "esc", "ctrl+c", ":"} {
			if e.key == unwanted {
				t.Errorf("%s is offered", e.name)
			}
		}
	}
	if got := pressAll(p, "prod enter"); got != (SwitchContext{Name: "prod"}) {
		t.Errorf("a context: %#v", got)
	}
}

// Each entry shows its key, even on the narrowest terminal.
func TestPaletteShowsKeys(t *testing.T) {
	p := NewPalette(NewTheme(true, false), keys.Default(), PaletteContents{Screen: keys.Default().BrowseKeys()})
	for _, width := range []int{40, 80, 200} {
		p.Resize(width, 40)
		lines := strings.Join(p.Body(), "\n") + "\n"
		for name, key := range map[string]string{"history": "h", "help": "?", "quit": "q", keys.Default().Change.Help().Desc: "space"} {
			if !regexp.MustCompile(`(?m)^..` + name + ` .* ` + regexp.QuoteMeta(key) + `$`).MatchString(lines) {
				t.Errorf("%d columns: no key %s beside %s:\n%s", width, key, name, lines)
			}
		}
	}
}

func TestPaletteKeys(t *testing.T) {
	acme := tenant("acme", "Acme")
	make := func() screenWithKeys { return paletteOf(feature.System, feature.Tenant) }
	checkKeys(t, make, []keyCase{
		{"back", "esc", Back{}},
		{"what is typed is searched for", "acme", Search{}},
		{"the first view", "enter", goToSystem},
		{"another view", "hist enter", OpenHistory{}},
		{"by the arrows", "down down down enter", OpenHistory{}},
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
		j.(*Palette).Show([]feature.ScopeInfo{acme})
		if got := pressAll(j, c.keys); got != c.want {
			t.Errorf("%s %s: %#v", c.typed, c.keys, got)
		}
	}
}

// Completion turns a scope into kind:id, and searches for that text.
func TestPaletteCompletes(t *testing.T) {
	j := paletteOf(feature.System, feature.Tenant)
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
	// A typed scope that is not found can be chosen once the search has ended.
	if got := j.Press(press("enter")); got != nil {
		t.Errorf("before the answer is there: %#v", got)
	}
	j.Show(nil)
	if got := j.Press(press("enter")); got != (GoTo{Info: feature.ScopeInfo{Scope: feature.TenantScope("acme")}, Typed: true}) {
		t.Errorf("then: %#v", got)
	}
	for _, typed := range []string{"project:12", "tenant:", "nothing"} {
		j := paletteOf(feature.System, feature.Tenant)
		pressAll(j, typed)
		j.Failed()
		if got := j.Press(press("enter")); got != (ShowNotice{"No match"}) {
			t.Errorf("%s: %#v", typed, got)
		}
	}
	scoped := paletteOf(feature.Project, feature.Section)
	pressAll(scoped, "section:7")
	if text, kinds := scoped.Query(); text != "7" || !slices.Equal(kinds, []feature.Kind{feature.Section}) {
		t.Errorf("%q is searched for among %v", text, kinds)
	}
}

// Scopes that arrive later do not move the cursor.
func TestPaletteStays(t *testing.T) {
	j := paletteOf(feature.System, feature.Tenant)
	pressAll(j, "h down down")
	j.Show([]feature.ScopeInfo{tenant("acme", "Acme")})
	if got := j.Press(press("enter")); got != (FindFlag{Name: "help.desk"}) {
		t.Errorf("the cursor is on %#v", got)
	}
}

// No two actions of a screen have the same text.
func TestActionsOfThePalette(t *testing.T) {
	m, said := keys.Default(), map[string]string{}
	for _, e := range NewTheme(true, false).paletteCommands(m, PaletteContents{Kinds: kindsOf(feature.Live{}, feature.System, feature.Tenant), Screen: m.BrowseKeys()}) {
		if e.description == "" || e.description == e.name && len(e.name) < 10 || strings.HasSuffix(e.description, ".") {
			t.Errorf("%q is described as %q", e.name, e.description)
		}
		if other, twice := said[e.description]; twice {
			t.Errorf("%q and %q are both described as %q", e.name, other, e.description)
		}
		said[e.description] = e.name
	}
	if len(said) < 20 {
		t.Errorf("there are only %d commands", len(said))
	}
}

// In German, a search finds the German and the English words.
func TestPaletteInGerman(t *testing.T) {
	theme := ThemeOptions{Plain: true, Language: words.German}.Theme()
	for text, want := range map[string]string{"verlauf": "history", "history": "history", "warum": "history", "databases": "contexts", "beenden": "quit", "not-aus": "off for everyone", "override": "off for everyone"} {
		p := NewPalette(theme, keys.Default(), PaletteContents{Screen: keys.Default().DetailsKeys(), Kinds: kindsOf(feature.Live{}, feature.System, feature.Tenant)})
		p.Press(paste(text))
		found := slices.ContainsFunc(p.close, func(e paletteEntry) bool { return strings.HasPrefix(e.name, want) })
		if !found {
			t.Errorf("%s finds %v, not %s", text, p.close, want)
		}
	}
}
