package model

import (
	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// splitKeys splits a message of several characters into single keys. Bubble Tea delivers
// keys that arrive together as one message, which matches no binding. A paste stays
// whole.
func splitKeys(msg tea.KeyMsg) []keys.Press {
	if len(msg.Runes) < 2 || msg.Paste {
		return []keys.Press{{KeyMsg: msg, Alone: true}}
	}
	var all []keys.Press
	for _, r := range msg.Runes {
		all = append(all, keys.Press{KeyMsg: tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: msg.Alt}})
	}
	return all
}

// onKey sends each key of a message to the top screen.
func (m *Model) onKey(msg tea.KeyMsg) tea.Cmd {
	m.saved = ""
	if m.notice == m.answer {
		m.setNotice("")
	}
	m.answer = ""
	var cmds []tea.Cmd
	for _, press := range splitKeys(msg) {
		cancelled := m.cancelReview()
		switch {
		case press.Matches(m.keys.Interrupt):
			return tea.Quit
		case press.Matches(m.keys.Suspend):
			return tea.Suspend
		case press.Matches(m.keys.Redraw):
			return tea.ClearScreen
		case m.tooSmall():
			if press.Matches(m.keys.Quit) { // the only key for the screen on a terminal that is too small
				return tea.Quit
			}
		case cancelled && press.Matches(m.keys.Back): // esc has cancelled the review
		case press.Matches(m.keys.Back) && len(m.problems) > 0:
			m.dismiss()
		default:
			cmds = append(cmds, m.press(press))
		}
	}
	return tea.Batch(append(cmds, m.awaitSilence(), m.refreshIfChanged())...) // a key may have closed a confirmation that delayed a refresh
}

// press handles one key. The notice about a key that does nothing stays until the next
// key.
func (m *Model) press(press keys.Press) tea.Cmd {
	if cmd, taken := m.pressEverywhere(press); taken {
		return cmd
	}
	if text := m.unusedKey(press); text != "" {
		m.setAnswer(text)
	}
	return m.perform(m.screen().Press(press))
}

// cancelReview cancels the review that is being read, and reports whether there was one.
// A review must not open while the user types something else.
func (m *Model) cancelReview() bool {
	if !m.review.pending {
		return false
	}
	m.review.cancel()
	m.setNotice(m.say(words.NotOpened))
	return true
}

// onMouse handles the mouse: the wheel scrolls, and a click moves the cursor.
func (m *Model) onMouse(msg tea.MouseMsg) tea.Cmd {
	const wheel = 3 // rows
	if m.tooSmall() || msg.Action != tea.MouseActionPress {
		return nil
	}
	m.cancelReview()
	turned := map[tea.MouseButton]int{tea.MouseButtonWheelUp: -wheel, tea.MouseButtonWheelDown: wheel}
	if by, ok := turned[msg.Button]; ok {
		return m.perform(m.screen().Press(keys.Press{Wheel: by}))
	}
	if list, ok := m.screen().(interface{ SelectLine(line int) }); ok && msg.Button == tea.MouseButtonLeft {
		list.SelectLine(msg.Y - views.HeaderLines)
	}
	return nil
}

// tooSmall reports whether the terminal is too small for any screen. On such a terminal,
// keys must change nothing.
func (m *Model) tooSmall() bool {
	f := m.frame
	return f.Width < views.MinWidth || f.Height < views.MinHeight
}

// perform carries out an intent.
func (m *Model) perform(intent views.Intent) tea.Cmd {
	switch intent.(type) {
	case nil, views.ShowNotice, views.Refresh, views.NextPage, views.SortByChange, views.ReadChanges, views.AskApp, views.Copy:
	default: // the user no longer waits for a scope or a database
		m.scopeLookup.cancel()
		m.connecting.cancel()
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
		if _, ok := m.screen().(*views.Doctor); ok {
			return m.diagnose(m.layers[len(m.layers)-1])
		}
		m.closePalette()
		m.browse.SetChanged(nil)
		m.cancelNews()
		return tea.Batch(m.rereadFile(), m.refresh(byUser))
	case views.Search:
		if picker, ok := m.screen().(*views.Picker); ok {
			return tea.Batch(m.readTop(true), m.countTabs(picker))
		}
		return m.readTop(true)
	case views.NextPage:
		return m.readTop(false)
	case views.GoTo:
		if intent.Typed {
			return m.lookUpScope(intent.Info.Scope)
		}
		m.focusFlag = intent.Name
		return m.goTo(intent.Info)
	case views.FindFlag:
		m.layers = nil
		m.browse.Find(intent.Name)
	case views.Compare:
		m.closeTop()
		return m.openDiff(intent.Info)
	case views.SwitchContext:
		return m.openContext(intent.Name, intent.ReadOnly)
	case views.TogglePreview:
		m.togglePreview()
	case views.AskApp:
		m.closePalette()
		return m.askApp(intent.Scope)
	case views.ReadChanges:
		return m.readChanges()
	case views.MakeReadOnly:
		m.closePalette()
		return m.makeReadOnly()
	case views.SortByChange:
		return m.loadRecent(false)
	case views.ShowNotice:
		m.setAnswer(intent.Text)
	case views.PressKey:
		m.closePalette()
		if _, ok := m.screen().(*views.Help); ok {
			m.closeTop()
		}
		return m.press(intent.Press)
	case views.Copy:
		return m.copyText(intent.Text, intent.What)
	case views.CopyChange:
		return m.copyChange(intent.Change, intent.Entries)
	case views.ExportHistory:
		return m.exportHistory()
	default:
		return m.openScreen(intent)
	}
	return nil
}

// closePalette closes the palette if it is the top screen.
func (m *Model) closePalette() {
	if _, ok := m.screen().(*views.Palette); ok {
		m.closeTop()
	}
}

// openScreen opens the screen that an intent asks for.
func (m *Model) openScreen(intent views.Intent) tea.Cmd {
	m.closePalette() // the chosen screen replaces the palette
	switch intent := intent.(type) {
	case views.OpenHelp:
		_, confirms := m.screen().(confirmation)
		return m.open(&layer{screen: views.NewHelp(m.frame.Theme, m.keys, m.screen().Keys(), confirms)})
	case views.OpenContexts:
		return m.openContexts()
	case views.OpenPicker:
		return m.openPicker(m.initialKind(), intent.Compare, nil)
	case views.SwitchKind:
		return m.switchKind()
	case views.OpenDetails:
		return m.openDetails(intent.Scope, intent.Name)
	case views.OpenMatrix:
		if intent.Flags == nil {
			intent.Flags = m.browse.Views()
		}
		return m.openMatrix(m.initialKind(), intent.Flags)
	case views.OpenDoctor:
		return m.openDoctor()
	case views.OpenOverview:
		return m.openOverview()
	case views.OpenPalette:
		return m.openPalette()
	case views.OpenHistory:
		return m.openHistory(intent.Name, intent.OfFlag)
	case views.OpenChangeSet:
		return m.openChangeSet(intent.Entries)
	}
	return nil
}

// refuseChange reports whether the user may not change flags at a scope, or one of the
// flags is locked. If so, it shows the reason.
func (m *Model) refuseChange(scope feature.Scope, flags ...feature.View) bool {
	if info := m.store.Info(); !info.Allows(scope) {
		m.setNotice(info.RefuseScope(scope).Error())
		return true
	}
	for _, view := range flags {
		if view.Locked != "" {
			m.setNotice(feature.LockedProblem(view.Name, view.Locked).Error())
			return true
		}
	}
	return false
}

// performChange carries out an intent that opens or confirms a change. done is false for
// any other intent.
func (m *Model) performChange(intent views.Intent) (cmd tea.Cmd, done bool) {
	switch intent := intent.(type) {
	case views.Propose:
		if m.refuseChange(intent.Scope.Scope, intent.View) {
			return nil, true
		}
		toggle := views.NewToggle(m.frame.Theme, m.keys, m.frame.Session, intent.Scope, intent.View, intent.After)
		return tea.Batch(m.open(&layer{screen: toggle}), m.arm(toggle), m.loadImpact(toggle)), true
	case views.ProposeMany:
		if m.refuseChange(intent.Scope.Scope, intent.Views...) {
			return nil, true
		}
		return m.openReview(views.NewBatch(m.frame.Theme, m.keys, m.frame.Session, intent.Scope, intent.Views, intent.After)), true
	case views.ReviewCopy:
		return m.openReview(views.NewCopy(m.frame.Theme, m.keys, m.frame.Session, intent.Proposal)), true
	case views.ProposeFixes:
		return m.openReview(views.NewFixes(m.frame.Theme, m.keys, m.frame.Session, intent.Changes)), true
	case views.ReviewUndo:
		return m.reviewUndo(intent.Change), true
	case views.ReviewKill:
		return m.reviewKill(intent.Name), true
	case views.Apply:
		return m.apply(intent), true
	}
	return nil, false
}
