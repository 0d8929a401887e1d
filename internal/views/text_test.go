package views

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
)

func TestClean(t *testing.T) {
	for text, want := range map[string][2]string{
		"plain text 1":            {"plain text 1", "plain text 1"},
		"Kasse für 世界 👍":          {"Kasse für 世界 👍", `Kasse f\u00fcr \u4e16\u754c \U0001f44d`},
		"\x1b[2J\a\x00\x7f":       {`\x1b[2J\a\x00\x7f`, `\x1b[2J\a\x00\x7f`},
		"a\nb\r\tc":               {`a\nb\r\tc`, `a\nb\r\tc`},
		"\u009b31m":               {`\u009b31m`, `\u009b31m`},
		"\u202eabc\u2066":         {`\u202eabc\u2066`, `\u202eabc\u2066`},
		"a\u200db\ufeff\u00ad":    {`a\u200db\ufeff\u00ad`, `a\u200db\ufeff\u00ad`},
		"no\u00a0break\u3000wide": {`no\u00a0break\u3000wide`, `no\u00a0break\u3000wide`},
		"\xff\xc3(":               {`\xff\xc3(`, `\xff\xc3(`},
		"\ufffd":                  {`\ufffd`, `\ufffd`},
		"cafe\u0301":              {"cafe\u0301", `cafe\u0301`},
		"\u0301a\u0301":           {`\u0301a` + "\u0301", `\u0301a\u0301`},
		"":                        {"", ""},
	} {
		if got := Clean(text); got != want[0] {
			t.Errorf("Clean(%q) = %q, want %q", text, got, want[0])
		}
		if got := CleanASCII(text); got != want[1] {
			t.Errorf("CleanASCII(%q) = %q, want %q", text, got, want[1])
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := Clean(text); strings.ContainsFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }) || strings.ContainsRune(got, unicode.ReplacementChar) {
			t.Errorf("Clean(%q) = %q", text, got)
		}
		if got := CleanASCII(text); strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("CleanASCII(%q) = %q", text, got)
		}
	})
}

// After cut, cutMiddle, wrap and draw, texts fit whatever the width of their
// characters.
func TestWidths(t *testing.T) {
	pieces := strings.Split("a|b| |-|.|世|界|e\u0301|\u0301|👍|👩|🇩|🇪|\ufe0f|ก|\u0e33|ᄀ|\u1161|·|…|x\ufe0f\u20e3", "|")
	random := rand.New(rand.NewPCG(3, 4))
	th := NewTheme(true, false)
	for range 5000 {
		var b strings.Builder
		for range random.IntN(40) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		text, w := Clean(b.String()), 4+random.IntN(12)
		f := newTextField(100)
		f.press(paste(text))
		for range random.IntN(9) {
			f.press(press("left"))
		}
		lines := th.wrap(text, w, 99)
		for what, line := range map[string]string{"cut": th.cut(text, w), "middle": th.cutMiddle(text, w), "field": f.draw(th, w), "spread": th.justify(text, "12 of 34", 4*w), "few": strings.Join(th.wrap(text, w, 1), "\n")} {
			limit := w
			if what == "spread" {
				limit = 4 * w
			}
			if got := ansi.StringWidth(line); got > limit {
				t.Fatalf("%s of %q to %d is %d wide: %q", what, text, limit, got, line)
			}
			if what == "field" && !strings.Contains(line, "_") {
				t.Fatalf("the field with %q shows no cursor: %q", text, line)
			}
		}
		for _, line := range lines {
			if ansi.StringWidth(line) > w {
				t.Fatalf("%q is broken at %d to %q", text, w, lines)
			}
		}
		if strip := func(s string) string { return strings.ReplaceAll(s, " ", "") }; strip(strings.Join(lines, "")) != strip(text) {
			t.Fatalf("%q loses something when broken: %q", text, lines)
		}
	}
}

func TestShorten(t *testing.T) {
	th := NewTheme(true, false)
	for _, c := range []struct{ got, want string }{
		{th.cut("billing.new_invoice", 19), "billing.new_invoice"},
		{th.cut("billing.new_invoice", 10), "billing.n…"},
		{th.cut("text", 0), ""},
		{th.cut("text", -3), ""},
		{th.cutMiddle("billing.new_invoice", 13), "billin…nvoice"},
		{th.cutMiddle("billing.new_invoice", 4), "bil…"},
		{th.cutMiddle("請求書.新しい", 10), "請求…しい"},
		{th.justify("left", "right", 12), "left   right"},
		{th.justify("left", "", 12), "left"},
		{th.justify("a long left side", "right", 16), "a long l…  right"},
		{th.justify("a long left side", "a right side", 16), "a long left side"},
		{strings.Join(th.wrap("two words and more", 9, 9), "|"), "two words|and more"},
		{strings.Join(th.wrap("averylongword follows", 6, 9), "|"), "averyl|ongwor|d|follow|s"},
		{strings.Join(th.wrap("two words and more", 9, 1), "|"), "two word…"},
		{strings.Join(th.wrap("  ", 9, 1), "|"), ""},
		{feature.Plural(1, "flag"), "1 flag"},
		{feature.Plural(0, "flag"), "0 flags"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
