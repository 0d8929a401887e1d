package hooks

import (
	"cmp"
	"slices"
	"strings"
)

// Secrets maps the values of environment variables to the text that is printed instead
// of them, such as ${APP_TOKEN}.
type Secrets map[string]string

// minSecret is the least number of characters of a secret. Redact would also replace a
// shorter value within ordinary words.
const minSecret = 4

// Redact replaces the secrets in text.
func (s Secrets) Redact(text string) string {
	var values []string
	for value := range s {
		if len(value) >= minSecret {
			values = append(values, value)
		}
	}
	slices.SortFunc(values, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	var pairs []string
	for _, value := range values {
		pairs = append(pairs, value, s[value])
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
