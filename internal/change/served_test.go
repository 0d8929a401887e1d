package change

import (
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/probe"
	"flagtui/internal/words"
)

// A value that targeting decides cannot be compared, but whether there is an override
// can.
func TestCompareServedDepends(t *testing.T) {
	yes, no := true, false
	stored := Snapshot{Scope: feature.SystemScope(), Kind: feature.KindInfo{Kind: feature.System}, System: map[string]feature.Stored{
		"a": {Unset: true, Depends: []string{"25 % of actors"}}, "b": {Enabled: true}, "orphan": {Enabled: true}}}
	answer := map[string]probe.Served{"a": {Name: "a", Enabled: &yes, Overridden: &no}, "b": {Name: "b", Enabled: &yes}}
	for _, defs := range [][]feature.Definition{nil, {{Name: "a"}, {Name: "b"}}} {
		flags := CompareServed(stored, defs, answer, answer)
		if len(flags) != 3 || flags[2].View.Name != "orphan" {
			t.Errorf("%+v", flags)
		}
		for _, flag := range flags {
			if flag.Differs != "" || flag.Answers != 0 || flag.Text(words.English) != "" {
				t.Errorf("%+v", flag)
			}
		}
	}
	answer["a"] = probe.Served{Name: "a", Enabled: &yes, Overridden: &yes}
	if flag := CompareServed(stored, nil, answer)[0]; flag.Differs != DiffersOverride || flag.Answers != 1 || flag.Text(words.English) != "the app serves it with an override in 1 of 6 answers" {
		t.Errorf("%+v: %s", flag, flag.Text(words.English))
	}
}
