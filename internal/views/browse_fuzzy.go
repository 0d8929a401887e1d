package views

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// similarFlag is the index of a view, and the distance of its name from the search.
type similarFlag struct{ index, distance int }

// showSimilar shows the flags whose names contain the characters of each search word in
// order, the most similar name first.
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
			if distance < 0 { // the characters are in order, but closestStart finds no match
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

// similar reports whether a name contains the characters of each search word in order.
// The loop starts with the last word, which is the most likely to fail.
func (q *query) similar(name string) bool {
	for _, word := range slices.Backward(q.words) {
		if !inOrderFold(name, word) {
			return false
		}
	}
	return true
}

// inOrderFold reports whether a name contains the characters of a word in order,
// ignoring case. The word must be lower case.
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

// closestMatch returns the positions of a word's characters in name, for the match with
// the least distance. It returns nil if closestStart finds no match. The word must be
// lower case.
func closestMatch(name, word string) []int {
	lower := strings.ToLower(name)
	start, distance := closestStart(lower, word)
	if len(lower) != len(name) || distance < 0 { // lower-casing may change positions
		return nil
	}
	at := []int{start}
	for i := 1; i < len(word); i++ {
		at = append(at, nextInWord(lower, at[i-1]+1, word[i]))
	}
	return at
}

// closestStart returns the start of the best match of word in name, and its distance.
// Each skipped character adds to the distance. So does each run of characters that
// starts in the middle of a word. A distance of -1 means that name has no match. Both
// strings must be lower case.
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

// nextInWord returns the next position of c in name. It prefers the position from
// itself, then the start of a word, then any position. It returns -1 if c is not in the
// rest of name.
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

// startPenalty returns 0 if a position starts a word of the name, or else a penalty.
func startPenalty(name string, at int) int {
	if at == 0 || strings.IndexByte("._-:/ ", name[at-1]) >= 0 {
		return 0
	}
	return 5
}
