package model

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

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
	reason  string
	undone  string // the change-set that is undone by it; empty for none
	applied data.Applied
	err     error
}

// reviewUndo reads a change-set that may be undone, or the user's last. Where
// the database keeps no history, this session's own changes are remembered.
func (m *Model) reviewUndo(change string) tea.Cmd {
	facts := m.store.Info()
	if change == "" && !facts.HasJournal {
		if len(m.session) == 0 {
			m.say("Nothing has been changed in this session")
			return nil
		}
		seq, last := m.review.next(), m.session[len(m.session)-1]
		review := views.NewUndo(m.frame.Theme, m.keys, m.frame.Session, last)
		return func() tea.Msg { return reviewLoaded{seq: seq, review: review} }
	}
	store, frame, bindings := m.store, m.frame, m.keys
	return m.readReview(func(ctx context.Context) (*views.Review, error) {
		var entries []feature.Entry
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
	store, frame, bindings, definitions := m.store, m.frame, m.keys, m.definitions
	return m.readReview(func(ctx context.Context) (*views.Review, error) {
		if err := store.Info().CheckKill(name); err != nil {
			return nil, err
		}
		var asides feature.FeatureRollouts
		if len(definitions) == 0 {
			var err error
			if asides, err = store.FeatureRollouts(ctx, name); err != nil {
				return nil, err
			}
		}
		if err := feature.CheckKill(name, definitions, asides); err != nil {
			return nil, err
		}
		page, err := store.Overrides(ctx, data.OverrideQuery{Name: name})
		if err != nil {
			return nil, err
		}
		return views.NewKill(frame.Theme, bindings, frame.Session, name, page.Overrides), nil
	})
}

// readReview reads what a review shows.
func (m *Model) readReview(read func(context.Context) (*views.Review, error)) tea.Cmd {
	m.over(subject{kind: remembered})
	seq := m.review.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		review, err := read(ctx)
		return reviewLoaded{seq: seq, review: review}, err
	}, func(err error) tea.Msg { return reviewLoaded{seq: seq, err: err} })
}

func (m *Model) reviewLoaded(msg reviewLoaded) tea.Cmd {
	switch {
	case !m.review.done(msg.seq):
	case errors.Is(msg.err, feature.ErrUnknown), errors.Is(msg.err, feature.ErrRefused):
		m.say(msg.err.Error())
	case msg.err != nil:
		m.fail(subject{kind: remembered}, msg.err)
	default:
		if _, ok := m.screen().(*views.Toggle); ok {
			m.leave() // it takes that one's place
		}
		return m.openReview(msg.review)
	}
	return nil
}

// openReview opens the screen before something that changes several overrides.
func (m *Model) openReview(review *views.Review) tea.Cmd {
	return tea.Batch(m.open(&layer{screen: review}), m.arm(review))
}

// applyUndo puts a change-set back.
func (m *Model) applyUndo(undo views.ApplyUndo) tea.Cmd {
	store, set, change := m.store, m.changeSet(undo.Reason), undo.Entries[0].Change
	what := fmt.Sprintf("undo %s", change)
	for _, e := range undo.Entries {
		m.mine[e.Name] = true
	}
	if store.Info().HasJournal {
		return m.applySet(what, set.Reason, "", func(ctx context.Context) (data.Applied, error) { return store.Undo(ctx, change, set) })
	}
	for _, e := range undo.Entries {
		set.Changes = append(set.Changes, e.Inverse())
	}
	return m.applySet(what, set.Reason, change, func(ctx context.Context) (data.Applied, error) { return store.Apply(ctx, set) })
}

// applyChosen makes changes that were chosen together.
func (m *Model) applyChosen(apply views.ApplySet) tea.Cmd {
	store, set := m.store, m.changeSet(apply.Reason)
	set.Changes = apply.Changes
	for _, c := range set.Changes {
		m.mine[c.Name] = true
	}
	return m.applySet(apply.What, set.Reason, "", func(ctx context.Context) (data.Applied, error) { return store.Apply(ctx, set) })
}

// applyKill turns a flag off everywhere.
func (m *Model) applyKill(kill views.ApplyKill) tea.Cmd {
	store, set := m.store, m.changeSet(kill.Reason)
	m.mine[kill.Name] = true
	return m.applySet(fmt.Sprintf("turn %q off everywhere", kill.Name), set.Reason, "", func(ctx context.Context) (data.Applied, error) {
		return store.Kill(ctx, kill.Name, set)
	})
}

// applySet makes changes that were reviewed. It is not given up when the
// program ends.
func (m *Model) applySet(what, reason, undone string, apply func(context.Context) (data.Applied, error)) tea.Cmd {
	m.over(subject{kind: writing, name: what})
	review, _ := m.screen().(*views.Review)
	writes, write := m.writes, m.writes.begin()
	run := command(context.WithoutCancel(m.ctx), func(ctx context.Context) (tea.Msg, error) {
		applied, err := apply(ctx)
		return setApplied{review: review, write: write, what: what, reason: reason, undone: undone, applied: applied}, err
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

// setApplied reports what became of changes that were reviewed, on whatever
// screen the user is by now.
func (m *Model) setApplied(msg setApplied) tea.Cmd {
	m.writes.shown(msg.write)
	here := m.screen() == screen(msg.review)
	var conflict *data.Conflict
	switch {
	case msg.err == nil:
		if here && !msg.review.Done(msg.applied.Changed) {
			m.leave()
		}
		m.unmark()
		m.remember(msg.applied, msg.reason, msg.undone)
		m.outdated(msg.applied.Changed)
		text := fmt.Sprintf("done: %s · %s saved, live %s", msg.what, views.Plural(len(msg.applied.Changed), "override"), m.frame.Session.LiveAt(liveKind(msg.applied)).Short)
		if rows := feature.RowsOnly(msg.applied.Changed, m.definitions); rows > 0 {
			text += fmt.Sprintf(", but for %s of canary features: these do not decide who sees them", views.Plural(rows, "row"))
		}
		m.sayWritten(text)
	case here && errors.As(msg.err, &conflict) && msg.review.Conflict(msg.err.Error()+".", found(conflict)):
		return tea.Batch(m.reload(false), m.arm(msg.review))
	default:
		if here {
			msg.review.Failed()
		}
		m.fail(subject{kind: writing, name: msg.what}, &feature.Problem{Text: "Failed to " + msg.what + ": " + msg.err.Error(), Hint: feature.Hint(msg.err), Cause: msg.err})
	}
	return m.reload(false)
}

// unmark takes every mark off: what they were made for is done.
func (m *Model) unmark() {
	m.browse.Unmark()
	for _, l := range m.layers {
		if diff, ok := l.screen.(*views.Diff); ok {
			diff.Unmark()
		}
	}
}

// found is what was there instead of what a change-set expected, by flag.
func found(conflict *data.Conflict) map[string]feature.Setting {
	now := map[string]feature.Setting{}
	for _, row := range conflict.Rows {
		now[row.Name] = row.Now
	}
	return now
}

// liveKind is the kind of scope that was changed.
func liveKind(applied data.Applied) feature.Kind {
	if len(applied.Changed) == 0 {
		return feature.System
	}
	return applied.Changed[0].Scope.Kind
}

// remember keeps what this session has changed, for an undo where the
// database keeps no history; undone is a change-set that is thereby undone.
func (m *Model) remember(applied data.Applied, reason, undone string) {
	if undone != "" {
		m.session = slices.DeleteFunc(m.session, func(set []feature.Entry) bool { return set[0].Change == undone })
		return
	}
	var entries []feature.Entry
	for _, c := range applied.Changed {
		entries = append(entries, feature.Entry{Change: applied.ID, At: now().UTC(), Actor: m.frame.Session.Actor, Reason: reason,
			Scope: c.Scope, Name: c.Name, Before: c.Before, After: c.After})
	}
	if len(entries) > 0 {
		m.session = append(m.session, entries)
	}
}

// changeSet is a change-set of this session's actor.
func (m *Model) changeSet(reason string) feature.ChangeSet {
	session := m.frame.Session
	return feature.ChangeSet{Actor: session.Actor, Author: session.Author, Client: session.Client, Reason: reason, Definitions: m.definitions}
}
