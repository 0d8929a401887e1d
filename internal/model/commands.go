package model

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// command makes a tea.Cmd of fn. It is given everything that it needs as
// values, never the model; the store bounds how long it may take. failed makes
// the answer where fn fails or panics: each request gets an answer, or its
// screen would wait for ever.
func command(ctx context.Context, fn func(context.Context) (tea.Msg, error), failed func(error) tea.Msg) tea.Cmd {
	return func() (msg tea.Msg) {
		defer func() {
			// Bubble Tea would print a panic into a screen that is wiped at once.
			if bug := recover(); bug != nil {
				msg = failed(&feature.Problem{Text: fmt.Sprintf("flagtui has a bug: %v", bug), Hint: "please report it, with this: " + origin()})
			}
		}()
		msg, err := fn(ctx)
		if err != nil {
			return failed(err)
		}
		return msg
	}
}

// origin names the nearest callers of the panic that is being recovered from:
// a whole stack would not fit the screen.
func origin() string {
	const most = 4
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)]) // past Callers, origin and the deferred function
	var at []string
	for frame, more := frames.Next(); len(at) < most; frame, more = frames.Next() {
		if !strings.HasPrefix(frame.Function, "runtime.") {
			at = append(at, fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line))
		}
		if !more {
			break
		}
	}
	return strings.Join(at, " < ")
}

// refresh reads everything that is shown again.
func (m *Model) refresh() tea.Cmd { return m.reload(true) }

// loadOwn is loadScope for a tenant to whom the user changes: the system's
// overrides are known, as long as a watch tells when they change.
func (m *Model) loadOwn(scope feature.ScopeInfo) tea.Cmd {
	if scope.Scope.Kind == feature.Tenant && m.watching && !m.load.pending {
		return m.readScope(scope, false, m.system)
	}
	return m.loadScope(scope, false)
}

// loadScope reads the overrides at a scope, and the system's, which each
// tenant's view builds on; everything: the definitions, too. What an earlier
// load was to bring and did not is brought by this one.
func (m *Model) loadScope(scope feature.ScopeInfo, everything bool) tea.Cmd {
	return m.readScope(scope, everything, nil)
}

// readScope is loadScope; system is what is stored there, if that is known.
func (m *Model) readScope(scope feature.ScopeInfo, everything bool, system map[string]feature.Stored) tea.Cmd {
	known := scope.Listed || scope.Scope == m.browse.Scope().Scope
	m.goal, m.due, m.unasked = scope, m.due || everything, false
	m.over(subject{kind: reading})
	store, seq := m.store, m.load.next()
	everything, definitions := m.due, m.due && m.fromFile == nil
	before := m.definitions
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		msg := scopeLoaded{seq: seq, scope: scope, everything: everything, begun: now()}
		var err error
		if definitions {
			if msg.defs, err = store.Definitions(ctx, before...); err != nil {
				return nil, err
			}
		}
		if msg.system = system; system == nil && scope.Scope.Kind.Inherits() {
			if msg.system, err = store.Stored(ctx, feature.SystemScope()); err != nil {
				return nil, err
			}
		}
		if !scope.Scope.IsSystem() && !scope.Scope.IsZero() {
			if msg.own, err = store.Stored(ctx, scope.Scope); err != nil {
				return nil, err
			}
			gates, err := store.ScopeRollouts(ctx, []feature.Scope{scope.Scope})
			if err != nil {
				return nil, err
			}
			msg.gates = gates[scope.Scope]
			if !known { // not from a list that tells all of it
				if info, err := store.Scope(ctx, scope.Scope); err == nil {
					msg.scope = info
				}
			}
		}
		msg.at = now()
		return msg, nil
	}, func(err error) tea.Msg { return scopeLoaded{seq: seq, scope: scope, err: err} })
}

// loadCounts reads how many tenants override each flag, if that is due. It may
// take long over many overrides: it is not begun before the flags are there,
// nor while another count is under way, and nothing waits for it.
func (m *Model) loadCounts() tea.Cmd {
	if !m.uncounted || m.counts.pending {
		return nil
	}
	m.uncounted = false
	m.over(subject{kind: counting})
	store, definitions, seq := m.store, m.definitions, m.counts.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		begun := now()
		counts := feature.NewCounts(definitions)
		err := store.Counts(ctx, counts.Add)
		return countsLoaded{seq: seq, counts: counts, took: now().Sub(begun)}, err
	}, func(err error) tea.Msg { return countsLoaded{seq: seq, err: err} })
}

// loadRecent reads the order in which the overrides changed. again: the flags
// are sorted so already, and stay so only if they still are.
func (m *Model) loadRecent(again bool) tea.Cmd {
	m.over(subject{kind: sorting})
	store, scope, seq := m.store, m.browse.Scope().Scope, m.recent.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		names, err := store.Recent(ctx, scope)
		return recentLoaded{seq: seq, scope: scope, again: again, names: names}, err
	}, func(err error) tea.Msg { return recentLoaded{seq: seq, scope: scope, again: again, err: err} })
}

// lookUpScope asks whether anything knows a scope.
func (m *Model) lookUpScope(scope feature.Scope) tea.Cmd {
	m.over(subject{kind: lookingUp})
	m.looking = "Looking the id up"
	store, seq := m.store, m.lookup.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		info, err := store.Scope(ctx, scope)
		return scopeLookedUp{seq: seq, info: info}, err
	}, func(err error) tea.Msg {
		return scopeLookedUp{seq: seq, info: feature.ScopeInfo{Scope: scope}, err: err}
	})
}

// openContext opens the database of another context. The one that is open
// stays so until that has succeeded.
func (m *Model) openContext(name string) tea.Cmd {
	m.over(subject{kind: lookingUp})
	m.looking = "Connecting"
	connect, seq := m.connect, m.lookup.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		options, err := connect(ctx, name)
		return contextOpened{seq: seq, options: options}, err
	}, func(err error) tea.Msg { return contextOpened{seq: seq, err: err} })
}

// closeStore gives up a database.
func closeStore(store data.Store) tea.Cmd {
	return func() tea.Msg {
		_ = store.Close() // nothing was left to say to it
		return nil
	}
}

// loadReach reads whom a change of the system's value touches.
func (m *Model) loadReach(toggle *views.Toggle) tea.Cmd {
	m.over(subject{kind: reaching})
	store, change := m.store, toggle.Change()
	if !change.Scope.IsSystem() {
		return nil
	}
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		reach, err := store.Impact(ctx, change.Name)
		return reachLoaded{toggle: toggle, reach: reach}, err
	}, func(err error) tea.Msg { return reachLoaded{toggle: toggle, err: err} })
}
