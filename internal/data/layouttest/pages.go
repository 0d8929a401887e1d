package layouttest

import (
	"maps"
	"reflect"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// testPages checks that pages of any size list the overrides of a flag in the same
// order, each once.
func testPages(x *trial) {
	x.seed()
	store := x.db.open()
	for _, name := range x.Names {
		whole := x.pagesOf(store, name, 0)
		x.expectOverrides("Overrides", whole, x.selected(func(o override) bool { return o.Name == name }))
		last := 0
		for _, o := range whole {
			at := slices.Index(store.Info().Kinds.Kinds(), o.Scope.Kind)
			if at < last {
				x.Errorf("Overrides of %q: %s comes after another kind of scope", name, o.Scope)
			}
			last = at
		}
		for limit := 1; limit <= len(whole)+1; limit++ {
			if paged := x.pagesOf(store, name, limit); !reflect.DeepEqual(paged, whole) {
				x.Errorf("Overrides of %q in pages of %d:\n%+v\nwant\n%+v", name, limit, paged, whole)
			}
		}
	}
	if none := x.pagesOf(store, "unknown.flag", 2); len(none) > 0 {
		x.Errorf("Overrides of a flag that nobody overrides: %+v", none)
	}
}

// pagesOf reads the overrides of a flag page by page.
func (x *trial) pagesOf(store data.Store, name string, limit int) (all []feature.Override) {
	x.Helper()
	query := data.OverrideQuery{Name: name, Limit: limit}
	for range len(x.want) + 1 {
		page, err := store.Overrides(x.Context(), query)
		if err != nil {
			x.Fatal(err)
		}
		all = append(all, page.Overrides...)
		if !page.More {
			return all
		}
		if len(page.Overrides) != limit {
			x.Fatalf("Overrides of %q: a page of %d has %d, and more are to follow", name, limit, len(page.Overrides))
		}
		query.After = page.Overrides[len(page.Overrides)-1].Scope
	}
	x.Fatalf("Overrides of %q in pages of %d: there is no end", name, limit)
	return nil
}

// testScopes checks that pages of any size list each scope once. A search finds the
// scopes that the application's own tables list for the text. Scope finds a scope by its
// id alone.
func testScopes(x *trial) {
	x.seed()
	store := x.db.open()
	for _, k := range x.Kinds {
		if k.Kind == feature.System {
			continue
		}
		searches := map[string][]string{"": k.IDs}
		for text, ids := range k.Searches {
			searches[text] = ids
		}
		for text, ids := range searches {
			for limit := 1; limit <= len(ids)+1; limit++ {
				x.expectScopes(store, k, text, limit, ids)
			}
		}
		for _, scope := range k.scopes() {
			if info, err := store.Scope(x.Context(), scope); err != nil || info.Scope != scope {
				x.Errorf("Scope %s: %+v, %v", scope, info, err)
			}
		}
		slugs, want := []string{"nowhere"}, map[string]feature.Scope{}
		for slug, id := range k.Slugs {
			slugs, want[slug] = append(slugs, slug), feature.Scope{Kind: k.Kind, ID: id}
			if info, err := store.Scope(x.Context(), feature.Scope{Kind: k.Kind, ID: slug}); err != nil || info.Scope.ID != id {
				x.Errorf("Scope %s: %+v, %v, want %s", slug, info, err, id)
			}
		}
		if len(k.Slugs) == 0 { // each id is its own slug
			slugs, want[k.IDs[0]] = k.IDs[:1], k.scopes()[0]
		}
		if got, err := store.ScopesOfSlugs(x.Context(), k.Kind, slugs); err != nil || !maps.Equal(got, want) {
			x.Errorf("ScopesOfSlugs of %s: %v, %v", k.Kind, got, err)
		}
		for _, id := range []string{"987654", k.IDs[0] + " ", " " + k.IDs[0], "'", "%", "_", "?", `\`} {
			if slices.Contains(k.IDs, id) {
				continue
			}
			_, err := store.Scope(x.Context(), feature.Scope{Kind: k.Kind, ID: id})
			x.expectProblem("Scope "+id, err, feature.ErrUnknown)
		}
	}
}

// expectScopes checks that pages list these scopes, each once.
func (x *trial) expectScopes(store data.Store, k Kind, text string, limit int, want []string) {
	x.Helper()
	var got []string
	query := data.ScopeQuery{Kind: k.Kind, Text: text, Limit: limit}
	for range len(want) + 5 {
		page, err := store.Scopes(x.Context(), query)
		if err != nil {
			x.Fatal(err)
		}
		for _, info := range page.Scopes {
			got = append(got, info.Scope.ID)
			overrides := x.selected(func(o override) bool {
				return o.Scope == info.Scope && (x.want[o] == feature.On || k.hasDefault(x.Fixture) || x.Layout != nil)
			})
			if text == "" && info.Overrides != len(overrides) {
				x.Errorf("Scopes: %s has %d overrides, want %d", info.Scope, info.Overrides, len(overrides))
			}
		}
		if query.After = page.Next; !page.More {
			break
		}
	}
	slices.Sort(got)
	if want = slices.Sorted(slices.Values(want)); !slices.Equal(got, want) {
		x.Errorf("Scopes of kind %s for %q in pages of %d: %q, want %q", k.Kind, text, limit, got, want)
	}
}
