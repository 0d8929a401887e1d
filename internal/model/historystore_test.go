package model

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// historyStore is a memory store whose history the test sets.
type historyStore struct {
	*memory
	past []feature.Entry // entries, newest first
}

func newHistoryStore(past ...feature.Entry) *historyStore {
	return &historyStore{memory: newMemory(), past: past}
}

func (s *historyStore) Info() data.Info {
	info := s.memory.Info()
	info.HasJournal = true
	return info
}

func (s *historyStore) History(_ context.Context, q data.HistoryQuery) (data.HistoryPage, error) {
	if err := s.enter("History"); err != nil {
		return data.HistoryPage{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var page data.HistoryPage
	for _, e := range s.past {
		if (q.Name == "" || e.Name == q.Name) && (q.Scope.IsZero() || e.Scope == q.Scope) {
			page.Entries = append(page.Entries, e)
		}
	}
	return page, nil
}

func (s *historyStore) ChangeSet(_ context.Context, change string) ([]feature.Entry, error) {
	if err := s.enter("ChangeSet"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var entries []feature.Entry
	for _, e := range s.past {
		if e.Change == change {
			entries = append(entries, e)
		}
	}
	if entries == nil {
		return nil, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("no change %q", change)}
	}
	return entries, nil
}

// LastOwn skips undos and undone change-sets, as the database's store does.
func (s *historyStore) LastOwn(_ context.Context, actor string) ([]feature.Entry, error) {
	if err := s.enter("LastOwn"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	undone := map[string]bool{}
	for _, e := range s.past {
		switch {
		case e.Undoes != "" && !undone[e.Change]:
			undone[e.Undoes] = true
		case e.Undoes == "" && !undone[e.Change] && e.Actor == actor:
			return []feature.Entry{e}, nil
		}
	}
	return nil, &feature.Problem{Kind: feature.ErrUnknown, Text: actor + " has changed nothing that could be undone"}
}

// Apply also records the changes.
func (s *historyStore) Apply(ctx context.Context, set feature.ChangeSet) (data.Applied, error) {
	applied, err := s.memory.Apply(ctx, set)
	if err != nil {
		return applied, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	applied.ID = fmt.Sprintf("set-%d", len(s.past)+1)
	for _, c := range applied.Changed {
		e := entry(applied.ID, set.Actor, c.Scope, c.Name, c.Before, c.After)
		e.Reason = set.Reason
		s.past = append([]feature.Entry{e}, s.past...)
	}
	return applied, nil
}

// entry returns an entry of the history.
func entry(change, actor string, scope feature.Scope, name string, before, after feature.Setting) feature.Entry {
	return feature.Entry{Change: change, At: time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC), Actor: actor,
		Scope: scope, Name: name, Before: before, After: after}
}

// wantCalls expects the number of calls of a method since its last check.
func (s *memory) wantCalls(t *testing.T, method string, want int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.calls[method]; n != want {
		t.Fatalf("%s was called %d times, not %d", method, n, want)
	}
	s.calls[method] = 0
}

// Watch sends nothing. A test sends the model signals by itself.
func (s *memory) Watch(context.Context) <-chan data.Signal { return noSignals() }

// AtOnce runs the reads one after the other.
func (s *memory) AtOnce(ctx context.Context, reads ...func(context.Context) error) error {
	for _, read := range reads {
		if err := read(ctx); err != nil {
			return err
		}
	}
	return nil
}

// unwatched is a store without a watch, because dash waits for every command.
type unwatched struct{ data.Store }

func (unwatched) Watch(context.Context) <-chan data.Signal { return noSignals() }

func noSignals() <-chan data.Signal {
	ended := make(chan data.Signal)
	close(ended)
	return ended
}

// signal sends the model a signal of the open store's watch.
func (d *dash) signal(changed bool, by data.Way) { d.update(d.signalOf(changed, by)) }

// signalOf returns the message that signal sends.
func (d *dash) signalOf(changed bool, by data.Way) watchSignal {
	return watchSignal{from: d.m.signals, signal: data.Signal{Changed: changed, By: by}}
}

func (s *memory) History(context.Context, data.HistoryQuery) (data.HistoryPage, error) {
	return data.HistoryPage{}, s.enter("History")
}

// LastChanges names bob for every row, and nobody for a removed row.
func (s *memory) LastChanges(_ context.Context, scope feature.Scope, names ...string) (map[string]feature.Entry, error) {
	if err := s.enter("LastChanges"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	last := map[string]feature.Entry{}
	for _, name := range names {
		if now := s.now(scope, name); now != feature.Inherit {
			last[name] = feature.Entry{Scope: scope, Name: name, After: now, Actor: "bob@ops2", Origin: feature.FromFlagtui}
		}
	}
	return last, nil
}

// LastChanges names the recorded actor for a removed row.
func (s *historyStore) LastChanges(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Entry, error) {
	last, err := s.memory.LastChanges(ctx, scope, names...)
	rows := maps.Clone(last)
	for _, e := range slices.Backward(s.past) {
		_, there := rows[e.Name]
		if err == nil && e.Scope == scope && slices.Contains(names, e.Name) && !there {
			e.Origin = feature.FromFlagtui
			if e.After != feature.Inherit {
				e = feature.Entry{Scope: scope, Name: e.Name, Before: e.After, Origin: feature.FromOutside}
			}
			last[e.Name] = e
		}
	}
	return last, err
}

func (s *memory) ScopeNames(_ context.Context, scopes []feature.Scope) (map[feature.Scope]string, error) {
	if err := s.enter("ScopeNames"); err != nil {
		return nil, err
	}
	names := map[feature.Scope]string{}
	for _, info := range s.tenants {
		if info.Name != "" && slices.Contains(scopes, info.Scope) {
			names[info.Scope] = info.Name
		}
	}
	return names, nil
}
