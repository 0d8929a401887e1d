package cli

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// offerRE matches words that bash, zsh, fish and PowerShell all read as they are. Offers come
// from a database, and cobra's script for bash expands them at once: a flag named $(…)
// would run a command.
var offerRE = sync.OnceValue(func() *regexp.Regexp { // half a millisecond of every start otherwise
	return regexp.MustCompile(`^[\p{Lu}\p{Ll}\p{Lo}\p{Nd}_][\p{Lu}\p{Ll}\p{Lo}\p{M}\p{Nd}_.:/@+-]*(=on|=off)?$`)
})

// safeOffers returns the offers that every shell reads as a plain word, with descriptions of
// letters, digits and a few signs. It leaves out the others, which a user can type
// in quotes.
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

// plainDescription replaces what may have a meaning for a shell or a terminal by blanks.
func plainDescription(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._,:/@+-", r) {
			return r
		}
		return ' '
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
