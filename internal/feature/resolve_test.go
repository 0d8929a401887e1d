package feature

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// row is one override, or none.
type row int

const (
	noRow row = iota
	off
	on
	oddOn
)

func (r row) in(name string, others map[string]Stored) map[string]Stored {
	if r != noRow {
		others[name] = Stored{Enabled: r != off, Misplaced: r == oddOn}
	}
	return others
}

// TestResolve goes through the whole truth table. The expected values come from another
// method: the first setting that applies decides.
func TestResolve(t *testing.T) {
	const name = "m.flag"
	everywhere := allKinds()
	for _, kind := range allKinds() {
		for _, registered := range []bool{true, false} {
			for _, byDefault := range []bool{true, false} {
				for _, allowed := range []bool{true, false} {
					for _, system := range []row{noRow, off, on, oddOn} {
						for _, own := range []row{noRow, off, on, oddOn} {
							if !registered && (byDefault || !allowed) || kind == System && own != noRow {
								continue // no such case
							}
							def := Definition{Name: name, Description: "d", Default: byDefault, Scopes: everywhere}
							if !allowed {
								def.Scopes = slices.DeleteFunc(allKinds(), func(k Kind) bool { return k == kind })
							}
							defs := []Definition{{Name: "z.last", Scopes: everywhere}, def, {Name: "a.first", Scopes: everywhere}}
							if !registered {
								defs = slices.Delete(defs, 1, 2)
							}

							// Whoever has a say, the first of them.
							want := View{Definition: &Definition{Name: name}, Registered: registered, Source: SourceDefault, HasSystem: kind == Tenant}
							if registered {
								want.Definition = &def
							}
							inherits := kind == System || kind == Tenant
							want.SystemEnabled = kind == Tenant && (system == on || system == oddOn || system == noRow && registered && byDefault)
							switch {
							case own != noRow:
								want.Enabled, want.Misplaced, want.Source, want.Setting = own != off, own == oddOn, Source(kind), SettingOf(own != off)
							case inherits && system != noRow:
								want.Enabled, want.Misplaced, want.Source = system != off, system == oddOn, "system"
								if kind == System {
									want.Setting = SettingOf(system != off)
								}
							default:
								want.Enabled = inherits && registered && byDefault
							}
							if kind == Tenant && system != noRow {
								want.SystemSetting = SettingOf(system != off)
							}
							present := registered && allowed || want.Overridden() || !registered && inherits && system != noRow

							scope := Scope{Kind: kind, ID: "id"}
							if kind == System {
								scope.ID = ""
							}
							storedSystem, storedOwn := system.in(name, map[string]Stored{}), own.in(name, map[string]Stored{})
							got := Resolve(infoOf(scope.Kind), scope, defs, storedSystem, storedOwn)

							what := fmt.Sprintf("%s registered=%v default=%v allowed=%v system=%d own=%d", kind, registered, byDefault, allowed, system, own)
							at := slices.IndexFunc(got, func(v View) bool { return v.Name == name })
							if at >= 0 != present {
								t.Errorf("%s: present %v, want %v", what, at >= 0, present)
							}
							names := []string{"a.first", "z.last"}
							if present {
								names = []string{"a.first", name, "z.last"}
							}
							if !slices.EqualFunc(got, names, func(v View, name string) bool { return v.Name == name }) {
								t.Errorf("%s: the flags are %v, want %v", what, got, names)
							}
							if at >= 0 {
								view := got[at]
								same := view.Name == want.Name && view.Description == want.Description && view.Default == want.Default
								if view.Definition = want.Definition; !same || !reflect.DeepEqual(view, want) {
									t.Errorf("%s:\n%+v, want\n%+v", what, got[at], want)
								}
							}
						}
					}
				}
			}
		}
	}
}

// TestResolveLeavesItsInputs, and copes with none.
func TestResolveLeavesItsInputs(t *testing.T) {
	defs := []Definition{{Name: "b", Default: true}, {Name: "a", Scopes: []Kind{Project}}}
	system, own := map[string]Stored{"x": {Enabled: true}}, map[string]Stored{"b": {}, "y": {Misplaced: true}}
	beforeDefs, beforeSystem, beforeOwn := fmt.Sprint(defs), maps.Clone(system), maps.Clone(own)
	got := Resolve(infoOf(Tenant), TenantScope("acme"), defs, system, own)
	if fmt.Sprint(defs) != beforeDefs || !maps.EqualFunc(system, beforeSystem, Stored.Equal) || !maps.EqualFunc(own, beforeOwn, Stored.Equal) {
		t.Error("an input has changed")
	}
	if len(got) != 3 || cap(got) != 3 { // a caller's append must not reach into another's views
		t.Errorf("%d flags with room for %d", len(got), cap(got))
	}
	for _, scope := range []Scope{SystemScope(), TenantScope("acme"), {Project, "1"}} {
		if got := Resolve(infoOf(scope.Kind), scope, nil, nil, nil); got == nil || len(got) > 0 {
			t.Errorf("%s: nothing resolves to %#v", scope, got)
		}
	}
}

func TestViewOwn(t *testing.T) {
	def := &Definition{Name: "f", Default: true}
	for _, c := range []struct {
		name      string
		kind      Kind
		view      View
		own       Setting
		inherited bool
		from      Source
	}{
		{"system, default", System, View{Definition: def, Enabled: true, Source: SourceDefault}, Inherit, true, SourceDefault},
		{"system, off", System, View{Definition: def, Setting: Off, Source: "system"}, Off, true, SourceDefault},
		{"tenant, on", Tenant, View{Definition: def, Enabled: true, Setting: On, HasSystem: true, Source: "tenant"}, On, false, SourceDefault},
		{"tenant, follows", Tenant, View{Definition: def, Enabled: true, HasSystem: true, SystemEnabled: true, SystemSetting: On, Source: "system"}, Inherit, true, "system"},
		{"project, on", Project, View{Definition: def, Enabled: true, Setting: On, Source: "project"}, On, false, SourceDefault},
		{"section, nothing", Section, View{Definition: def, Source: SourceDefault}, Inherit, false, SourceDefault},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.view.Own(); got != c.own {
				t.Errorf("Own is %s, want %s", got, c.own)
			}
			if got, known := c.view.Inherited(infoOf(c.kind)); got != c.inherited || !known {
				t.Errorf("Inherited is %v, want %v", got, c.inherited)
			}
			c.view.Misplaced = true
			before := c.view
			for setting, want := range map[Setting]View{
				On:      {Enabled: true, Setting: On, Source: Source(c.kind)},
				Off:     {Enabled: false, Setting: Off, Source: Source(c.kind)},
				Inherit: {Enabled: c.inherited, Source: c.from},
			} {
				want.Definition, want.HasSystem, want.SystemEnabled, want.SystemSetting = def, c.view.HasSystem, c.view.SystemEnabled, c.view.SystemSetting
				if got := c.view.With(setting, infoOf(c.kind)); !reflect.DeepEqual(got, want) || got.Own() != setting {
					t.Errorf("With %s is %+v, want %+v", setting, got, want)
				}
			}
			if !reflect.DeepEqual(c.view, before) {
				t.Error("With has changed the view")
			}
		})
	}
}

// TestViewWithIsResolve: With tells what Resolve will find.
func TestViewWithIsResolve(t *testing.T) {
	for _, scope := range []Scope{SystemScope(), TenantScope("acme"), {Project, "1"}} {
		for _, byDefault := range []bool{true, false} {
			for _, system := range []row{noRow, off, on} {
				for _, setting := range []Setting{On, Off, Inherit} {
					defs := []Definition{{Name: "f", Default: byDefault, Scopes: allKinds()}}
					stored := system.in("f", map[string]Stored{})
					now := Resolve(infoOf(scope.Kind), scope, defs, stored, map[string]Stored{"f": {Enabled: true}})[0]
					after := row(setting).in("f", map[string]Stored{})
					then := Resolve(infoOf(scope.Kind), scope, defs, stored, after)[0]
					if scope.IsSystem() {
						then = Resolve(infoOf(scope.Kind), scope, defs, after, nil)[0]
					}
					if got := now.With(setting, infoOf(scope.Kind)); got.Enabled != then.Enabled || got.Own() != then.Own() {
						t.Errorf("%s, default %v, system %d, %s: %v, want %v", scope, byDefault, system, setting, got.Enabled, then.Enabled)
					}
				}
			}
		}
	}
}

func TestMarshal(t *testing.T) {
	def := &Definition{Name: "orders.beta", Description: `a "b" <c>`, Default: true, Scopes: []Kind{Tenant}}
	for _, c := range []struct {
		view View
		want string
	}{
		{View{Definition: def, Setting: Off, HasSystem: true, SystemEnabled: true, Source: "tenant", Registered: true},
			`{"name":"orders.beta","description":"a \"b\" \u003cc\u003e","default_enabled":true,"enabled":false,"overridden":true,"system_enabled":true,"source":"tenant","registered":true}`},
		{View{Definition: def, Enabled: true, HasSystem: true, Source: SourceDefault, Misplaced: true},
			`{"name":"orders.beta","description":"a \"b\" \u003cc\u003e","default_enabled":true,"enabled":true,"overridden":false,"system_enabled":false,"source":"default","registered":false}`},
		{View{Definition: &Definition{Name: "x"}, Enabled: true, Setting: On, SystemEnabled: true, Source: "system"},
			`{"name":"x","description":"","default_enabled":false,"enabled":true,"overridden":true,"system_enabled":null,"source":"system","registered":false}`},
	} {
		for _, value := range []any{c.view, &c.view} {
			got, err := json.Marshal(value)
			if err != nil || string(got) != c.want {
				t.Errorf("%s, %v\nwant %s", got, err, c.want)
			}
		}
	}
	if got, err := json.Marshal([]Setting{Inherit, Off, On}); err != nil || string(got) != "[null,false,true]" {
		t.Errorf("settings: %s, %v", got, err)
	}
	if got, err := json.Marshal(Resolve(infoOf(System), SystemScope(), nil, nil, nil)); err != nil || string(got) != "[]" {
		t.Errorf("no flags: %s, %v", got, err)
	}
}

func BenchmarkResolve(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		defs, stored := make([]Definition, n), map[string]Stored{}
		for i := range defs {
			defs[i].Name = fmt.Sprintf("area%02d.feature_%06d", i*37/n, i)
			if i%10 == 0 {
				stored[defs[i].Name] = Stored{Enabled: true}
				stored[strings.Repeat("x", 9)+defs[i].Name] = Stored{}
			}
		}
		b.Run(fmt.Sprint("sorted/", n), func(b *testing.B) {
			for b.Loop() {
				Resolve(infoOf(Tenant), TenantScope("acme"), defs, stored, stored)
			}
		})
	}
}
