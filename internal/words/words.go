// Package words holds all that the screens say, in English and in German. What a program or
// a person must be able to type or to look up stays English in both: names of flags and
// scopes, commands, keys, the config file, and errors.
package words

import (
	"fmt"
	"strconv"
	"strings"
)

// Language is a language of the screens. The zero value is English.
type Language int

// The languages.
const (
	English Language = iota
	German
	GermanASCII // German for a terminal without umlauts: ae for ä
)

// Text is something to say, in English and in German. It is written without the names of its
// fields, so one that lacks a language does not compile. It may have verbs of package fmt;
// where German has another order, its verbs have numbers, as in %[2]s.
type Text struct{ english, german string }

// Noun is something to count: one and several, in English and in German.
type Noun struct{ one, many, germanOne, germanMany string }

// Spoken is a value with words of its own in each language.
type Spoken interface{ In(Language) string }

// In returns the text in a language.
func (t Text) In(l Language) string { return l.choose(t.english, t.german) }

// choose returns what the language says.
func (l Language) choose(english, german string) string {
	switch l {
	case German:
		return german
	case GermanASCII:
		return withoutUmlauts.Replace(german)
	}
	return english
}

// withoutUmlauts writes German in ASCII.
var withoutUmlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ß", "ss")

// ASCII returns the language for a terminal that shows ASCII only.
func (l Language) ASCII() Language {
	if l == German {
		return GermanASCII
	}
	return l
}

// Say returns a text in the language, with args in the place of its verbs. An argument that
// is Spoken is said in the language, too. Without args, a percent sign is only that.
func (l Language) Say(text Text, args ...any) string {
	if len(args) == 0 {
		return text.In(l)
	}
	said := make([]any, len(args))
	for i, arg := range args {
		if spoken, ok := arg.(Spoken); ok {
			arg = spoken.In(l)
		}
		said[i] = arg
	}
	return fmt.Sprintf(text.In(l), said...)
}

// Count returns a number and its noun: "1 flag", "3 flags".
func (l Language) Count(n int, noun Noun) string { return strconv.Itoa(n) + " " + l.noun(n, noun) }

// Amount is Count with a separator between thousands: "10,000 flags", "10.000 Flags".
func (l Language) Amount(n int, noun Noun) string { return l.Thousands(n) + " " + l.noun(n, noun) }

// noun returns the noun that follows a number.
func (l Language) noun(n int, noun Noun) string {
	if n == 1 {
		return l.choose(noun.one, noun.germanOne)
	}
	return l.choose(noun.many, noun.germanMany)
}

// Thousands returns a number with a separator between thousands. n must not be negative.
func (l Language) Thousands(n int) string {
	separator, text := l.choose(",", "."), strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + separator + text[at:]
	}
	return text
}

// Known returns what the language says for a word or sentence that comes as data, such as
// the name of a kind of scope. One that it does not know stays as it is.
func (l Language) Known(english string) string {
	if text, ok := known[english]; ok {
		return text.In(l)
	}
	return english
}

// Label is Known for the help text of a key, or the title of a group of keys.
func (l Language) Label(english string) string {
	if text, ok := labels[english]; ok {
		return text.In(l)
	}
	return l.Known(english)
}

// IsKnown reports whether Label or Known knows a word or sentence.
func IsKnown(english string) bool {
	_, isLabel := labels[english]
	_, isKnown := known[english]
	return isLabel || isKnown
}

// labels and known hold the texts that come as data, by their English.
var (
	labels = byEnglish(keyLabels)
	known  = byEnglish(data)
)

func byEnglish(texts []Text) map[string]Text {
	found := make(map[string]Text, len(texts))
	for _, text := range texts {
		found[text.english] = text
	}
	return found
}

// Parse returns the language that a code names: "en" or "de", in any case, also with a
// country or an encoding, as in "de_AT.UTF-8". ok is false for any other.
func Parse(code string) (l Language, ok bool) {
	code, _, _ = strings.Cut(strings.ToLower(code), ".")
	code, _, _ = strings.Cut(strings.ReplaceAll(code, "-", "_"), "_")
	switch code {
	case "en":
		return English, true
	case "de":
		return German, true
	}
	return English, false
}

// FromEnvironment returns the language of the first of LC_ALL, LC_MESSAGES and LANG that is
// set, as POSIX has it; English, if it is another language.
func FromEnvironment(getenv func(string) string) Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if code := getenv(name); code != "" {
			language, _ := Parse(code)
			return language
		}
	}
	return English
}

// Dative returns the plural of a noun as it follows a preposition such as "of", which in
// German often adds an n: "3 von 14 Projekten".
func (l Language) Dative(plural string) string {
	if l != English && (strings.HasSuffix(plural, "e") || strings.HasSuffix(plural, "er")) {
		return plural + "n"
	}
	return plural
}
