package views

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// A default that is in no catalogue is shown as unknown on every screen. No filter by
// value keeps such a flag.
func TestUnknownDefaults(t *testing.T) {
	theme, m, acme := NewTheme(true, false), keys.Default(), tenant("acme", "")
	own := map[string]feature.Stored{"acme.only": {Enabled: true}}
	systemRows := map[string]feature.Stored{"here.on": {Enabled: true}}
	shows := func(s Screen, wants ...string) {
		t.Helper()
		text := layOut(Frame{Theme: theme, Back: m.Back, Width: 100, Height: 24}, s)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("no %q on\n%s", want, text)
			}
		}
	}
	b := newBrowse(theme, m)
	b.Show(acme, feature.Resolve(featuretest.Kind(acme.Scope.Kind), acme.Scope, nil, systemRows, map[string]feature.Stored{"acme.only": {Enabled: true}, "here.on": {}}), false)
	shows(b, "System: ?", "System: Enabled")
	unset := feature.View{Definition: feature.Undefined("acme.only", false, featuretest.Kind(feature.System))}.At(featuretest.Kind(system.Scope.Kind), nil, nil)
	b.Show(system, []feature.View{unset}, false)
	shows(b, "acme.only  ?         [?] Unknown")
	for filter, kept := range map[stateFilter]bool{showAll: true, showDiffering: false, showEnabled: false, showDisabled: false} {
		if b.stateHolds(filter, &unset, false) != kept {
			t.Errorf("%s: kept is not %v", stateNames[filter][0], kept)
		}
	}

	details := newDetails(theme, m, system, unset, feature.Count{}, false)
	details.ShowChain(nil, nil)
	shows(details, "[?] Unknown, since no override sets it, and no catalogue is known", "no catalogue is known")

	matrix := newMatrix(theme, m, feature.Tenant, []feature.View{unset})
	matrix.Show(nil, []feature.ScopeInfo{acme}, map[feature.Scope]map[string]feature.Stored{acme.Scope: own}, true, false)
	shows(matrix, "> acme.only [?]      ●\n", "Unknown, no catalogue is known")

	diff := NewDiff(theme, m, system, acme)
	diff.Show(feature.Differences(featuretest.Kind(feature.System), featuretest.Kind(feature.Tenant), []feature.View{unset}, feature.Resolve(featuretest.Kind(acme.Scope.Kind), acme.Scope, nil, nil, own)))
	shows(diff, "[?] Unknown, default", "[x] Enabled, tenant")

	toggle := NewToggle(theme, m, Session{Kinds: tenantKinds}, system, unset, feature.On)
	shows(toggle, "Unknown, the default (no catalogue is known)")

	view := unset.At(featuretest.Kind(acme.Scope.Kind), nil, &feature.Stored{Enabled: true})
	shows(NewBatch(theme, m, Session{Kinds: tenantKinds}, acme, []feature.View{view}, feature.Inherit), "on → inherit (?)")
	shows(NewBatch(theme, m, Session{Kinds: tenantKinds}, acme, []feature.View{unset.At(featuretest.Kind(acme.Scope.Kind), nil, nil)}, feature.Inherit), "inherit (?) already")

	known := feature.Entry{Scope: acme.Scope, Name: "here.on", Before: feature.Inherit, After: feature.Off}
	undo := feature.ProposeUndo([]feature.Entry{{Scope: acme.Scope, Name: "acme.only", Before: feature.Inherit, After: feature.On}, known})
	undo.Unknown = feature.UnknownAfter(featuretest.All(), undo.Changes, systemRows)
	shows(NewUndo(theme, m, Session{Kinds: tenantKinds}, undo), "on → inherit (?)", "off → inherit\n")

	diff.Show(feature.Differences(featuretest.Kind(feature.System), featuretest.Kind(feature.Tenant), nil, feature.Resolve(featuretest.Kind(acme.Scope.Kind), acme.Scope, nil, nil, own)))
	copied := diff.Press(press(">")).(ReviewCopy)
	shows(NewCopy(theme, m, Session{Kinds: tenantKinds}, copied.Proposal), "on → inherit (?)")
}
