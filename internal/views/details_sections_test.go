package views

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// sectioned returns details at system scope: one tenant is on by override, two are off,
// and three inherit.
func sectioned(t Theme, systemOn bool) *Details {
	const name = "billing.new_invoice"
	d := newDetails(t, keys.Default(), system, find(system, name), feature.Count{On: 1, Off: 2}, true)
	d.ShowChain(&feature.Override{Scope: feature.SystemScope(), Name: name, Enabled: systemOn}, nil)
	d.ShowImpact(feature.Impact{Inheriting: 3, Count: feature.Count{On: 1, Off: 2}})
	d.SetNames(map[feature.Scope]string{feature.TenantScope("acme"): "Acme Industrial Supply", feature.TenantScope("globex"): "Globex"})
	d.ShowOthers([]feature.Override{
		{Scope: feature.TenantScope("acme"), Name: name}, {Scope: feature.TenantScope("globex"), Name: name, Enabled: true}, {Scope: feature.TenantScope("hooli"), Name: name},
	}, true, false)
	d.ShowHistory(entries()[:1], feature.FeatureRollouts{})
	d.Resize(120, 30)
	return d
}

func sectionScenes() map[string]func(Theme) (Frame, Screen) {
	return map[string]func(Theme) (Frame, Screen){
		"details_inheriting": func(t Theme) (Frame, Screen) {
			d := sectioned(t, true)
			openInheriting(d)
			d.SetNames(map[feature.Scope]string{feature.TenantScope("umbrella"): "Umbrella Ltd"})
			d.ShowInheriting([]feature.Scope{feature.TenantScope("initech"), feature.TenantScope("juniper"), feature.TenantScope("umbrella")}, true, false)
			return frame(t), d
		},
	}
}

// openInheriting opens the section of inheriting tenants.
func openInheriting(d *Details) Intent {
	d.rebuild()
	for i, it := range d.items {
		if it.section == sectionInheriting {
			d.rows.moveTo(i)
		}
	}
	return d.Press(press("right"))
}

// The overrides that differ from the system's value come first.
func TestSectionsOfDetails(t *testing.T) {
	for on, want := range map[bool]string{
		true:  "Off by override: 2, tenant:acme · Acme Industrial Supply, tenant:hooli, On by override: 1, tenant:globex · Globex, ▸ Inheriting: 3 tenants, Enabled, Recent changes",
		false: "On by override: 1, tenant:globex · Globex, Off by override: 2, tenant:acme · Acme Industrial Supply, tenant:hooli, ▸ Inheriting: 3 tenants, Disabled, Recent changes",
	} {
		var got []string
		for _, line := range sectioned(NewTheme(true, false), on).Body() {
			line = strings.Trim(line, " ─")
			if name, _, _ := strings.Cut(line, "  "); strings.HasPrefix(name, "tenant:") || strings.Contains(line, "verrid") && strings.Contains(line, ": ") && !strings.Contains(line, "Tenants") || strings.Contains(line, "nherit") && strings.Contains(line, "▸") || line == "Recent changes" {
				got = append(got, name)
			}
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%v: %s\nwant %s", on, text, want)
		}
	}
}

// Opening the section asks for the inheriting tenants once, and then page by page.
func TestInheritingTenants(t *testing.T) {
	d := sectioned(NewTheme(true, false), true)
	if got := openInheriting(d); got != (NextPage{}) || !d.WantsInheriting() || !d.InheritingOpen() {
		t.Fatalf("opened: %#v, wants %v", got, d.WantsInheriting())
	}
	if !strings.Contains(body(d), "▾ Inheriting: 3 tenants, Enabled Reading…") {
		t.Error(body(d))
	}
	if got := d.Press(press("right")); got != nil {
		t.Errorf("while they are read: %#v", got)
	}
	var scopes []feature.Scope
	for i := range 60 {
		scopes = append(scopes, feature.TenantScope(fmt.Sprintf("t%02d", i)))
	}
	d.ShowInheriting(scopes, true, true)
	if at, _ := d.selected(); at.section != sectionInheriting || d.WantsMore() {
		t.Errorf("the cursor has left its heading: %+v", at)
	}
	if got := pressAll(d, "enter"); got != nil || d.InheritingOpen() || strings.Contains(body(d), "t00") {
		t.Errorf("closed: %#v\n%s", got, body(d))
	}
	if got := pressAll(d, "enter"); got != nil || !strings.Contains(body(d), "tenant:t00") {
		t.Errorf("opened again: %#v\n%s", got, body(d))
	}
	if got := pressAll(d, "G"); got != (NextPage{}) || !d.WantsInheriting() {
		t.Errorf("at the end: %#v", got)
	}
	d.ShowInheriting([]feature.Scope{feature.TenantScope("last")}, false, false)
	if got := pressAll(d, "G"); got != nil {
		t.Errorf("after the last page: %#v", got)
	}
	d.ShowOthers(nil, true, false)
	if !d.InheritingOpen() || len(d.inheriting.scopes) != 61 {
		t.Error("a refresh has closed the section")
	}
	pressAll(d, "g")
	for at, _ := d.selected(); at.scope != feature.TenantScope("t01"); at, _ = d.selected() {
		d.Press(press("down"))
	}
	if got, ok := d.Press(press(" ")).(Propose); !ok || got.Scope.Scope != feature.TenantScope("t01") || got.After != feature.Off || got.View.Own() != feature.Inherit {
		t.Errorf("a change of a tenant that inherits: %#v", got)
	}
}

// If a section is opened while another page is being read, its page is read next.
func TestInheritingWhileAnotherPageIsRead(t *testing.T) {
	d := sectioned(NewTheme(true, false), true)
	d.loadingPage = true
	if got := openInheriting(d); got != nil || d.WantsMore() {
		t.Errorf("while a page is read: %#v", got)
	}
	if d.ShowOthers(nil, false, false); !d.WantsMore() || !d.WantsInheriting() {
		t.Error("it is not read after that page")
	}
}

// tab goes from section to section, whether or not they are open, and back to the first row.
func TestTheNextSection(t *testing.T) {
	d := sectioned(NewTheme(true, false), true)
	var at []section
	for range 5 {
		d.Press(press("tab"))
		item, _ := d.selected()
		at = append(at, item.section)
	}
	if want := []section{sectionOff, sectionOn, sectionInheriting, sectionHistory, noSection}; !slices.Equal(at, want) || d.rows.cursor != 0 {
		t.Errorf("tab goes to %v, then row %d; want %v, then row 0", at, d.rows.cursor, want)
	}
}

// A bar shows for how many tenants the flag is on, where the terminal has room for it.
func TestTheBarOfTheDetails(t *testing.T) {
	d := sectioned(NewTheme(true, true), true) // on for 4 of 6
	bar := strings.Repeat("#", 40) + strings.Repeat(".", 20)
	if body := strings.Join(d.Body(), "\n"); !strings.Contains(body, bar) {
		t.Errorf("there is no %s in\n%s", bar, body)
	}
	for _, size := range [][2]int{{120, 12}, {50, 30}} {
		d.Resize(size[0], size[1])
		if body := strings.Join(d.Body(), "\n"); strings.Contains(body, "##") {
			t.Errorf("at %v there is a bar:\n%s", size, body)
		}
	}
}

// c removes the override of the scope under the cursor, u undoes the change under it.
func TestChangingFromTheDetails(t *testing.T) {
	d := sectioned(NewTheme(true, false), true)
	if intent, ok := d.Press(press("c")).(Propose); !ok || !intent.Scope.Scope.IsSystem() || intent.After != feature.Inherit {
		t.Errorf("c on the system's row is %#v", intent)
	}
	d.Press(press("tab"))
	if intent := d.Press(press("c")); intent != (ShowNotice{"Choose the scope to remove the override of"}) {
		t.Errorf("c on a heading is %#v", intent)
	}
	d.Press(press("down"))
	if intent, ok := d.Press(press("c")).(Propose); !ok || intent.Scope.Scope != feature.TenantScope("acme") || intent.After != feature.Inherit {
		t.Errorf("c on acme's row is %#v", intent)
	}
	if intent := d.Press(press("u")); intent != (ReviewUndo{}) {
		t.Errorf("u on acme's row is %#v", intent)
	}
	pressAll(d, "tab tab tab down")
	entry, _ := d.selected()
	if intent := d.Press(press("u")); intent != (ReviewUndo{Change: entry.entry.Change}) || entry.entry.Change == "" {
		t.Errorf("u on a change is %#v", intent)
	}
	entry.entry.Origin = feature.FromApp
	if intent := d.Press(press("u")); intent != (ShowNotice{words.English.Say(words.HistoryOnlyOwn)}) {
		t.Errorf("u on a change by the app is %#v", intent)
	}
}
