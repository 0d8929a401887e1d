package keys

import (
	"strings"
	"testing"

	"flagtui/internal/words"
)

// Every key of every screen has a full sentence, and every sentence belongs to a key.
func TestEveryKeyHasASentence(t *testing.T) {
	m, used := Default(), map[string]bool{}
	batch := m.BatchKeys()
	batch.Title = "Change"
	for _, group := range append(m.HelpGroups(), m.ContextKeys(), m.OverviewKeys(), m.EverywhereKeys(), batch) {
		for _, binding := range group.Enabled() {
			text, desc := group.Sentence(words.English, binding), binding.Help().Desc
			if text == desc || !strings.HasSuffix(text, ".") {
				t.Errorf("%s: %q (%s) has no sentence: write one in words.KeySentences", group.Title, desc, binding.Help().Key)
			}
			if _, ok := words.KeySentences[group.Title+"/"+desc]; ok {
				used[group.Title+"/"+desc] = true
			} else {
				used[desc] = true
			}
		}
	}
	for desc := range words.KeySentences {
		if !used[desc] {
			t.Errorf("no key is described by the sentence for %q", desc)
		}
	}
}

// Every label of a key, in its long and its short form, and every title is known in German.
func TestEveryLabelIsKnown(t *testing.T) {
	m := Default()
	for _, group := range append(m.HelpGroups(), m.ContextKeys(), m.OverviewKeys(), m.EverywhereKeys(), m.FindKeys(), m.HelpKeys(), m.TextKeys(), m.ReasonKeys("done", true), m.QuestionKeys(), m.BatchKeys().WithDismiss(m.Back)) {
		labels := []string{group.Title}
		for _, binding := range append(group.Hints, group.Others...) {
			labels = append(labels, binding.Help().Desc, shortTexts[binding.Help().Desc])
		}
		for _, label := range labels {
			for _, part := range strings.Split(label, kindSeparator) {
				if part != "" && !words.IsKnown(part) {
					t.Errorf("%s: no German for %q: add it to words/keylabels.go", group.Title, part)
				}
			}
		}
	}
}
