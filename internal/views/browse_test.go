package views

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// names returns the names of the shown flags in their order.
func (b *Browse) names() []string {
	names := []string{}
	for _, i := range b.shown {
		names = append(names, b.views[i].Name)
	}
	return names
}

// burst returns a key that arrived with others.
func burst(name string) keys.Press {
	p := press(name)
	p.Alone = false
	return p
}

// paste returns a pasted text.
func paste(text string) keys.Press {
	p := press(text)
	p.Paste = true
	return p
}

func TestBrowseKeys(t *testing.T) {
	propose := func(at feature.ScopeInfo, name string, after feature.Setting) Intent {
		return Propose{View: find(at, name), After: after}
	}
	acme := tenant("acme", "")
	for _, c := range []struct {
		name string
		at   feature.ScopeInfo
		keys string // the last key's intent counts
		want Intent
	}{
		{"change a flag that is on", system, "space", propose(system, "access.api_key_rotation", feature.Off)},
		{"change a flag that is off", system, "j space", propose(system, "access.passkeys", feature.On)},
		{"change a tenant's own", acme, "j space", propose(acme, "access.passkeys", feature.Off)},
		{"clear", system, "j j c", propose(system, "billing.new_invoice", feature.Inherit)},
		{"clear without an override", system, "c", ShowNotice{"No override set for this flag"}},
		{"clear what the system overrides, at a tenant", acme, "/ beta enter c", ShowNotice{"No override set for this flag"}},
		{"change with no flag shown", system, "/ zzz enter space", nil},
		{"clear with no flag shown", system, "/ zzz enter c", nil},
		{"tenants", system, "t", OpenPicker{}},
		{"contexts", system, "x", OpenContexts{}},
		{"help", system, "?", OpenHelp{}},
		{"refresh", system, "r", Refresh{}},
		{"quit", system, "q", Quit{}},
		{"the keys are typed while filtering", system, "/ q", nil},
		{"system view", acme, "S", goToSystem},
		{"esc at the system", system, "esc", Back{}},
		{"esc at a tenant", acme, "esc", Back{}},
		{"esc ends typing first", acme, "/ a esc", nil},
		{"and is at the tenant still", acme, "/ a esc esc", Back{}},
		{"esc clears the filter that was kept", acme, "/ a enter esc", nil},
		{"then the states", acme, "o / a enter esc esc", nil},
		{"then the scope", acme, "o / a enter esc esc esc", Back{}},
		{"then the marks, before the scope", acme, "v esc", nil},
		{"and then the scope", acme, "v esc esc", Back{}},
		{"compare", system, "D", OpenPicker{Compare: true}},
		{"enabled anywhere", system, "e", OpenOverview{}},
		{"copy the name", system, "j y", Copy{Text: "access.passkeys", What: "the flag's name"}},
		{"copy the last change", system, "Y", CopyChange{}},
		{"history of the flag under the cursor", system, "j h", OpenHistory{Name: "access.passkeys"}},
		{"sort by change asks", system, "s", SortByChange{}},
		{"no key of ours", system, "z", nil},
		{"the rest of a torn arrow", system, "[ A", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := browse(NewTheme(true, false), keys.Default(), c.at)
			got := pressAll(b, c.keys)
			if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", c.want) && !sameProposal(got, c.want) {
				t.Errorf("%#v, want %#v", got, c.want)
			}
		})
	}
}

func sameProposal(a, b Intent) bool {
	p, ok := a.(Propose)
	q, ok2 := b.(Propose)
	return ok && ok2 && p.View.Name == q.View.Name && p.View.Own() == q.View.Own() && p.After == q.After
}

// A key that leads to a write has no effect in a burst, as a paste, or in a read-only
// session.
func TestBrowseWritesOnlyAlone(t *testing.T) {
	for _, name := range []string{" ", "c"} {
		b := browse(NewTheme(true, false), keys.Default(), system)
		typeText(b, "jj")
		for _, p := range []keys.Press{burst(name), paste(name)} {
			if intent := b.Press(p); intent != nil {
				t.Errorf("%q in a burst or pasted: %#v", name, intent)
			}
		}
		b.Map = keys.Default().ReadOnly()
		if intent := b.Press(press(name)); intent != nil {
			t.Errorf("%q, read-only: %#v", name, intent)
		}
	}
	b := browse(NewTheme(true, false), keys.Default(), system)
	if intent := b.Press(paste("q")); intent != nil {
		t.Errorf("a pasted q: %#v", intent)
	}
}

func TestBrowseFilter(t *testing.T) {
	b := browse(NewTheme(true, false), keys.Default(), system)
	for _, c := range []struct {
		key    string
		names  []string
		typing bool
	}{
		{"/", b.names(), true},
		{"I", []string{"access.api_key_rotation", "access.passkeys", "billing.new_invoice", "billing.payment_links", "catalog.customer_specific_price_lists_with_validity", "files.public_uploads", "orders.beta_checkout"}, true},
		{"N", []string{"access.passkeys", "billing.new_invoice", "billing.payment_links", "catalog.customer_specific_price_lists_with_validity"}, true}, // with, in; invoice, lin
		{"V", []string{"billing.new_invoice"}, true},
		{"x", []string{}, true},
		{"backspace", []string{"billing.new_invoice"}, true},
		{"backspace", []string{"access.passkeys", "billing.new_invoice", "billing.payment_links", "catalog.customer_specific_price_lists_with_validity"}, true},
		{"enter", []string{"access.passkeys", "billing.new_invoice", "billing.payment_links", "catalog.customer_specific_price_lists_with_validity"}, false},
		{"/", []string{"access.passkeys", "billing.new_invoice", "billing.payment_links", "catalog.customer_specific_price_lists_with_validity"}, true},
		{"esc", b.names(), false},
	} {
		if intent := b.Press(press(c.key)); intent != nil {
			t.Fatalf("%q: %#v", c.key, intent)
		}
		if got := b.names(); !slices.Equal(got, c.names) || b.typing != c.typing {
			t.Fatalf("%q: %q, typing %v, want %q", c.key, got, b.typing, c.names)
		}
	}
	b.Press(press("/"))
	b.Press(paste("Händler"))
	if got := b.names(); !slices.Equal(got, []string{"orders.beta_checkout"}) {
		t.Errorf("a pasted word of a description finds %q", got)
	}
	if foot := b.Foot(); !strings.Contains(foot, "1/1 of 8") {
		t.Errorf("the foot is %q", foot)
	}
	b.clearFilter()
	b.Press(press("/"))
	typeText(b, "invoiceinvoices") // the end of a name, and the start of its description
	if got := b.names(); len(got) > 0 {
		t.Errorf("a text across name and description finds %q", got)
	}
	b.Press(press("down")) // moves the cursor and types nothing
	if b.filter.value() != "invoiceinvoices" {
		t.Errorf("down typed %q", b.filter.value())
	}
}

// The key o and the keys of the tabs select flags by state, for the system and for a
// tenant.
func TestBrowseStates(t *testing.T) {
	for _, c := range []struct {
		at   feature.ScopeInfo
		want []string // per state
	}{
		{system, []string{
			"access.api_key_rotation access.passkeys billing.new_invoice billing.payment_links catalog.customer_specific_price_lists_with_validity files.public_uploads orders.beta_checkout 受注.一括登録",
			"access.api_key_rotation billing.new_invoice billing.payment_links files.public_uploads",
			"access.passkeys catalog.customer_specific_price_lists_with_validity orders.beta_checkout 受注.一括登録",
			"billing.new_invoice files.public_uploads orders.beta_checkout",
			"access.api_key_rotation billing.payment_links catalog.customer_specific_price_lists_with_validity 受注.一括登録",
			"legacy.export_to_floppy",
			"billing.new_invoice files.public_uploads orders.beta_checkout"}},
		{tenant("acme", ""), []string{
			"access.api_key_rotation access.passkeys billing.new_invoice billing.payment_links catalog.customer_specific_price_lists_with_validity files.public_uploads orders.beta_checkout 受注.一括登録",
			"access.api_key_rotation access.passkeys billing.payment_links files.public_uploads",
			"billing.new_invoice catalog.customer_specific_price_lists_with_validity orders.beta_checkout 受注.一括登録",
			"access.passkeys billing.new_invoice",
			"access.api_key_rotation billing.payment_links catalog.customer_specific_price_lists_with_validity 受注.一括登録",
			"legacy.export_to_floppy legacy.fax",
			"access.passkeys files.public_uploads orders.beta_checkout"}},
	} {
		b := browse(NewTheme(true, false), keys.Default(), c.at)
		for i, want := range append(c.want, c.want[0]) { // and back to the first
			if got := strings.Join(b.names(), " "); got != want {
				t.Errorf("%s, %s: %s\nwant %s", c.at.Scope, stateNames[i%len(c.want)][0], got, want)
			}
			if n := len(strings.Fields(want)); b.stateCounts[b.state] != n {
				t.Errorf("%s, %s: the tab counts %d, want %d", c.at.Scope, stateNames[b.state][0], b.stateCounts[b.state], n)
			}
			b.Press(press("o"))
		}
		for i := showUnregistered; i >= showAll; i-- { // the tab's own key, from any other tab
			if b.Press(press(fmt.Sprint(int(i) + 1))); strings.Join(b.names(), " ") != c.want[i] {
				t.Errorf("%s, key %d: %q", c.at.Scope, i+1, b.names())
			}
		}
	}
}

// The cursor stays on its flag even if the flag's row changes.
func TestBrowseKeepsTheFlag(t *testing.T) {
	b := browse(NewTheme(true, false), keys.Default(), system)
	views := b.views
	typeText(b, "jjjjj")
	const name = "files.public_uploads"
	steps := []struct {
		what string
		do   func()
		want string
	}{
		{"fewer flags", func() { b.Show(system, views[3:], true) }, name},
		{"more again", func() { b.Show(system, views, true) }, name},
		{"another scope", func() { b.Show(tenant("acme", ""), views, true) }, name},
		{"a filter that has it", func() { typeText(b, "/load") }, name},
		{"without the filter", func() { b.Press(press("esc")) }, name},
		{"by last change", func() { b.SortByChange([]string{"orders.beta_checkout", name}) }, name},
		{"by name", func() { b.SortByChange(nil) }, name},
		{"only those that are on", func() { typeText(b, "2") }, name},
		{"those that are off", func() { typeText(b, "3") }, "受注.一括登録"}, // the flag that moves to the cursor's row
		{"all", func() { b.Press(press("esc")) }, "受注.一括登録"},
		{"that flag is gone", func() { b.Show(system, views[:4], true) }, "billing.payment_links"},
		{"all are gone", func() { b.Show(system, nil, true) }, ""},
	}
	for _, step := range steps {
		step.do()
		if got := b.selectedName(); got != step.want {
			t.Fatalf("%s: the cursor is on %q, want %q", step.what, got, step.want)
		}
	}
}

func TestWriteList(t *testing.T) {
	at := tenant("acme", "")
	defs, stored, own, _ := sample()
	list := feature.Resolve(featuretest.Kind(at.Scope.Kind), at.Scope, append(defs, feature.Definition{Name: "evil\x1b[2J\n", Description: "\u202eevil"}), stored, own)
	var text strings.Builder
	w := bufio.NewWriter(&text)
	if err := WriteList(w, NewTheme(true, true), featuretest.Kind(feature.Tenant), list, nil); err != nil {
		t.Fatal(err)
	}
	w.Flush()
	lines := strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
	if len(lines) != len(list) {
		t.Fatalf("%d lines for %d flags", len(lines), len(list))
	}
	for i, want := range map[int]string{
		1: "access.passkeys                                      [x] Enabled   Override active    default Disabled  System: Disabled  Sign in with a passkey",
		5: `evil\x1b[2J\n                                        [ ] Disabled  Following system   default Disabled  System: Disabled  \u202eevil`,
		8: "legacy.fax                                           [x] Enabled   Override active    default Disabled  not registered, System: Disabled",
	} {
		if lines[i] != want {
			t.Errorf("line %d\n%s\nwant\n%s", i, lines[i], want)
		}
	}
}

// A row that the feature's definition does not allow is marked.
func TestBrowseNotAllowed(t *testing.T) {
	b := newBrowse(NewTheme(true, false), keys.Default())
	scope := feature.Scope{Kind: feature.Project, ID: "12"}
	defs := []feature.Definition{{Name: "live", Scopes: []feature.Kind{feature.Section}}, {Name: "drafts", Scopes: []feature.Kind{feature.Project}}}
	on := map[string]feature.Stored{"live": {Enabled: true}, "drafts": {Enabled: true}}
	b.Show(feature.ScopeInfo{Scope: scope}, feature.Resolve(featuretest.Kind(scope.Kind), scope, defs, nil, on), true)
	b.Resize(100, 20)
	body := strings.Join(b.Body(), "\n")
	if strings.Count(body, "not for projects") != 1 || !strings.Contains(body, "live ") {
		t.Errorf("the row against its definition is not told:\n%s", body)
	}
}
