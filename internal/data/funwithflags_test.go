package data

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// onToggles runs a test on FunWithFlags' own table, on each database.
func onToggles(t *testing.T, test func(t *testing.T, p *place)) { onLibrary(t, "fun_with_flags", test) }

// gate adds a gate as the library does.
func (p *place) gate(name, kind, target string, enabled bool) {
	p.t.Helper()
	value := map[bool]string{true: "1", false: "0"}[enabled]
	if p.pg {
		value = map[bool]string{true: "true", false: "false"}[enabled]
	}
	p.exec(`INSERT INTO fun_with_flags_toggles (flag_name, gate_type, target, enabled) VALUES ('` + name + `', '` + kind + `', '` + target + `', ` + value + `)`)
}

// view returns a flag as flagtui shows it at a scope.
func view(t *testing.T, s Store, scope feature.Scope, name string) feature.View {
	t.Helper()
	stored, err := s.StoredAt(t.Context(), []feature.Scope{feature.SystemScope(), scope})
	if err != nil {
		t.Fatal(err)
	}
	info := s.Info().Kinds.Of(scope.Kind)
	for _, v := range feature.Resolve(info, scope, []feature.Definition{{Name: name, Scopes: s.Info().Kinds.Kinds()}}, stored[feature.SystemScope()], stored[scope]) {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("no %q at %s", name, scope)
	return feature.View{}
}

// actorScope is the scope of one actor.
func actorScope(id string) feature.Scope { return feature.Scope{Kind: "actor", ID: id} }

// TestToggles holds what FunWithFlags 1.13 answers for each set of gates.
func TestToggles(t *testing.T) {
	system := feature.SystemScope()
	org := actorScope("org:1")
	onToggles(t, func(t *testing.T, p *place) {
		for _, g := range []struct {
			name, kind, target string
			enabled            bool
		}{
			{"on", "boolean", "_fwf_none", true},
			{"but org", "boolean", "_fwf_none", true}, {"but org", "actor", "org:1", false},
			{"only org", "boolean", "_fwf_none", false}, {"only org", "actor", "org:1", true},
			{"half", "boolean", "_fwf_none", false}, {"half", "percentage", "actors/0.5", true},
			{"quarter", "percentage", "time/0.25", false},
			{"group", "group", "staff", true},
			{"on, half", "boolean", "_fwf_none", true}, {"on, half", "percentage", "actors/0.5", true},
			{"no target", "boolean", "", true},
			{"twice", "boolean", "_fwf_none", true}, {"twice", "boolean", "", false},
			{"tenant", "tenant", "acme", true},
			{"share", "percentage", "actors/25", true},
		} {
			p.gate(g.name, g.kind, g.target, g.enabled)
		}
		s := p.open()
		for _, tc := range []struct {
			scope   feature.Scope
			name    string
			own     feature.Setting
			enabled bool
			depends []string
			locked  string
		}{
			{system, "nothing", feature.Inherit, false, nil, ""},
			{system, "on", feature.On, true, nil, ""}, {org, "on", feature.Inherit, true, nil, ""},
			{system, "but org", feature.On, true, nil, ""}, {org, "but org", feature.Off, false, nil, ""},
			{system, "only org", feature.Off, false, nil, ""}, {org, "only org", feature.On, true, nil, ""},
			{system, "half", feature.Off, false, []string{"50 % of actors"}, ""}, {org, "half", feature.Inherit, false, []string{"50 % of actors"}, ""},
			{system, "quarter", feature.Inherit, false, []string{"25 % of the time"}, ""},
			{system, "group", feature.Inherit, false, []string{"group staff (its members are code)"}, ""},
			{system, "on, half", feature.On, true, nil, ""},
			{system, "no target", feature.On, true, nil, "target"},
			{system, "twice", feature.On, true, nil, "several boolean gates"},
			{system, "tenant", feature.Inherit, false, nil, `gate_type "tenant"`},
			{system, "share", feature.Inherit, false, nil, `percentage "actors/25"`},
		} {
			v := view(t, s, tc.scope, tc.name)
			if v.Own() != tc.own || v.Enabled != tc.enabled || !slices.Equal(v.Depends, tc.depends) || (v.Locked == "") != (tc.locked == "") || !strings.Contains(v.Locked, tc.locked) {
				t.Errorf("%q at %s: own %s, enabled %v, depends %q, locked %q", tc.name, tc.scope, v.Own(), v.Enabled, v.Depends, v.Locked)
			}
		}
		before := p.toggles()
		for _, name := range []string{"tenant", "share", "twice", "no target"} {
			_, err := s.Apply(t.Context(), set(org, name, feature.Inherit, feature.On))
			wantProblem(t, err, feature.ErrRefused, "is locked: ")
			_, err = s.Kill(t.Context(), name, feature.ChangeSet{Actor: "alice"})
			wantProblem(t, err, feature.ErrRefused, "is locked: ")
		}
		wantSame(t, "refused", p.toggles(), before)
		var found []string
		for name, depends := range map[string]string{"tenant": `gate_type "tenant", on which the app fails`, "group": "group staff (its members are code)", "share": `the percentage "actors/25", on which the app fails`} {
			page, err := s.Overrides(t.Context(), layout.OverrideQuery{Name: name})
			if err != nil || len(page.Overrides) != 1 || !page.Overrides[0].Unset || page.Overrides[0].Depends != depends || (page.Overrides[0].Locked == "") != (name == "group") {
				t.Errorf("%q: %+v, %v", name, page.Overrides, err)
			}
		}
		err := s.CheckRows(t.Context(), func(r layout.Row) {
			if r.Scope.Validate() != nil {
				t.Errorf("%+v is checked as an override", r)
			}
		}, func(a layout.Anomaly) {
			if a.Code == layout.AnomalyApp {
				found = append(found, a.Row.Name)
				p.exec(a.Fix)
			}
		})
		if want := []string{"no target", "twice", "tenant", "share"}; err != nil || !reflect.DeepEqual(found, want) {
			t.Errorf("%q, %v", found, err)
		}
		apply(t, s, set(org, "twice", feature.Inherit, feature.Off))
	})
}

// toggles is the table, in the library's order.
func (p *place) toggles() string {
	return p.rows(`SELECT flag_name, gate_type, target, CASE WHEN enabled THEN 1 ELSE 0 END, id FROM fun_with_flags_toggles ORDER BY id`)
}

func TestTogglesAreWritten(t *testing.T) {
	onToggles(t, func(t *testing.T, p *place) {
		p.gate("half", "boolean", "_fwf_none", false)
		p.gate("half", "percentage", "actors/0.5", true)
		p.gate("half", "group", "staff", true)
		p.gate("half", "actor", "org:1", true)
		s := p.open()
		start := p.toggles()
		change := apply(t, s, set(feature.SystemScope(), "x", feature.Inherit, feature.On))
		apply(t, s, set(actorScope("account:7"), "x", feature.Inherit, feature.Off))
		wantSame(t, "upserts", strings.TrimPrefix(p.rows(`SELECT flag_name, gate_type, target, CASE WHEN enabled THEN 1 ELSE 0 END FROM fun_with_flags_toggles WHERE flag_name = 'x' ORDER BY id`), ""),
			"x|boolean|_fwf_none|1\nx|actor|account:7|0")
		apply(t, s, set(actorScope("account:7"), "x", feature.Off, feature.Inherit))
		undo(t, s, change)
		wantSame(t, "cleared and undone", p.toggles(), start)

		page, err := s.Overrides(t.Context(), layout.OverrideQuery{Name: "half"})
		if err != nil {
			t.Fatal(err)
		}
		proposed := feature.ProposeKill("half", page.Overrides, s.Info().Kinds, s.Info().ValidateNew)
		if removed, _, _ := proposed.KilledTargeting(s.Info().Kinds); !slices.Equal(removed, []string{"50 % of actors, group staff (its members are code)"}) {
			t.Errorf("the kill removes %q", removed)
		}
		killed, err := s.Kill(t.Context(), "half", feature.ChangeSet{Actor: "alice"})
		if err != nil || !slices.Equal(killed.Changed, proposed.Changes) {
			t.Fatal(killed, proposed.Changes, err)
		}
		wantSame(t, "killed", p.rows(`SELECT gate_type, target, CASE WHEN enabled THEN 1 ELSE 0 END FROM fun_with_flags_toggles ORDER BY id`), "boolean|_fwf_none|0\nactor|org:1|0")
		undo(t, s, killed.ID)
		wantSame(t, "undone", p.toggles(), start)
	})
}

// TestTogglesElsewhere: the library's table may have another name, and UUIDs.
func TestTogglesElsewhere(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, `CREATE SCHEMA app; CREATE TABLE app.feature_flags (id uuid PRIMARY KEY, flag_name varchar(255) NOT NULL, gate_type varchar(255) NOT NULL, target varchar(255) NOT NULL, enabled boolean NOT NULL)`)
	_, err := p.tryOpen()
	wantProblem(t, err, feature.ErrUsage, "FunWithFlags", "flagtui layout")
	live, _ := feature.ParseLive("now")
	s := p.open(func(o *Options) {
		o.Layout = &layout.Config{FunWithFlags: &layout.FunWithFlagsConfig{Table: layout.TableName{Schema: "app", Name: "feature_flags"}, Live: live}}
	})
	apply(t, s, set(feature.SystemScope(), "x", feature.Inherit, feature.On))
	if got := p.rows(`SELECT flag_name, gate_type, target, enabled, length(CAST(id AS text)) FROM app.feature_flags`); got != "x|boolean|_fwf_none|true|36" {
		t.Error(got)
	}
	if got := s.Info().Kinds.LiveAt(feature.System).Text; got != "now" {
		t.Error(got)
	}
}
