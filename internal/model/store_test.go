package model

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// memory is a store in memory. Tests never call its other methods.
type memory struct {
	data.Store

	mu       sync.Mutex
	defs     []feature.Definition
	rows     map[feature.Scope]map[string]feature.Stored
	rollouts map[feature.Scope]feature.ScopeRollouts
	tenants  []feature.ScopeInfo
	recent   []string
	calls    map[string]int // number of calls, by method
	applied  []feature.ChangeSet
	closed   bool

	readOnly string // the answer of Access

	// before runs first in each method, outside of the lock. It may fail, block or panic
	// in place of the method.
	before func(method string) error
}

// errDown is the error of a store whose database is unreachable.
var errDown = &feature.Problem{Kind: feature.ErrUnavailable, Text: "cannot reach the database", Hint: "check that it runs"}

var (
	system = feature.SystemScope()
	acme   = feature.TenantScope("acme")
	globex = feature.TenantScope("globex")
)

// newMemory returns a store with four flags and two tenants.
func newMemory() *memory {
	return &memory{
		defs: []feature.Definition{
			{Name: "alpha", Description: "The first"}, {Name: "beta", Default: true},
			{Name: "gamma"}, {Name: "omega", Description: "The last"},
		},
		rows: map[feature.Scope]map[string]feature.Stored{
			system: {"beta": {Enabled: true}},
			acme:   {"alpha": {Enabled: true}},
		},
		tenants: []feature.ScopeInfo{
			{Scope: acme, Name: "Acme", Status: "active", Listed: true, Overrides: 1},
			{Scope: globex, Name: "Globex", Status: "active", Listed: true},
		},
		calls: map[string]int{},
	}
}

// enter counts a call and runs before.
func (s *memory) enter(method string) error {
	s.mu.Lock()
	s.calls[method]++
	before := s.before
	s.mu.Unlock()
	if before != nil {
		return before(method)
	}
	return nil
}

// failing makes the named methods fail, or all methods without names.
func (s *memory) failing(err error, methods ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = func(method string) error {
		if len(methods) == 0 || slices.Contains(methods, method) {
			return err
		}
		return nil
	}
}

// working makes all methods work again.
func (s *memory) working() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = nil
}

// set changes a row, as another session would.
func (s *memory) set(scope feature.Scope, name string, to feature.Setting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write(scope, name, to)
}

func (s *memory) write(scope feature.Scope, name string, to feature.Setting) {
	if s.rows[scope] == nil {
		s.rows[scope] = map[string]feature.Stored{}
	}
	if delete(s.rows[scope], name); to != feature.Inherit {
		s.rows[scope][name] = feature.Stored{Enabled: to == feature.On}
	}
}

func (s *memory) now(scope feature.Scope, name string) feature.Setting {
	if row, ok := s.rows[scope][name]; ok {
		return feature.SettingOf(row.Enabled)
	}
	return feature.Inherit
}

// wantWrites expects the applied changes, in a form such as "system alpha inherit>on".
func (s *memory) wantWrites(t *testing.T, want ...string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var got []string
	for _, set := range s.applied {
		for _, c := range set.Changes {
			got = append(got, fmt.Sprintf("%s %s %s>%s", c.Scope, c.Name, c.Before, c.After))
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("the store was told to write %q, not %q", got, want)
	}
}

func (s *memory) Info() data.Info {
	return data.Info{Kinds: kindsOf(feature.System, feature.Tenant)}
}

func (s *memory) Definitions(context.Context) ([]feature.Definition, error) {
	if err := s.enter("Definitions"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.defs), nil
}

func (s *memory) FirstPage(_ context.Context, scope feature.Scope, most int) (data.FirstPage, error) {
	if err := s.enter("FirstPage"); err != nil {
		return data.FirstPage{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return data.FirstPage{Definitions: s.defs[:min(most, len(s.defs))], System: maps.Clone(s.rows[system]), Own: maps.Clone(s.rows[scope])}, nil
}

func (s *memory) Stored(_ context.Context, scope feature.Scope, names ...string) (map[string]feature.Stored, error) {
	if err := s.enter("Stored"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := map[string]feature.Stored{}
	for name, row := range s.rows[scope] {
		if len(names) == 0 || slices.Contains(names, name) {
			rows[name] = row
		}
	}
	return rows, nil
}

func (s *memory) Recent(context.Context, feature.Scope) ([]string, error) {
	if err := s.enter("Recent"); err != nil {
		return nil, err
	}
	return s.recent, nil
}

func (s *memory) Counts(_ context.Context, add func(string, feature.Count)) error {
	if err := s.enter("Counts"); err != nil {
		return err
	}
	add("alpha", feature.Count{On: 12, Off: 3})
	return nil
}

func (s *memory) Impact(context.Context, string) (feature.Impact, error) {
	if err := s.enter("Impact"); err != nil {
		return feature.Impact{}, err
	}
	return feature.Impact{Inheriting: 143}, nil
}

func (s *memory) Scopes(_ context.Context, q data.ScopeQuery) (data.ScopePage, error) {
	if err := s.enter("Scopes"); err != nil {
		return data.ScopePage{}, err
	}
	var page data.ScopePage
	for _, info := range s.tenants {
		if info.Scope.Kind == q.Kind && strings.Contains(info.Scope.ID, q.Text) {
			page.Scopes = append(page.Scopes, info)
		}
	}
	return page, nil
}

func (s *memory) Scope(_ context.Context, scope feature.Scope) (feature.ScopeInfo, error) {
	if err := s.enter("Scope"); err != nil {
		return feature.ScopeInfo{Scope: scope}, err
	}
	for _, info := range s.tenants {
		if info.Scope == scope {
			return info, nil
		}
	}
	return feature.ScopeInfo{Scope: scope}, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("unknown tenant %q", scope.ID), Hint: `did you mean "acme"?`}
}

func (s *memory) Apply(_ context.Context, set feature.ChangeSet) (data.Applied, error) {
	if err := s.enter("Apply"); err != nil {
		return data.Applied{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	conflict := &data.Conflict{}
	for _, c := range set.Changes {
		if now := s.now(c.Scope, c.Name); now != c.Before && now != c.After {
			conflict.Rows = append(conflict.Rows, data.ConflictRow{Change: c, Now: now, By: "bob@ops2"})
		}
	}
	if len(conflict.Rows) > 0 {
		at := conflict.Rows[0]
		return data.Applied{}, &feature.Problem{Kind: feature.ErrConflict, Text: fmt.Sprintf("%q at %s is %s now, by %s", at.Name, at.Scope, at.Now, at.By), Cause: conflict}
	}
	applied := data.Applied{ID: "1"}
	for _, c := range set.Changes {
		if s.now(c.Scope, c.Name) != c.After {
			s.write(c.Scope, c.Name, c.After)
			applied.Changed = append(applied.Changed, c)
		}
	}
	s.applied = append(s.applied, set)
	return applied, nil
}

func (s *memory) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return errors.New("nobody looks at this")
}

func (s *memory) StoredAt(ctx context.Context, scopes []feature.Scope, _ ...string) (map[feature.Scope]map[string]feature.Stored, error) {
	if err := s.enter("StoredAt"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[feature.Scope]map[string]feature.Stored{}
	for _, scope := range scopes {
		all[scope] = maps.Clone(s.rows[scope])
	}
	return all, nil
}

func (s *memory) Rows(_ context.Context, scope feature.Scope, names ...string) ([]feature.Override, error) {
	if err := s.enter("Rows"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []feature.Override
	for _, name := range names {
		if row, ok := s.rows[scope][name]; ok {
			found = append(found, feature.Override{Scope: scope, Name: name, Enabled: row.Enabled, UpdatedBy: "bob@ops2", UpdatedAt: time.Unix(1e9, 0)})
		}
	}
	return found, nil
}

func (s *memory) Overrides(ctx context.Context, q data.OverrideQuery) (data.OverridePage, error) {
	if err := s.enter("Overrides"); err != nil {
		return data.OverridePage{}, err
	}
	var page data.OverridePage
	s.mu.Lock()
	for _, scope := range slices.SortedFunc(maps.Keys(s.rows), func(a, b feature.Scope) int { return cmp.Compare(a.String(), b.String()) }) {
		if row, ok := s.rows[scope][q.Name]; ok {
			page.Overrides = append(page.Overrides, feature.Override{Scope: scope, Name: q.Name, Enabled: row.Enabled})
		}
	}
	s.mu.Unlock()
	return page, page.ReadScopes(ctx, s, q)
}
