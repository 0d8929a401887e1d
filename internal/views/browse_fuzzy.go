package views

import (
	"cmp"
	"slices"
	"strings"
)

// showSimilar shows the flags whose names have the characters of each word in their
// order, the closest first. It is for a search whose words no flag has.
func (b *Browse) showSimilar() {
	q := &b.query
	distances := map[int]int{}
	for _, i := range b.byState {
		if !q.similar(b.views[i].Name) || !q.passesTerms(b, &b.views[i]) {
			continue
		}
		for _, word := range q.words {
			_, distance := closestMatch(b.views[i].Name, word)
			distances[i] += distance
		}
		b.shown = append(b.shown, i)
	}
	slices.SortStableFunc(b.shown, func(i, j int) int { return cmp.Compare(distances[i], distances[j]) })
}

// similar tells whether a name has the characters of each word in their order.
func (q *query) similar(name string) bool {
	name = strings.ToLower(name)
	for _, word := range q.words {
		if !containsInOrder(name, word) {
			return false
		}
	}
	return true
}

// closestMatch returns where the characters of a word, which is in lower case, are in a
// name: of all places the one with the least distance, which grows with each character
// between them and where a run of them does not start a word of the name.
func closestMatch(name, word string) (at []int, distance int) {
	lower := strings.ToLower(name)
	if len(lower) != len(name) { // the positions would be those of another text
		return nil, 10 * len(name)
	}
	for start := range len(lower) {
		if lower[start] != word[0] {
			continue
		}
		found, sum := []int{start}, startPenalty(lower, start)
		for i := 1; i < len(word); i++ {
			last := found[len(found)-1]
			next := nextInWord(lower, last+1, word[i])
			if next < 0 {
				found = nil
				break
			}
			if next > last+1 {
				sum += next - last + startPenalty(lower, next)
			}
			found = append(found, next)
		}
		if found != nil && (at == nil || sum < distance) {
			at, distance = found, sum
		}
	}
	if at == nil { // in order, but not as they are looked for here
		return nil, 10 * len(name)
	}
	return at, distance
}

// nextInWord returns where c is next: here, or else at the start of a word, or else
// anywhere; -1 if it is not in the rest of the name.
func nextInWord(name string, from int, c byte) int {
	first := -1
	for i := from; i < len(name); i++ {
		switch {
		case name[i] != c:
		case i == from || startPenalty(name, i) == 0:
			return i
		case first < 0:
			first = i
		}
	}
	return first
}

// startPenalty is 0 at the start of a word of a name, and else what that costs.
func startPenalty(name string, at int) int {
	if at == 0 || strings.IndexByte("._-:/ ", name[at-1]) >= 0 {
		return 0
	}
	return 5
}
