package data

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

func TestRegister(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		ctx := t.Context()
		s := p.open()
		if defs, err := s.Definitions(ctx); defs != nil || err != nil {
			t.Errorf("without the table: %v, %v, want nothing", defs, err)
		}
		wantProblem(t, s.Register(ctx, nil), feature.ErrUnknown, definitionTable, "flagtui init")

		p.own(definitionTable)
		s = p.open()
		expect := func(want []feature.Definition) {
			t.Helper()
			if got, err := s.Definitions(ctx); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%d definitions, %v, want %d; or they differ", len(got), err, len(want))
			}
		}
		expect([]feature.Definition{})
		var many []feature.Definition
		scopes := [][]feature.Kind{nil, {feature.System}, {feature.System, feature.Tenant}, featuretest.All().Kinds(), {feature.Section, feature.Project}}
		for i := range 2500 {
			many = append(many, feature.Definition{Name: fmt.Sprintf("f.%04d", i), Description: fmt.Sprintf("it's “%d”\n?", i), Default: i%2 == 0, Scopes: scopes[i%len(scopes)], Canary: i%3 == 0})
		}
		for _, defs := range [][]feature.Definition{many, {{Name: "f.0001"}, {Name: "z", Default: true}}, many, {}} {
			if err := s.Register(ctx, defs); err != nil {
				t.Fatal(err)
			}
			expect(defs)
		}

		// Definitions are sorted by bytes, not by the database's order.
		if err := s.Register(ctx, []feature.Definition{{Name: "é"}, {Name: "b"}, {Name: "a_b"}, {Name: "B"}, {Name: "a.b"}, {Name: "ab"}}); err != nil {
			t.Fatal(err)
		}
		expect([]feature.Definition{{Name: "B"}, {Name: "a.b"}, {Name: "a_b"}, {Name: "ab"}, {Name: "b"}, {Name: "é"}})

		few := []feature.Definition{{Name: "kept", Default: true}}
		if err := s.Register(ctx, few); err != nil {
			t.Fatal(err)
		}
		wantProblem(t, s.Register(ctx, append(many, many[7])), feature.ErrUsage, many[7].Name, "twice")
		expect(few)
		for i := range many { // the table below has no column for Canary
			many[i].Canary = false
		}
		p.exec(`DROP TABLE flagtui_definition`)
		p.exec(`CREATE TABLE flagtui_definition (name VARCHAR(200) PRIMARY KEY, description TEXT, default_enabled BOOLEAN, scopes TEXT CHECK (scopes <> 'section project'))`)
		s = p.open()
		if err := s.Register(ctx, few); err != nil {
			t.Fatal(err)
		}
		if err := s.Register(ctx, many); err == nil {
			t.Error("no error for a row that the table refuses")
		}
		wantProblem(t, s.Register(ctx, []feature.Definition{{Name: "c", Canary: true}}), feature.ErrUnknown, rolloutColumn, "flagtui init")
		expect(few) // the whole transaction is rolled back
	})
}

func TestRegisterWithoutPrivilege(t *testing.T) {
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.own(definitionTable)
	p.exec(`INSERT INTO flagtui_definition (name) VALUES ('a.b')`)
	const rest = `GRANT SELECT, INSERT, UPDATE, DELETE ON feature_flags_override TO ROLE; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ROLE;`
	s := p.open(p.role(rest + `GRANT SELECT ON flagtui_definition TO ROLE`))
	if defs, err := s.Definitions(t.Context()); err != nil || len(defs) != 1 || s.Info().ReadOnly != "" {
		t.Errorf("%v, %v, %+v", defs, err, s.Info())
	}
	wantProblem(t, s.Register(t.Context(), nil), feature.ErrRefused, definitionTable)
	s = p.open(p.role(rest))
	if defs, err := s.Definitions(t.Context()); err != nil || defs != nil || s.Info().HasDefinitions {
		t.Errorf("unreadable: %v, %v, %+v", defs, err, s.Info())
	}
}

// The first page equals the start of all resolved flags. Its order is by bytes, and it
// includes misplaced rows.
func TestFirstPage(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		if page, err := p.open().FirstPage(t.Context(), feature.SystemScope(), 3); err != nil || len(page.Definitions) > 0 {
			t.Errorf("without a catalogue: %+v, %v", page, err)
		}
		p.own(definitionTable)
		s := p.open()
		defs := []feature.Definition{{Name: "a.c"}, {Name: "B", Description: "The first", Default: true}, {Name: "a_b", Scopes: []feature.Kind{feature.System, feature.Tenant}}, {Name: "z"}}
		if err := s.Register(t.Context(), defs); err != nil {
			t.Fatal(err)
		}
		p.override("system", "", "a.c", true)
		p.override("System", "", "B", true)
		p.override("system", "", "z", true)
		p.override("tenant", "acme", "a_b", true)
		p.override("tenant", "acme", "z", true)
		p.override("tenant", "globex", "a.c", false)
		for _, scope := range []feature.Scope{feature.SystemScope(), feature.TenantScope("acme"), feature.TenantScope("nobody")} {
			page, err := s.FirstPage(t.Context(), scope, 3)
			if err != nil {
				t.Fatal(err)
			}
			all, err := s.StoredAt(t.Context(), []feature.Scope{feature.SystemScope(), scope})
			if err != nil {
				t.Fatal(err)
			}
			got := feature.Resolve(featuretest.Kind(scope.Kind), scope, page.Definitions, page.System, page.Own)
			want := feature.Resolve(featuretest.Kind(scope.Kind), scope, defs, all[feature.SystemScope()], all[scope])[:3]
			if g, w := contentOf(got), contentOf(want); g != w {
				t.Errorf("%s begins with %s\nwant %s", scope, g, w)
			}
		}
		if page, err := s.FirstPage(t.Context(), feature.Scope{Kind: feature.Project, ID: "1"}, 3); err != nil || len(page.Definitions) > 0 {
			t.Errorf("of a project: %+v, %v", page, err)
		}
	})
}

// contentOf returns all content of views as text.
func contentOf(views []feature.View) (text string) {
	for _, v := range views {
		def := *v.Definition
		v.Definition = nil
		text += fmt.Sprintf("%+v %+v\n", def, v)
	}
	return text
}

// Definitions returns the stored catalogue, whatever was read before.
func TestDefinitionsReadAgain(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		ctx := t.Context()
		p.own(definitionTable)
		s := p.open()
		var first []feature.Definition
		for i := range 700 {
			first = append(first, feature.Definition{Name: fmt.Sprintf("f.%04d", i), Description: "what it does", Default: i%2 == 0, Scopes: []feature.Kind{feature.System}})
		}
		changed := func(change func(defs []feature.Definition) []feature.Definition) []feature.Definition {
			return change(slices.Clone(first))
		}
		cases := map[string][]feature.Definition{
			"nothing":     first,
			"one of them": changed(func(d []feature.Definition) []feature.Definition { d[300].Default = !d[300].Default; return d }),
			"the first":   changed(func(d []feature.Definition) []feature.Definition { d[0].Description = ""; return d }),
			"the scopes":  changed(func(d []feature.Definition) []feature.Definition { d[699].Scopes = nil; return d }),
			"fewer":       first[:500],
			"none":        {},
			"more":        changed(func(d []feature.Definition) []feature.Definition { return append(d, feature.Definition{Name: "z"}) }),
			"one before": changed(func(d []feature.Definition) []feature.Definition {
				return append([]feature.Definition{{Name: "a"}}, d...)
			}),
			"one less": changed(func(d []feature.Definition) []feature.Definition { return slices.Delete(d, 5, 6) }),
		}
		for what, now := range cases {
			// The table's order may differ from the order of names.
			for _, stored := range [][]feature.Definition{now, append(slices.Clone(now[len(now)/2:]), now[:len(now)/2]...)} {
				if err := s.Register(ctx, stored); err != nil {
					t.Fatal(err)
				}
				if got, err := s.Definitions(ctx); err != nil || !reflect.DeepEqual(got, now) {
					t.Errorf("%s: %d of %d are returned, or others, %v", what, len(got), len(now), err)
				}
			}
		}
	})
}
