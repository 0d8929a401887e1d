package views

import (
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

// The text counts all tenants that the flag is on for, including those that inherit.
func TestCoverageText(t *testing.T) {
	on, off := &feature.Stored{Enabled: true}, &feature.Stored{}
	impact := func(followers, on, off int, onNames, offNames []string) feature.Impact {
		return feature.Impact{Inheriting: followers, Count: feature.Count{On: on, Off: off}, OnNames: onNames, OffNames: offNames}
	}
	twelve, three := []string{"acme", "arbor", "birch"}, []string{"globex", "granite", "juniper"}
	among := func(r feature.Impact, tenants feature.Tenants) feature.Impact {
		r.Among = tenants
		return r
	}
	listed, overriding := feature.ListedTenants, feature.OverridingTenants
	for _, c := range []struct {
		impact    feature.Impact
		system    *feature.Stored
		catalogue bool
		want      string
	}{
		{impact(11, 12, 3, twelve, three), on, true, "On for 23 of 26 tenants: 12 by override, 11 inherit. Off for 3: globex, granite, juniper."},
		{impact(11, 12, 3, twelve, three), off, true, "On for 12 of 26 tenants: acme, arbor, birch, …. Off for 14: 3 by override, 11 inherit."},
		{impact(11, 12, 3, twelve, three), nil, true, "On for 12 of 26 tenants: acme, arbor, birch, …. Off for 14: 3 by override, 11 inherit."},
		{impact(26, 0, 0, nil, nil), on, true, "On for 26 of 26 tenants: 0 by override, 26 inherit. Off for none."},
		{impact(26, 0, 0, nil, nil), nil, true, "On for none of 26 tenants. Off for 26: 0 by override, 26 inherit."},
		{impact(0, 0, 1, nil, []string{"\x1b[2J"}), on, true, `On for 0 of 1 tenants: 0 by override, 0 inherit. Off for 1: \x1b[2J.`},
		{impact(11, 12, 3, twelve, three), nil, false, "On for 12 by override (acme, arbor, birch, …). Off for 3 by override (globex, granite, juniper). 11 inherit an unknown value."},
		{among(impact(11, 12, 3, twelve, three), listed), on, true, "On for 23 of 26 tenants: 12 by override, 11 listed inherit. Off for 3: globex, granite, juniper."},
		{among(impact(11, 12, 3, twelve, three), overriding), on, true, "On for 23 of 26 tenants with overrides: 12 by override, 11 inherit. Off for 3: globex, granite, juniper. No table lists tenants: any other inherits, too."},
		{among(impact(11, 0, 3, nil, three), overriding), off, true, "On for none of 14 tenants with overrides. Off for 14: 3 by override, 11 inherit. No table lists tenants: any other inherits, too."},
		{among(impact(2, 1, 0, []string{"acme"}, nil), overriding), nil, false, "On for 1 by override (acme). Off for 0 by override. 2 inherit an unknown value. No table lists tenants: any other inherits, too."},
		{among(impact(0, 0, 0, nil, nil), overriding), on, true, "No tenant has an override. Every tenant inherits: Enabled."},
		{among(impact(-1, 12, 3, twelve, three), overriding), on, true, "On: 12 by override (acme, arbor, birch, …). Off: 3 by override (globex, granite, juniper). Every other tenant inherits: Enabled."},
		{impact(-1, 0, 0, nil, nil), nil, true, "No tenant has an override. Every tenant inherits: Disabled."},
		{impact(-1, 1, 0, []string{"acme"}, nil), nil, false, "On: 1 by override (acme). Off: 0 by override. Every other tenant inherits an unknown value."},
	} {
		view := feature.View{Definition: feature.Undefined("x", c.catalogue, featuretest.Kind(feature.System))}.At(featuretest.Kind(feature.System), c.system, nil)
		if got := NewTheme(true, false).coverageText(c.impact, featuretest.Kinds(feature.Tenant), view); got != c.want {
			t.Errorf("%+v: %s\nwant %s", c.impact, got, c.want)
		}
	}
}
