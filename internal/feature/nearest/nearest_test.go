package nearest

import "testing"

func TestHint(t *testing.T) {
	names := []string{"billing.new_invoice", "billing.old_invoice", "orders.beta", "Acmf", "Acme"}
	for word, want := range map[string]string{
		"billing.new_invoce": `did you mean "billing.new_invoice" or "billing.old_invoice"?`,
		"acme":               `did you mean "Acme" or "Acmf"?`,
		"beta":               `did you mean "orders.beta"?`,
		"nothing.like.it":    "",
		"":                   "",
	} {
		if got := Hint(word, names); got != want {
			t.Errorf("Hint(%q) = %q, want %q", word, got, want)
		}
	}
}
