package model

import (
	"slices"

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
		case m.blind():
		case press.Is(m.keys.Back) && len(m.problems) > 0:
			m.dismiss()
		default:
			cmds = append(cmds, m.perform(m.screen().Press(press)))
		}
	}
	return tea.Batch(cmds...)
}

// blind tells whether the terminal is too small to show any screen: what
// cannot be seen must not be done.
func (m *Model) blind() bool {
	f := m.frame
	return f.Width > 0 && (f.Width < views.MinWidth || f.Height < views.MinHeight)
}

// perform does what a key means.
func (m *Model) perform(intent views.Intent) tea.Cmd {
	switch intent.(type) {
	case nil, views.Say, views.Refresh, views.More, views.MoreHistory, views.SortByChange:
	default: // what was being looked up is no longer what the user means
		m.lookup.cancel()
	}
	switch intent := intent.(type) {
	case views.Quit:
		return tea.Quit
	case views.Back:
		if m.mode == reviewing {
			m.mode = m.reviewedFrom
		} else {
			m.mode = browsing
		}
	case views.Refresh:
		return m.refresh()
	case views.OpenHelp:
		m.help, m.mode = views.NewHelp(m.frame.Theme, m.keys), helping
	case views.OpenPicker:
		return m.openPicker(m.pickable()[0])
	case views.SwitchKind:
		kinds := m.pickable()
		return m.openPicker(kinds[(slices.Index(kinds, m.query.Kind)+1)%len(kinds)])
	case views.Search:
		return m.searchScopes(intent.Text)
	case views.More:
		return m.loadScopes(false)
	case views.GoTo:
		if intent.Typed {
			return m.lookUpScope(intent.Info.Scope)
		}
		return m.goTo(intent.Info)
	case views.OpenContexts:
		m.other, m.mode = views.NewContexts(m.frame.Theme, m.keys, m.contexts, m.frame.Session.Context), switching
	case views.SwitchContext:
		return m.openContext(intent.Name)
	case views.SortByChange:
		return m.loadRecent(false)
	case views.Propose:
		m.toggle = views.NewToggle(m.frame.Theme, m.keys, m.frame.Session, m.browse.Scope(), intent.View, intent.After)
		m.mode = toggling
		return tea.Batch(m.arm(m.toggle), m.loadReach(m.toggle))
	case views.Apply:
		return m.applyChange(intent)
	case views.OpenHistory:
		return m.openHistory(intent.Name)
	case views.SearchHistory:
		return m.searchHistory()
	case views.MoreHistory:
		return m.loadHistory(false)
	case views.ReviewUndo:
		return m.reviewUndo(intent.Change)
	case views.ReviewKill:
		return m.reviewKill(intent.Name)
	case views.ApplyUndo:
		return m.applyUndo(intent)
	case views.ApplyKill:
		return m.applyKill(intent)
	case views.Say:
		m.say(intent.Text)
	}
	return nil
}

// pickable are the kinds of scope that there are to choose from.
func (m *Model) pickable() []flag.Kind {
	kinds := slices.DeleteFunc(slices.Clone(m.store.Facts().Kinds), func(k flag.Kind) bool { return k == flag.System })
	if len(kinds) == 0 {
		return []flag.Kind{flag.Tenant}
	}
	return kinds
}

// openPicker shows the scopes of a kind.
func (m *Model) openPicker(kind flag.Kind) tea.Cmd {
	m.picker, m.mode = views.NewPicker(m.frame.Theme, m.keys, kind), picking
	m.query.Kind = kind
	return m.searchScopes("")
}

// searchScopes reads the first page of the scopes that match text.
func (m *Model) searchScopes(text string) tea.Cmd {
	m.query = data.ScopeQuery{Kind: m.query.Kind, Text: text, Limit: pageSize}
	return m.loadScopes(true)
}

// goTo reads a scope; browse shows it once it is there, never the rows of one
// scope under the title of another.
func (m *Model) goTo(info flag.ScopeInfo) tea.Cmd {
	m.mode = browsing
	if info.Scope.IsSystem() && m.store.Facts().ScopedOnly() {
		info.Scope = flag.Scope{} // there is no system here: the definitions alone
	}
	return m.loadScope(info, false)
}
