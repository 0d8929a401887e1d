package model

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// Update implements tea.Model.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.frame.Width, m.frame.Height = msg.Width, msg.Height
	case tea.KeyMsg:
		return m, m.typed(msg)
	case begun:
		return m, m.begun(msg)
	case scopeLoaded:
		return m, m.scopeLoaded(msg)
	case flagReread:
		return m, m.flagReread(msg)
	case countsLoaded:
		return m, m.countsLoaded(msg)
	case rested:
		m.resting = false
		return m, m.catchUp()
	case retry:
		return m, m.retried()
	case fileRead:
		return m, m.fileRead(msg)
	case accessRead:
		m.accessRead(msg)
	case recentLoaded:
		m.recentLoaded(msg)
	case layerRead:
		m.layerRead(msg)
	case signalled:
		return m, m.signalled(msg)
	case newsRead:
		m.newsRead(msg)
	case copied:
		m.copied(msg)
	case tea.MouseMsg:
		return m, m.clicked(msg)
	case scopeLookedUp:
		return m, m.scopeLookedUp(msg)
	case contextOpened:
		return m, m.contextOpened(msg)
	case reviewLoaded:
		return m, m.reviewLoaded(msg)
	case setApplied:
		return m, m.setApplied(msg)
	case reachLoaded:
		if msg.err != nil {
			m.fail(subject{kind: reaching}, msg.err)
			msg.toggle.ImpactUnknown()
		} else {
			msg.toggle.SetImpact(msg.reach)
		}
	case toggleArmed:
		if msg.number == m.arming {
			msg.screen.Arm()
		}
	case changeApplied:
		return m, m.changeApplied(msg)
	}
	return m, nil
}

func (m *Model) recentLoaded(msg recentLoaded) {
	switch {
	case !m.recent.done(msg.seq) || msg.scope != m.browse.Scope().Scope:
	case msg.err != nil:
		m.fail(subject{kind: sorting}, msg.err)
	case msg.again && !m.browse.SortedByChange(): // sorted by name meanwhile
	default:
		if msg.names == nil {
			msg.names = []string{}
		}
		m.browse.SortByChange(msg.names)
	}
}

// scopeLookedUp goes to a scope whose id was typed, or asks, if nothing knows
// it, whether it is meant.
func (m *Model) scopeLookedUp(msg scopeLookedUp) tea.Cmd {
	if !m.lookup.done(msg.seq) {
		return nil
	}
	switch {
	case errors.Is(msg.err, feature.ErrUnknown):
		if picker, ok := m.screen().(*views.Picker); ok {
			picker.Ask(msg.info.Scope, msg.err.Error()+". "+feature.Hint(msg.err))
		} else {
			m.fail(subject{kind: lookingUp}, msg.err)
		}
	case msg.err != nil:
		m.fail(subject{kind: lookingUp}, msg.err)
	default:
		return m.goTo(msg.info)
	}
	return nil
}

// contextOpened moves to another database, once no write is under way on the
// one that is open. Answers of that one are older than any request to come.
func (m *Model) contextOpened(msg contextOpened) tea.Cmd {
	switch {
	case !m.lookup.done(msg.seq):
		if msg.err == nil {
			return closeStore(msg.options.Store)
		}
	case msg.err != nil:
		m.fail(subject{kind: lookingUp}, msg.err)
	case m.writes.Pending():
		m.fail(subject{kind: lookingUp}, &feature.Problem{Text: "a change is still being saved", Hint: "try again in a moment"})
		return closeStore(msg.options.Store)
	default:
		old := m.store
		for _, r := range []*request{&m.load, &m.counts, &m.recent, &m.lookup, &m.review, &m.news, &m.accessing, &m.file.request} {
			r.cancel()
		}
		m.adopt(msg.options)
		return tea.Batch(closeStore(old), m.begin(), m.watch())
	}
	return nil
}
