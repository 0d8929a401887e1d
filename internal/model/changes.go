package model

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// armingTime is the time without a key after which a confirmation accepts keys. A key
// typed before the user saw the confirmation was not meant for it.
const armingTime = 400 * time.Millisecond

func (m *Model) arm(screen interface{ Arm() }) tea.Cmd {
	m.armNumber++
	number := m.armNumber
	return m.tick(armingTime, func(time.Time) tea.Msg { return toggleArmed{screen, number} })
}

// confirmation is a screen that confirms a write.
type confirmation interface {
	Arm()
	Armed() bool
	Failed() // allows another attempt
}

// awaitSilence restarts the arming timer if the open confirmation does not accept keys
// yet.
func (m *Model) awaitSilence() tea.Cmd {
	if prompt, ok := m.screen().(confirmation); ok && !prompt.Armed() {
		return m.arm(prompt)
	}
	return nil
}

// proposalApplied is the reply to apply. It is never dropped: the model reports the
// change on any screen.
type proposalApplied struct {
	screen   confirmation // the screen that asked
	rowOnly  string       // from Toggle.RowOnly; empty for a change of several flags
	write    int          // the write's number in Writes
	proposal feature.Proposal
	reason   string
	result   change.Result
	err      error
	followed []<-chan tea.Msg // each delivers a stepEnded
}

// apply writes a confirmed change. The write continues when the program ends.
func (m *Model) apply(confirmed views.Apply) tea.Cmd {
	msg := proposalApplied{proposal: confirmed.Proposal, reason: confirmed.Reason}
	m.clearProblem(applying(msg.proposal))
	for _, c := range msg.proposal.Changes {
		m.ownChanges[c.Name] = true
	}
	msg.screen, _ = m.screen().(confirmation)
	if toggle, ok := msg.screen.(*views.Toggle); ok {
		msg.rowOnly = toggle.RowOnly()
	}
	m.writing = len(msg.proposal.Changes)
	store, writes, steps, set := m.store, m.writes, m.options.Steps, m.changeSet(msg.reason)
	msg.write = writes.begin()
	run := command(context.WithoutCancel(m.ctx), func(ctx context.Context) (tea.Msg, error) {
		var err error
		msg.result, err = change.Apply(ctx, store, msg.proposal, set)
		return msg, err
	}, func(err error) tea.Msg {
		msg.err = err
		return msg
	})
	return func() tea.Msg {
		msg := run().(proposalApplied)
		if msg.err == nil {
			msg.followed = follow(context.WithoutCancel(m.ctx), store, steps, msg.result, writes)
		}
		writes.end(msg.write, views.Clean(msg.outcome()))
		return msg
	}
}

// outcome describes the result for a user who has left the dashboard.
func (msg proposalApplied) outcome() string {
	switch {
	case msg.err != nil:
		return msg.failed(words.English, feature.Scope{})
	case msg.proposal.What == "":
		return "saved: " + msg.result.Done(words.English, msg.proposal, feature.Scope{}, msg.rowOnly)
	}
	return msg.result.Done(words.English, msg.proposal, feature.Scope{}, msg.rowOnly)
}

func (msg proposalApplied) failed(l words.Language, shown feature.Scope) string {
	return l.Say(words.TaskFailed, msg.proposal.Task(l, shown), msg.err)
}

// onProposalApplied reports the result of a change and reads the changed flags again.
func (m *Model) onProposalApplied(msg proposalApplied) tea.Cmd {
	m.writes.shown(msg.write)
	here := any(m.screen()) == any(msg.screen)
	shown := m.browse.Scope().Scope
	if msg.err == nil {
		return m.onSaved(msg, here, shown)
	}
	var conflict *data.Conflict
	if here && errors.As(msg.err, &conflict) {
		switch s := msg.screen.(type) {
		case *views.Toggle:
			s.Conflict(msg.err.Error()+".", conflict.Rows[0].Now)
			return tea.Batch(m.reload(afterWrite, false), m.loadImpact(s), m.arm(s))
		case *views.Review:
			if s.Conflict(msg.err.Error()+".", found(conflict)) {
				return tea.Batch(m.reload(afterWrite, false), m.arm(s))
			}
		}
	}
	if here {
		msg.screen.Failed()
	}
	m.fail(applying(msg.proposal), &feature.Problem{Text: msg.failed(m.frame.Theme.Language, shown), Hint: feature.Hint(msg.err), Cause: msg.err})
	return m.reload(afterWrite, false)
}

// onSaved reports a saved change.
func (m *Model) onSaved(msg proposalApplied, here bool, shown feature.Scope) tea.Cmd {
	review, ok := msg.screen.(*views.Review)
	if here && !(ok && review.Done(msg.result.Changed)) {
		m.closeTop()
	}
	m.remember(msg)
	notice := func(state string) string {
		return msg.result.Notice(m.frame.Theme.Language, msg.proposal, shown, msg.rowOnly, state)
	}
	m.setWriteNotice(notice(""))
	followed := tea.Batch(m.confirmLive(msg.result, notice), awaitSteps(msg.followed))
	if msg.proposal.What != "" {
		m.unmark()
		m.showFixed(msg.result.Changed)
		m.dropNews(msg.result.Changed)
		return tea.Batch(m.reload(afterWrite, false), followed)
	}
	m.clearProblem(subject{kind: impactReading})
	m.dropNews(msg.proposal.Changes)
	return tea.Batch(m.rereadFlag(msg.proposal.Changes[0]), followed)
}

// unmark clears the marks of all lists.
func (m *Model) unmark() {
	m.browse.Unmark()
	for _, l := range m.layers {
		if diff, ok := l.screen.(*views.Diff); ok {
			diff.Unmark()
		}
	}
}

// found returns each conflicting flag's stored setting.
func found(conflict *data.Conflict) map[string]feature.Setting {
	now := map[string]feature.Setting{}
	for _, row := range conflict.Rows {
		now[row.Name] = row.Now
	}
	return now
}

// rememberReason offers the reason again for later changes.
func (m *Model) rememberReason(reason string) {
	if reason == "" {
		return
	}
	reasons := []string{reason}
	for _, other := range m.frame.Session.Reasons {
		if other != reason && len(reasons) < maxReasons {
			reasons = append(reasons, other)
		}
	}
	m.frame.Session.Reasons = reasons
}

// remember keeps a change of this session for an undo without a journal. Without a
// journal, an undone change-set is forgotten.
func (m *Model) remember(msg proposalApplied) {
	m.rememberReason(msg.reason)
	if undone := msg.proposal.Undoes; len(undone) > 0 && !m.store.Info().HasJournal {
		m.session = slices.DeleteFunc(m.session, func(set []feature.Entry) bool { return set[0].Change == undone[0].Change })
		return
	}
	var entries []feature.Entry
	for _, c := range msg.result.Changed {
		entries = append(entries, feature.Entry{Change: msg.result.ID, At: m.now().UTC(), Actor: m.frame.Session.Actor, Reason: msg.reason,
			Scope: c.Scope, Name: c.Name, Before: c.Before, After: c.After, Everything: c.Everything, PutsBack: c.PutsBack})
	}
	if len(entries) > 0 {
		m.session = append(m.session, entries)
		m.dropOldestSets()
	}
}

// changeSet returns an empty change-set of this session's actor.
func (m *Model) changeSet(reason string) feature.ChangeSet {
	session := m.frame.Session
	return feature.ChangeSet{Actor: session.Actor, Author: session.Author, Client: session.Client, Reason: reason, Definitions: m.definitions}
}
