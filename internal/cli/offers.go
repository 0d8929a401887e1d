package cli

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// offerRE matches words that bash, zsh, fish and PowerShell all take literally. Offers
// come from a database, and cobra's script for bash expands them. A flag named $(…)
// would run a command.
var offerRE = sync.OnceValue(func() *regexp.Regexp { // compiled on first use, to keep the start fast
	return regexp.MustCompile(`^[\p{Lu}\p{Ll}\p{Lo}\p{Nd}_][\p{Lu}\p{Ll}\p{Lo}\p{M}\p{Nd}_.:/@+-]*(=on|=off)?$`)
})

// safeOffers returns the offers that every shell takes as a plain word. Their
// descriptions are made safe, too. A user can type the other words in quotes.
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

// plainDescription replaces characters that may have a meaning for a shell or a terminal
// by blanks.
func plainDescription(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._,:/@+-", r) {
			return r
		}
		return ' '
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
