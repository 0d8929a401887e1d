package views

import (
	"time"

	"flagtui/internal/flag"
	"flagtui/internal/keys"
)

// entries are a history, newest first.
func entries() []flag.Entry {
	at := time.Date(2026, 3, 1, 2, 58, 0, 0, time.UTC)
	entry := func(change, actor, reason string, scope flag.Scope, name string, before, after flag.Setting) flag.Entry {
		at = at.Add(-7 * time.Minute)
		return flag.Entry{Change: change, At: at, Actor: actor, Reason: reason, Scope: scope, Name: name, Before: before, After: after}
	}
	return []flag.Entry{
		entry("c3", "alice@ops1", "it sends every invoice twice", flag.SystemScope(), "billing.new_invoice", flag.On, flag.Off),
		entry("c3", "alice@ops1", "it sends every invoice twice", flag.TenantScope("acme"), "billing.new_invoice", flag.On, flag.Off),
		entry("c3", "alice@ops1", "it sends every invoice twice", flag.TenantScope("018f3c2a-7c11-7f4e-9d0b-5a2f6c1e8b77"), "catalog.customer_specific_price_lists_with_validity", flag.On, flag.Follow),
		entry("c2", "bob.with.a.long.name@bastion-7", "", flag.TenantScope("acme"), "access.passkeys", flag.Follow, flag.On),
		entry("c1", "deploy", "second wave", flag.SystemScope(), "billing.new_invoice", flag.Follow, flag.On),
	}
}

func placed() []flag.Placed {
	at := time.Date(2026, 2, 27, 16, 4, 0, 0, time.UTC)
	on := func(name string, kind flag.Kind, id, title, status string) flag.Placed {
		at = at.Add(-49 * time.Hour)
		return flag.Placed{Override: flag.Override{Scope: flag.Scope{Kind: kind, ID: id}, Name: name, Enabled: true, CreatedAt: at}, Title: title, Status: status}
	}
	return []flag.Placed{
		on("canvas_v2", flag.Project, "12", "Chemistry 1", "active"),
		on("canvas_v2", flag.Section, "7", "Chemistry 1, spring, evening class for part-time students", "archived"),
		on("mcp_authoring", flag.Project, "3", "Álgebra lineal", "active"),
	}
}

func matrix(t Theme) *Matrix {
	_, stored, own, _ := sample()
	m := NewMatrix(t, keys.Default(), flag.Tenant, sampleViews(system))
	m.Show(stored, tenants, map[flag.Scope]map[string]flag.Stored{flag.TenantScope("acme"): own, flag.TenantScope("cordoba"): {"access.passkeys": {}}}, true, true)
	return m
}

// sampleViews are the flags of the sample, as a scope sees them.
func sampleViews(at flag.ScopeInfo) []flag.View {
	return browse(NewTheme(true, false), keys.Default(), at).Views()
}

func jump(t Theme) *Jump {
	b := browse(t, keys.Default(), system)
	return NewJump(t, keys.Default(), b.Names(), flag.Kinds())
}

func batchOf(t Theme, at flag.ScopeInfo) *Review {
	var views []flag.View
	for _, name := range []string{"access.passkeys", "billing.new_invoice", "orders.beta_checkout"} {
		views = append(views, find(at, name))
	}
	return NewBatch(t, keys.Default(), frame(t).Session, at, views, flag.Off)
}

// over is a screen that lies on a list.
type over struct {
	below List
	*Toggle
}

// listScenes are the screens that list more than the flags of one scope, and
// those for several flags.
func listScenes(acme flag.ScopeInfo) map[string]func(Theme) (Frame, Screen) {
	return map[string]func(Theme) (Frame, Screen){
		"browse_marked": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), acme)
			typeText(b, "vjv")
			b.SetChanged(map[string]string{"billing.new_invoice": "on by bob@ops2"})
			return frame(t), b
		},
		"picker_recent": func(t Theme) (Frame, Screen) {
			c := NewPicker(t, keys.Default(), flag.Tenant, []flag.ScopeInfo{tenants[2], tenants[0]}, true)
			c.Show(tenants, true, false)
			return frame(t), c
		},
		"details": func(t Theme) (Frame, Screen) {
			d := NewDetails(t, keys.Default(), acme, find(acme, "billing.new_invoice"), flag.Count{On: 1, Off: 1}, true)
			at := time.Date(2026, 2, 27, 16, 4, 0, 0, time.UTC)
			d.ShowChain(&flag.Override{Scope: flag.SystemScope(), Name: "billing.new_invoice", Enabled: true, CreatedAt: at, CreatedBy: "carol@erp.example"}, nil)
			d.ShowOthers([]flag.Override{
				{Scope: flag.SystemScope(), Name: "billing.new_invoice", Enabled: true, CreatedAt: at},
				{Scope: flag.TenantScope("globex"), Name: "billing.new_invoice", CreatedAt: at, UpdatedAt: at.Add(50 * time.Hour), UpdatedBy: "flagtui:bob@ops2"},
				{Scope: flag.TenantScope("018f3c2a-7c11-7f4e-9d0b-5a2f6c1e8b77"), Name: "billing.new_invoice", Enabled: true},
			}, true, false)
			d.ShowReach(flag.Reach{Followers: 24, Count: flag.Count{On: 1, Off: 1}, OnNames: []string{"018f3c2a-7c11-7f4e-9d0b-5a2f6c1e8b77"}, OffNames: []string{"globex"}})
			d.ShowPast(entries()[:2], flag.Asides{})
			return frame(t), d
		},
		"details_project": func(t Theme) (Frame, Screen) {
			project := flag.ScopeInfo{Scope: flag.Scope{Kind: flag.Project, ID: "12"}, Name: "Chemistry 1", Slug: "chem_1"}
			view := flag.View{Definition: &flag.Definition{Name: "canvas_v2", Description: "The new canvas", Scopes: []flag.Kind{flag.Section}}, Registered: true}
			at := time.Date(2026, 2, 27, 16, 4, 0, 0, time.UTC)
			d := NewDetails(t, keys.Default(), project, view, flag.Count{}, true)
			d.ShowChain(nil, &flag.Override{Scope: project.Scope, Name: "canvas_v2", Enabled: true, CreatedAt: at})
			d.ShowOthers(nil, true, false)
			d.ShowPast(nil, flag.Asides{State: "enabled", Rollouts: []flag.Rollout{{Scope: flag.Scope{Kind: "global"}, Stage: "fifty_percent", Percentage: 50, By: "ann@uni.example", At: at}},
				Exemptions: []flag.Exemption{{Publisher: "Old Press", Effect: "deny", Note: "contract", At: at}}})
			return frame(t), d
		},
		"details_reading": func(t Theme) (Frame, Screen) {
			return frame(t), NewDetails(t, keys.Default(), system, find(system, "access.passkeys"), flag.Count{}, true)
		},
		"overview": func(t Theme) (Frame, Screen) {
			o := NewOverview(t, keys.Default())
			o.Show(placed(), []flag.FeatureState{{Label: "adaptivity", State: "enabled"}})
			o.Press(press("down"))
			return frame(t), o
		},
		"matrix": func(t Theme) (Frame, Screen) {
			m := matrix(t)
			m.Press(press("right"))
			m.Press(press("down"))
			return frame(t), m
		},
		"diff": func(t Theme) (Frame, Screen) {
			d := NewDiff(t, keys.Default(), system, acme)
			defs, stored, own, _ := sample()
			d.Show(flag.Differing(system.Scope, acme.Scope, flag.Resolve(system.Scope, defs, stored, nil), flag.Resolve(acme.Scope, defs, stored, own)))
			typeText(d, "v")
			return frame(t), d
		},
		"jump": func(t Theme) (Frame, Screen) {
			j := jump(t)
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
			r.Conflict(`"access.passkeys" at tenant:acme has changed since it was read: it was on, and is off now, by bob@ops2 at 03:02:17.`, map[string]flag.Setting{"access.passkeys": flag.Off})
			return frame(t), r
		},
		"batch_done": func(t Theme) (Frame, Screen) {
			r := batchOf(t, acme)
			r.Done(r.changes[:1])
			return frame(t), r
		},
		"copy": func(t Theme) (Frame, Screen) {
			return frame(t), NewCopy(t, keys.Default(), frame(t).Session, "copy 2 flags from system to tenant:acme", []flag.Change{
				{Scope: acme.Scope, Name: "access.passkeys", Before: flag.On, After: flag.Follow}, {Scope: acme.Scope, Name: "billing.new_invoice", Before: flag.Off, After: flag.Follow}})
		},
	}
}
