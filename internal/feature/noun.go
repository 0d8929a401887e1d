package feature

import (
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/words"
)

// Noun holds the words for one scope and for several scopes.
type Noun struct{ One, Many string }

// In returns the noun in a language, if the language knows it.
func (n Noun) In(l words.Language) Noun { return Noun{l.Known(n.One), l.Known(n.Many)} }

// Count returns a number with its noun, such as "1 facility" or "2 facilities".
func (n Noun) Count(number int) string {
	if number == 1 {
		return "1 " + n.One
	}
	return fmt.Sprintf("%d %s", number, n.Many)
}

// Noun returns the word for scopes of this kind.
func (k KindInfo) Noun() Noun { return Noun{k.Name, k.Plural} }

// Noun returns the word for scopes of the kinds in the list. For several kinds, the word
// is "scopes".
func (l KindList) Noun() Noun {
	if len(l) == 1 {
		return l[0].Noun()
	}
	return Noun{"scope", "scopes"}
}

// All returns the words for every scope of the kinds in the list, such as "users and
// groups". For many kinds, it returns "scopes".
func (l KindList) All(language words.Language) string {
	const maxNamed = 2
	if len(l) > maxNamed {
		return language.Known(l.Noun().Many)
	}
	return strings.Join(l.In(language).Plurals(), language.Say(words.And))
}

// In returns the list with the names of the kinds in a language, if the language knows
// them.
func (l KindList) In(language words.Language) KindList {
	said := slices.Clone(l)
	for i, info := range said {
		noun := info.Noun().In(language)
		said[i].Name, said[i].Plural = noun.One, noun.Many
	}
	return said
}

// InheritingSystem returns the kinds whose scopes inherit from the system.
func (l KindList) InheritingSystem() KindList {
	return slices.DeleteFunc(slices.Clone(l), func(info KindInfo) bool { return info.Inherits != System })
}
