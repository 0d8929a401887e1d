package serve

import (
	"fmt"
	"strings"

	"flagtui/internal/feature"
)

// Words splits a command as a shell does: at blanks, except within quotes and after a
// backslash. Nothing else has a meaning, because no shell runs the command. It fails with
// feature.ErrUsage if a quote is not closed.
func Words(command string) ([]string, error) {
	var words []string
	var word strings.Builder
	inWord := false  // a word has started, which may be empty
	quote := rune(0) // the open quote
	escaped := false // the last character was a backslash
	for _, r := range command {
		switch {
		case escaped:
			if quote == '"' && !strings.ContainsRune("\"\\$`", r) {
				word.WriteRune('\\')
			}
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, inWord = true, true
		case r == quote && quote != 0:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, inWord = r, true
		case r == ' ' || r == '\t' || r == '\n':
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
		default:
			inWord = true
			word.WriteRune(r)
		}
	}
	if quote != 0 || escaped {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the command has an open quote: %s", feature.Shorten(command)),
			Hint: `your own shell takes one pair of quotes away: write "list --reason 'pilot, ticket 4711'"`}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}
