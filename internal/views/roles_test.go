package views

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// A style applies to its role only, with the attributes of its words.
func TestParseStyle(t *testing.T) {
	for text, want := range map[string]string{
		"bold": "1", "faint": "2", "italic": "3", "reverse": "7", "black": "30", "red": "31", "white": "37",
		"bright-black": "90", "bright-cyan": "96", "bright-white": "97", "none": "",
		"bright-cyan bold": "1;96", "  bold   bright-cyan ": "1;96", "reverse blue faint": "7;2;34",
	} {
		style, err := ParseStyle("selection", text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		theme, usual := NewTheme(false, false, style), NewTheme(false, false)
		got := theme.selection.render("text")
		if want = "\x1b[" + want + "mtext\x1b[0m"; strings.Contains(want, "[m") {
			want = "text"
		}
		if got != want {
			t.Errorf("%q paints %q, want %q", text, got, want)
		}
		if theme.selection = usual.selection; !reflect.DeepEqual(theme, usual) {
			t.Errorf("%q paints another role", text)
		}
		if plain := NewTheme(true, true, style); !reflect.DeepEqual(plain, NewTheme(true, true)) {
			t.Errorf("%q paints where there is nothing but text", text)
		}
	}
	if style, err := ParseStyle("bad", "underline"); err != nil || !strings.HasPrefix(NewTheme(false, false, style).danger.before, "\x1b[4") {
		t.Errorf("underline: %v", err)
	}
}

func TestParseStyleRefuses(t *testing.T) {
	for _, c := range []struct{ role, words, text, hint string }{
		{"selektion", "red", `no role is called "selektion"`, `did you mean "selection"`},
		{"Selection", "red", "no role is called", `"selection"`},
		{"", "red", "no role is called", "there are accent, badge"},
		{"on", "gren", `"gren" is neither`, `"green"`},
		{"on", "bright-gren", `"bright-gren" is neither`, `"bright-green"`},
		{"on", "bright-bold", `"bright-bold" is neither`, ""},
		{"on", "ff0000", "is neither", "there are black, blue, bold"},
		{"on", "#ff000", `"#ff000" is neither`, "six digits"},
		{"on", "#ff00zz", `"#ff00zz" is neither`, "six digits"},
		{"on", "#+f0000", `"#+f0000" is neither`, "six digits"},
		{"on", "#ff0000 red", "#ff0000 and red are two colours", "one of them"},
		{"on", "red blue", "red and blue are two colours", "one of them"},
		{"on", "red bold bright-red", "red and bright-red are two colours", ""},
		{"on", "none red", "none stands alone", ""},
		{"on", " ", "no word is given", "in quotes"},
	} {
		_, err := ParseStyle(c.role, c.words)
		if !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), c.text) || !strings.Contains(feature.Hint(err), c.hint) {
			t.Errorf("%s: %q: %v\n%s", c.role, c.words, err, feature.Hint(err))
		}
	}
}
