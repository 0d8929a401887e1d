package model

import (
	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/flag"
	"flagtui/internal/keys"
	"flagtui/internal/views"
)

// presses takes apart what Bubble Tea delivers as one message. Keys typed
// fast, or over a slow line, arrive as one run of characters, which would
// match no binding; a paste stays whole.
func presses(msg tea.KeyMsg) []keys.Press {
	if msg.Type != tea.KeyRunes || len(msg.Runes) < 2 || msg.Paste {
		return []keys.Press{{KeyMsg: msg, Alone: true}}
	}
	var all []keys.Press
	for _, r := range msg.Runes {
		all = append(all, keys.Press{KeyMsg: tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt}})
	}
	return all
}

// typed takes what was typed to the screen that is shown.
func (m *Model) typed(msg tea.KeyMsg) tea.Cmd {
	var cmds []tea.Cmd
	for _, press := range presses(msg) {
		switch {
		case press.Is(m.keys.Interrupt):
			return tea.Quit
		case press.Is(m.keys.Suspend):
			return tea.Suspend
		case press.Is(m.keys.Back) && m.frame.Status.Problem != "":
			m.frame.Status.Problem, m.frame.Status.Hint = "", ""
		default:
			cmds = append(cmds, m.perform(m.screen().Press(press)))
		}
	}
	return tea.Batch(cmds...)
}

// perform does what a key means.
func (m *Model) perform(intent views.Intent) tea.Cmd {
	switch intent := intent.(type) {
	case views.Quit:
		return tea.Quit
	case views.Back:
		m.mode = browsing
	case views.Refresh:
		return m.refresh()
	case views.OpenHelp:
		m.help, m.mode = views.NewHelp(m.frame.Theme, m.keys), helping
	case views.OpenPicker:
		m.picker, m.mode = views.NewPicker(m.frame.Theme, m.keys, flag.Tenant), picking
		return m.searchScopes("")
	case views.Search:
		return m.searchScopes(intent.Text)
	case views.More:
		return m.loadScopes(false)
	case views.GoTo:
		if intent.Typed {
			return m.lookUpScope(intent.Info.Scope)
		}
		return m.goTo(intent.Info)
	case views.SortByChange:
		return m.loadRecent()
	case views.Propose:
		m.toggle = views.NewToggle(m.frame.Theme, m.keys, m.frame.Session, m.browse.Scope(), intent.View, intent.After)
		m.mode = toggling
		return tea.Batch(arm(m.toggle), m.loadReach(m.toggle))
	case views.Apply:
		return m.applyChange(intent)
	case views.Say:
		m.say(intent.Text)
	}
	return nil
}

func (m *Model) searchScopes(text string) tea.Cmd {
	m.query = data.ScopeQuery{Kind: flag.Tenant, Text: text, Limit: pageSize}
	return m.loadScopes(true)
}

// goTo reads a scope; browse shows it once it is there, never the rows of one
// scope under the title of another.
func (m *Model) goTo(info flag.ScopeInfo) tea.Cmd {
	m.mode = browsing
	return m.loadScope(info, m.system == nil)
}
