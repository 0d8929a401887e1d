package model

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// command makes a tea.Cmd of fn. fn must use captured values only, never the model. The
// store limits the time that fn takes. If fn fails or panics, failed makes the reply,
// because without a reply the screen would wait for ever.
func command(ctx context.Context, fn func(context.Context) (tea.Msg, error), failed func(error) tea.Msg) tea.Cmd {
	return func() (msg tea.Msg) {
		defer func() {
			// Bubble Tea would print a panic on a screen that is cleared at once.
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

// origin returns the innermost callers of a recovered panic. A whole stack does not fit
// on the screen.
func origin() string {
	const most = 4
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)]) // skips Callers, origin and the deferred function
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

// refresh reloads the scope, the live screens and the definitions.
func (m *Model) refresh(reason loadReason) tea.Cmd { return m.reload(reason, true) }

// loadOwn loads a scope that the user switches to. If the watch works, the system's
// overrides are not read again for a tenant.
func (m *Model) loadOwn(scope feature.ScopeInfo) tea.Cmd {
	if m.store.Info().Kinds.InheritsSystem(scope.Scope.Kind) && m.loader.systemIsCurrent() {
		return m.readScope(byUser, scope, false, m.stored.System)
	}
	return m.loadScope(byUser, scope, false)
}

// loadScope reads the overrides at a scope. If the scope inherits from the system,
// loadScope reads the system's overrides, too. With everything, loadScope also reads the
// definitions.
func (m *Model) loadScope(reason loadReason, scope feature.ScopeInfo, everything bool) tea.Cmd {
	return m.readScope(reason, scope, everything, nil)
}

// readScope does the work of loadScope. A nil system is read from the database.
func (m *Model) readScope(reason loadReason, scope feature.ScopeInfo, everything bool, system map[string]feature.Stored) tea.Cmd {
	known := scope.Listed || scope.Scope == m.browse.Scope().Scope
	m.clearProblem(subject{kind: reading})
	store := m.store
	seq, everything := m.loader.start(reason, scope, everything)
	definitions := everything && m.fromFile == nil
	return command(m.readContext(reason), func(ctx context.Context) (tea.Msg, error) {
		msg := scopeLoaded{seq: seq, scope: scope, everything: everything, stored: change.Snapshot{Scope: scope.Scope, System: system}, started: m.now()}
		err := store.AtOnce(ctx, func(ctx context.Context) (err error) {
			if definitions {
				msg.defs, err = store.Definitions(ctx)
			}
			return err
		}, func(ctx context.Context) error {
			return msg.stored.Read(ctx, store)
		}, func(ctx context.Context) error {
			if known {
				return nil
			}
			// The id was typed, so the name and the status are unknown. Without them the
			// scope is shown all the same.
			if info, err := store.Scope(ctx, scope.Scope); err == nil {
				msg.scope = info
			}
			return nil
		})
		msg.at = m.now()
		return msg, err
	}, func(err error) tea.Msg { return scopeLoaded{seq: seq, scope: scope, err: err} })
}

// loadCounts counts the tenants that override each flag if countsStale is set. It does
// nothing while another count is pending, because a count may take long.
func (m *Model) loadCounts() tea.Cmd {
	if !m.countsStale || m.counts.pending {
		return nil
	}
	m.countsStale = false
	m.clearProblem(subject{kind: counting})
	store, definitions, seq := m.store, m.definitions, m.counts.next()
	return command(data.Background(m.ctx), func(ctx context.Context) (tea.Msg, error) {
		started := m.now()
		counts := feature.NewCounts(definitions)
		err := store.Counts(ctx, counts.Add)
		return countsLoaded{seq: seq, counts: counts, took: m.now().Sub(started)}, err
	}, func(err error) tea.Msg { return countsLoaded{seq: seq, err: err} })
}

// loadRecent reads the order in which the flags at the scope shown were changed. again
// reports whether the list is sorted by change already.
func (m *Model) loadRecent(again bool) tea.Cmd {
	m.clearProblem(subject{kind: sorting})
	store, scope, all, seq := m.store, m.browse.Scope().Scope, m.browse.Names(), m.recent.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		started := m.now()
		var names []string
		var last map[string]feature.Entry
		err := store.AtOnce(ctx, func(ctx context.Context) (err error) {
			names, err = store.Recent(ctx, scope)
			return err
		}, func(ctx context.Context) (err error) {
			if !scope.IsZero() { // Recent does not list removed overrides
				last, err = store.LastChanges(ctx, scope, all...)
			}
			return err
		})
		if last != nil {
			names = latestFirst(names, last)
		}
		return recentLoaded{seq: seq, again: again, names: names, took: m.now().Sub(started)}, err
	}, func(err error) tea.Msg { return recentLoaded{seq: seq, again: again, err: err} })
}

// latestFirst returns the flags ordered by their last change, the latest first. Flags of
// recent without a known time follow at the end.
func latestFirst(recent []string, last map[string]feature.Entry) []string {
	var names []string
	for name, change := range last {
		if !change.At.IsZero() {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(last[b].At.Compare(last[a].At), cmp.Compare(a, b))
	})
	for _, name := range recent {
		if last[name].At.IsZero() {
			names = append(names, name)
		}
	}
	return names
}

// lookUpScope reads a scope whose id was typed.
func (m *Model) lookUpScope(scope feature.Scope) tea.Cmd {
	m.clearProblem(subject{kind: lookingUp})
	store, seq := m.store, m.scopeLookup.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		info, err := store.Scope(ctx, scope)
		return scopeLookedUp{seq: seq, info: info}, err
	}, func(err error) tea.Msg {
		return scopeLookedUp{seq: seq, info: feature.ScopeInfo{Scope: scope}, err: err}
	})
}

// closeStore closes a database.
func closeStore(store data.Store) tea.Cmd {
	return func() tea.Msg {
		_ = store.Close() // an error of Close would change nothing for the user
		return nil
	}
}

// loadImpact reads the number of scopes that a change at the system affects. Where the app
// limits the scopes at which a flag is on, loadImpact reads their number, too.
func (m *Model) loadImpact(toggle *views.Toggle) tea.Cmd {
	m.clearProblem(subject{kind: impactReading})
	store, change := m.store, toggle.Change()
	kinds := store.Info().Kinds
	if kinds.Of(change.Scope.Kind).Most == 0 && (!change.Scope.IsSystem() || len(kinds.InheritingSystem()) == 0) {
		return nil
	}
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		impact, err := store.Impact(ctx, change.Name)
		return impactLoaded{toggle: toggle, impact: impact}, err
	}, func(err error) tea.Msg { return impactLoaded{toggle: toggle, err: err} })
}
