package views

import (
	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// widest returns the width of the widest of some texts.
func (t Theme) widest(texts ...words.Text) int {
	widest := 0
	for _, text := range texts {
		widest = max(widest, textWidth(t.Say(text)))
	}
	return widest
}

// either says yes if is is true, and no otherwise.
func (t Theme) either(is bool, yes, no words.Text) string {
	if is {
		return t.Say(yes)
	}
	return t.Say(no)
}

// setting returns the word for a setting: "on", "off" or "inherit".
func (t Theme) setting(s feature.Setting) string { return t.Known(s.String()) }

// orEach names each kind in a text such as "the %s", and joins the names by "or".
func (t Theme) orEach(kinds feature.KindList, text words.Text) string {
	names := ""
	for i, info := range kinds {
		if i > 0 {
			names += t.Say(words.Or)
		}
		names += t.Say(text, t.clean(t.Known(info.Name)))
	}
	return names
}

// kindName returns the word for one scope of a kind.
func (t Theme) kindName(kind feature.KindInfo) string { return t.clean(t.Known(kind.Name)) }

// kindPlural returns the word for several scopes of a kind.
func (t Theme) kindPlural(kind feature.KindInfo) string { return t.clean(t.Known(kind.Plural)) }
