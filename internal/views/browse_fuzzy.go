package views

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// similarFlag is a flag, by the index of its view, and how far its name is from the words
// that are searched for.
type similarFlag struct{ index, distance int }

// showSimilar shows the flags whose names have the characters of each word in their
// order, the closest first. It is for a search whose words no flag has.
func (b *Browse) showSimilar() {
	q := &b.query
	var similar []similarFlag
	for _, i := range b.byState {
		if !q.similar(b.views[i].Name) || !q.passesTerms(b, &b.views[i]) {
			continue
		}
		found := similarFlag{index: i}
		for _, word := range q.words {
			_, distance := closestStart(strings.ToLower(b.views[i].Name), word)
			if distance < 0 { // in order, but not as they are looked for
				distance = 10 * len(b.views[i].Name)
			}
			found.distance += distance
		}
		similar = append(similar, found)
	}
	slices.SortStableFunc(similar, func(a, b similarFlag) int { return cmp.Compare(a.distance, b.distance) })
	for _, found := range similar {
		b.shown = append(b.shown, found.index)
	}
}

// similar reports whether a name has the characters of each word in their order. The word
// that is typed last is the least likely one.
func (q *query) similar(name string) bool {
	for _, word := range slices.Backward(q.words) {
		if !inOrderFold(name, word) {
			return false
		}
	}
	return true
}

// inOrderFold reports whether a name has the characters of a word, which is in lower case,
// in their order.
func inOrderFold(name, word string) bool {
	at := 0
	for i := 0; i < len(name) && at < len(word); i++ {
		if name[i] >= utf8.RuneSelf {
			return containsInOrder(strings.ToLower(name), word)
		}
		if lowerASCII(name[i]) == word[at] {
			at++
		}
	}
	return at == len(word)
}

// closestMatch returns where the characters of a word, which is in lower case, are in a
// name: of all places the one with the least distance. It returns nil where they are not
// found in that way.
func closestMatch(name, word string) []int {
	lower := strings.ToLower(name)
	start, distance := closestStart(lower, word)
	if len(lower) != len(name) || distance < 0 { // else the positions would be those of another text
		return nil
	}
	at := []int{start}
	for i := 1; i < len(word); i++ {
		at = append(at, nextInWord(lower, at[i-1]+1, word[i]))
	}
	return at
}

// closestStart returns where the closest match of a word starts in a name, both in lower
// case, and its distance, which grows with each character between those of the word and
// where a run of them does not start a word of the name; -1: there is no match.
func closestStart(name, word string) (start, distance int) {
	distance = -1
	for from := range len(name) {
		if name[from] != word[0] {
			continue
		}
		last, sum := from, startPenalty(name, from)
		for i := 1; i < len(word) && last >= 0; i++ {
			next := nextInWord(name, last+1, word[i])
			if next > last+1 {
				sum += next - last + startPenalty(name, next)
			}
			last = next
		}
		if last >= 0 && (distance < 0 || sum < distance) {
			start, distance = from, sum
		}
	}
	return start, distance
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
