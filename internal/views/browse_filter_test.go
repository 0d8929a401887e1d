package views

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// The filter finds text as a search in lower case would, even if a letter's lower case
// has another length.
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
		if got := containsFold(s, text); got != want {
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

// No flag counts as never overridden until the overrides are counted.
func TestNeverOverridden(t *testing.T) {
	b, acme := newBrowse(NewTheme(true, false), keys.Default()), tenant("acme", "")
	defs, stored, own, _ := sample()
	b.Show(acme, feature.Resolve(featuretest.Kind(acme.Scope.Kind), acme.Scope, defs, stored, own), true)
	b.Resize(100, 20)
	typeText(b, "5")
	if b.state != showNever || len(b.shown) != 0 {
		t.Fatalf("before anything is counted, %d flags are shown", len(b.shown))
	}
	names := func() (names []string) {
		for _, i := range b.shown {
			names = append(names, b.views[i].Name)
		}
		return names
	}
	counts := feature.NewCounts(nil)
	counts.Add("access.passkeys", feature.Count{On: 1})
	counts.Add("billing.payment_links", feature.Count{Off: 1})
	b.SetCounts(counts)
	want := []string{"access.api_key_rotation", "catalog.customer_specific_price_lists_with_validity", "受注.一括登録"}
	if got := names(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	b.SetCounts(feature.NewCounts(nil))
	if got := names(); !slices.Contains(got, "billing.payment_links") || len(got) != 4 {
		t.Errorf("counted anew: %q", got)
	}
}
