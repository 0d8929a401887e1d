package model

import (
	tea "github.com/charmbracelet/bubbletea"

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
	m.unseen, m.frame.Status.Saved = false, ""
	var cmds []tea.Cmd
	for _, press := range presses(msg) {
		cancelled := m.cancelReview()
		switch {
		case press.Matches(m.keys.Interrupt):
			return tea.Quit
		case press.Matches(m.keys.Suspend):
			return tea.Suspend
		case press.Matches(m.keys.Redraw):
			return tea.ClearScreen
		case m.blind():
			if press.Matches(m.keys.Quit) { // it is the only key that the screen names
				return tea.Quit
			}
		case cancelled && press.Matches(m.keys.Back): // which has done its work
		case press.Matches(m.keys.Back) && len(m.problems) > 0:
			m.dismiss()
		default:
			cmds = append(cmds, m.perform(m.screen().Press(press)))
		}
	}
	return tea.Batch(append(cmds, m.awaitSilence(), m.catchUp())...) // a prompt may have been left
}

// cancelReview gives up a review that is still being prepared, and tells whether
// there was one: it would open under the hand that types something else.
func (m *Model) cancelReview() bool {
	if !m.review.pending {
		return false
	}
	m.review.cancel()
	m.say("Not opened: a key was pressed before it was ready")
	return true
}

// clicked takes the mouse: the wheel scrolls, a click puts the cursor on a row.
func (m *Model) clicked(msg tea.MouseMsg) tea.Cmd {
	const wheel = 3 // rows
	if m.blind() || msg.Action != tea.MouseActionPress {
		return nil
	}
	m.cancelReview()
	turned := map[tea.MouseButton]int{tea.MouseButtonWheelUp: -wheel, tea.MouseButtonWheelDown: wheel}
	if by, ok := turned[msg.Button]; ok {
		return m.perform(m.screen().Press(keys.Press{Wheel: by}))
	}
	if list, ok := m.screen().(interface{ SelectLine(line int) }); ok && msg.Button == tea.MouseButtonLeft && msg.Y >= views.HeaderLines {
		list.SelectLine(msg.Y - views.HeaderLines)
	}
	return nil
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
	case nil, views.ShowNotice, views.Refresh, views.NextPage, views.SortByChange, views.Copy:
	default: // what was being looked up is no longer what the user means
		m.lookup.cancel()
	}
	if cmd, done := m.performChange(intent); done {
		return cmd
	}
	switch intent := intent.(type) {
	case nil:
	case views.Quit:
		return tea.Quit
	case views.Back:
		return m.back()
	case views.Refresh:
		if _, ok := m.screen().(*views.Jump); ok {
			m.layers = nil // the others are read again
		}
		m.browse.SetChanged(nil)
		return tea.Batch(m.rereadFile(), m.refresh())
	case views.Search:
		return m.readTop(true)
	case views.NextPage:
		return m.readTop(false)
	case views.GoTo:
		if intent.Typed {
			return m.lookUpScope(intent.Info.Scope)
		}
		m.wanted = intent.Name
		return m.goTo(intent.Info)
	case views.FindFlag:
		m.layers = nil
		m.browse.Find(intent.Name)
	case views.Compare:
		m.leave()
		return m.openDiff(intent.Info)
	case views.SwitchContext:
		return m.openContext(intent.Name)
	case views.SortByChange:
		return m.loadRecent(false)
	case views.ShowNotice:
		m.say(intent.Text)
	case views.Copy:
		return m.copyText(intent.Text, intent.What)
	case views.CopyChange:
		return m.copyChange(intent.Change)
	default:
		return m.openScreen(intent)
	}
	return nil
}

// openScreen opens the screen that a key asks for.
func (m *Model) openScreen(intent views.Intent) tea.Cmd {
	if _, ok := m.screen().(*views.Jump); ok {
		m.leave() // its choice takes its place
	}
	switch intent := intent.(type) {
	case views.OpenHelp:
		return m.open(&layer{screen: views.NewHelp(m.frame.Theme, m.keys)})
	case views.OpenContexts:
		return m.open(&layer{screen: views.NewContexts(m.frame.Theme, m.keys, m.contexts, m.frame.Session.Context)})
	case views.OpenPicker:
		return m.openPicker(m.kindAtHand(), intent.Compare)
	case views.SwitchKind:
		return m.switchKind()
	case views.OpenDetails:
		return m.openDetails(intent.Scope, intent.Name)
	case views.OpenMatrix:
		return m.openMatrix(m.kindAtHand(), intent.Flags)
	case views.OpenOverview:
		return m.openOverview()
	case views.OpenJump:
		return m.openJump()
	case views.OpenHistory:
		return m.openHistory(intent.Name)
	}
	return nil
}

// performChange does what a key means that leads to a change.
func (m *Model) performChange(intent views.Intent) (cmd tea.Cmd, done bool) {
	switch intent := intent.(type) {
	case views.Propose:
		toggle := views.NewToggle(m.frame.Theme, m.keys, m.frame.Session, intent.Scope, intent.View, intent.After)
		return tea.Batch(m.open(&layer{screen: toggle}), m.arm(toggle), m.loadReach(toggle)), true
	case views.ProposeMany:
		return m.openReview(views.NewBatch(m.frame.Theme, m.keys, m.frame.Session, intent.Scope, intent.Views, intent.After)), true
	case views.ReviewCopy:
		return m.openReview(views.NewCopy(m.frame.Theme, m.keys, m.frame.Session, intent.Title, intent.Changes)), true
	case views.ReviewUndo:
		return m.reviewUndo(intent.Change), true
	case views.ReviewKill:
		return m.reviewKill(intent.Name), true
	case views.Apply:
		return m.applyChange(intent), true
	case views.ApplySet:
		return m.applyChosen(intent), true
	case views.ApplyUndo:
		return m.applyUndo(intent), true
	case views.ApplyKill:
		return m.applyKill(intent), true
	}
	return nil, false
}
