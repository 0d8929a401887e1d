package limit

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	_ "flagtui/internal/schema/schematest"
)

var (
	system = feature.SystemScope()
	acme   = feature.TenantScope("acme")
	other  = feature.TenantScope("hidden-tenant")
	course = feature.Scope{Kind: feature.Project, ID: "1"}
	hidden = feature.Scope{Kind: feature.Project, ID: "2"}
)

// open returns a database of both applications. Whatever a user who may use acme and
// the first project must not see has "hidden" in its text.
func open(t *testing.T) data.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "flags.db")
	plan, err := data.PlanInit(t.Context(), data.Options{URL: path})
	if err == nil {
		err = plan.Run(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err == nil {
		_, err = db.Exec(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme', 'Acme', 'active'), ('hidden-tenant', 'acme-hidden', 'hidden acme', 'active');
			INSERT INTO projects (id, slug, title) VALUES (1, 'course', 'The course'), (2, 'hidden-course', 'hidden course');
			INSERT INTO flagtui_definition (name, description, default_enabled, scopes) VALUES ('a', '', FALSE, ''), ('b', '', FALSE, ''), ('p', '', FALSE, 'project')`)
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(t.Context(), data.Options{URL: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// write makes a change-set, and returns its id.
func write(t *testing.T, s data.Store, actor string, changes ...feature.Change) string {
	t.Helper()
	applied, err := s.Apply(t.Context(), feature.ChangeSet{Actor: actor, Reason: actor + "'s reason", Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return applied.ID
}

func on(scope feature.Scope, name string) feature.Change {
	return feature.Change{Scope: scope, Name: name, After: feature.On}
}

// call is a call of a method by a limited user, with a part of its result, or its error.
type call struct {
	run  func(context.Context, data.Store) (any, error)
	want string
	kind error
}

// calls returns calls of every method of data.Store. shared is a change-set that
// concerns acme and hidden scopes, and secret one that concerns hidden scopes only.
func calls(own, shared, secret string) map[string][]call {
	type store = data.Store
	none := func(err error) (any, error) { return nil, err }
	return map[string][]call{
		"Definitions": {{func(ctx context.Context, s store) (any, error) { return s.Definitions(ctx) }, `"p"`, nil}},
		"FirstPage": {{func(ctx context.Context, s store) (any, error) { return s.FirstPage(ctx, acme, 9) }, `"Own":{"a":`, nil},
			{func(ctx context.Context, s store) (any, error) { return s.FirstPage(ctx, other, 9) }, "", feature.ErrRefused}},
		"Register": {{func(ctx context.Context, s store) (any, error) {
			return none(s.Register(ctx, []feature.Definition{{Name: "x"}}))
		}, "", feature.ErrRefused}},
		"Stored": {{func(ctx context.Context, s store) (any, error) { return s.Stored(ctx, acme) }, `{"a":`, nil},
			{func(ctx context.Context, s store) (any, error) { return s.Stored(ctx, system) }, `{"b":`, nil},
			{func(ctx context.Context, s store) (any, error) { return s.Stored(ctx, hidden) }, "", feature.ErrRefused},
			{func(ctx context.Context, s store) (any, error) { return s.Stored(ctx, other) }, "", feature.ErrRefused}},
		"InSnapshot": {{func(ctx context.Context, s store) (any, error) {
			return none(s.InSnapshot(ctx, func(ctx context.Context) error { _, err := s.Stored(ctx, hidden); return err }))
		}, "", feature.ErrRefused}},
		"AtOnce": {{func(ctx context.Context, s store) (any, error) {
			return none(s.AtOnce(ctx, func(ctx context.Context) error { _, err := s.Stored(ctx, hidden); return err }))
		}, "", feature.ErrRefused}},
		"StoredAt": {{func(ctx context.Context, s store) (any, error) {
			at, err := s.StoredAt(ctx, []feature.Scope{system, acme, other, hidden})
			return []any{len(at), at[acme], at[other], at[hidden]}, err
		}, `[2,{"a":`, nil}},
		"Rows": {{func(ctx context.Context, s store) (any, error) { return s.Rows(ctx, acme) }, "alice", nil},
			{func(ctx context.Context, s store) (any, error) { return s.Rows(ctx, system) }, `"Name":"b","Enabled":true`, nil},
			{func(ctx context.Context, s store) (any, error) { return s.Rows(ctx, other) }, "", feature.ErrRefused}},
		"Recent": {{func(ctx context.Context, s store) (any, error) { return s.Recent(ctx, acme) }, `["own","a"]`, nil},
			{func(ctx context.Context, s store) (any, error) { return s.Recent(ctx, system) }, "null", nil},
			{func(ctx context.Context, s store) (any, error) { return s.Recent(ctx, other) }, "", feature.ErrRefused}},
		"Counts": {{func(ctx context.Context, s store) (any, error) {
			counts := map[string]feature.Count{}
			err := s.Counts(ctx, func(name string, n feature.Count) { counts[name] = n })
			return counts, err
		}, `{"a":{"On":1,"Off":0},"own":{"On":1,"Off":0},"p":{"On":1,"Off":0}}`, nil}},
		"Overrides": {{func(ctx context.Context, s store) (any, error) {
			page, err := s.Overrides(ctx, data.OverrideQuery{Name: "b"})
			return page.Overrides, err
		}, `"Kind":"system"`, nil},
			{func(ctx context.Context, s store) (any, error) {
				page, err := s.Overrides(ctx, data.OverrideQuery{Name: "a", WithScopes: true})
				return []any{page.Overrides, fmt.Sprint(page.Names, len(page.Rollouts))}, err
			}, `"ID":"acme"`, nil},
			{func(ctx context.Context, s store) (any, error) {
				page, err := s.Overrides(ctx, data.OverrideQuery{Name: "a", After: acme})
				return []any{page.Overrides, page.More}, err
			}, `[[],false]`, nil}},
		"All":             {{func(ctx context.Context, s store) (any, error) { return s.All(ctx) }, `"ID":"acme"`, nil}},
		"FeatureRollouts": {{func(ctx context.Context, s store) (any, error) { return s.FeatureRollouts(ctx, "p") }, "{", nil}},
		"ScopeRollouts": {{func(ctx context.Context, s store) (any, error) {
			at, err := s.ScopeRollouts(ctx, []feature.Scope{course, hidden})
			return at[hidden].Scope, err
		}, `{"Kind":"","ID":""}`, nil}},
		"Rollouts":      {{func(ctx context.Context, s store) (any, error) { return s.Rollouts(ctx) }, "{}", nil}},
		"FeatureStates": {{func(ctx context.Context, s store) (any, error) { return s.FeatureStates(ctx) }, "[]", nil}},
		"Enabled":       {{func(ctx context.Context, s store) (any, error) { return s.Enabled(ctx) }, "The course", nil}},
		"Impact":        {{func(ctx context.Context, s store) (any, error) { return s.Impact(ctx, "a") }, `"Inheriting":-1`, nil}},
		"CheckRows": {{func(ctx context.Context, s store) (any, error) {
			var rows []data.Row
			var found []data.Anomaly
			err := s.CheckRows(ctx, func(r data.Row) { rows = append(rows, r) }, func(a data.Anomaly) { found = append(found, a) })
			return []any{rows, found}, err
		}, `"ID":"acme"`, nil}},
		"Scopes": {{func(ctx context.Context, s store) (any, error) {
			return s.Scopes(ctx, data.ScopeQuery{Kind: feature.Tenant, Text: "ACME", Limit: 9})
		}, `"ID":"acme"`, nil},
			{func(ctx context.Context, s store) (any, error) {
				return s.Scopes(ctx, data.ScopeQuery{Kind: feature.Section, Limit: 9})
			}, `{"Scopes":[]`, nil}},
		"Scope": {{func(ctx context.Context, s store) (any, error) { return s.Scope(ctx, acme) }, `"Name":"Acme"`, nil},
			{func(ctx context.Context, s store) (any, error) {
				return s.Scope(ctx, feature.Scope{Kind: feature.Project, ID: "course"})
			}, `"ID":"1"`, nil},
			{func(ctx context.Context, s store) (any, error) { return none(second(s.Scope(ctx, other))) }, "", feature.ErrRefused},
			{func(ctx context.Context, s store) (any, error) {
				return none(second(s.Scope(ctx, feature.TenantScope("acm"))))
			}, "", feature.ErrRefused},
			{func(ctx context.Context, s store) (any, error) { return none(second(s.Scope(ctx, system))) }, "", feature.ErrRefused}},
		"ScopesOfSlugs": {{func(ctx context.Context, s store) (any, error) {
			return s.ScopesOfSlugs(ctx, feature.Project, []string{"course", "hidden-course", "acme-hidden"})
		}, `{"course":{"Kind":"project","ID":"1"}}`, nil}},
		"ScopeNames": {{func(ctx context.Context, s store) (any, error) {
			names, err := s.ScopeNames(ctx, []feature.Scope{acme, other, course, hidden})
			return []any{names[acme], names[other], names[course], names[hidden]}, err
		}, `["Acme","","The course",""]`, nil}},
		"Apply": {{func(ctx context.Context, s store) (any, error) {
			return s.Apply(ctx, feature.ChangeSet{Changes: []feature.Change{on(acme, "c"), on(other, "c")}})
		}, "", feature.ErrRefused},
			{func(ctx context.Context, s store) (any, error) {
				return s.Apply(ctx, feature.ChangeSet{Changes: []feature.Change{on(system, "c")}})
			}, "", feature.ErrRefused},
			{func(ctx context.Context, s store) (any, error) {
				return s.Apply(ctx, feature.ChangeSet{Catalogue: []feature.Definition{}})
			}, "", feature.ErrRefused},
			{func(ctx context.Context, s store) (any, error) {
				return s.Apply(ctx, feature.ChangeSet{Actor: "bob", Changes: []feature.Change{on(acme, "b")}})
			}, `"Name":"b"`, nil}},
		"Kill": {{func(ctx context.Context, s store) (any, error) { return s.Kill(ctx, "a", feature.ChangeSet{}) }, "", feature.ErrRefused}},
		"Undo": {{func(ctx context.Context, s store) (any, error) { return s.Undo(ctx, shared, feature.ChangeSet{}) }, "", feature.ErrRefused},
			{func(ctx context.Context, s store) (any, error) { return s.Undo(ctx, secret, feature.ChangeSet{}) }, "", feature.ErrUnknown},
			{func(ctx context.Context, s store) (any, error) { return s.Undo(ctx, "none", feature.ChangeSet{}) }, "", feature.ErrUnknown},
			{func(ctx context.Context, s store) (any, error) {
				return s.Undo(ctx, own, feature.ChangeSet{Actor: "bob"})
			}, `"Name":"own"`, nil}},
		"History": {{func(ctx context.Context, s store) (any, error) { return s.History(ctx, data.HistoryQuery{Limit: 99}) }, "alice", nil},
			{func(ctx context.Context, s store) (any, error) {
				return s.History(ctx, data.HistoryQuery{HistoryFilter: data.HistoryFilter{Scope: acme, System: true}, Limit: 99})
			}, `"Kind":"system","ID":""},"Name":"b"`, nil},
			{func(ctx context.Context, s store) (any, error) {
				return s.History(ctx, data.HistoryQuery{HistoryFilter: data.HistoryFilter{Scope: acme, System: true, By: "hidden"}, Limit: 99})
			}, `"Entries":[]`, nil},
			{func(ctx context.Context, s store) (any, error) {
				return s.History(ctx, data.HistoryQuery{HistoryFilter: data.HistoryFilter{Scope: system}, Limit: 99})
			}, "", feature.ErrRefused}},
		"LastChanges": {{func(ctx context.Context, s store) (any, error) { return s.LastChanges(ctx, acme, "a", "b") }, "alice", nil},
			{func(ctx context.Context, s store) (any, error) { return s.LastChanges(ctx, system, "a", "b") }, `{"b":{`, nil},
			{func(ctx context.Context, s store) (any, error) { return s.LastChanges(ctx, other, "a") }, "", feature.ErrRefused}},
		"ChangeSet": {{func(ctx context.Context, s store) (any, error) { return s.ChangeSet(ctx, shared) }, `"ID":"acme"`, nil},
			{func(ctx context.Context, s store) (any, error) { return s.ChangeSet(ctx, secret) }, "", feature.ErrUnknown}},
		"LastOwn": {{func(ctx context.Context, s store) (any, error) { return s.LastOwn(ctx, "alice") }, `"Name":"a"`, nil},
			{func(ctx context.Context, s store) (any, error) { return s.LastOwn(ctx, "hidden-person") }, "", feature.ErrUnknown}},
		"Access": {{func(ctx context.Context, s store) (any, error) { return s.Access(ctx) }, `""`, nil}},
		"Watch":  {{func(ctx context.Context, s store) (any, error) { return <-s.Watch(ctx), nil }, `"Changed":true`, nil}},
		"Info":   {{func(_ context.Context, s store) (any, error) { return s.Info().Kinds.Kinds(), nil }, `["system","tenant","project"]`, nil}},
		"Close":  {{func(_ context.Context, s store) (any, error) { return none(s.Close()) }, "null", nil}},
	}
}

func second(_ feature.ScopeInfo, err error) error { return err }

// A limited user learns nothing of other scopes from any method, in results and in
// errors, and changes nothing there.
func TestEveryMethod(t *testing.T) {
	inner := open(t)
	secret := write(t, inner, "hidden-person", on(other, "hidden-flag"), on(hidden, "p"), on(system, "b"))
	shared := write(t, inner, "alice", on(acme, "a"), on(other, "a"))
	write(t, inner, "carol", on(course, "p"))
	own := write(t, inner, "bob", on(acme, "own"))
	limited, err := New(t.Context(), inner, []feature.Scope{acme, {Kind: feature.Project, ID: "course"}, {Kind: "unknown", ID: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := limited.Info().Allowed; !slices.Equal(got, []feature.Scope{acme, course}) {
		t.Fatalf("the limit is %v", got)
	}
	before := outside(t, inner)
	echo := strings.NewReplacer("you may not use tenant:hidden-tenant", "", "the last change of hidden-person", "") // the user's own words
	all := calls(own, shared, secret)
	methods := reflect.TypeFor[data.Store]()
	// Writes come after the reads, and Close is last.
	order := func(name string) int { return slices.Index([]string{"Apply", "Undo", "Close"}, name) }
	names := make([]string, methods.NumMethod())
	for i := range names {
		names[i] = methods.Method(i).Name
	}
	slices.SortStableFunc(names, func(a, b string) int { return order(a) - order(b) })
	for _, name := range names {
		if name == "Close" {
			if after := outside(t, inner); !reflect.DeepEqual(before, after) {
				t.Errorf("rows outside the limit are %v, and were %v", after, before)
			}
		}
		if len(all[name]) == 0 {
			t.Errorf("%s has no case here: what does a limited user see of it?", name)
		}
		for i, c := range all[name] {
			ctx, stop := context.WithCancel(t.Context())
			value, err := c.run(ctx, limited)
			stop()
			text, _ := json.Marshal(value)
			said := string(text)
			if err != nil {
				said = err.Error() + " " + feature.Hint(err)
			}
			switch {
			case c.kind == nil && err != nil, c.kind != nil && !errors.Is(err, c.kind):
				t.Errorf("%s, case %d: %v", name, i, err)
			case c.kind == nil && !strings.Contains(said, c.want):
				t.Errorf("%s, case %d: %s\nwant %s", name, i, said, c.want)
			case strings.Contains(echo.Replace(said), "hidden"):
				t.Errorf("%s, case %d shows what is hidden: %s", name, i, said)
			}
		}
	}
}

// outside returns the overrides that a limited user must not change.
func outside(t *testing.T, s data.Store) []string {
	t.Helper()
	all, err := s.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, o := range all {
		if o.Scope != acme && o.Scope != course {
			rows = append(rows, o.Scope.String()+" "+o.Name+" "+o.Setting().String()+" "+o.UpdatedBy)
		}
	}
	return rows
}
