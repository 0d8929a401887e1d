package views

import (
	"fmt"
	"maps"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// press returns a key that arrived alone: "a", "enter", "left".
func press(name string) keys.Press {
	for kind := tea.KeyType(-120); kind < 128; kind++ {
		if msg := (tea.KeyMsg{Type: kind}); kind != tea.KeyRunes && msg.String() == name && name != " " {
			return keys.Press{KeyMsg: msg, Alone: true}
		}
	}
	if name == " " {
		return keys.Press{KeyMsg: tea.KeyMsg{Type: tea.KeySpace, Runes: []rune(" ")}, Alone: true}
	}
	return keys.Press{KeyMsg: tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}, Alone: true}
}

// typeText types a text key by key.
func typeText(screen interface{ Press(keys.Press) Intent }, text string) {
	for _, r := range text {
		screen.Press(press(string(r)))
	}
}

var system = feature.ScopeInfo{Scope: feature.SystemScope()}

func tenant(id, name string) feature.ScopeInfo {
	return feature.ScopeInfo{Scope: feature.TenantScope(id), Name: name, Status: "active", Listed: true}
}

// browse returns the main screen with the sample's flags.
func browse(t Theme, m keys.Map, at feature.ScopeInfo) *Browse {
	defs, stored, own, counts := sample()
	b := newBrowse(t, m)
	b.Show(at, feature.Resolve(featuretest.Kind(at.Scope.Kind), at.Scope, defs, stored, own), true)
	b.SetCounts(counts)
	return b
}

// numbered returns the main screen with n flags, and the cursor on one of the first.
func numbered(t Theme, n int) *Browse {
	var defs []feature.Definition
	for i := range n {
		defs = append(defs, feature.Definition{Name: fmt.Sprintf("flag%02d", i), Description: "One of many"})
	}
	b := newBrowse(t, keys.Default())
	b.Show(system, feature.Resolve(featuretest.Kind(system.Scope.Kind), system.Scope, defs, nil, nil), true)
	b.Resize(80, 20)
	typeText(b, "jj")
	return b
}

// anyChange validates every change.
func anyChange(feature.Change) error { return nil }

// kindsOf describes kinds of scope with a given time at which changes are live.
func kindsOf(live feature.Live, kinds ...feature.Kind) (list feature.KindList) {
	for _, kind := range kinds {
		info := featuretest.Kind(kind)
		info.Live = live
		list = append(list, info)
	}
	return list
}

func frame(t Theme) Frame {
	return Frame{Theme: t, Back: keys.Default().Back, Session: Session{Context: "prod", Database: "flags@db1", Actor: "alice@ops1", Kinds: kindsOf(feature.LiveByRelease(), feature.System, feature.Tenant)},
		Status: Status{ReadAt: time.Date(2026, 3, 1, 3, 4, 5, 0, time.UTC), Live: "live"}}
}

// find returns one of the sample's flags as a scope has it.
func find(at feature.ScopeInfo, name string) feature.View {
	defs, stored, own, _ := sample()
	for _, view := range feature.Resolve(featuretest.Kind(at.Scope.Kind), at.Scope, defs, stored, own) {
		if view.Name == name {
			return view
		}
	}
	panic(name)
}

func toggle(t Theme, at feature.ScopeInfo, name string, after feature.Setting) *Toggle {
	g := NewToggle(t, keys.Default(), frame(t).Session, at, find(at, name), after)
	g.Arm()
	return g
}

var tenants = []feature.ScopeInfo{
	{Scope: feature.TenantScope("acme"), Name: "Acme Industrial Supply", Status: "active", Listed: true, Overrides: 4},
	{Scope: feature.TenantScope("acme-sandbox"), Overrides: 3},
	{Scope: feature.TenantScope("cordoba"), Name: "Córdoba Cerámica S.L.", Status: "suspended", Listed: true, Overrides: 1},
	{Scope: feature.TenantScope("018f3c2a-7c11-7f4e-9d0b-5a2f6c1e8b77"), Name: "Fjord Cold Chain and Refrigerated Transport AS", Status: "active", Listed: true},
}

// scenes returns each screen in every state that looks different.
func scenes() map[string]func(Theme) (Frame, Screen) {
	acme := tenant("acme", "Acme Industrial Supply")
	all := map[string]func(Theme) (Frame, Screen){
		"browse_system": func(t Theme) (Frame, Screen) {
			f, b := frame(t), browse(t, keys.Default(), system)
			f.Status.Notice = `"billing.new_invoice" enabled · saved, takes effect within 30 s or when the app restarts`
			typeText(b, "jj")
			return f, b
		},
		"browse_tenant": func(t Theme) (Frame, Screen) { return frame(t), browse(t, keys.Default(), acme) },
		"browse_project": func(t Theme) (Frame, Screen) {
			project := feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Project, ID: "12"}, Name: "Chemistry 1", Slug: "chem_1"}
			defs := []feature.Definition{{Name: "canvas_v2", Description: "The new canvas", Scopes: []feature.Kind{feature.Project}}, {Name: "mcp_authoring", Scopes: []feature.Kind{feature.Project, feature.Section}}}
			b := newBrowse(t, keys.Default())
			b.Kinds = kindsOf(feature.LiveOnEveryCheck(), feature.Project)
			since := time.Date(2026, 2, 14, 9, 30, 0, 0, time.UTC).Unix()
			b.Show(project, feature.Resolve(featuretest.Kind(project.Scope.Kind), project.Scope, defs, nil, map[string]feature.Stored{"mcp_authoring": {Enabled: true, Since: since}, "left_the_code": {Enabled: true, Since: since}}), true)
			return frame(t), b
		},
		"browse_readonly": func(t Theme) (Frame, Screen) {
			f := frame(t)
			f.Session.ReadOnly = "the database user may not write to feature_flags_override"
			return f, browse(t, keys.Default().ReadOnly(), system)
		},
		"browse_rowshidden": func(t Theme) (Frame, Screen) {
			f := frame(t)
			f.Session.RowsHidden = "row-level security may hide rows of feature_flags_override from ann"
			return f, browse(t, keys.Default(), system)
		},
		"browse_filtered": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), system)
			typeText(b, "4/NEU")
			return frame(t), b
		},
		"browse_nomatch": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), system)
			typeText(b, "/nothing like it")
			b.Press(press("enter"))
			return frame(t), b
		},
		"browse_orphans": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), acme)
			b.SortByChange([]string{"legacy.fax"})
			typeText(b, "6")
			return frame(t), b
		},
		"browse_nocatalogue": func(t Theme) (Frame, Screen) {
			_, stored, _, counts := sample()
			b := newBrowse(t, keys.Default())
			b.Show(system, feature.Resolve(featuretest.Kind(system.Scope.Kind), system.Scope, nil, stored, nil), false)
			b.SetCounts(counts)
			return frame(t), b
		},
		"browse_empty": func(t Theme) (Frame, Screen) {
			b := newBrowse(t, keys.Default())
			b.Show(system, feature.Resolve(featuretest.Kind(system.Scope.Kind), system.Scope, nil, nil, nil), false)
			return frame(t), b
		},
		"browse_loading": func(t Theme) (Frame, Screen) {
			f, b := frame(t), newBrowse(t, keys.Default())
			b.Show(system, nil, true)
			f.Status = Status{Pending: "Loading"}
			return f, b
		},
		"browse_problem": func(t Theme) (Frame, Screen) {
			f := frame(t)
			f.Status.Stale, f.Status.Pending = true, "Reading"
			f.Status.OfflineSince = time.Date(2026, 3, 1, 3, 49, 0, 0, time.UTC)
			f.Status.Problem = "the database flags@db1 did not answer: dial tcp 10.20.0.17:5432: connect: connection refused"
			f.Status.Hint = "check that it runs, and that this host may reach it"
			return f, browse(t, keys.Default(), acme)
		},
		"browse_stale": func(t Theme) (Frame, Screen) {
			f := frame(t)
			f.Status.Stale = true
			return f, browse(t, keys.Default(), system)
		},
		"picker": func(t Theme) (Frame, Screen) { return frame(t), picker(t) },
		"picker_typed": func(t Theme) (Frame, Screen) {
			c := picker(t)
			typeText(c, "acmee")
			c.Show(nil, true, false)
			return frame(t), c
		},
		"picker_question": func(t Theme) (Frame, Screen) {
			c := picker(t)
			typeText(c, "acmee")
			c.Show(nil, true, false)
			c.Ask(feature.TenantScope("acmee"), `unknown tenant "acmee"; did you mean "acme" or "acme-sandbox"?`)
			return frame(t), c
		},
		"picker_waiting": func(t Theme) (Frame, Screen) {
			return frame(t), newPicker(t, keys.Default(), feature.Tenant, nil, false)
		},
		"picker_none": func(t Theme) (Frame, Screen) {
			c := newPicker(t, keys.Default(), feature.Tenant, nil, false)
			c.Show(nil, true, false)
			return frame(t), c
		},
		"contexts": func(t Theme) (Frame, Screen) {
			c := NewContexts(t, keys.Default(), sampleContexts, "prod", sampleNow)
			c.Checked("prod", "")
			c.Checked("staging", "cannot reach the database db1.internal: connection refused · check that it runs and that this machine may connect; then try again")
			return frame(t), c
		},
		"toggle_tenants": func(t Theme) (Frame, Screen) {
			g := toggle(t, system, "orders.beta_checkout", feature.On)
			g.SetImpact(feature.Impact{Inheriting: 143, Count: feature.Count{On: 5, Off: 2}, OnNames: []string{"acme", "globex", "initech"}, OffNames: []string{"hooli", "umbrella"}})
			return frame(t), g
		},
		"toggle_over_list": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), system)
			typeText(b, "jj")
			return frame(t), over{b, toggle(t, system, "billing.new_invoice", feature.Off)}
		},
		"toggle_over_flags": func(t Theme) (Frame, Screen) {
			g := toggle(t, system, "orders.beta_checkout", feature.On)
			g.SetImpact(feature.Impact{Inheriting: 143, Count: feature.Count{On: 5, Off: 2}, OnNames: []string{"acme", "globex", "initech"}, OffNames: []string{"hooli", "umbrella"}})
			return frame(t), over{numbered(t, 40), g}
		},
		"toggle_over_cursor": func(t Theme) (Frame, Screen) {
			d := newDetails(t, keys.Default(), system, find(system, "billing.new_invoice"), feature.Count{On: 40}, true)
			d.ShowChain(nil, nil)
			var many []feature.Override
			for i := range 40 {
				many = append(many, feature.Override{Scope: feature.TenantScope(fmt.Sprint("tenant-", i)), Enabled: true})
			}
			d.ShowOthers(many, true, false)
			d.Resize(80, 20)
			d.Press(press("G"))
			return frame(t), over{d, toggle(t, system, "billing.new_invoice", feature.Off)}
		},
		"toggle_notable": func(t Theme) (Frame, Screen) { // without a table of tenants
			g := toggle(t, system, "billing.new_invoice", feature.Inherit)
			g.SetImpact(feature.Impact{Inheriting: -1, Count: feature.Count{On: 1}, OnNames: []string{"acme"}})
			return frame(t), g
		},
		"toggle_counting": func(t Theme) (Frame, Screen) {
			return frame(t), toggle(t, system, "catalog.customer_specific_price_lists_with_validity", feature.On)
		},
		"toggle_tenant": func(t Theme) (Frame, Screen) { return frame(t), toggle(t, acme, "billing.new_invoice", feature.On) },
		"toggle_none": func(t Theme) (Frame, Screen) {
			g := toggle(t, acme, "access.passkeys", feature.On)
			g.Press(press("tab"))
			typeText(g, "Rollout to the second wave, as agreed with their support on Monday")
			return frame(t), g
		},
		"toggle_conflict": func(t Theme) (Frame, Screen) {
			g := toggle(t, acme, "access.passkeys", feature.Off)
			g.Conflict(`bob@ops2 set "access.passkeys" to off for tenant "acme" at 03:02:17.`, feature.Off)
			return frame(t), g
		},
		"toggle_protected": func(t Theme) (Frame, Screen) {
			f, g := frame(t), toggle(t, acme, "billing.new_invoice", feature.On)
			g.session.Protected = true
			typeText(g, "ypr")
			return f, g
		},
		"undo": func(t Theme) (Frame, Screen) {
			r := NewUndo(t, keys.Default(), frame(t).Session, feature.ProposeUndo(entries()[:3]))
			r.Arm()
			return frame(t), r
		},
		"kill": func(t Theme) (Frame, Screen) {
			r := NewKill(t, keys.Default(), frame(t).Session, feature.ProposeKill("billing.new_invoice", []feature.Override{
				{Scope: feature.SystemScope(), Name: "billing.new_invoice", Enabled: true},
				{Scope: feature.TenantScope("acme"), Name: "billing.new_invoice", Enabled: true},
				{Scope: feature.TenantScope("globex"), Name: "billing.new_invoice"},
			}, featuretest.Kinds(feature.System, feature.Tenant), anyChange))
			r.Arm()
			r.Press(press("tab"))
			typeText(r, "it sends every invoice twice")
			return frame(t), r
		},
		"find": func(t Theme) (Frame, Screen) {
			frame, matrix := listScenes(acme)["matrix"](t)
			f := NewFind(t, keys.Default(), matrix.(Searchable))
			typeText(f, "new")
			return frame, f
		},
		"help": func(t Theme) (Frame, Screen) {
			return frame(t), NewHelp(t, keys.Default(), keys.Default().BrowseKeys(), false)
		},
		"help_readonly": func(t Theme) (Frame, Screen) {
			return frame(t), NewHelp(t, keys.Default().ReadOnly(), keys.Default().ReadOnly().DetailsKeys(), false)
		},
	}
	for _, more := range []map[string]func(Theme) (Frame, Screen){listScenes(acme), originScenes(acme), historyScenes(acme), changeSetScenes(), previewScenes(), sectionScenes(), kindScenes(), liveScenes()} {
		maps.Copy(all, more)
	}
	return all
}
