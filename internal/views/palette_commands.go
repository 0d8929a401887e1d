package views

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/key"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

type paletteView struct {
	name        string
	description words.Text
	binding     key.Binding
	intent      Intent // opens the view from any screen
}

// paletteViews returns the views in the order of an empty palette.
func paletteViews(m keys.Map, contents PaletteContents) []paletteView {
	scopes := paletteView{"scopes", words.PaletteSwitch, m.Tenants, OpenPicker{}}
	if kinds := contents.Kinds.WithIDs(); len(kinds) > 0 {
		scopes.name = kinds[0].Plural
	}
	all := []paletteView{
		{"system", words.PaletteSystem, m.System, goToSystem},
		scopes,
		{"matrix", words.PaletteMatrix, m.Matrix, OpenMatrix{}},
		{"history", words.PaletteHistory, m.History, OpenHistory{}},
		{"compare", words.PaletteCompare, m.Diff, OpenPicker{Compare: true}},
		{"doctor", words.PaletteDoctor, m.Doctor, OpenDoctor{}},
		{"enabled", words.PaletteEnabled, m.Overview, OpenOverview{}},
		{"contexts", words.PaletteContexts, m.Contexts, OpenContexts{}},
		{"help", words.PaletteHelp, m.Help, OpenHelp{}},
		{"refresh", words.PaletteRefresh, m.Refresh, Refresh{}},
		{"quit", words.PaletteQuit, m.Quit, Quit{}},
	}
	return slices.DeleteFunc(all, func(v paletteView) bool {
		return !v.binding.Enabled() || v.name == "system" && !contents.Kinds.Has(feature.System)
	})
}

// paletteCommands returns the views, the actions of the screen below, and the contexts.
// A view with a key on that screen is opened by the key, since the key may narrow the
// view to the flag under the cursor.
func (t Theme) paletteCommands(m keys.Map, contents PaletteContents) []paletteEntry {
	var entries []paletteEntry
	views := paletteViews(m, contents)
	for _, v := range views {
		e := paletteEntry{name: v.name, description: t.Say(v.description), key: v.binding.Help().Key, intent: v.intent, synonyms: words.English.Say(v.description) + " " + t.Label(v.binding.Help().Desc)}
		if contents.Screen.Contains(v.binding) {
			e.intent = PressKey{keys.PressOf(v.binding)}
		}
		entries = append(entries, e)
	}
	for _, binding := range m.ScreenActions(contents.Screen) {
		if slices.Equal(binding.Keys(), m.System.Keys()) && !contents.Kinds.Has(feature.System) {
			continue
		}
		if slices.ContainsFunc(views, func(v paletteView) bool { return slices.Equal(v.binding.Keys(), binding.Keys()) }) {
			continue
		}
		label, sentence := binding.Help().Desc, func(l words.Language) string { return actionText(contents.Screen.Sentence(l, binding)) }
		entries = append(entries, paletteEntry{label, sentence(t.Language), binding.Help().Key, PressKey{keys.PressOf(binding)}, sentence(words.English) + " " + t.Label(label)})
	}
	for _, info := range contents.Contexts {
		description := t.Say(words.PaletteContext, info.mode())
		if info.Database != "" {
			description += ", " + info.Database
		}
		entries = append(entries, paletteEntry{name: info.Name, description: description, intent: SwitchContext{Name: info.Name}})
	}
	return entries
}

// actionText returns the first sentence about an action. Like the other entries, the
// sentence has no capital letter and no full stop.
func actionText(sentence string) string {
	first, _, _ := strings.Cut(sentence, ". ")
	letter, size := utf8.DecodeRuneInString(first)
	if size == 0 {
		return ""
	}
	return string(unicode.ToLower(letter)) + strings.TrimSuffix(first[size:], ".")
}
