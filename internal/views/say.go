package views

import (
	"strings"

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
func (t Theme) setting(s feature.Setting) string { return s.In(t.Language) }

// OrEach names each kind in a text such as "the %s", and joins the names by "or".
func (t Theme) OrEach(kinds feature.KindList, text words.Text) string {
	names := make([]string, len(kinds))
	for i, info := range kinds {
		names[i] = t.Say(text, t.kindName(info))
	}
	return strings.Join(names, t.Say(words.Or))
}

// kindName returns the word for one scope of a kind.
func (t Theme) kindName(kind feature.KindInfo) string { return t.clean(t.Known(kind.Name)) }

// kindPlural returns the word for several scopes of a kind.
func (t Theme) kindPlural(kind feature.KindInfo) string { return t.clean(t.Known(kind.Plural)) }

// rules returns what decides a flag in addition to settings. Words that are not fixed stay
// as they are.
func (t Theme) rules(texts ...string) string {
	said := make([]string, len(texts))
	for i, text := range texts {
		said[i] = t.clean(t.Known(text))
	}
	return strings.Join(said, ", ")
}

// reading returns what stands in place of data that is being read.
func (t Theme) reading() string { return t.Say(words.Reading) + t.ellipsis }

// every returns a noun as it follows "every" or "no". German has the plural there.
func (t Theme) every(noun feature.Noun) string {
	said := noun.In(t.Language)
	if t.Language == words.English {
		return t.clean(said.One)
	}
	return t.clean(said.Many)
}

// ofAll returns the plural of a noun as it follows "of" and a number.
func (t Theme) ofAll(noun feature.Noun) string { return t.clean(t.Dative(noun.In(t.Language).Many)) }

// countOf returns a number and its noun as they follow "of": "1 section", "14 projects".
func (t Theme) countOf(n int, noun feature.Noun) string {
	said := noun.In(t.Language)
	return t.clean(feature.Noun{One: said.One, Many: t.Dative(said.Many)}.Count(n))
}

// changeWidth returns the width of the settings before and after a change.
func (t Theme) changeWidth() int {
	return textWidth(feature.Inherit.In(t.Language)) + textWidth(t.arrow) + textWidth(feature.Off.In(t.Language))
}
