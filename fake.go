package flagtui

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"flagtui/internal/feature"
)

// fake holds the flags of a client without a database.
type fake struct {
	mu     sync.Mutex
	client *Client
	pool   answerPool
	rows   map[feature.Scope]map[string]feature.Stored
	sets   []ChangeSet
}

// Fake returns a client without a database, for tests of code that takes a Client. The
// flags of the map are the only ones that are defined, and have these values at every
// scope. The methods that write work in memory: a test calls Enable to turn a flag on at
// one scope. Any kind of scope exists.
func Fake(enabled map[string]bool) *Client {
	o, _ := newOptions("", nil)
	o.catalogue = []feature.Definition{}
	for _, name := range slices.Sorted(maps.Keys(enabled)) {
		o.catalogue = append(o.catalogue, feature.Definition{Name: name, Default: enabled[name]})
	}
	c := newClient(o)
	c.fake = &fake{client: c, pool: newAnswerPool(), rows: map[feature.Scope]map[string]feature.Stored{}}
	c.fake.publish(nil)
	return c
}

// publish makes the client answer from the rows. Scopes are the scopes in memory.
func (f *fake) publish(scopes []scopeKey) {
	before := f.client.state.Load()
	now := newState(moment{definitions: f.client.options.catalogue, system: maps.Clone(f.rows[feature.SystemScope()])}, nil, f.pool)
	var read []tableEntry
	for _, key := range scopes {
		read = append(read, now.newScope(key, key.kind, f.rows[key.place()], feature.ScopeRollouts{}))
	}
	now.scopes = now.scopes.with(read)
	f.client.state.Store(now)
	f.client.listeners.changed(changesBetween(before, now))
}

// scopes returns the scopes in memory.
func (f *fake) scopes() (keys []scopeKey) {
	for e := range f.client.state.Load().scopes.all() {
		keys = append(keys, e.key())
	}
	return keys
}

// read adds a scope to the state, and returns both.
func (f *fake) read(key scopeKey) (*state, *loadedScope) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if keys := f.scopes(); !slices.Contains(keys, key) {
		f.publish(append(keys, key))
	}
	s := f.client.state.Load()
	return s, s.scopes.find(&key)
}

// set makes changes in memory, all or none.
func (f *fake) set(changes []Change, w writeOptions) (ChangeSet, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var made []Change
	keys := f.scopes()
	for _, c := range changes {
		if c.Scope == nil {
			c.Scope = System
		}
		var key scopeKey
		if !key.set([]AnyScope{c.Scope}) {
			return ChangeSet{}, Result{Name: c.Name, Scope: c.Scope, Reason: ReasonInvalidScope}.Err()
		}
		if c.After != Inherit && f.client.state.Load().definition(c.Name) == nil {
			return ChangeSet{}, Result{Name: c.Name, Scope: c.Scope, Reason: ReasonUndefined}.Err()
		}
		row, there := f.rows[key.place()][c.Name]
		now := settingOf(row, there)
		if w.ifUnchanged && now != c.Before && now != c.After {
			return ChangeSet{}, &Error{Kind: ErrConflict, Text: fmt.Sprintf("%q at %s is %s and not %s", c.Name, c.Scope, now, c.Before)}
		}
		if c.Before = now; c.Before != c.After {
			made = append(made, c)
		}
		if !key.isSystem() && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	if len(made) == 0 {
		return ChangeSet{}, nil
	}
	for _, c := range made {
		var key scopeKey
		key.set([]AnyScope{c.Scope})
		rows := maps.Clone(f.rows[key.place()])
		if rows == nil {
			rows = map[string]feature.Stored{}
		}
		if rows[c.Name] = (feature.Stored{Enabled: c.After == On}); c.After == Inherit {
			delete(rows, c.Name)
		}
		f.rows[key.place()] = rows
	}
	f.publish(keys)
	set := ChangeSet{ID: "fake-" + strconv.Itoa(len(f.sets)+1), Changes: made, Recorded: true}
	f.sets = append(f.sets, set)
	return set, nil
}

// kill turns a flag off at the system and wherever it is on.
func (f *fake) kill(name string, w writeOptions) (ChangeSet, error) {
	f.mu.Lock()
	changes := []Change{{Scope: System, Name: name, After: Off}}
	for scope, rows := range f.rows {
		if row, ok := rows[name]; ok && row.Enabled && !scope.IsSystem() {
			changes = append(changes, Change{Scope: scopeFrom(scope), Name: name, After: Off})
		}
	}
	f.mu.Unlock()
	return f.set(changes, w)
}

// undo puts a change-set back.
func (f *fake) undo(id string, w writeOptions) (ChangeSet, error) {
	f.mu.Lock()
	i := slices.IndexFunc(f.sets, func(set ChangeSet) bool { return set.ID == id })
	var changes []Change
	if i >= 0 {
		for _, c := range f.sets[i].Changes {
			changes = append(changes, Change{Scope: c.Scope, Name: c.Name, Before: c.After, After: c.Before})
		}
	}
	f.mu.Unlock()
	if i < 0 {
		return ChangeSet{}, &Error{Kind: ErrUnknown, Text: fmt.Sprintf("there is no change-set %q", id)}
	}
	w.ifUnchanged = true
	return f.set(changes, w)
}
