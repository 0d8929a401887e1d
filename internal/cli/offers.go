package cli

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// offerRE matches what bash, zsh, fish and PowerShell all take as it is, at
// the start of a word and inside of it. What an offer consists of comes from a
// database, and cobra's script for bash expands it before anybody has pressed
// enter: a flag named $(…) would run a command.
var offerRE = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\p{Lu}\p{Ll}\p{Lo}\p{Nd}_][\p{Lu}\p{Ll}\p{Lo}\p{M}\p{Nd}_.:/@+-]*(=on|=off)?$`)
})

// safeOffers returns the offers of a completion that no shell can take for
// anything but a word, with descriptions of letters, digits and a few signs.
// The others are left out: whoever wants one types it, in quotes.
func safeOffers(offers []string) []string {
	var safe []string
	for _, offer := range offers {
		word, description, described := strings.Cut(offer, "\t")
		if !offerRE().MatchString(word) {
			continue
		}
		if described {
			word += "\t" + plainDescription(description)
		}
		safe = append(safe, word)
	}
	return safe
}

// plainDescription puts a blank in the place of whatever may mean something to
// a shell or a terminal.
func plainDescription(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._,:/@+-", r) {
			return r
		}
		return ' '
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
