package model

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/flag"
	"flagtui/internal/views"
)

// historyLoaded answers loadHistory.
type historyLoaded struct {
	seq   int
	first bool
	page  data.HistoryPage
	err   error
}

// reviewLoaded brings what an undo or a kill would change.
type reviewLoaded struct {
	seq    int
	review *views.Review
	err    error
}

// setApplied answers applySet. Like changeApplied it is never dropped.
type setApplied struct {
	review  *views.Review // the screen that asked
	write   int
	what    string // "undo …"
	undone  string // the change-set that is undone by it; empty for none
	applied data.Applied
	err     error
}

func (m *Model) openHistory(name string) tea.Cmd {
	m.history, m.mode = views.NewHistory(m.frame.Theme, m.keys, name, m.browse.Scope().Scope), remembering
	return m.searchHistory()
}

// searchHistory reads the first page of what the history is of.
func (m *Model) searchHistory() tea.Cmd {
	name, scope := m.history.Narrowed()
	m.past = data.HistoryQuery{Name: name, Scope: scope, Limit: 2 * pageSize}
	return m.loadHistory(true)
}

// loadHistory reads the page of history that m.past asks for.
func (m *Model) loadHistory(first bool) tea.Cmd {
	m.over(subject{kind: remembered})
	store, query, seq := m.store, m.past, m.search.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		page, err := store.History(ctx, query)
		return historyLoaded{seq: seq, first: first, page: page}, err
	}, func(err error) tea.Msg { return historyLoaded{seq: seq, first: first, err: err} })
}

func (m *Model) historyLoaded(msg historyLoaded) {
	if !m.search.done(msg.seq) || m.history == nil {
		return
	}
	if msg.err != nil {
		m.history.Failed()
		m.fail(subject{kind: remembered}, msg.err)
		return
	}
	m.past.After = msg.page.Next
	m.history.Show(msg.page.Entries, msg.first, msg.page.More, msg.page.Partial)
}

// reviewUndo reads a change-set that may be undone, or the user's last. Where
// the database keeps no history, this session's own changes are remembered.
func (m *Model) reviewUndo(change string) tea.Cmd {
	facts := m.store.Facts()
	if change == "" && !facts.HasJournal {
		if len(m.session) == 0 {
			m.say("Nothing has been changed in this session")
			return nil
		}
		seq, last := m.lookup.next(), m.session[len(m.session)-1]
		review := views.NewUndo(m.frame.Theme, m.keys, m.frame.Session, last)
		return func() tea.Msg { return reviewLoaded{seq: seq, review: review} }
	}
	store, frame, bindings := m.store, m.frame, m.keys
	return m.review(func(ctx context.Context) (*views.Review, error) {
		var entries []flag.Entry
		var err error
		if change == "" {
			entries, err = store.LastOwn(ctx, frame.Session.Actor)
		} else {
			entries, err = store.ChangeSet(ctx, change)
		}
		if err != nil {
			return nil, err
		}
		return views.NewUndo(frame.Theme, bindings, frame.Session, entries), nil
	})
}

// reviewKill reads what turning a flag off everywhere would change.
func (m *Model) reviewKill(name string) tea.Cmd {
	store, frame, bindings := m.store, m.frame, m.keys
	return m.review(func(ctx context.Context) (*views.Review, error) {
		page, err := store.Overrides(ctx, data.OverrideQuery{Name: name})
		if err != nil {
			return nil, err
		}
		return views.NewKill(frame.Theme, bindings, frame.Session, name, page.Overrides), nil
	})
}

// review reads what a review shows.
func (m *Model) review(read func(context.Context) (*views.Review, error)) tea.Cmd {
	m.over(subject{kind: remembered})
	seq := m.lookup.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		review, err := read(ctx)
		return reviewLoaded{seq: seq, review: review}, err
	}, func(err error) tea.Msg { return reviewLoaded{seq: seq, err: err} })
}

func (m *Model) reviewLoaded(msg reviewLoaded) tea.Cmd {
	switch {
	case !m.lookup.done(msg.seq):
	case errors.Is(msg.err, flag.ErrUnknown):
		m.say(msg.err.Error())
	case msg.err != nil:
		m.fail(subject{kind: remembered}, msg.err)
	default:
		m.reviewedFrom = browsing
		if m.mode == remembering {
			m.reviewedFrom = remembering
		}
		m.reviewed, m.mode = msg.review, reviewing
		return m.arm(msg.review)
	}
	return nil
}

// applyUndo puts a change-set back.
func (m *Model) applyUndo(undo views.ApplyUndo) tea.Cmd {
	store, set, change := m.store, m.changeSet(undo.Reason), undo.Entries[0].Change
	what := fmt.Sprintf("undo %s", change)
	if store.Facts().HasJournal {
		return m.applySet(what, "", func(ctx context.Context) (data.Applied, error) { return store.Undo(ctx, change, set) })
	}
	for _, e := range undo.Entries {
		set.Changes = append(set.Changes, e.Inverse())
	}
	return m.applySet(what, change, func(ctx context.Context) (data.Applied, error) { return store.Apply(ctx, set) })
}

// applyKill turns a flag off everywhere.
func (m *Model) applyKill(kill views.ApplyKill) tea.Cmd {
	store, set := m.store, m.changeSet(kill.Reason)
	return m.applySet(fmt.Sprintf("turn %q off everywhere", kill.Name), "", func(ctx context.Context) (data.Applied, error) {
		return store.Kill(ctx, kill.Name, set)
	})
}

// applySet makes changes that were reviewed. It is not given up when the
// program ends.
func (m *Model) applySet(what, undone string, apply func(context.Context) (data.Applied, error)) tea.Cmd {
	m.over(subject{kind: writing, name: what})
	writes, review, write := m.writes, m.reviewed, m.writes.begin()
	run := command(context.WithoutCancel(m.ctx), func(ctx context.Context) (tea.Msg, error) {
		applied, err := apply(ctx)
		return setApplied{review: review, write: write, what: what, undone: undone, applied: applied}, err
	}, func(err error) tea.Msg {
		return setApplied{review: review, write: write, what: what, err: err}
	})
	return func() tea.Msg {
		msg := run().(setApplied)
		text := "done: " + what
		if msg.err != nil {
			text = "not done: " + what + ": " + msg.err.Error()
		}
		writes.end(write, views.Clean(text))
		return msg
	}
}

// setApplied reports what became of an undo or a kill, on whatever screen the
// user is by now.
func (m *Model) setApplied(msg setApplied) tea.Cmd {
	m.writes.shown(msg.write)
	here := m.mode == reviewing && m.reviewed == msg.review
	switch {
	case msg.err == nil:
		if here {
			m.mode = browsing
		}
		m.remember(msg.applied, msg.undone)
		m.sayWritten(fmt.Sprintf("done: %s · %d overrides saved, live %s", msg.what, len(msg.applied.Changed), m.frame.Session.LiveAt(liveKind(msg.applied))))
	default:
		if here {
			m.reviewed.Failed()
		}
		m.fail(subject{kind: writing, name: msg.what}, &flag.Problem{Text: "Failed to " + msg.what + ": " + msg.err.Error(), Hint: flag.Hint(msg.err), Cause: msg.err})
	}
	return tea.Batch(m.loadScope(m.goal, false), m.loadCounts())
}

// liveKind is the kind of scope that was changed.
func liveKind(applied data.Applied) flag.Kind {
	if len(applied.Changed) == 0 {
		return flag.System
	}
	return applied.Changed[0].Scope.Kind
}

// remember keeps what this session has changed, for an undo where the
// database keeps no history; undone is a change-set that is thereby undone.
func (m *Model) remember(applied data.Applied, undone string) {
	if undone != "" {
		m.session = slices.DeleteFunc(m.session, func(set []flag.Entry) bool { return set[0].Change == undone })
		return
	}
	var entries []flag.Entry
	for _, c := range applied.Changed {
		entries = append(entries, flag.Entry{Change: applied.ID, At: now().UTC(), Actor: m.frame.Session.Actor,
			Scope: c.Scope, Name: c.Name, Before: c.Before, After: c.After})
	}
	if len(entries) > 0 {
		m.session = append(m.session, entries)
	}
}

// changeSet is a change-set of this session's actor.
func (m *Model) changeSet(reason string) flag.ChangeSet {
	return flag.ChangeSet{Actor: m.frame.Session.Actor, Client: m.frame.Session.Client, Reason: reason, Known: m.definitions}
}
