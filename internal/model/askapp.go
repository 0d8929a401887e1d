package model

import (
	"cmp"
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// askApp asks the application what it serves at a scope, for every flag.
func (m *Model) askApp(scope feature.Scope) tea.Cmd {
	steps := m.options.Steps
	switch {
	case m.options.StepsErr != nil:
		m.setAnswer("The app cannot be asked: " + m.options.StepsErr.Error())
		return nil
	case steps.Probe == nil:
		m.setAnswer(m.howToAsk())
		return nil
	case scope.IsZero():
		m.setAnswer("Choose " + m.store.Info().Kinds.WithIDs().Each("a ", " or ") + " first: " + m.keys.Tenants.Help().Key)
		return nil
	case !steps.Probe.Asks(scope):
		m.setAnswer("The app can be asked for the system and for tenants, and not for " + m.store.Info().Kinds.Of(scope.Kind).Plural)
		return nil
	}
	m.clearProblem(subject{kind: asking})
	store, defs, seq := m.store, m.definitions, m.live.asking.next()
	return command(m.live.ctx, func(ctx context.Context) (tea.Msg, error) {
		flags, err := steps.AskApp(ctx, store, scope, defs)
		return appAsked{seq: seq, scope: scope, flags: flags}, err
	}, func(err error) tea.Msg { return appAsked{seq: seq, scope: scope, err: err} })
}

// howToAsk says what to write into the config file, so that the application can be asked.
func (m *Model) howToAsk() string {
	where := "a context of the config file"
	if name := m.frame.Session.Context; name != "" {
		where = "the context " + name + " of the config file"
	}
	return `Nothing says where to ask the app: give ` + where + ` live: {probe: "https://app/api/feature_flags/"}`
}

// onAppAsked shows what the application serves.
func (m *Model) onAppAsked(msg appAsked) {
	if !m.live.asking.done(msg.seq) {
		return
	}
	if msg.err != nil {
		m.fail(subject{kind: asking}, &feature.Problem{Text: "The app was not asked what it serves: " + msg.err.Error(),
			Hint: cmp.Or(feature.Hint(msg.err), "live in the config file has the address and the header"), Cause: msg.err})
		return
	}
	for _, flag := range msg.flags {
		name := flag.View.Name
		before := m.live.states[msg.scope][name]
		state := views.LiveState{Stage: views.LiveConfirmed, Own: flag.View.Own(), System: flag.View.SystemSetting, SystemKnown: true,
			Answers: change.ServedAnswers, At: m.now(), What: differenceOf(flag)}
		if before.Own == state.Own {
			state.Change, state.Takes = before.Change, before.Takes
		}
		switch {
		case flag.Served == nil && state.What == "", flag.Differs == change.NotDefined: // no state of a flag that only one side knows
			continue
		case state.What != "" && m.live.saved[state.Change] != nil: // the application is being asked until it serves the change
			continue
		case state.What != "":
			state.Stage = views.LiveDiffers
		}
		m.live.states.Set(msg.scope, name, state)
	}
	m.dismissServed()
	m.dropOldStates()
	m.showLive()
	m.setAnswer(m.askedNotice(msg))
}

// dismissServed removes the problems of change-sets that the application serves by now.
func (m *Model) dismissServed() {
	notLive := map[string]bool{}
	for _, flags := range m.live.states {
		for _, state := range flags {
			notLive[state.Change] = notLive[state.Change] || state.Stage != views.LiveConfirmed
		}
	}
	for id, not := range notLive {
		if !not {
			m.clearProblem(confirming(id))
		}
	}
}

// differenceOf describes how the application serves a flag otherwise than the list shows
// it. It is empty if they agree: an override hides another default.
func differenceOf(flag change.ServedFlag) string {
	if flag.Differs != change.DiffersDefault {
		return flag.ServesText()
	}
	if flag.View.Is(*flag.Served.Enabled) {
		return ""
	}
	return "the app has another default"
}

// askedNotice sums up what the application serves at a scope.
func (m *Model) askedNotice(msg appAsked) string {
	asked, differ := 0, 0
	var unknown []string
	for _, flag := range msg.flags {
		switch {
		case flag.Differs == change.NotDefined:
			unknown = append(unknown, flag.View.Name)
		case differenceOf(flag) != "":
			differ++
			asked++
		case flag.Served != nil:
			asked++
		}
	}
	text := fmt.Sprintf("The app serves all %s as stored, by %s", feature.Plural(asked, "flag"), feature.Plural(change.ServedAnswers, "answer"))
	if differ > 0 {
		text = fmt.Sprintf("The app serves %d of %s otherwise than stored", differ, feature.Plural(asked, "flag"))
		if m.screen() == screen(m.browse) && msg.scope == m.browse.Scope().Scope {
			text += ": " + m.keys.ShowNotLive.Help().Key + " shows them"
		}
	}
	if msg.scope != m.browse.Scope().Scope {
		text = msg.scope.String() + ": " + text
	}
	switch n := len(unknown); {
	case n == 1:
		text += fmt.Sprintf("; only the app knows %q", unknown[0])
	case n > 1:
		text += fmt.Sprintf("; only the app knows %s, such as %q", feature.Plural(n, "flag"), unknown[0])
	}
	return text
}
