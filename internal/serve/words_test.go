package serve

import (
	"errors"
	"slices"
	"testing"

	"flagtui/internal/feature"
)

func TestWords(t *testing.T) {
	for command, want := range map[string][]string{
		"":                                nil,
		"  list\t--json \n":               {"list", "--json"},
		`set a=on --reason 'pilot, 4711'`: {"set", "a=on", "--reason", "pilot, 4711"},
		`--reason "it's a \"pilot\" \n"`:  {"--reason", `it's a "pilot" \n`},
		`a\ b '' "" c"d"'e'`:              {"a b", "", "", "cde"},
		`'a\' b`:                          {`a\`, "b"},
		"list; touch x | cat $HOME `id`":  {"list;", "touch", "x", "|", "cat", "$HOME", "`id`"},
		"get zoë":                         {"get", "zoë"},
	} {
		if words, err := Words(command); err != nil || !slices.Equal(words, want) {
			t.Errorf("%q is %q, %v; want %q", command, words, err, want)
		}
	}
	for _, command := range []string{`'a`, `"a\"`, `a\`} {
		if words, err := Words(command); !errors.Is(err, feature.ErrUsage) {
			t.Errorf("%q is %q, %v", command, words, err)
		}
	}
}
