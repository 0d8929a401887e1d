package views

import (
	"fmt"
	"maps"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/flag"
	"flagtui/internal/keys"
)

// press makes a key that came alone: "a", "enter", "left".
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

// typeText gives a screen a text, key by key.
func typeText(screen interface{ Press(keys.Press) Intent }, text string) {
	for _, r := range text {
		screen.Press(press(string(r)))
	}
}

var system = flag.ScopeInfo{Scope: flag.SystemScope()}

func tenant(id, name string) flag.ScopeInfo {
	return flag.ScopeInfo{Scope: flag.TenantScope(id), Name: name, Status: "active", Listed: true}
}

// browse makes the main screen with the sample's flags.
func browse(t Theme, m keys.Map, at flag.ScopeInfo) *Browse {
	defs, stored, own, counts := sample()
	b := NewBrowse(t, m)
	b.Show(at, flag.Resolve(at.Scope, defs, stored, own), true)
	b.SetCounts(counts)
	return b
}

// numbered makes the main screen with so many flags, and the cursor on one of the
// first.
func numbered(t Theme, n int) *Browse {
	var defs []flag.Definition
	for i := range n {
		defs = append(defs, flag.Definition{Name: fmt.Sprintf("flag%02d", i), Description: "One of many"})
	}
	b := NewBrowse(t, keys.Default())
	b.Show(system, flag.Resolve(system.Scope, defs, nil, nil), true)
	b.Resize(80, 20)
	typeText(b, "jj")
	return b
}

func frame(t Theme) Frame {
	return Frame{Theme: t, Back: keys.Default().Back, Session: Session{Context: "prod", Database: "flags@db1", Actor: "alice@ops1", Live: flag.LiveByRelease()},
		Status: Status{ReadAt: time.Date(2026, 3, 1, 3, 4, 5, 0, time.UTC)}}
}

// find returns one of the sample's flags as a scope sees it.
func find(at flag.ScopeInfo, name string) flag.View {
	defs, stored, own, _ := sample()
	for _, view := range flag.Resolve(at.Scope, defs, stored, own) {
		if view.Name == name {
			return view
		}
	}
	panic(name)
}

func toggle(t Theme, at flag.ScopeInfo, name string, after flag.Setting) *Toggle {
	g := NewToggle(t, keys.Default(), frame(t).Session, at, find(at, name), after)
	g.Arm()
	return g
}

var tenants = []flag.ScopeInfo{
	{Scope: flag.TenantScope("acme"), Name: "Acme Industrial Supply", Status: "active", Listed: true, Overrides: 4},
	{Scope: flag.TenantScope("acme-sandbox"), Overrides: 3},
	{Scope: flag.TenantScope("cordoba"), Name: "Córdoba Cerámica S.L.", Status: "suspended", Listed: true, Overrides: 1},
	{Scope: flag.TenantScope("018f3c2a-7c11-7f4e-9d0b-5a2f6c1e8b77"), Name: "Fjord Cold Chain and Refrigerated Transport AS", Status: "active", Listed: true},
}

func picker(t Theme) *Picker {
	c := NewPicker(t, keys.Default(), flag.Tenant, nil, false)
	c.Show(tenants, true, true)
	return c
}

// scenes are the screens in each state that looks different.
func scenes() map[string]func(Theme) (Frame, Screen) {
	acme := tenant("acme", "Acme Industrial Supply")
	all := map[string]func(Theme) (Frame, Screen){
		"browse_system": func(t Theme) (Frame, Screen) {
			f, b := frame(t), browse(t, keys.Default(), system)
			f.Status.Notice = `"billing.new_invoice" enabled · saved, live within 30 s or when the app restarts`
			typeText(b, "jj")
			return f, b
		},
		"browse_tenant": func(t Theme) (Frame, Screen) { return frame(t), browse(t, keys.Default(), acme) },
		"browse_project": func(t Theme) (Frame, Screen) {
			project := flag.ScopeInfo{Scope: flag.Scope{Kind: flag.Project, ID: "12"}, Name: "Chemistry 1", Slug: "chem_1"}
			defs := []flag.Definition{{Name: "canvas_v2", Description: "The new canvas", Scopes: []flag.Kind{flag.Project}}, {Name: "mcp_authoring", Scopes: []flag.Kind{flag.Project, flag.Section}}}
			b := NewBrowse(t, keys.Default())
			b.Live = flag.LiveOnEveryCheck()
			since := time.Date(2026, 2, 14, 9, 30, 0, 0, time.UTC).Unix()
			b.Show(project, flag.Resolve(project.Scope, defs, nil, map[string]flag.Stored{"mcp_authoring": {Enabled: true, Since: since}, "left_the_code": {Enabled: true, Since: since}}), true)
			return frame(t), b
		},
		"browse_readonly": func(t Theme) (Frame, Screen) {
			f := frame(t)
			f.Session.ReadOnly = "the database user may not write to feature_flags_override"
			return f, browse(t, keys.Default().ReadOnly(), system)
		},
		"browse_filtered": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), system)
			typeText(b, "so/NEU") // sorting by change waits for the store
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
			typeText(b, "ooooo")
			return frame(t), b
		},
		"browse_nocatalogue": func(t Theme) (Frame, Screen) {
			_, stored, _, counts := sample()
			b := NewBrowse(t, keys.Default())
			b.Show(system, flag.Resolve(system.Scope, nil, stored, nil), false)
			b.SetCounts(counts)
			return frame(t), b
		},
		"browse_empty": func(t Theme) (Frame, Screen) {
			b := NewBrowse(t, keys.Default())
			b.Show(system, flag.Resolve(system.Scope, nil, nil, nil), false)
			return frame(t), b
		},
		"browse_loading": func(t Theme) (Frame, Screen) {
			f, b := frame(t), NewBrowse(t, keys.Default())
			b.Show(system, nil, true)
			f.Status = Status{Pending: "Loading"}
			return f, b
		},
		"browse_problem": func(t Theme) (Frame, Screen) {
			f := frame(t)
			f.Status.Stale, f.Status.Pending = true, "Reading"
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
			c.Ask(flag.TenantScope("acmee"), `no tenant "acmee". did you mean "acme" or "acme-sandbox"?`)
			return frame(t), c
		},
		"picker_waiting": func(t Theme) (Frame, Screen) {
			return frame(t), NewPicker(t, keys.Default(), flag.Tenant, nil, false)
		},
		"picker_none": func(t Theme) (Frame, Screen) {
			c := NewPicker(t, keys.Default(), flag.Tenant, nil, false)
			c.Show(nil, true, false)
			return frame(t), c
		},
		"contexts": func(t Theme) (Frame, Screen) {
			return frame(t), NewContexts(t, keys.Default(), []string{"dev", "prod", "staging"}, "prod")
		},
		"toggle_tenants": func(t Theme) (Frame, Screen) {
			g := toggle(t, system, "orders.beta_checkout", flag.On)
			g.SetReach(flag.Reach{Followers: 143, Count: flag.Count{On: 5, Off: 2}, OnNames: []string{"acme", "globex", "initech"}, OffNames: []string{"hooli", "umbrella"}})
			return frame(t), g
		},
		"toggle_over_list": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default(), system)
			typeText(b, "jj")
			return frame(t), over{b, toggle(t, system, "billing.new_invoice", flag.Off)}
		},
		"toggle_over_flags": func(t Theme) (Frame, Screen) {
			g := toggle(t, system, "orders.beta_checkout", flag.On)
			g.SetReach(flag.Reach{Followers: 143, Count: flag.Count{On: 5, Off: 2}, OnNames: []string{"acme", "globex", "initech"}, OffNames: []string{"hooli", "umbrella"}})
			return frame(t), over{numbered(t, 40), g}
		},
		"toggle_over_cursor": func(t Theme) (Frame, Screen) {
			d := NewDetails(t, keys.Default(), system, find(system, "billing.new_invoice"), flag.Count{On: 40}, true)
			d.ShowChain(nil, nil)
			var many []flag.Override
			for i := range 40 {
				many = append(many, flag.Override{Scope: flag.TenantScope(fmt.Sprint("tenant-", i)), Enabled: true})
			}
			d.ShowOthers(many, true, false)
			d.Resize(80, 20)
			d.Press(press("G"))
			return frame(t), over{d, toggle(t, system, "billing.new_invoice", flag.Off)}
		},
		"toggle_notable": func(t Theme) (Frame, Screen) { // without a table of tenants
			g := toggle(t, system, "billing.new_invoice", flag.Follow)
			g.SetReach(flag.Reach{Followers: -1, Count: flag.Count{On: 1}, OnNames: []string{"acme"}})
			return frame(t), g
		},
		"toggle_counting": func(t Theme) (Frame, Screen) {
			return frame(t), toggle(t, system, "catalog.customer_specific_price_lists_with_validity", flag.On)
		},
		"toggle_tenant": func(t Theme) (Frame, Screen) { return frame(t), toggle(t, acme, "billing.new_invoice", flag.On) },
		"toggle_none": func(t Theme) (Frame, Screen) {
			g := toggle(t, acme, "access.passkeys", flag.On)
			g.Press(press("tab"))
			typeText(g, "Rollout to the second wave, as agreed with their support on Monday")
			return frame(t), g
		},
		"toggle_conflict": func(t Theme) (Frame, Screen) {
			g := toggle(t, acme, "access.passkeys", flag.Off)
			g.Conflict(`bob@ops2 set "access.passkeys" to off for tenant "acme" at 03:02:17.`, flag.Off)
			return frame(t), g
		},
		"toggle_protected": func(t Theme) (Frame, Screen) {
			f, g := frame(t), toggle(t, acme, "billing.new_invoice", flag.On)
			g.session.Protected = true
			typeText(g, "ypr")
			return f, g
		},
		"history": func(t Theme) (Frame, Screen) {
			h := NewHistory(t, keys.Default(), "billing.new_invoice", acme.Scope)
			h.Show(entries(), nil, true, true, Gaps{})
			return frame(t), h
		},
		"history_audit": func(t Theme) (Frame, Screen) {
			h := NewHistory(t, keys.Default(), "", acme.Scope)
			h.Press(press("tab"))
			h.Show(entries()[3:], nil, true, false, Gaps{Partial: true})
			return frame(t), h
		},
		"undo": func(t Theme) (Frame, Screen) {
			r := NewUndo(t, keys.Default(), frame(t).Session, entries()[:3])
			r.Arm()
			return frame(t), r
		},
		"kill": func(t Theme) (Frame, Screen) {
			r := NewKill(t, keys.Default(), frame(t).Session, "billing.new_invoice", []flag.Override{
				{Scope: flag.SystemScope(), Name: "billing.new_invoice", Enabled: true},
				{Scope: flag.TenantScope("acme"), Name: "billing.new_invoice", Enabled: true},
				{Scope: flag.TenantScope("globex"), Name: "billing.new_invoice"},
			})
			r.Arm()
			r.Press(press("tab"))
			typeText(r, "it sends every invoice twice")
			return frame(t), r
		},
		"help":          func(t Theme) (Frame, Screen) { return frame(t), NewHelp(t, keys.Default()) },
		"help_readonly": func(t Theme) (Frame, Screen) { return frame(t), NewHelp(t, keys.Default().ReadOnly()) },
	}
	maps.Copy(all, listScenes(acme))
	maps.Copy(all, originScenes(acme))
	return all
}
