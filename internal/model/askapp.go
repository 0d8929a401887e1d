package model

import (
	"cmp"
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// askApp asks the application what it serves at a scope, for every flag.
func (m *Model) askApp(scope feature.Scope) tea.Cmd {
	steps := m.options.Steps
	switch {
	case m.options.StepsErr != nil:
		m.setAnswer(m.say(words.CannotAsk, m.options.StepsErr))
		return nil
	case steps.Probe == nil:
		m.setAnswer(m.howToAsk())
		return nil
	case scope.IsZero():
		m.setAnswer(m.say(words.ChooseScopeFirst, m.frame.Theme.OrEach(m.store.Info().Kinds.WithIDs(), words.AScope), m.keys.Tenants.Help().Key))
		return nil
	case !steps.Probe.Asks(scope):
		m.setAnswer(m.say(words.AsksTenantsOnly, m.frame.Theme.Known(m.store.Info().Kinds.Of(scope.Kind).Plural)))
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
	where := m.say(words.SomeContext)
	if name := m.frame.Session.Context; name != "" {
		where = m.say(words.ThisContext, name)
	}
	return m.say(words.HowToAsk, where)
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
			Answers: change.ServedAnswers, At: m.now(), What: m.differenceOf(flag)}
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
func (m *Model) differenceOf(flag change.ServedFlag) string {
	if flag.Differs != change.DiffersDefault {
		return flag.ServesText(m.frame.Theme.Language)
	}
	if flag.View.Is(*flag.Served.Enabled) {
		return ""
	}
	return m.say(words.OtherDefault)
}

// askedNotice sums up what the application serves at a scope.
func (m *Model) askedNotice(msg appAsked) string {
	asked, differ := 0, 0
	var unknown []string
	for _, flag := range msg.flags {
		switch {
		case flag.Differs == change.NotDefined:
			unknown = append(unknown, flag.View.Name)
		case m.differenceOf(flag) != "":
			differ++
			asked++
		case flag.Served != nil:
			asked++
		}
	}
	t := m.frame.Theme
	text := t.Say(words.ServesAll, t.Count(asked, words.Flag), t.Count(change.ServedAnswers, words.Answer))
	if differ > 0 {
		text = t.Say(words.ServesOthers, differ, t.Count(asked, words.Flag))
		if m.screen() == screen(m.browse) && msg.scope == m.browse.Scope().Scope {
			text = t.Say(words.KeyShowsThem, text, m.keys.ShowNotLive.Help().Key)
		}
	}
	if msg.scope != m.browse.Scope().Scope {
		text = msg.scope.String() + ": " + text
	}
	switch n := len(unknown); {
	case n == 1:
		text = t.Say(words.OnlyAppKnows, text, unknown[0])
	case n > 1:
		text = t.Say(words.OnlyAppKnowsMany, text, t.Count(n, words.Flag), unknown[0])
	}
	return text
}
