package model

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/flag"
	"flagtui/internal/views"
)

// command makes a tea.Cmd of fn. It is given everything that it needs as
// values, never the model; the store bounds how long it may take.
func command(ctx context.Context, fn func(context.Context) tea.Msg) tea.Cmd {
	return func() (msg tea.Msg) {
		defer func() {
			if bug := recover(); bug != nil {
				msg = commandPanicked{&flag.Problem{Text: fmt.Sprintf("flagtui has a bug: %v", bug),
					Hint: "please report it with this: " + string(debug.Stack())}}
			}
		}()
		return fn(ctx)
	}
}

// refresh reads everything that is shown again.
func (m *Model) refresh() tea.Cmd {
	cmds := []tea.Cmd{m.loadScope(m.browse.Scope(), true), m.loadCounts()}
	if m.browse.Recent() {
		cmds = append(cmds, m.loadRecent())
	}
	return tea.Batch(cmds...)
}

// loadScope reads the overrides at a scope; everything: also the definitions
// and the system's overrides, which each tenant's view builds on.
func (m *Model) loadScope(scope flag.ScopeInfo, everything bool) tea.Cmd {
	store, fromFile, seq := m.store, m.fromFile, m.load.next()
	return command(m.ctx, func(ctx context.Context) tea.Msg {
		msg := scopeLoaded{seq: seq, scope: scope}
		if everything && fromFile == nil {
			if msg.defs, msg.err = store.Definitions(ctx); msg.err != nil {
				return msg
			}
		}
		if everything || scope.Scope.IsSystem() {
			if msg.system, msg.err = store.Stored(ctx, flag.SystemScope()); msg.err != nil {
				return msg
			}
		}
		if !scope.Scope.IsSystem() {
			msg.own, msg.err = store.Stored(ctx, scope.Scope)
		}
		msg.at = now()
		return msg
	})
}

// loadCounts reads how many tenants override each flag. It may take long over
// many overrides, so it stands apart: nothing waits for it.
func (m *Model) loadCounts() tea.Cmd {
	store, seq := m.store, m.counts.next()
	return command(m.ctx, func(ctx context.Context) tea.Msg {
		counts, err := store.Counts(ctx)
		return countsLoaded{seq, counts, err}
	})
}

// loadRecent reads the order in which the overrides changed.
func (m *Model) loadRecent() tea.Cmd {
	store, scope := m.store, m.browse.Scope().Scope
	return command(m.ctx, func(ctx context.Context) tea.Msg {
		names, err := store.Recent(ctx, scope)
		return recentLoaded{scope, names, err}
	})
}

// pageSize is how many scopes are read at once.
const pageSize = 100

// loadScopes reads the page of scopes that m.query asks for.
func (m *Model) loadScopes(first bool) tea.Cmd {
	store, query, seq := m.store, m.query, m.search.next()
	return command(m.ctx, func(ctx context.Context) tea.Msg {
		page, err := store.Scopes(ctx, query)
		return scopesLoaded{seq, first, page, err}
	})
}

// lookUpScope asks whether anything knows a scope.
func (m *Model) lookUpScope(scope flag.Scope) tea.Cmd {
	store, seq := m.store, m.lookup.next()
	return command(m.ctx, func(ctx context.Context) tea.Msg {
		info, err := store.Scope(ctx, scope)
		return scopeLookedUp{seq, info, err}
	})
}

// loadReach reads whom a change of the system's value touches.
func (m *Model) loadReach(toggle *views.Toggle) tea.Cmd {
	store, change := m.store, toggle.Change()
	if !change.Scope.IsSystem() {
		return nil
	}
	return command(m.ctx, func(ctx context.Context) tea.Msg {
		reach, err := store.Reach(ctx, change.Name)
		return reachLoaded{toggle, reach, err}
	})
}

// armingTime is how long a change screen takes no keys: what was typed ahead
// was not meant for it.
const armingTime = 400 * time.Millisecond

func arm(toggle *views.Toggle) tea.Cmd {
	return tea.Tick(armingTime, func(time.Time) tea.Msg { return toggleArmed{toggle} })
}

// applyChange makes a change. It is not given up when the program ends.
func (m *Model) applyChange(apply views.Apply) tea.Cmd {
	store, writes, toggle, scope := m.store, m.writes, m.toggle, m.browse.Scope()
	set := flag.ChangeSet{Actor: m.frame.Session.Actor, Reason: apply.Reason, Changes: []flag.Change{apply.Change}}
	writes.begin()
	run := command(context.WithoutCancel(m.ctx), func(ctx context.Context) tea.Msg {
		applied, err := store.Apply(ctx, set)
		return changeApplied{toggle, scope, apply.Change, applied, err}
	})
	return func() tea.Msg {
		msg := run()
		writes.end(outcome(msg))
		return msg
	}
}

// outcome words what became of a write, for a user who has left.
func outcome(msg tea.Msg) string {
	switch msg := msg.(type) {
	case changeApplied:
		if msg.err != nil {
			return "not saved: " + views.Clean(msg.err.Error())
		}
		return "saved: " + views.Clean(done(msg.change, msg.applied))
	case commandPanicked:
		return views.Clean(msg.problem.Text)
	}
	return ""
}

// done words a change as the web page does.
func done(change flag.Change, applied data.Applied) string {
	if len(applied.Changed) == 0 {
		return fmt.Sprintf("\"%s\" was %s already", change.Name, change.After)
	}
	switch change.After {
	case flag.On:
		return fmt.Sprintf("\"%s\" enabled", change.Name)
	case flag.Off:
		return fmt.Sprintf("\"%s\" disabled", change.Name)
	}
	return fmt.Sprintf("Override cleared for \"%s\"", change.Name)
}
