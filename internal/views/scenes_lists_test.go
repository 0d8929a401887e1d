package views

import (
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// entries returns a history, newest first.
func entries() []feature.Entry {
	at := time.Date(2026, 3, 1, 2, 58, 0, 0, time.UTC)
	entry := func(change, actor, reason string, scope feature.Scope, name string, before, after feature.Setting) feature.Entry {
		at = at.Add(-7 * time.Minute)
		return feature.Entry{Change: change, At: at, Actor: actor, Reason: reason, Scope: scope, Name: name, Before: before, After: after}
	}
	return []feature.Entry{
		entry("c3", "alice@ops1", "it sends every invoice twice", feature.SystemScope(), "billing.new_invoice", feature.On, feature.Off),
		entry("c3", "alice@ops1", "it sends every invoice twice", feature.TenantScope("acme"), "billing.new_invoice", feature.On, feature.Off),
		entry("c3", "alice@ops1", "it sends every invoice twice", feature.TenantScope("018f3c2a-7c11-7f4e-9d0b-5a2f6c1e8b77"), "catalog.customer_specific_price_lists_with_validity", feature.On, feature.Inherit),
		entry("c2", "bob.with.a.long.name@bastion-7", "", feature.TenantScope("acme"), "access.passkeys", feature.Inherit, feature.On),
		entry("c1", "deploy", "second wave", feature.SystemScope(), "billing.new_invoice", feature.Inherit, feature.On),
	}
}

func placed() []feature.TitledOverride {
	at := time.Date(2026, 2, 27, 16, 4, 0, 0, time.UTC)
	on := func(name string, kind feature.Kind, id, title, status string) feature.TitledOverride {
		at = at.Add(-49 * time.Hour)
		return feature.TitledOverride{Override: feature.Override{Scope: feature.Scope{Kind: kind, ID: id}, Name: name, Enabled: true, CreatedAt: at}, Title: title, Status: status}
	}
	return []feature.TitledOverride{
		on("canvas_v2", feature.Project, "12", "Chemistry 1", "active"),
		on("canvas_v2", feature.Section, "7", "Chemistry 1, spring, evening class for part-time students", "archived"),
		on("mcp_authoring", feature.Project, "3", "Álgebra lineal", "active"),
	}
}

func matrix(t Theme) *Matrix {
	_, stored, own, _ := sample()
	m := newMatrix(t, keys.Default(), feature.Tenant, sampleViews(system))
	m.Show(stored, tenants, map[feature.Scope]map[string]feature.Stored{feature.TenantScope("acme"): own, feature.TenantScope("cordoba"): {"access.passkeys": {}}}, true, true)
	return m
}

// sampleViews returns the sample's flags as a scope has them.
func sampleViews(at feature.ScopeInfo) []feature.View {
	return browse(NewTheme(true, false), keys.Default(), at).Views()
}

func palette(t Theme) *Palette {
	b := browse(t, keys.Default(), system)
	return NewPalette(t, keys.Default(), PaletteContents{Flags: b.Names(), Kinds: kindsOf(feature.Live{}, featuretest.All().Kinds()...), Contexts: sampleContexts, Screen: b.Keys()})
}

func batchOf(t Theme, at feature.ScopeInfo) *Review {
	var views []feature.View
	for _, name := range []string{"access.passkeys", "billing.new_invoice", "orders.beta_checkout"} {
		views = append(views, find(at, name))
	}
	return NewBatch(t, keys.Default(), frame(t).Session, at, views, feature.Off)
}

// over is a change screen over a list.
type over struct {
	below List
	*Toggle
}

// listScenes returns the screens that list more than one scope's flags, and those that
// change several flags.
func listScenes(acme feature.ScopeInfo) map[string]func(Theme) (Frame, Screen) {
	return map[string]func(Theme) (Frame, Screen){
		"browse_tree": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), system)
			pressAll(b, "j j T left V")
			return frame(t), b
		},
		"browse_search": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), system)
			typeText(b, "/in !is:on")
			return frame(t), b
		},
		"browse_similar": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), system)
			typeText(b, "/newinv")
			return frame(t), b
		},
		"browse_badsearch": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), system)
			typeText(b, "/bil /[")
			return frame(t), b
		},
		"browse_marked": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), acme)
			typeText(b, "vjv")
			b.SetChanged(map[string]string{"billing.new_invoice": "on by bob@ops2"})
			return frame(t), b
		},
		"picker_recent": func(t Theme) (Frame, Screen) {
			c := newPicker(t, keys.Default(), feature.Tenant, []feature.ScopeInfo{tenants[2], tenants[0]}, true)
			c.Show(tenants, true, false)
			return frame(t), c
		},
		"picker_tabs": func(t Theme) (Frame, Screen) {
			first := feature.ScopeInfo{Scope: feature.SystemScope(), Name: "System (all tenants)", Status: "active", Listed: true, Overrides: 14}
			c := newPicker(t, keys.Default(), feature.Tenant, []feature.ScopeInfo{first}, false)
			c.SetTabs([]PickerTab{{Kind: feature.Tenant}, {Kind: feature.Project}, {Kind: feature.Section}})
			c.SetCount(feature.Tenant, 3, false)
			c.SetCount(feature.Project, 100, true)
			c.Show(tenants, true, false)
			return frame(t), c
		},
		"details": func(t Theme) (Frame, Screen) {
			d := newDetails(t, keys.Default(), acme, find(acme, "billing.new_invoice"), feature.Count{On: 1, Off: 1}, true)
			at := time.Date(2026, 2, 27, 16, 4, 0, 0, time.UTC)
			d.ShowChain(&feature.Override{Scope: feature.SystemScope(), Name: "billing.new_invoice", Enabled: true, CreatedAt: at, CreatedBy: "carol@erp.example"}, nil)
			d.ShowOthers([]feature.Override{
				{Scope: feature.SystemScope(), Name: "billing.new_invoice", Enabled: true, CreatedAt: at},
				{Scope: feature.TenantScope("globex"), Name: "billing.new_invoice", CreatedAt: at, UpdatedAt: at.Add(50 * time.Hour), UpdatedBy: "flagtui:bob@ops2"},
				{Scope: feature.TenantScope("018f3c2a-7c11-7f4e-9d0b-5a2f6c1e8b77"), Name: "billing.new_invoice", Enabled: true},
			}, true, false)
			d.ShowImpact(feature.Impact{Inheriting: 24, Count: feature.Count{On: 1, Off: 1}, OnNames: []string{"018f3c2a-7c11-7f4e-9d0b-5a2f6c1e8b77"}, OffNames: []string{"globex"}})
			d.ShowHistory(entries()[:2], feature.FeatureRollouts{})
			return frame(t), d
		},
		"details_project": func(t Theme) (Frame, Screen) {
			project := feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Project, ID: "12"}, Name: "Chemistry 1", Slug: "chem_1"}
			view := feature.View{Definition: &feature.Definition{Name: "canvas_v2", Description: "The new canvas", Scopes: []feature.Kind{feature.Section}}, Registered: true}
			at := time.Date(2026, 2, 27, 16, 4, 0, 0, time.UTC)
			d := newDetails(t, keys.Default(), project, view, feature.Count{}, true)
			d.Kinds = featuretest.All()
			d.ShowChain(nil, &feature.Override{Scope: project.Scope, Name: "canvas_v2", Enabled: true, CreatedAt: at})
			d.ShowOthers(nil, true, false)
			d.ShowHistory(nil, feature.FeatureRollouts{State: "enabled", Rollouts: []feature.Rollout{{Scope: feature.Scope{Kind: "global"}, Stage: "fifty_percent", Percentage: 50, By: "ann@uni.example", At: at}},
				Exemptions: []feature.Exemption{{Publisher: "Old Press", Effect: "deny", Note: "contract", At: at}}})
			return frame(t), d
		},
		"details_reading": func(t Theme) (Frame, Screen) {
			return frame(t), newDetails(t, keys.Default(), system, find(system, "access.passkeys"), feature.Count{}, true)
		},
		"overview": func(t Theme) (Frame, Screen) {
			o := NewOverview(t, keys.Default())
			o.Show(placed(), []feature.FeatureState{{Label: "adaptivity", State: "enabled"}})
			o.Press(press("down"))
			return frame(t), o
		},
		"matrix": func(t Theme) (Frame, Screen) {
			m := matrix(t)
			m.Press(press("right"))
			m.Press(press("down"))
			return frame(t), m
		},
		"doctor": func(t Theme) (Frame, Screen) {
			d := NewDoctor(t, keys.Default())
			d.Show(sampleDiagnosis())
			pressAll(d, "down space")
			return frame(t), d
		},
		"doctor_reading": func(t Theme) (Frame, Screen) {
			d := NewDoctor(t, keys.Default())
			d.Reading(340_000)
			return frame(t), d
		},
		"doctor_fix": func(t Theme) (Frame, Screen) {
			findings := sampleDiagnosis().Findings
			return frame(t), NewFixes(t, keys.Default(), frame(t).Session, []feature.Change{*findings[1].Change, *findings[3].Change})
		},
		"diff": func(t Theme) (Frame, Screen) {
			d := NewDiff(t, keys.Default(), system, acme)
			defs, stored, own, _ := sample()
			d.Show(feature.Differences(featuretest.Kind(feature.System), featuretest.Kind(feature.Tenant), feature.Resolve(featuretest.Kind(system.Scope.Kind), system.Scope, defs, stored, nil), feature.Resolve(featuretest.Kind(acme.Scope.Kind), acme.Scope, defs, stored, own)))
			typeText(d, "v")
			return frame(t), d
		},
		"palette_empty": func(t Theme) (Frame, Screen) { return frame(t), palette(t) },
		"palette": func(t Theme) (Frame, Screen) {
			j := palette(t)
			typeText(j, "ac")
			j.Show(tenants[:2])
			return frame(t), j
		},
		"batch": func(t Theme) (Frame, Screen) {
			r := batchOf(t, acme)
			r.Arm()
			r.Press(press("right"))
			return frame(t), r
		},
		"batch_conflict": func(t Theme) (Frame, Screen) {
			r := batchOf(t, acme)
			r.Conflict(`"access.passkeys" at tenant:acme has changed since it was read: it was on, and is off now, by bob@ops2 at 03:02:17.`, map[string]feature.Setting{"access.passkeys": feature.Off})
			return frame(t), r
		},
		"batch_done": func(t Theme) (Frame, Screen) {
			r := batchOf(t, acme)
			r.Done(r.proposal.Changes[:1])
			return frame(t), r
		},
		"copy": func(t Theme) (Frame, Screen) {
			return frame(t), NewCopy(t, keys.Default(), frame(t).Session, feature.Proposal{What: "copy 2 flags from system to tenant:acme", Changes: []feature.Change{
				{Scope: acme.Scope, Name: "access.passkeys", Before: feature.On, After: feature.Inherit}, {Scope: acme.Scope, Name: "billing.new_invoice", Before: feature.Off, After: feature.Inherit}}})
		},
	}
}

func picker(t Theme) *Picker {
	c := newPicker(t, keys.Default(), feature.Tenant, nil, false)
	c.Show(tenants, true, true)
	return c
}
