package model

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// liveState is what is known of this database's flags in the running application.
type liveState struct {
	ctx    context.Context // ends when another database is opened
	stop   context.CancelFunc
	states views.LiveStates
	saved  map[string]*savedSet // the change-sets that the application is asked for, by id
	asking request              // the newest request of the user
}

// savedSet is a saved change-set until the application is known to serve it. Where the
// application cannot be asked, it is one until after_change has run.
type savedSet struct {
	change.Result
	stop   context.CancelFunc        // stops asking; nil if the application cannot be asked
	notice func(state string) string // the notice of the change with its state
}

// liveConfirmed is the reply to confirmLive.
type liveConfirmed struct {
	from   *liveState
	change string
	each   []change.Served
	err    error
}

// appAsked is the reply to askApp.
type appAsked struct {
	seq   int
	scope feature.Scope
	flags []change.ServedFlag
	err   error
}

// resetLive forgets the states of another database, and stops asking its application.
func (m *Model) resetLive() {
	if m.live != nil {
		m.live.stop()
	}
	m.live = &liveState{states: views.LiveStates{}, saved: map[string]*savedSet{}}
	m.live.ctx, m.live.stop = context.WithCancel(m.ctx)
	m.browse.SetLive(m.live.states)
}

// confirmLive asks the application for a saved change-set, in the background, until it
// serves all of it. The command is nil if the application cannot be asked.
func (m *Model) confirmLive(result change.Result, notice func(state string) string) tea.Cmd {
	steps, store := m.options.Steps, m.store
	live := m.live
	switch {
	case result.ID == "": // nothing was saved
		return nil
	case !steps.Asks(result) && steps.Command == nil: // nothing more will be known
		return nil
	case !steps.Asks(result):
		live.saved[result.ID] = &savedSet{Result: result, notice: notice}
		return nil
	}
	var replaced []string
	for _, c := range result.Changed {
		replaced = append(replaced, live.states[c.Scope][c.Name].Change)
		live.states.Set(c.Scope, c.Name, views.LiveState{Stage: views.LiveSaved, Change: result.ID, Own: c.After, Takes: result.Live.In(m.frame.Theme.Language).Text})
	}
	for _, id := range replaced {
		if id == "" || live.follows(id) {
			continue
		}
		m.clearProblem(confirming(id))
		if earlier := live.saved[id]; earlier != nil { // nothing is left of it to ask for
			earlier.stop()
			delete(live.saved, id)
		}
	}
	ctx, stop := context.WithCancel(live.ctx)
	live.saved[result.ID] = &savedSet{result, stop, notice}
	m.showLive()
	m.setWriteNotice(notice(m.say(words.SavedAsking)))
	msg := liveConfirmed{from: live, change: result.ID}
	return command(ctx, func(ctx context.Context) (tea.Msg, error) {
		defer stop()
		msg.each, msg.err = steps.ConfirmEach(ctx, store, result)
		return msg, nil
	}, func(err error) tea.Msg {
		msg.err = err
		return msg
	})
}

// follows reports whether one of the states follows a change-set.
func (l *liveState) follows(id string) bool {
	for _, flags := range l.states {
		for _, state := range flags {
			if state.Change == id {
				return true
			}
		}
	}
	return false
}

// showLive shows the states on all screens.
func (m *Model) showLive() { m.browse.SetLive(m.live.states) }

// onNotAnnounced forgets a change-set whose program of after_change has failed, unless the
// application is being asked for it.
func (m *Model) onNotAnnounced(id string) {
	if set := m.live.saved[id]; set != nil && set.stop == nil {
		delete(m.live.saved, id)
	}
}

// onAnnounced records that the program of after_change has told the application of a
// change-set.
func (m *Model) onAnnounced(id string) {
	set := m.live.saved[id]
	switch {
	case set == nil:
		return
	case set.stop == nil:
		delete(m.live.saved, id)
		m.replaceSaved(set.notice(""), set.notice(m.say(words.AnnouncedTakes, set.Live.In(m.frame.Theme.Language).Short)))
		return
	}
	for _, c := range set.Changed {
		if state := m.live.states[c.Scope][c.Name]; state.Change == id && state.Stage == views.LiveSaved {
			state.Stage = views.LiveAnnounced
			m.live.states.Set(c.Scope, c.Name, state)
		}
	}
	m.showLive()
	m.replaceSaved(set.notice(m.say(words.SavedAsking)), set.notice(m.say(words.AnnouncedAsking)))
}

// onLiveConfirmed shows whether the application serves a change-set. The reply for a
// change-set of which nothing is left is dropped.
func (m *Model) onLiveConfirmed(msg liveConfirmed) {
	set := m.live.saved[msg.change]
	if msg.from != m.live || set == nil || m.ctx.Err() != nil {
		return
	}
	delete(m.live.saved, msg.change)
	if msg.each == nil { // a bug has ended confirmLive
		for _, c := range set.Changed {
			msg.each = append(msg.each, change.Served{Change: c})
		}
	}
	var again []string
	answers, l := 0, m.frame.Theme.Language
	for _, served := range msg.each {
		at := m.live.states[served.Scope][served.Name]
		switch {
		case at.Change != msg.change:
			continue
		case served.Again != nil:
			again = append(again, l.Say(words.WasChanged, served.Flag(l, m.browse.Scope().Scope), served.Again.HowText(l, false)))
			delete(m.live.states[served.Scope], served.Name)
			continue
		case served.Serves.Differs != "":
			at.Stage, at.What = views.LiveDiffers, served.Serves.StillServesText(l, m.options.Steps.Probe.Wait)
		case served.Answers > 0:
			at.Stage, answers = views.LiveConfirmed, served.Answers
		default:
			at.Stage, at.What = views.LiveUnknown, m.whyUnknown(msg.err)
		}
		at.Answers, at.At = served.Answers, m.now()
		m.live.states.Set(served.Scope, served.Name, at)
	}
	m.dropOldStates()
	m.showLive()
	state := ""
	switch {
	case msg.err != nil:
		m.fail(confirming(msg.change), msg.err)
	case answers > 0:
		state = change.Confirmed(l, answers, set.Changed).Text
	}
	shown := m.replaceSaved(set.notice(m.say(words.SavedAsking)), set.notice(state)) || m.replaceSaved(set.notice(m.say(words.AnnouncedAsking)), set.notice(state))
	switch {
	case len(again) > 0:
		m.appendNotice(l.Say(words.BeforeServed, strings.Join(again, ", ")))
	case answers > 0 && !shown:
		m.appendNotice(set.notice(state))
	}
}

// confirming is the subject of asking the application for a change-set.
func confirming(id string) subject { return subject{kind: following, name: "live " + id} }

// whyUnknown returns why the application could not be asked, without the change-set.
func (m *Model) whyUnknown(err error) string {
	if problem, ok := err.(*feature.Problem); ok && problem.Cause != nil {
		err = problem.Cause
	}
	if err == nil {
		return m.say(words.NotAllAsked)
	}
	return err.Error()
}
