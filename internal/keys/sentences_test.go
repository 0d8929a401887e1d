package keys

import (
	"strings"
	"testing"
)

// Every key of every screen has a full sentence, and every sentence belongs to a key.
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
