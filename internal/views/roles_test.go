package views

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// TestParseStyle: a role is painted with what its words stand for, and the
// others as ever.
func TestParseStyle(t *testing.T) {
	for text, want := range map[string]string{
		"bold": "1", "faint": "2", "italic": "3", "reverse": "7", "black": "30", "red": "31", "white": "37",
		"bright-black": "90", "bright-cyan": "96", "bright-white": "97", "none": "",
		"bright-cyan bold": "1;96", "  bold   bright-cyan ": "1;96", "reverse blue faint": "7;2;34",
	} {
		style, err := ParseStyle("cursor", text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		theme, usual := NewTheme(false, false, style), NewTheme(false, false)
		got := theme.cursor.render("text")
		if want = "\x1b[" + want + "mtext\x1b[0m"; strings.Contains(want, "[m") {
			want = "text"
		}
		if got != want {
			t.Errorf("%q paints %q, want %q", text, got, want)
		}
		if theme.cursor = usual.cursor; !reflect.DeepEqual(theme, usual) {
			t.Errorf("%q paints another role", text)
		}
		if plain := NewTheme(true, true, style); !reflect.DeepEqual(plain, NewTheme(true, true)) {
			t.Errorf("%q paints where there is nothing but text", text)
		}
	}
	if style, err := ParseStyle("bad", "underline"); err != nil || !strings.HasPrefix(NewTheme(false, false, style).bad.before, "\x1b[4") {
		t.Errorf("underline: %v", err)
	}
}

func TestParseStyleRefuses(t *testing.T) {
	for _, c := range []struct{ role, words, text, hint string }{
		{"curser", "red", `no role is called "curser"`, `did you mean "cursor"`},
		{"Cursor", "red", "no role is called", `"cursor"`},
		{"", "red", "no role is called", "there are bad, cursor"},
		{"on", "gren", `"gren" is neither`, `"green"`},
		{"on", "bright-gren", `"bright-gren" is neither`, `"bright-green"`},
		{"on", "bright-bold", `"bright-bold" is neither`, ""},
		{"on", "#ff0000", "is neither", "there are black, blue, bold"},
		{"on", "red blue", "red and blue are two colours", "one of them"},
		{"on", "red bold bright-red", "red and bright-red are two colours", ""},
		{"on", "none red", "none stands alone", ""},
		{"on", " ", "no word is given", "none"},
	} {
		_, err := ParseStyle(c.role, c.words)
		if !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), c.text) || !strings.Contains(feature.Hint(err), c.hint) {
			t.Errorf("%s: %q: %v\n%s", c.role, c.words, err, feature.Hint(err))
		}
	}
}

// Every role has a look of its own, and each look is one that can be written.
func TestUsualStyles(t *testing.T) {
	theme := NewTheme(false, false)
	for name, role := range theme.roles() {
		if role.before == "" {
			t.Errorf("%s looks like any other text", name)
		}
	}
	for _, style := range defaultStyles() {
		if again, err := ParseStyle(style.role, strings.Join(style.words, " ")); err != nil || !reflect.DeepEqual(again, style) {
			t.Errorf("%s: %v", style.role, err)
		}
	}
}
