package model

import (
	"context"
	"errors"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// reviewLoaded is the reply to readReview.
type reviewLoaded struct {
	seq    int
	review *views.Review
	err    error
}

// reviewUndo opens the review of an undo. An empty undone selects the user's last
// change-set. Without a journal, the last change-set of this session is undone.
func (m *Model) reviewUndo(undone string) tea.Cmd {
	store, frame, bindings, catalogue := m.store, m.frame, m.keys, !m.browse.NoCatalogue()
	var last []feature.Entry
	if !store.Info().HasJournal {
		if len(m.session) == 0 {
			m.setAnswer(m.say(words.NothingToUndo))
			return nil
		}
		last = m.session[len(m.session)-1]
		if slices.ContainsFunc(last, func(e feature.Entry) bool { return e.Everything }) {
			m.setAnswer(m.say(words.UndoImpossible))
			return nil
		}
	}
	return m.readReview(func(ctx context.Context) (*views.Review, error) {
		entries := last
		if entries == nil {
			var err error
			if entries, err = change.Entries(ctx, store, undone, frame.Session.Actor); err != nil {
				return nil, err
			}
		}
		proposal, err := change.Undo(ctx, store, entries, catalogue)
		if err != nil {
			return nil, err
		}
		return views.NewUndo(frame.Theme, bindings, frame.Session, proposal), nil
	})
}

// reviewKill opens the review of a kill.
func (m *Model) reviewKill(name string) tea.Cmd {
	store, frame, bindings, definitions := m.store, m.frame, m.keys, m.definitions
	return m.readReview(func(ctx context.Context) (*views.Review, error) {
		proposal, err := change.Kill(ctx, store, name, definitions)
		if err != nil {
			return nil, err
		}
		return views.NewKill(frame.Theme, bindings, frame.Session, proposal), nil
	})
}

// readReview runs read in a command. The reply opens the review.
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
		m.setAnswer(msg.err.Error())
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

// openReview opens a review, the confirmation of several changes.
func (m *Model) openReview(review *views.Review) tea.Cmd {
	return tea.Batch(m.open(&layer{screen: review}), m.arm(review))
}
