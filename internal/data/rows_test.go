package data

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

func TestStoredAt(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		s, acme, globex, nobody := p.open(), feature.TenantScope("acme"), feature.TenantScope("Globex "), feature.TenantScope("nobody")
		p.override("system", "", "a.b", true)
		p.override("System", "x", "odd", true)
		p.override("tenant", "acme", "a.b", false)
		p.override("tenant", "acme", "c.d", true)
		p.override("tenant", "Globex ", "a.b", true)
		p.override("tenant", "globex", "a.b", false)
		for _, scopes := range [][]feature.Scope{nil, {acme}, {feature.SystemScope()}, {nobody, acme, feature.SystemScope(), globex, acme}} {
			at, err := s.StoredAt(t.Context(), scopes)
			if err != nil {
				t.Fatal(err)
			}
			for _, scope := range scopes {
				one, err := s.Stored(t.Context(), scope)
				if err != nil || at[scope] == nil || fmt.Sprint(at[scope]) != fmt.Sprint(one) {
					t.Errorf("%v: %v, by itself %v, %v", scope, at[scope], one, err)
				}
			}
			if want := min(len(scopes), 4); len(at) != want {
				t.Errorf("%v: %v", scopes, at)
			}
			at, err = s.StoredAt(t.Context(), scopes, "c.d")
			if err != nil || len(at) != min(len(scopes), 4) || len(at[globex]) > 0 || at[acme] != nil && (len(at[acme]) != 1 || !at[acme]["c.d"].Enabled) {
				t.Errorf("%v, of one flag: %v, %v", scopes, at, err)
			}
		}
	})
}

func TestRows(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		s, acme := p.open(), feature.TenantScope("acme")
		p.override("system", "", "a.b", true)
		p.override("system", "x", "a.b", false)
		p.override("tenant", "acme", "a.b", false)
		p.override("tenant", "acme", "c.d", true)
		p.override("tenant", "globex", "a.b", true)
		many := make([]string, engine.Chunk+1)
		many[engine.Chunk] = "c.d"
		for _, test := range []struct {
			scope feature.Scope
			names []string
			want  string
		}{
			{acme, nil, "acme a.b false; acme c.d true"},
			{acme, []string{"c.d", "none"}, "acme c.d true"},
			{acme, many, "acme c.d true"},
			{feature.SystemScope(), []string{"a.b"}, "all a.b true; all a.b false"},
			{feature.SystemScope(), []string{"c.d"}, ""},
			{feature.TenantScope("nobody"), nil, ""},
		} {
			rows, err := s.Rows(t.Context(), test.scope, test.names...)
			var got []string
			for _, row := range rows {
				id := row.Scope.ID
				if test.scope.IsSystem() {
					id = "all"
				}
				got = append(got, fmt.Sprint(id, " ", row.Name, " ", row.Enabled))
				if at, by := row.Changed(); !at.Equal(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)) || by != "app" {
					t.Errorf("changed at %v by %s", at, by)
				}
			}
			if strings.Join(got, "; ") != test.want || err != nil {
				t.Errorf("%v %.3q: %s, want %s; %v", test.scope, test.names, got, test.want, err)
			}
		}
	})
}

// pagedOverrides reads all overrides of a flag page by page.
func pagedOverrides(t *testing.T, s Store, name string, limit int) string {
	t.Helper()
	var got []string
	for q := (layout.OverrideQuery{Name: name, Limit: limit}); ; {
		page, err := s.Overrides(t.Context(), q)
		if err != nil || limit > 0 && len(page.Overrides) > limit || page.More && len(page.Overrides) != limit {
			t.Fatal(page, err)
		}
		for _, o := range page.Overrides {
			q.After = o.Scope
			got = append(got, string(o.Scope.Kind)+":"+o.Scope.ID)
		}
		if !page.More {
			return strings.Join(got, " ")
		}
	}
}

func TestOverridesArePaged(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		s := p.open()
		for _, id := range []string{"c", "a", "b", "d"} {
			p.override("tenant", id, "a.b", true)
		}
		p.override("tenant", "a", "c.d", true)
		p.override("system", "", "a.b", true)
		p.override("zoo", "x", "a.b", true) // the app reads it as the system's
		for limit := range 8 {
			wantSame(t, fmt.Sprint("pages of ", limit), pagedOverrides(t, s, "a.b", limit), "system: zoo:x tenant:a tenant:b tenant:c tenant:d")
		}
		wantSame(t, "none", pagedOverrides(t, s, "none", 3), "")
	})
}

// The methods that read several scopes or one flag also read projects and sections.
func TestScopedRows(t *testing.T) {
	for _, older := range both {
		torusPlaces(t, older, func(t *testing.T, p *place) {
			s := p.open()
			scopes := []feature.Scope{project("12"), project("13"), project("14"), section("7"), section("8")}
			for i, scope := range scopes {
				for _, name := range []string{"cells", "atoms"}[:1+i%2] {
					if _, err := s.Apply(t.Context(), set(scope, name, feature.Inherit, feature.On)); err != nil {
						t.Fatal(err)
					}
				}
			}
			at, err := s.StoredAt(t.Context(), scopes)
			if err != nil || len(at) != len(scopes) {
				t.Fatal(at, err)
			}
			for i, scope := range scopes {
				one, err := s.Stored(t.Context(), scope)
				if err != nil || len(one) != 1+i%2 || fmt.Sprint(at[scope]) != fmt.Sprint(one) {
					t.Errorf("%v: %v, by itself %v, %v", scope, at[scope], one, err)
				}
				for names, want := range map[string]int{"": 1 + i%2, "atoms": i % 2, "none": 0} {
					rows, err := s.Rows(t.Context(), scope, strings.Fields(names)...)
					if err != nil || len(rows) != want || want > 0 && (rows[0].Scope != scope || !rows[0].Enabled || rows[0].CreatedAt.IsZero()) {
						t.Errorf("%v %q: %+v, %v", scope, names, rows, err)
					}
				}
			}
			for limit := range 7 {
				wantSame(t, fmt.Sprint("pages of ", limit), pagedOverrides(t, s, "cells", limit), "project:12 project:13 project:14 section:7 section:8")
			}
			_, err = s.StoredAt(t.Context(), []feature.Scope{project("chem")})
			wantProblem(t, err, feature.ErrUnknown)
		})
	}
}
