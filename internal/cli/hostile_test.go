package cli

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"unicode"
)

// foreign are texts that would affect a terminal. A database may hold them.
var foreign = []string{
	"\x1b]0;PWN\x07x", "\x1b]52;c;UFdO\x07", "\x1b[2Jcleared", "c1 \u009b31m \u009d0;PWN\u009c", "raw \x9b31m \x9d0;PWN\x07",
	"del\x7f nul\x00 bell\x07", "line\nbreak\r\nreturn\ttab", "\u202eoverride\u2066isolate", "zero\u200bwidth\ufeff\u00ad", "broken \xff\xc3(", "\u2028line\u2029",
	"=HYPERLINK(\"http://pwn\")", "＝1+1", "| cell `code` @name <b>", "*/ func init() {} /*",
}

// harmless fails the test if text has any character that is neither printable nor a line
// end.
func harmless(t *testing.T, what, text string) {
	t.Helper()
	for i, r := range text {
		if r != '\n' && r != '\t' && (!unicode.IsPrint(r) || r == unicode.ReplacementChar && !strings.HasPrefix(text[i:], "\ufffd")) {
			t.Errorf("%s writes %q in %q", what, r, text[max(0, i-40):min(len(text), i+40)])
			return
		}
	}
}

// TestJSONEscapesWhatActsOnATerminal checks that the escaped JSON decodes to the
// original text.
func TestJSONEscapesWhatActsOnATerminal(t *testing.T) {
	text := "a\x7f\u009b\u202e\u200b\U000e0001é世👍\n\"<"
	line, err := marshalJSON([]string{text})
	if err != nil {
		t.Fatal(err)
	}
	if want := `["a\u007f\u009b\u202e\u200b\udb40\udc01é世👍\n\"<"]` + "\n"; string(line) != want {
		t.Errorf("it is %s, want %s", line, want)
	}
	var back []string
	if err := json.Unmarshal(line, &back); err != nil || back[0] != text {
		t.Errorf("it is read back as %q (%v)", back, err)
	}
}

// TestForeignTextInTheDashboard checks that a row with an escape sequence in its scope
// can be shown, opened and copied.
func TestForeignTextInTheDashboard(t *testing.T) {
	db, raw := newDatabase(t, `INSERT INTO flagtui_definition (name, description, default_enabled, scopes) VALUES ('aaa', 'first', 0, 'system')`)
	if _, err := raw.Exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES (?, 'x', 'aaa', 1), ('system', '', ?, 1)`, "\x1b]0;PWN\x07x", "a\nb\x1b]0;PWN\x07"); err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec(`INSERT INTO flagtui_definition (name, description, default_enabled, scopes) VALUES (?, '', 0, '')`, "a\nb\x1b]0;PWN\x07"); err != nil {
		t.Fatal(err)
	}
	p := dashboardWith(t, "--db", db)
	for _, keys := range []string{"y", "j", "y", "\r", "j", "\r", "\x1b", "\x1b", "k", "\r", "j", "\r", "h", "\x1b", "m", "\x1b", ":", "\x1b", "t", "\x1b"} {
		p.send(keys)
		p.waitUntilQuiet()
	}
	if strings.Contains(p.written(), "]0;PWN\x07") || strings.Contains(p.written(), "\x1b]0") {
		t.Errorf("an escape of the database is written: %q", p.written())
	}
	copied := map[string]bool{}
	for _, sent := range clipboardRequest.FindAllStringSubmatch(p.written(), -1) {
		text, err := base64.StdEncoding.DecodeString(sent[1])
		if err != nil {
			t.Fatal(err)
		}
		copied[string(text)] = true
	}
	if want := map[string]bool{"aaa": true, `a\nb\x1b]0;PWN\a`: true}; !maps.Equal(copied, want) {
		t.Errorf("what is copied is %v", copied)
	}
}
