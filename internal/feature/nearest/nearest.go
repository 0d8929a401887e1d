// Package nearest suggests names for a mistyped name.
package nearest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// maxNames is the largest number of suggested names.
const maxNames = 3

// Names returns up to maxNames candidates that are similar to word, the most similar
// first. It ignores case. A candidate that contains word counts as similar.
func Names(word string, candidates []string) []string {
	type scored struct {
		name     string
		distance int
	}
	var near []scored
	lower := strings.ToLower(word)
	limit := 1 + utf8.RuneCountInString(word)/3
	for _, name := range candidates {
		folded := strings.ToLower(name)
		distance := limit
		if !strings.Contains(folded, lower) || folded == lower {
			distance = levenshtein.ComputeDistance(lower, folded)
		}
		if distance <= limit {
			near = append(near, scored{name, distance})
		}
	}
	slices.SortStableFunc(near, func(a, b scored) int { return cmp.Compare(a.distance, b.distance) })
	names := []string{}
	for _, s := range near[:min(maxNames, len(near))] {
		names = append(names, s.name)
	}
	return names
}

// Hint returns a question that suggests similar names, or an empty string if there are
// none.
func Hint(word string, candidates []string) string {
	names := Names(word, candidates)
	if word == "" || len(names) == 0 {
		return ""
	}
	for i, name := range names {
		names[i] = fmt.Sprintf("%q", name)
	}
	return "did you mean " + strings.Join(names, " or ") + "?"
}
