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

// reviewLoaded is the reply to readReview.
type reviewLoaded struct {
	seq    int
	review *views.Review
	err    error
}

// setApplied is the reply to applySet. It is never dropped.
type setApplied struct {
	review  *views.Review // the screen that asked
	write   int
	what    string // "undo …"
	reason  string
	undone  string // the change-set that it undoes; empty for none
	applied data.Applied
	err     error
}

// reviewUndo reads the change-set to undo: the one given, or the user's last. If
// the database has no journal, that is the last one of this session.
func (m *Model) reviewUndo(change string) tea.Cmd {
	store, frame, bindings, noCatalogue := m.store, m.frame, m.keys, m.browse.NoCatalogue()
	read := func(ctx context.Context) ([]feature.Entry, error) { return store.ChangeSet(ctx, change) }
	switch {
	case change != "":
	case store.Info().HasJournal:
		read = func(ctx context.Context) ([]feature.Entry, error) { return store.LastOwn(ctx, frame.Session.Actor) }
	case len(m.session) == 0:
		m.setNotice("Nothing to undo")
		return nil
	default:
		last := m.session[len(m.session)-1]
		read = func(context.Context) ([]feature.Entry, error) { return last, nil }
	}
	return m.readReview(func(ctx context.Context) (*views.Review, error) {
		entries, err := read(ctx)
		if err != nil {
			return nil, err
		}
		review := views.NewUndo(frame.Theme, bindings, frame.Session, entries)
		if noCatalogue && slices.ContainsFunc(entries, func(e feature.Entry) bool { return e.Scope.Kind.Inherits() && e.Before == feature.Inherit }) {
			system, err := store.Stored(ctx, feature.SystemScope())
			if err != nil {
				return nil, err
			}
			review.NoCatalogue(system)
		}
		return review, nil
	})
}

// reviewKill reads the overrides that a kill would change.
func (m *Model) reviewKill(name string) tea.Cmd {
	store, frame, bindings, definitions := m.store, m.frame, m.keys, m.definitions
	return m.readReview(func(ctx context.Context) (*views.Review, error) {
		if err := store.Info().CheckKill(name); err != nil {
			return nil, err
		}
		var rollouts feature.FeatureRollouts
		if len(definitions) == 0 {
			var err error
			if rollouts, err = store.FeatureRollouts(ctx, name); err != nil {
				return nil, err
			}
		}
		if err := feature.CheckKill(name, definitions, rollouts); err != nil {
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
	m.clearProblem(subject{kind: remembered})
	seq := m.review.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		review, err := read(ctx)
		return reviewLoaded{seq: seq, review: review}, err
	}, func(err error) tea.Msg { return reviewLoaded{seq: seq, err: err} })
}

func (m *Model) onReviewLoaded(msg reviewLoaded) tea.Cmd {
	switch {
	case !m.review.done(msg.seq):
	case errors.Is(msg.err, feature.ErrUnknown), errors.Is(msg.err, feature.ErrRefused):
		m.setNotice(msg.err.Error())
	case msg.err != nil:
		m.fail(subject{kind: remembered}, msg.err)
	default:
		if _, ok := m.screen().(*views.Toggle); ok {
			m.closeTop() // the review replaces it
		}
		return m.openReview(msg.review)
	}
	return nil
}

// openReview opens the confirmation of a change of several overrides.
func (m *Model) openReview(review *views.Review) tea.Cmd {
	return tea.Batch(m.open(&layer{screen: review}), m.arm(review))
}

// applyUndo undoes a change-set.
func (m *Model) applyUndo(undo views.ApplyUndo) tea.Cmd {
	store, set, change := m.store, m.changeSet(undo.Reason), undo.Entries[0].Change
	what := fmt.Sprintf("undo %s", change)
	for _, e := range undo.Entries {
		m.ownChanges[e.Name] = true
	}
	if store.Info().HasJournal {
		return m.applySet(what, set.Reason, "", func(ctx context.Context) (data.Applied, error) { return store.Undo(ctx, change, set) })
	}
	for _, e := range undo.Entries {
		set.Changes = append(set.Changes, e.Inverse())
	}
	return m.applySet(what, set.Reason, change, func(ctx context.Context) (data.Applied, error) { return store.Apply(ctx, set) })
}

// applyChosen writes the changes of the marked flags.
func (m *Model) applyChosen(apply views.ApplySet) tea.Cmd {
	store, set := m.store, m.changeSet(apply.Reason)
	set.Changes = apply.Changes
	for _, c := range set.Changes {
		m.ownChanges[c.Name] = true
	}
	return m.applySet(apply.What, set.Reason, "", func(ctx context.Context) (data.Applied, error) { return store.Apply(ctx, set) })
}

// applyKill turns a flag off for everyone.
func (m *Model) applyKill(kill views.ApplyKill) tea.Cmd {
	store, set := m.store, m.changeSet(kill.Reason)
	m.ownChanges[kill.Name] = true
	return m.applySet(fmt.Sprintf("turn %q off for everyone", kill.Name), set.Reason, "", func(ctx context.Context) (data.Applied, error) {
		return store.Kill(ctx, kill.Name, set)
	})
}

// applySet writes changes that were confirmed. The write continues when the
// program ends.
func (m *Model) applySet(what, reason, undone string, apply func(context.Context) (data.Applied, error)) tea.Cmd {
	m.clearProblem(subject{kind: writing, name: what})
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

// onSetApplied reports the result of applySet, on whatever screen is shown.
func (m *Model) onSetApplied(msg setApplied) tea.Cmd {
	m.writes.shown(msg.write)
	here := m.screen() == screen(msg.review)
	var conflict *data.Conflict
	switch {
	case msg.err == nil:
		if here && !msg.review.Done(msg.applied.Changed) {
			m.closeTop()
		}
		m.unmark()
		m.remember(msg.applied, msg.reason, msg.undone)
		m.dropNews(msg.applied.Changed)
		text := fmt.Sprintf("done: %s · %s saved, takes effect %s", msg.what, feature.Plural(len(msg.applied.Changed), "override"), m.frame.Session.Kinds.LiveAt(liveKind(msg.applied)).Short)
		if rows := feature.RowsOnly(msg.applied.Changed, m.definitions); rows > 0 {
			text += fmt.Sprintf(", but for %s of canary features: these do not decide who sees them", feature.Plural(rows, "row"))
		}
		m.setWriteNotice(text)
	case here && errors.As(msg.err, &conflict) && msg.review.Conflict(msg.err.Error()+".", found(conflict)):
		return tea.Batch(m.reload(afterWrite, false), m.arm(msg.review))
	default:
		if here {
			msg.review.Failed()
		}
		m.fail(subject{kind: writing, name: msg.what}, &feature.Problem{Text: "Failed to " + msg.what + ": " + msg.err.Error(), Hint: feature.Hint(msg.err), Cause: msg.err})
	}
	return m.reload(afterWrite, false)
}

// unmark clears every mark after its changes were written.
func (m *Model) unmark() {
	m.browse.Unmark()
	for _, l := range m.layers {
		if diff, ok := l.screen.(*views.Diff); ok {
			diff.Unmark()
		}
	}
}

// found returns, by flag, the setting that was there instead of the expected one.
func found(conflict *data.Conflict) map[string]feature.Setting {
	now := map[string]feature.Setting{}
	for _, row := range conflict.Rows {
		now[row.Name] = row.Now
	}
	return now
}

// liveKind returns the kind of scope that was changed.
func liveKind(applied data.Applied) feature.Kind {
	if len(applied.Changed) == 0 {
		return feature.System
	}
	return applied.Changed[0].Scope.Kind
}

// remember keeps a change of this session, for an undo on a database without a
// journal. If it undid the change-set undone, remember removes that instead.
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

// changeSet returns an empty change-set of this session's actor.
func (m *Model) changeSet(reason string) feature.ChangeSet {
	session := m.frame.Session
	return feature.ChangeSet{Actor: session.Actor, Author: session.Author, Client: session.Client, Reason: reason, Definitions: m.definitions}
}
