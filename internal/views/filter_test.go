package views

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestContains: the filter finds what a search in lower case would find, also
// where a letter changes its length with its case.
func TestContains(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	letters := []rune("aAbBkK.éÉİıſßẞK受 ")
	word := func(most int) string {
		text := make([]rune, 1+r.IntN(most))
		for i := range text {
			text[i] = letters[r.IntN(len(letters))]
		}
		return string(text)
	}
	found := 0
	for range 20_000 {
		s, text := word(12), strings.ToLower(word(3))
		want := strings.Contains(strings.ToLower(s), text)
		if got := contains(s, text); got != want {
			t.Fatalf("%q in %q: %v", text, s, got)
		}
		if want {
			found++
		}
	}
	if found < 1000 {
		t.Errorf("only %d of the texts are found", found)
	}
}
