package docs

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestPages: each topic has a page with a title, whose text has no marks of Markdown,
// and which can be written in ASCII.
func TestPages(t *testing.T) {
	for _, topic := range Topics() {
		if found, ok := Find(topic.Name); !ok || found != topic {
			t.Errorf("Find does not find %s", topic.Name)
		}
		if topic.Title() == "" || strings.HasPrefix(topic.Title(), "#") {
			t.Errorf("%s has the title %q", topic.Name, topic.Title())
		}
		text := topic.Text(90)
		if !strings.HasPrefix(text, strings.ToUpper(topic.Title())+"\n\n") {
			t.Errorf("%s starts with %.80q", topic.Name, text)
		}
		for _, line := range strings.Split(text, "\n") {
			if !strings.HasPrefix(line, "    ") && (strings.HasPrefix(line, "#") || strings.HasPrefix(line, "|") || strings.Contains(line, "](")) {
				t.Errorf("%s: %q is Markdown", topic.Name, line)
			}
			for _, char := range ASCII(line) {
				if char >= utf8.RuneSelf {
					t.Errorf("%s: %q has %q, for which ASCII has nothing", topic.Name, line, char)
				}
			}
		}
	}
	if topic, ok := Find("connect"); !ok || topic.Name != "dsn" {
		t.Error("a page is not found by the name of its file")
	}
	if _, ok := Find("nonsense"); ok {
		t.Error("Find found nonsense")
	}
}

// TestText: tables are aligned or made into paragraphs, and links lose their addresses.
func TestText(t *testing.T) {
	for _, tc := range []struct {
		name, want string
		table      [][]string
	}{
		{"aligned", "  word  meaning\n  a     one two three\n        four five\n  bb    six\n",
			[][]string{{"word", "meaning"}, {"a", "one two three four five"}, {"bb", "six"}}},
		{"paragraphs", "  a long first cell\n      meaning: one two\n      three\n\n  b\n      meaning: four\n",
			[][]string{{"word", "meaning"}, {"a long first cell", "one two three"}, {"b", "four"}}},
	} {
		var out strings.Builder
		if writeTable(&out, tc.table, 24); out.String() != tc.want {
			t.Errorf("%s is\n%s\nnot\n%s", tc.name, out.String(), tc.want)
		}
	}
	for line, want := range map[string]string{"| 0 | | done |": "0,,done", "| a | [b](c) | |": "a,b,", "| `x|y` | **z** |": "`x|y`,z"} {
		if got := strings.Join(cellsOf(line), ","); got != want {
			t.Errorf("the cells of %s are %s", line, got)
		}
	}
	if got := plain("**Yes**, see [live](live.md#x) and `[x]`."); got != "Yes, see live and `[x]`." {
		t.Errorf("plain returns %q", got)
	}
}
