package flagtui

import (
	"context"
	"sync"
	"sync/atomic"
)

// Enabled reports whether a flag is known to be on at a scope, or at the system if no
// scope is given. It is false if the flag is undefined, if its value depends on
// something else, and if the scope could not be read. Evaluate tells these cases apart.
//
// Enabled reads memory only, except at the first look at a scope (see WithFirstRead).
func (c *Client) Enabled(name string, scope ...AnyScope) bool {
	s, at := c.at(scope)
	return c.answer(s, at, name).enabled
}

// AllEnabled reports whether Enabled is true for all flags at one moment. It is true
// without names.
func (c *Client) AllEnabled(names []string, scope ...AnyScope) bool {
	s, at := c.at(scope)
	for _, name := range names {
		if !c.answer(s, at, name).enabled {
			return false
		}
	}
	return true
}

// Evaluate returns the value of a flag at a scope, or at the system if no scope is given,
// and where the value comes from.
func (c *Client) Evaluate(name string, scope ...AnyScope) Result {
	s, at := c.at(scope)
	return c.answer(s, at, name).result(name, shown(scope), c.staleSince.Load() != 0)
}

// List returns every flag at a scope, or at the system if no scope is given, sorted by
// name. These are the flags whose definitions allow the scope, and those with an override
// that applies there. It returns none if the scope could not be read.
func (c *Client) List(scope ...AnyScope) []Result {
	return c.list(scope, func(*answer) bool { return true })
}

// ListEnabled returns the flags of List that are known to be on.
func (c *Client) ListEnabled(scope ...AnyScope) []Result {
	return c.list(scope, func(a *answer) bool { return a.enabled })
}

func (c *Client) list(scope []AnyScope, keep func(*answer) bool) []Result {
	s, at := c.at(scope)
	if at == nil || at.kind.invalid {
		return nil
	}
	results, stale := []Result{}, c.staleSince.Load() != 0
	for _, name := range s.namesAt(at) {
		a := s.answer(at, name)
		if keep(a) && a.isListed(at.kind.info.Kind) {
			results = append(results, a.result(name, shown(scope), stale))
		}
	}
	return results
}

// shown returns the scope for a Result.
func shown(scope []AnyScope) AnyScope {
	if len(scope) == 0 {
		return System
	}
	return scope[0]
}

// at returns the current state and the scope's values in it. The values are nil if they
// were never read. The first look at a scope waits for them.
func (c *Client) at(scope []AnyScope) (*state, *loadedScope) {
	var key scopeKey
	if !key.set(scope) {
		return c.state.Load(), noScope
	}
	s, at := c.loaded(&key)
	if at == nil {
		s, at = c.load(key)
	}
	return s, at
}

// noScope stands for a scope that the database does not have.
var noScope = &loadedScope{kind: &kindAnswers{invalid: true}}

// loaded returns the current state and the values at a scope, or nil if the scope is not
// in memory.
func (c *Client) loaded(key *scopeKey) (*state, *loadedScope) {
	s := c.state.Load()
	if key.isSystem() {
		return s, s.atSystem
	}
	at := s.scopes.find(key)
	if now := c.sweep.Load(); at != nil && at.used.Load() != now { // a store each time would slow down the other processors
		at.used.Store(now)
	}
	return s, at
}

// load is loaded for a scope that has to be read first. While the database is away it
// does not wait.
func (c *Client) load(key scopeKey) (*state, *loadedScope) {
	if c.staleSince.Load() != 0 || key.isSystem() {
		return c.loaded(&key)
	}
	ctx, cancel := context.WithTimeout(c.life, c.options.firstRead)
	defer cancel()
	requests, err := c.request(ctx, key)
	if err != nil {
		return c.loaded(&key)
	}
	return requests[0].state, requests[0].at
}

// answer returns the value of a flag.
func (c *Client) answer(s *state, at *loadedScope, name string) *answer {
	if at == nil {
		return s.unavailable(name, c.options.defaults)
	}
	a := s.answer(at, name)
	if !at.kind.invalid && a == at.kind.undefined && a.reason == ReasonUndefined {
		c.undefined.warn(c, name)
	}
	return a
}

// undefinedNames are the undefined flags that were looked up.
type undefinedNames struct {
	names sync.Map
	count atomic.Int32
}

// maxUndefined is the number of undefined flags that are logged.
const maxUndefined = 1000

// warn logs the name of an undefined flag once.
func (u *undefinedNames) warn(c *Client, name string) {
	if u.count.Load() >= maxUndefined {
		return
	}
	if _, again := u.names.LoadOrStore(name, true); !again {
		u.count.Add(1)
		c.options.logger.Warn("flagtui: a flag is not defined", "flag", name)
	}
}
