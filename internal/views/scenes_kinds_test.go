package views

import (
	"maps"
	"slices"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// The kinds of scope of other databases than simple_module's.
var (
	// systemOnly are those of a table without a column for a scope.
	systemOnly = feature.KindList{{Kind: feature.System, Name: "system", Plural: "system", Settings: []feature.Setting{feature.On, feature.Off, feature.Inherit}, Without: feature.Off, Live: feature.LiveOnEveryCheck()}}
	// workspaceKinds are those of a table with an override for each workspace.
	workspaceKinds = feature.KindList{systemOnly[0],
		{Kind: "workspace", Name: "workspace", Plural: "workspaces", IDForm: "ID", Settings: systemOnly[0].Settings, Inherits: feature.System, Without: feature.Off, Listed: true, Live: feature.LiveOnEveryCheck()}}
	// actorKinds are those of Flipper, which has no off for one actor.
	actorKinds = feature.KindList{
		{Kind: feature.System, Name: "system", Plural: "system", Settings: []feature.Setting{feature.On, feature.Off}, Combine: feature.AnyOn, Without: feature.Off, Live: feature.LiveAtRequest()},
		{Kind: "actor", Name: "actor", Plural: "actors", IDForm: "ID", Settings: []feature.Setting{feature.On, feature.Inherit}, Inherits: feature.System, Combine: feature.AnyOn, Without: feature.Off, Live: feature.LiveAtRequest()}}
)

// kindsFrame is the frame of a database with these kinds of scope.
func kindsFrame(t Theme, kinds feature.KindList) Frame {
	f := frame(t)
	f.Session.Kinds = kinds
	return f
}

func actor(id string) feature.ScopeInfo {
	return feature.ScopeInfo{Scope: feature.Scope{Kind: "actor", ID: id}, AnyID: true}
}

// actorFlags returns the flags of a database of actors, as a scope has them.
func actorFlags(at feature.ScopeInfo) []feature.View {
	var defs []feature.Definition
	for _, name := range []string{"checkout", "denied", "invoices", "quiet", "search"} {
		defs = append(defs, feature.Definition{Name: name})
	}
	percent, group := "25 % of actors", "group staff (its members are code)"
	stored := map[string]feature.Stored{
		"checkout": {Enabled: true, Depends: []string{"2 actors", percent}, DependsBelow: []string{percent}},
		"denied":   {Enabled: true, Locked: "unknown gate deny_actors"},
		"invoices": {Unset: true, Depends: []string{"12 actors", percent, group}, DependsBelow: []string{percent, group}},
		"quiet":    {Unset: true},
		"search":   {Unset: true, Depends: []string{"1 actor"}},
	}
	own := map[string]feature.Stored{"invoices": {Enabled: true}, "search": {Enabled: true}}
	return feature.Resolve(actorKinds.Of(at.Scope.Kind), at.Scope, defs, stored, own)
}

func actorFlag(at feature.ScopeInfo, name string) feature.View {
	view, _ := feature.Find(actorFlags(at), name)
	return view
}

func actorBrowse(t Theme, at feature.ScopeInfo) *Browse {
	b := NewBrowse(t, keys.Default().WithKinds(actorKinds))
	b.Kinds = actorKinds
	b.Show(at, actorFlags(at), true)
	counts := feature.NewCounts(nil)
	counts.Add("invoices", feature.Count{On: 12})
	counts.Add("search", feature.Count{On: 1})
	b.SetCounts(counts)
	return b
}

// kindScenes are scenes of databases with other kinds of scope.
func kindScenes() map[string]func(Theme) (Frame, Screen) {
	workspace := feature.ScopeInfo{Scope: feature.Scope{Kind: "workspace", ID: "acme"}, Name: "Acme Inc.", Listed: true, Status: "active", Overrides: 2}
	impact := feature.Impact{Inheriting: 12, Among: feature.ListedTenants, Count: feature.Count{On: 1, Off: 2}, OnNames: []string{"acme"}, OffNames: []string{"globex", "hooli"}}
	on := feature.View{Definition: &feature.Definition{Name: "ai", Description: "AI features"}, Registered: true}.At(workspaceKinds[0], &feature.Stored{Enabled: true}, nil)
	all := map[string]func(Theme) (Frame, Screen){
		"kinds_system_only": func(t Theme) (Frame, Screen) {
			b := NewBrowse(t, keys.Default().WithKinds(systemOnly))
			b.Kinds = systemOnly
			percent := []string{"rollout_percentage 25"}
			b.Show(system, feature.Resolve(systemOnly[0], system.Scope, []feature.Definition{{Name: "checkout"}, {Name: "digest", Description: "Weekly digest"}, {Name: "search"}}, map[string]feature.Stored{
				"checkout": {Enabled: true}, "digest": {Enabled: true, Depends: percent, DependsBelow: percent}}, nil), true)
			b.SetCounts(nil)
			return kindsFrame(t, systemOnly), b
		},
		"kinds_system_toggle": func(t Theme) (Frame, Screen) {
			g := NewToggle(t, keys.Default(), kindsFrame(t, systemOnly).Session, system, on, feature.Off)
			g.Arm()
			return kindsFrame(t, systemOnly), g
		},
		"kinds_workspaces": func(t Theme) (Frame, Screen) {
			b := browse(t, keys.Default().WithKinds(workspaceKinds), system)
			b.Kinds = workspaceKinds
			return kindsFrame(t, workspaceKinds), b
		},
		"kinds_workspace": func(t Theme) (Frame, Screen) {
			b := NewBrowse(t, keys.Default().WithKinds(workspaceKinds))
			b.Kinds = workspaceKinds
			defs, stored, own, _ := sample()
			b.Show(workspace, feature.Resolve(workspaceKinds[1], workspace.Scope, defs, stored, own), true)
			return kindsFrame(t, workspaceKinds), b
		},
		"kinds_workspace_toggle": func(t Theme) (Frame, Screen) {
			g := NewToggle(t, keys.Default(), kindsFrame(t, workspaceKinds).Session, system, on, feature.Off)
			g.SetImpact(impact)
			g.Arm()
			return kindsFrame(t, workspaceKinds), g
		},
		"kinds_workspace_picker": func(t Theme) (Frame, Screen) {
			p := NewPicker(t, keys.Default().WithKinds(workspaceKinds), "workspace", []feature.ScopeInfo{{Scope: feature.SystemScope(), Name: t.SystemTitle(workspaceKinds), Status: "active", Listed: true, Overrides: 3}}, false)
			p.Kinds = workspaceKinds
			p.Show([]feature.ScopeInfo{workspace, {Scope: feature.Scope{Kind: "workspace", ID: "left"}, Overrides: 1}}, true, false)
			return kindsFrame(t, workspaceKinds), p
		},
		"kinds_workspace_details": func(t Theme) (Frame, Screen) {
			d := NewDetails(t, keys.Default(), system, on, feature.Count{On: 1, Off: 2}, true)
			d.Kinds = workspaceKinds
			d.ShowChain(&feature.Override{Scope: feature.SystemScope(), Name: "ai", Enabled: true}, nil)
			d.ShowImpact(impact)
			d.ShowOthers([]feature.Override{{Scope: workspace.Scope, Name: "ai", Enabled: true}, {Scope: feature.Scope{Kind: "workspace", ID: "globex"}, Name: "ai"}, {Scope: feature.Scope{Kind: "workspace", ID: "hooli"}, Name: "ai"}}, true, false)
			return kindsFrame(t, workspaceKinds), d
		},
	}
	maps.Copy(all, actorScenes())
	return all
}

// actorScenes are scenes of a database of actors, where more than settings decides.
func actorScenes() map[string]func(Theme) (Frame, Screen) {
	account := actor("Account;12")
	toggle := func(t Theme, at feature.ScopeInfo, name string, after feature.Setting) *Toggle {
		g := NewToggle(t, keys.Default(), kindsFrame(t, actorKinds).Session, at, actorFlag(at, name), after)
		g.SetImpact(feature.Impact{Inheriting: -1, Count: feature.Count{On: 12}, OnNames: []string{"Account;1", "Account;12"}})
		g.Arm()
		return g
	}
	return map[string]func(Theme) (Frame, Screen){
		"kinds_actors": func(t Theme) (Frame, Screen) { return kindsFrame(t, actorKinds), actorBrowse(t, system) },
		"kinds_actor":  func(t Theme) (Frame, Screen) { return kindsFrame(t, actorKinds), actorBrowse(t, account) },
		"kinds_actors_toggle": func(t Theme) (Frame, Screen) {
			return kindsFrame(t, actorKinds), toggle(t, system, "invoices", feature.On)
		},
		"kinds_actors_toggle_off": func(t Theme) (Frame, Screen) {
			return kindsFrame(t, actorKinds), toggle(t, system, "checkout", feature.Off)
		},
		"kinds_actor_toggle": func(t Theme) (Frame, Screen) {
			return kindsFrame(t, actorKinds), toggle(t, account, "search", feature.Inherit)
		},
		"kinds_actors_batch": func(t Theme) (Frame, Screen) {
			r := NewBatch(t, keys.Default(), kindsFrame(t, actorKinds).Session, system, slices.DeleteFunc(actorFlags(system), func(v feature.View) bool { return v.Locked != "" }), feature.Off)
			r.Arm()
			return kindsFrame(t, actorKinds), r
		},
		"kinds_actors_details": func(t Theme) (Frame, Screen) {
			d := NewDetails(t, keys.Default(), system, actorFlag(system, "invoices"), feature.Count{On: 12}, true)
			d.Kinds = actorKinds
			d.ShowChain(nil, nil)
			percent, group := "25 % of actors", "group staff (its members are code)"
			d.ShowStored(&feature.Stored{Unset: true, Depends: []string{"12 actors", percent, group}, DependsBelow: []string{percent, group}}, nil)
			d.ShowImpact(feature.Impact{Inheriting: -1, Count: feature.Count{On: 12}, OnNames: []string{"Account;1", "Account;12"}})
			d.ShowOthers([]feature.Override{{Scope: account.Scope, Name: "invoices", Enabled: true}}, true, true)
			return kindsFrame(t, actorKinds), d
		},
		"kinds_actors_kill": func(t Theme) (Frame, Screen) {
			r := NewKill(t, keys.Default(), kindsFrame(t, actorKinds).Session, feature.ProposeKill("invoices", []feature.Override{
				{Scope: feature.SystemScope(), Name: "invoices", Unset: true, Depends: "25 % of actors"},
				{Scope: feature.SystemScope(), Name: "invoices", Unset: true, Depends: "group staff (its members are code)"},
				{Scope: account.Scope, Name: "invoices", Enabled: true},
			}, actorKinds, anyChange))
			r.Arm()
			return kindsFrame(t, actorKinds), r
		},
		"kinds_actors_undo": func(t Theme) (Frame, Screen) {
			return kindsFrame(t, actorKinds), actorsUndo(t)
		},
		"kinds_actors_matrix": func(t Theme) (Frame, Screen) {
			m := NewMatrix(t, keys.Default(), "actor", actorFlags(system))
			m.Kinds = actorKinds
			m.Show(map[string]feature.Stored{"invoices": {Unset: true, Depends: []string{"12 actors", "25 % of actors"}, DependsBelow: []string{"25 % of actors"}}},
				[]feature.ScopeInfo{account, actor("Account;13")}, map[feature.Scope]map[string]feature.Stored{account.Scope: {"invoices": {Enabled: true}}}, true, false)
			return kindsFrame(t, actorKinds), m
		},
	}
}

// actorsUndo returns the screen that undoes a kill which kept every setting.
func actorsUndo(t Theme) *Review {
	r := NewUndo(t, keys.Default(), kindsFrame(t, actorKinds).Session, feature.ProposeUndo([]feature.Entry{
		{Change: "set-1", At: time.Date(2026, 2, 27, 16, 4, 0, 0, time.UTC), Actor: "alice@ops1", Scope: feature.SystemScope(), Name: "invoices", Everything: true}}))
	r.Arm()
	return r
}
