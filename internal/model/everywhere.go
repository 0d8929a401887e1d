package model

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/keys"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// pressEverywhere handles the keys that mean the same on every screen: the palette, the
// help, the search and the key that goes back or quits. taken reports whether press was
// such a key.
func (m *Model) pressEverywhere(press keys.Press) (cmd tea.Cmd, taken bool) {
	if !m.takesCommands() {
		return nil, false
	}
	_, isHelp := m.screen().(*views.Help)
	list, searchable := m.screen().(views.Searchable)
	switch {
	case press.Matches(m.keys.Jump):
		return m.perform(views.OpenPalette{}), true
	case press.Matches(m.keys.Help) && !isHelp:
		return m.perform(views.OpenHelp{}), true
	case press.Matches(m.keys.Filter) && searchable:
		return m.open(&layer{screen: views.NewFind(m.frame.Theme, m.keys, list)}), true
	case press.Matches(m.keys.Filter) && m.searchesByLetter(): // a letter starts the search here, so the key does nothing
		return nil, true
	case press.Matches(m.keys.Quit) && len(m.layers) > 0 && !m.searchesByLetter():
		leave := keys.PressOf(m.keys.Leave)
		leave.Alone = press.Alone
		return m.perform(m.screen().Press(leave)), true
	}
	return nil, false
}

// takesCommands reports whether keys are commands. It returns false in a text field, and
// on a confirmation that does not accept keys yet.
func (m *Model) takesCommands() bool {
	if field, ok := m.screen().(views.TextTaker); ok && field.TakesText() {
		return false
	}
	prompt, ok := m.screen().(confirmation)
	return !ok || prompt.Armed()
}

// searchesByLetter reports whether typing a letter starts a search on the top screen.
func (m *Model) searchesByLetter() bool {
	switch m.screen().(type) {
	case *views.Picker, *views.Palette, *views.Help:
		return true
	}
	return false
}

// unusedKey returns the notice for a key that does nothing on the top screen. It returns
// an empty string if the key does something; on a confirmation, every key does. On a
// read-only database, a key that writes gets the reason.
func (m *Model) unusedKey(press keys.Press) string {
	if _, ok := m.screen().(confirmation); ok {
		return ""
	}
	if !press.Alone || press.Paste || !m.takesCommands() || m.searchesByLetter() {
		return ""
	}
	group := m.screen().Keys()
	if press.Matches(append(group.Enabled(), m.keys.Back, m.keys.Leave)...) {
		return ""
	}
	name := press.String()
	if m.screen() == views.Screen(m.browse) && len(m.pickable()) == 0 && m.configuredKeys.ListsScopes(name) {
		return m.say(words.SystemOnly)
	}
	for _, binding := range slices.Concat(group.Hints, group.Others) {
		if m.frame.Session.ReadOnly != "" && slices.Contains(binding.Keys(), name) && m.configuredKeys.Writes(name) {
			return m.say(words.ReadOnlyBecause, m.frame.Session.ReadOnly)
		}
	}
	return m.say(words.UnusedKey, keys.Name(name), m.keys.Help.Help().Key)
}
