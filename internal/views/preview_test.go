package views

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// inheritedView returns a flag as seen from a tenant that inherits a value. The value is
// an unknown default if known is false.
func inheritedView(enabled, known bool) feature.View {
	if !known {
		return feature.View{Definition: feature.Undefined("x", false, featuretest.Kind(feature.Tenant))}.At(featuretest.Kind(feature.Tenant), nil, nil)
	}
	return feature.View{Definition: &feature.Definition{Name: "x"}, Enabled: enabled}
}

// A flag is on for the tenants whose override is on and, if the system is on, for those
// without an override.
func TestTenantCoverage(t *testing.T) {
	names := []string{"acme", "globex", "initech"}
	for on := range 4 {
		for off := range 4 {
			for inheriting := range 3 {
				for _, system := range []bool{true, false} {
					impact := feature.Impact{Inheriting: inheriting, Count: feature.Count{On: on, Off: off}, OnNames: names[:on], OffNames: names[:off]}
					total, want := on+off+inheriting, on
					if system {
						want += inheriting
					}
					got := NewTheme(true, false).tenantCoverage(impact, featuretest.Kinds(feature.Tenant), inheritedView(system, true))
					head := fmt.Sprintf("on for %d of %d tenants", want, total)
					switch {
					case total == 0:
						head = "no tenant has an override"
					case want == 0:
						head = fmt.Sprintf("on for none of %d tenants", total)
					}
					if got.head != head || total > 0 && (got.on != want || got.total != total) {
						t.Errorf("%+v with the system %t: %+v, not %q", impact, system, got, head)
					}
					if inherits := [...]string{"", "1 inherits", "2 inherit"}[inheriting]; total > 0 && (!strings.Contains(got.parts, inherits) || inheriting == 0 && strings.Contains(got.parts, "inherit")) {
						t.Errorf("%+v: %q does not say how many inherit", impact, got.parts)
					}
					if listed := strings.Join(names[:off], ", "); system && off > 0 && !strings.Contains(got.parts, "off: "+listed) {
						t.Errorf("%+v: %q does not name %s", impact, got.parts, listed)
					}
				}
			}
		}
	}
}

func TestTenantCoverageInDoubt(t *testing.T) {
	some := feature.Impact{Inheriting: 11, Count: feature.Count{On: 12, Off: 3}, OnNames: []string{"a", "b", "c"}, OffNames: []string{"d", "e", "f"}}
	with := func(change func(*feature.Impact)) feature.Impact {
		impact := some
		change(&impact)
		return impact
	}
	for name, test := range map[string]struct {
		impact        feature.Impact
		system, known bool
		head, parts   string
		bar           bool
	}{
		"not counted":            {with(func(i *feature.Impact) { i.Inheriting = -1 }), true, true, "on by override for 12, off for 3", "every other tenant inherits: Enabled", false},
		"not counted, none":      {feature.Impact{Inheriting: -1}, false, true, "no tenant has an override", "each inherits: Disabled", false},
		"unknown default":        {some, false, false, "on by override for 12, off for 3 of 26 tenants", "11 inherit: unknown", false},
		"unknown and no tenants": {feature.Impact{}, false, false, "no tenant has an override", "each inherits: unknown", false},
		"only listed":            {with(func(i *feature.Impact) { i.Among = feature.ListedTenants }), true, true, "on for 23 of 26 tenants", "12 by override; 11 listed inherit; off: d, e, f", true},
		"no table of tenants":    {with(func(i *feature.Impact) { i.Among = feature.OverridingTenants }), false, true, "on for 12 of 26 tenants with overrides", "on: a, b, c, …; 3 off by override; 11 inherit; any other tenant inherits, too", true},
	} {
		got := NewTheme(true, false).tenantCoverage(test.impact, featuretest.Kinds(feature.Tenant), inheritedView(test.system, test.known))
		if got.head != test.head || got.parts != test.parts || got.total > 0 != test.bar {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A feature is on for the projects and sections with a row. The app's tables list all
// of them.
func TestScopedCoverage(t *testing.T) {
	both := []feature.Kind{feature.Project, feature.Section}
	on := func(kind feature.Kind, ids ...string) (rows []feature.Override) {
		for _, id := range ids {
			rows = append(rows, feature.Override{Scope: feature.Scope{Kind: kind, ID: id}, Enabled: true})
		}
		return rows
	}
	counted := map[feature.Kind]int{feature.Project: 14, feature.Section: 1}
	for name, test := range map[string]struct {
		def  feature.Definition
		p    Preview
		want string
	}{
		"none":            {feature.Definition{Scopes: both}, Preview{Listed: counted}, "on for none of 14 projects ░, on for none of 1 section ░"},
		"some":            {feature.Definition{Scopes: both}, Preview{Listed: counted, Enabled: append(on(feature.Project, "1", "2"), on(feature.Section, "7")...), Names: map[feature.Scope]string{{Kind: feature.Project, ID: "1"}: "Biology"}}, "on for 2 of 14 projects █░, Biology, 2, on for 1 of 1 section █, 7"},
		"one kind":        {feature.Definition{Scopes: both[:1]}, Preview{Listed: counted}, "on for none of 14 projects ░"},
		"the wrong kind":  {feature.Definition{Scopes: both[:1]}, Preview{Listed: counted, Enabled: on(feature.Section, "7")}, "on for none of 14 projects ░, on for 1 of 1 section █, 7"},
		"not counted":     {feature.Definition{Scopes: both}, Preview{Listed: map[feature.Kind]int{}, Enabled: on(feature.Project, "1")}, "on for 1 project, 1, on for no section"},
		"more":            {feature.Definition{Scopes: both[:1]}, Preview{Listed: counted, Enabled: on(feature.Project, "1", "2"), MoreEnabled: true}, "on for more than 2 projects, 1, 2"},
		"a canary":        {feature.Definition{Scopes: both[:1], Canary: true}, Preview{Listed: counted, Enabled: on(feature.Project, "1")}, "canary feature: rollouts decide, its rows do not, rows on for 1 of 14 projects █░, 1"},
		"an app's oddity": {feature.Definition{Scopes: both[:1]}, Preview{Listed: map[feature.Kind]int{feature.Project: 0}, Enabled: on(feature.Project, "1")}, "on for 1 project, 1"},
	} {
		var lines []string
		for _, line := range NewTheme(true, false).scopedCoverage(kindsOf(feature.Live{}, feature.Project, feature.Section), feature.View{Definition: &test.def, Registered: true}, test.p, 60) {
			words := strings.Fields(line)
			if bar := words[len(words)-1]; strings.Trim(bar, "░█▏▎▍▌▋▊▉") == "" { // TestGauge tests the bar's length
				words[len(words)-1] = map[bool]string{true: "█"}[!strings.HasPrefix(bar, "░")] + map[bool]string{true: "░"}[strings.HasSuffix(bar, "░")]
			}
			lines = append(lines, strings.Join(words, " "))
		}
		if got := strings.Join(lines, ", "); got != test.want {
			t.Errorf("%s:\n%s\nnot\n%s", name, got, test.want)
		}
	}
}

func TestChangesByWeek(t *testing.T) {
	at := func(days float64) feature.Entry {
		return feature.Entry{At: readAt.Add(-time.Duration(days * 24 * float64(time.Hour)))}
	}
	count := func(more bool, entries ...feature.Entry) string {
		return fmt.Sprint(changesByWeek(Preview{ReadAt: readAt, Changes: entries, MoreChanges: more}))
	}
	for _, test := range []struct{ got, want string }{
		{count(false), "[0 0 0 0 0 0 0 0 0 0 0 0]"},
		{count(false, at(-0.1), at(0), at(6.9), at(7), at(83.9), at(84), at(400)), "[1 0 0 0 0 0 0 0 0 0 1 3]"},
		{count(true, at(1), at(15)), "[-1 -1 -1 -1 -1 -1 -1 -1 -1 1 0 1]"}, // older changes were not read
		{count(true, at(1), at(100)), "[0 0 0 0 0 0 0 0 0 0 0 1]"},
		{count(false, feature.Entry{}), "[0 0 0 0 0 0 0 0 0 0 0 0]"}, // a change at an unknown time
	} {
		if test.got != test.want {
			t.Errorf("%s, not %s", test.got, test.want)
		}
	}
}

// The pane takes the flag's value from the list, so that the two always agree.
func TestPreviewShowsTheValueAsItIs(t *testing.T) {
	b := withPreview(NewTheme(true, false), keys.Default(), system, "access.passkeys", &Preview{ReadAt: readAt})
	pane := func() string {
		b.Resize(150, 36)
		return strings.Join(b.preview.lines, "\n")
	}
	if text := pane(); !strings.Contains(text, "Disabled  by default") {
		t.Errorf("the pane says\n%s", text)
	}
	b.UpdateView(find(system, "access.passkeys").With(feature.On, featuretest.Kind(feature.System)))
	if text := pane(); !strings.Contains(text, "Enabled  override, default Disabled") {
		t.Errorf("after a change the pane says\n%s", text)
	}
	b.Show(system, nil, true)
	if text := strings.TrimSpace(pane()); text != "" {
		t.Errorf("without the flag the pane says\n%s", text)
	}
}

// The list keeps room for whole names beside the pane.
func TestPreviewWidth(t *testing.T) {
	b := newBrowse(NewTheme(true, false), keys.Default())
	for width := 1; width < 400; width++ {
		if pane := b.previewWidth(width); pane != 0 {
			t.Fatalf("at %d a pane that is off takes %d", width, pane)
		}
	}
	b.SetPreview(true)
	for width := 1; width < 400; width++ {
		pane := b.previewWidth(width)
		if (pane > 0) != (width >= 140) || pane > 0 && (pane < 56 || pane > 76 || width-pane < 84) {
			t.Errorf("at %d the pane takes %d", width, pane)
		}
	}
}

// New last changes leave the ages of the column CHANGED as they are. They are counted
// together.
func TestAgesOfTheLastChanges(t *testing.T) {
	b := browse(NewTheme(true, false), keys.Default(), system)
	b.Resize(changedMinWidth, 30)
	b.CountAges(readAt)
	names := []string{"access.passkeys", "billing.new_invoice"}
	last := map[string]feature.Entry{"access.passkeys": {At: readAt.Add(-time.Minute), Actor: "alice@ops1"}}
	shows := func(texts ...string) {
		t.Helper()
		body := ansi.Strip(strings.Join(b.Body(), "\n"))
		for _, text := range texts {
			if !strings.Contains(body, text) {
				t.Errorf("the column does not say %q:\n%s", text, body)
			}
		}
	}
	b.SetLastChanges(names, last)
	shows("1m alice", " -")
	last["billing.new_invoice"] = feature.Entry{At: readAt.Add(2 * time.Hour), Origin: feature.FromOutside}
	b.SetLastChanges(names, last)
	shows("1m alice", "now outside")
	b.CountAges(readAt.Add(2 * time.Hour))
	shows("2h alice", "now outside")
	b.Show(tenant("acme", ""), nil, true)
	if len(b.lastChanges) != 0 {
		t.Error("another scope has the last changes of this one")
	}
}
