// Package nearest finds the names that a mistyped one may have meant.
package nearest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// most is how many names are suggested.
const most = 3

// Names returns up to three of candidates that word may be a slip of, the
// nearest first. Case counts little, and a name that word is a part of is
// near; none is better than a wild guess.
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
	for _, s := range near[:min(most, len(near))] {
		names = append(names, s.name)
	}
	return names
}

// Hint is the question that names them, or nothing where there is none.
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
