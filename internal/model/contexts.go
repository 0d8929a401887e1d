package model

import (
	"context"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// reachTime limits one attempt to reach a context's database.
const reachTime = 10 * time.Second

// contextChecked is the reply to reachContext.
type contextChecked struct {
	screen *views.Contexts
	name   string
	err    error
}

// openContexts lists the contexts, and tries to reach each one's database.
func (m *Model) openContexts() tea.Cmd {
	contexts := slices.Clone(m.options.Contexts)
	for i := range contexts {
		if contexts[i].Name == m.frame.Session.Context && m.frame.Session.ReadOnly != "" { // the session may be read-only for another reason
			contexts[i].ReadOnly = true
		}
	}
	screen := views.NewContexts(m.frame.Theme, m.keys, contexts, m.frame.Session.Context, m.now())
	cmds := []tea.Cmd{m.open(&layer{screen: screen})}
	if checkReachable := m.options.ReachContext; checkReachable != nil {
		for _, info := range m.options.Contexts {
			cmds = append(cmds, command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
				ctx, stop := context.WithTimeout(ctx, reachTime)
				defer stop()
				return contextChecked{screen: screen, name: info.Name}, checkReachable(ctx, info.Name)
			}, func(err error) tea.Msg { return contextChecked{screen, info.Name, err} }))
		}
	}
	return tea.Batch(cmds...)
}

func onContextChecked(msg contextChecked) {
	why := ""
	if msg.err != nil {
		why = msg.err.Error()
		if hint := feature.Hint(msg.err); hint != "" {
			why += " · " + hint
		}
	}
	msg.screen.Checked(msg.name, why)
}

// openContext opens the database of another context. The present database stays open
// until the new one is.
func (m *Model) openContext(name string, readOnly bool) tea.Cmd {
	connect := m.options.Connect
	if readOnly {
		connect = m.options.ConnectReadOnly
	}
	return m.openDatabase(name, "", func(ctx context.Context) (Options, error) { return connect(ctx, name) })
}

// makeReadOnly opens the database again with a connection that refuses to write.
func (m *Model) makeReadOnly() tea.Cmd {
	if m.frame.Session.ReadOnly != "" {
		m.setAnswer(m.say(words.ReadOnlyAlready, m.frame.Session.ReadOnly))
		return nil
	}
	before := m.options
	return m.openDatabase(m.frame.Session.Database, m.say(words.ReadOnlySession), func(ctx context.Context) (Options, error) {
		after, err := before.ReopenReadOnly(ctx)
		after.Contexts, after.Connect, after.ConnectReadOnly, after.ReachContext = before.Contexts, before.Connect, before.ConnectReadOnly, before.ReachContext
		return after, err
	})
}

// openDatabase opens a database that replaces the present one. answer is the notice that
// the new database opens with.
func (m *Model) openDatabase(name, answer string, open func(context.Context) (Options, error)) tea.Cmd {
	m.clearProblem(subject{kind: lookingUp})
	m.connectingTo = name
	seq := m.connecting.next()
	return command(m.ctx, func(ctx context.Context) (tea.Msg, error) {
		options, err := open(ctx)
		return contextOpened{seq: seq, options: options, answer: answer}, err
	}, func(err error) tea.Msg { return contextOpened{seq: seq, err: err} })
}
