package views

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

var searchedAt = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// searched returns the sample's list, with the last changes of three flags.
func searched(t Theme, at feature.ScopeInfo) *Browse {
	b := browse(t, keys.Default(), at)
	b.Resize(160, 40)
	b.CountAges(searchedAt)
	b.SetChanges(searchedAt, map[string]feature.Entry{
		"billing.new_invoice":  {Actor: "alice@ops1", At: searchedAt.Add(-3 * 24 * time.Hour)},
		"files.public_uploads": {Actor: "bob@ops2", At: searchedAt.Add(-8 * 24 * time.Hour)},
		"orders.beta_checkout": {Actor: "Alice@laptop", At: searchedAt.Add(-30 * time.Hour)},
	})
	return b
}

// The table holds the flags that each kind of term finds, alone and combined.
func TestQuery(t *testing.T) {
	for query, want := range map[string]string{
		"invoice":                     "billing.new_invoice",
		"new inv":                     "billing.new_invoice",
		"inv new":                     "billing.new_invoice",
		"  engine   billing ":         "billing.new_invoice", // a word of the description, and one of the name
		"billing !invoice":            "billing.payment_links",
		"!billing !access !catalog":   "files.public_uploads orders.beta_checkout 受注.一括登録",
		"!":                           "access.api_key_rotation access.passkeys billing.new_invoice billing.payment_links catalog.customer_specific_price_lists_with_validity files.public_uploads orders.beta_checkout 受注.一括登録",
		"/^bill.*s$/":                 "billing.payment_links",
		"/NEW|pass/":                  "access.api_key_rotation access.passkeys billing.new_invoice",
		"/the new/ catalog":           "",
		"/by the new/ billing":        "billing.new_invoice",
		"!/[aeiou]{2}/ !受":            "access.passkeys billing.payment_links",
		`/a\/b/`:                      "",
		"/passk":                      "access.passkeys", // without the closing slash
		"is:on":                       "access.api_key_rotation billing.new_invoice billing.payment_links files.public_uploads",
		"is:off IS:OFF access":        "access.passkeys",
		"is:override":                 "billing.new_invoice files.public_uploads orders.beta_checkout",
		"is:differs is:off":           "orders.beta_checkout",
		"!is:override billing":        "billing.payment_links",
		"is:never is:on":              "access.api_key_rotation billing.payment_links",
		"is:unregistered":             "legacy.export_to_floppy",
		"!is:unregistered is:on file": "files.public_uploads",
		"!by is:on pass":              "",
		"!in engine":                  "",
		"by:alice":                    "billing.new_invoice orders.beta_checkout",
		"by:":                         "access.api_key_rotation access.passkeys billing.new_invoice billing.payment_links catalog.customer_specific_price_lists_with_validity files.public_uploads orders.beta_checkout 受注.一括登録",
		"!by:alice is:override":       "files.public_uploads",
		"since:7d":                    "billing.new_invoice orders.beta_checkout",
		"since:30h":                   "orders.beta_checkout",
		"since:29h":                   "access.nothing",
		"since:2w by:bob":             "files.public_uploads",
		"since:2026-11-27":            "billing.new_invoice orders.beta_checkout",
		"!since:1w is:override":       "files.public_uploads",
		"受注":                          "受注.一括登録",
	} {
		b := searched(NewTheme(true, false), system)
		b.typing = true
		b.Press(paste(query))
		got := strings.Join(b.names(), " ")
		if want == "access.nothing" {
			want = ""
		}
		if got != want || b.queryProblem != "" || b.similar {
			t.Errorf("%q finds %q (%s), want %q", query, got, b.queryProblem, want)
		}
	}
}

// An invalid term is explained, and the list does not change.
func TestQueryProblems(t *testing.T) {
	for query, want := range map[string]string{
		"/[a":        "not a regular expression: missing closing ]",
		"/a(/":       "not a regular expression: missing closing )",
		"is:onn":     "is: takes on, off, depends, override, differs, never, notlive or unregistered",
		"is:":        "is: takes on, off, depends, override, differs, never, notlive or unregistered",
		"since:":     "since: takes 12h, 7d, 4w or a day such as 2026-10-01",
		"since:7":    "since: takes 12h, 7d, 4w or a day such as 2026-10-01",
		"since:-3d":  "since: takes 12h, 7d, 4w or a day such as 2026-10-01",
		"since:7y":   "since: takes 12h, 7d, 4w or a day such as 2026-10-01",
		"since:2026": "since: takes 12h, 7d, 4w or a day such as 2026-10-01",
	} {
		b := searched(NewTheme(true, false), system)
		typeText(b, "/")
		b.Press(paste("billing "))
		before := b.names()
		b.Press(paste(query))
		if foot := b.Foot(); !slices.Equal(b.names(), before) || !strings.Contains(foot, want) {
			t.Errorf("%q shows %q, and says %q", query, b.names(), foot)
		}
		b.Show(system, b.views, true)
		if !slices.Equal(b.names(), before) {
			t.Errorf("%q, and the flags are read again: %q", query, b.names())
		}
		for range query {
			b.Press(press("backspace"))
		}
		if foot := b.Foot(); strings.Contains(foot, want) || !slices.Equal(b.names(), before) {
			t.Errorf("%q is erased: %q, %q", query, b.names(), foot)
		}
	}
}

// The result of a query does not depend on what was typed before.
func TestQueryKeyByKey(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "in", "new", "s", " ", " ", "!", "/", "is:on", "by:a", "x", ".", "_"}
	_, b := manyFlags(300)
	b.SetChanges(searchedAt, nil)
	b.typing = true
	for range 3000 {
		if r.IntN(3) == 0 {
			b.Press(press("backspace"))
		} else {
			b.Press(paste(pieces[r.IntN(len(pieces))]))
		}
		if b.queryProblem != "" {
			continue
		}
		got, similar := b.names(), b.similar
		b.applied = false
		if b.applyFilter(""); !slices.Equal(got, b.names()) || similar != b.similar {
			t.Fatalf("%q shows %d flags, similar %v, and afresh %d, %v", b.filter.value(), len(got), similar, len(b.names()), b.similar)
		}
	}
}

// A regular expression ignores case.
func TestPatterns(t *testing.T) {
	texts := []string{"", "billing.new_invoice", "Billing.NEW_Invoice", "API key", "HÄNDLER", "受注", "a1_b2", "İstanbul", "ΣΑΣ"}
	for _, text := range []string{"new", "NEW", "[a-k]+[^a-z]", "^b.*e$", `\bkey\b`, `\W`, `\d_`, "händ", "[[:upper:]]{3}", "[[:lower:]]", "x*", "σας?", "(?-i)API"} {
		p, err := compilePattern(text)
		if err != nil {
			t.Fatal(err)
		}
		anyCase := regexp.MustCompile("(?i)" + text)
		for _, s := range texts {
			if got, want := p.matches(s), anyCase.MatchString(s); got != want {
				t.Errorf("%s in %q: %v, want %v", text, s, got, want)
			}
		}
	}
}
