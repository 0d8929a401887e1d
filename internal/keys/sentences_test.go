package keys

import (
	"strings"
	"testing"
)

// Each key of each screen is described by a whole sentence, and each sentence describes a key.
func TestEveryKeyHasASentence(t *testing.T) {
	m, used := Default(), map[string]bool{}
	batch := m.BatchKeys()
	batch.Title = "Change"
	for _, group := range append(m.HelpGroups(), m.ContextKeys(), m.OverviewKeys(), m.EverywhereKeys(), batch) {
		for _, binding := range group.Enabled() {
			text, desc := group.Sentence(binding), binding.Help().Desc
			if text == desc || !strings.HasSuffix(text, ".") {
				t.Errorf("%s: %q (%s) has no sentence: write one in sentences.go", group.Title, desc, binding.Help().Key)
			}
			if sentences[group.Title+"/"+desc] != "" {
				used[group.Title+"/"+desc] = true
			} else {
				used[desc] = true
			}
		}
	}
	for desc := range sentences {
		if !used[desc] {
			t.Errorf("no key is described by the sentence for %q", desc)
		}
	}
}
