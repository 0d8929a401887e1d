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
	"flagtui/internal/flag"
)

// memory is a store in memory. What it does not implement is not called.
type memory struct {
	data.Store

	mu      sync.Mutex
	defs    []flag.Definition
	rows    map[flag.Scope]map[string]flag.Stored
	gates   map[flag.Scope]flag.Gates
	tenants []flag.ScopeInfo
	recent  []string
	calls   map[string]int // by method
	applied []flag.ChangeSet
	closed  bool

	readOnly string // what Access finds

	// before is called first in each method, outside the lock. It may fail,
	// block or panic in the method's place.
	before func(method string) error
}

// errDown is what a store says whose database is gone.
var errDown = &flag.Problem{Kind: flag.ErrUnavailable, Text: "cannot reach the database", Hint: "check that it runs"}

var (
	system = flag.SystemScope()
	acme   = flag.TenantScope("acme")
	globex = flag.TenantScope("globex")
)

// newMemory is a store with four flags and two tenants.
func newMemory() *memory {
	return &memory{
		defs: []flag.Definition{
			{Name: "alpha", Description: "The first"}, {Name: "beta", Default: true},
			{Name: "gamma"}, {Name: "omega", Description: "The last"},
		},
		rows: map[flag.Scope]map[string]flag.Stored{
			system: {"beta": {Enabled: true}},
			acme:   {"alpha": {Enabled: true}},
		},
		tenants: []flag.ScopeInfo{
			{Scope: acme, Name: "Acme", Status: "active", Listed: true, Overrides: 1},
			{Scope: globex, Name: "Globex", Status: "active", Listed: true},
		},
		calls: map[string]int{},
	}
}

// enter counts a call and lets the test interfere.
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

// failing makes some methods fail, all of them where none is named.
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

// working ends what failing began.
func (s *memory) working() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = nil
}

// set changes a row as someone else would.
func (s *memory) set(scope flag.Scope, name string, to flag.Setting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write(scope, name, to)
}

func (s *memory) write(scope flag.Scope, name string, to flag.Setting) {
	if s.rows[scope] == nil {
		s.rows[scope] = map[string]flag.Stored{}
	}
	if delete(s.rows[scope], name); to != flag.Follow {
		s.rows[scope][name] = flag.Stored{Enabled: to == flag.On}
	}
}

func (s *memory) now(scope flag.Scope, name string) flag.Setting {
	if row, ok := s.rows[scope][name]; ok {
		return flag.SettingOf(row.Enabled)
	}
	return flag.Follow
}

// wrote demands the changes that have been applied so far, as "system alpha
// follow>on".
func (s *memory) wrote(t *testing.T, want ...string) {
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

func (s *memory) Facts() data.Facts { return data.Facts{Kinds: []flag.Kind{flag.System, flag.Tenant}} }

func (s *memory) Definitions(context.Context, ...flag.Definition) ([]flag.Definition, error) {
	if err := s.enter("Definitions"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.defs), nil
}

func (s *memory) Beginning(_ context.Context, scope flag.Scope, most int) (data.Beginning, error) {
	if err := s.enter("Beginning"); err != nil {
		return data.Beginning{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return data.Beginning{Definitions: s.defs[:min(most, len(s.defs))], System: maps.Clone(s.rows[system]), Own: maps.Clone(s.rows[scope])}, nil
}

func (s *memory) Stored(_ context.Context, scope flag.Scope, names ...string) (map[string]flag.Stored, error) {
	if err := s.enter("Stored"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := map[string]flag.Stored{}
	for name, row := range s.rows[scope] {
		if len(names) == 0 || slices.Contains(names, name) {
			rows[name] = row
		}
	}
	return rows, nil
}

func (s *memory) Recent(context.Context, flag.Scope) ([]string, error) {
	if err := s.enter("Recent"); err != nil {
		return nil, err
	}
	return s.recent, nil
}

func (s *memory) Counts(_ context.Context, add func(string, flag.Count)) error {
	if err := s.enter("Counts"); err != nil {
		return err
	}
	add("alpha", flag.Count{On: 12, Off: 3})
	return nil
}

func (s *memory) Reach(context.Context, string) (flag.Reach, error) {
	if err := s.enter("Reach"); err != nil {
		return flag.Reach{}, err
	}
	return flag.Reach{Followers: 143}, nil
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

func (s *memory) Scope(_ context.Context, scope flag.Scope) (flag.ScopeInfo, error) {
	if err := s.enter("Scope"); err != nil {
		return flag.ScopeInfo{Scope: scope}, err
	}
	for _, info := range s.tenants {
		if info.Scope == scope {
			return info, nil
		}
	}
	return flag.ScopeInfo{Scope: scope}, &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("no tenant %q", scope.ID), Hint: `did you mean "acme"?`}
}

func (s *memory) Apply(_ context.Context, set flag.ChangeSet) (data.Applied, error) {
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
		return data.Applied{}, &flag.Problem{Kind: flag.ErrConflict, Text: fmt.Sprintf("%q at %s is %s now, by %s", at.Name, at.Scope, at.Now, at.By), Cause: conflict}
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

func (s *memory) StoredAt(ctx context.Context, scopes []flag.Scope) (map[flag.Scope]map[string]flag.Stored, error) {
	if err := s.enter("StoredAt"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[flag.Scope]map[string]flag.Stored{}
	for _, scope := range scopes {
		all[scope] = maps.Clone(s.rows[scope])
	}
	return all, nil
}

func (s *memory) Rows(_ context.Context, scope flag.Scope, names ...string) ([]flag.Override, error) {
	if err := s.enter("Rows"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []flag.Override
	for _, name := range names {
		if row, ok := s.rows[scope][name]; ok {
			found = append(found, flag.Override{Scope: scope, Name: name, Enabled: row.Enabled, UpdatedBy: "bob@ops2", UpdatedAt: time.Unix(1e9, 0)})
		}
	}
	return found, nil
}

func (s *memory) Overrides(_ context.Context, q data.OverrideQuery) (data.OverridePage, error) {
	if err := s.enter("Overrides"); err != nil {
		return data.OverridePage{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var page data.OverridePage
	for _, scope := range slices.SortedFunc(maps.Keys(s.rows), func(a, b flag.Scope) int { return cmp.Compare(a.String(), b.String()) }) {
		if row, ok := s.rows[scope][q.Name]; ok {
			page.Overrides = append(page.Overrides, flag.Override{Scope: scope, Name: q.Name, Enabled: row.Enabled})
		}
	}
	return page, nil
}

func (s *memory) Asides(context.Context, string) (flag.Asides, error) {
	return flag.Asides{}, s.enter("Asides")
}
