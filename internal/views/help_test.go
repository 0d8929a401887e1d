package views

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/keys"
)

func helpOf(t *testing.T, screen keys.Group, confirms bool) *Help {
	t.Helper()
	h := NewHelp(NewTheme(true, false), keys.Default(), screen, confirms)
	h.Resize(100, 40)
	return h
}

// text returns what the help lists for the search.
func (h *Help) text() string {
	h.Resize(100, 200)
	return strings.Join(h.Body(), "\n")
}

// Letters search, and the keys that leave go back.
func TestHelpPresses(t *testing.T) {
	h := helpOf(t, keys.Default().BrowseKeys(), false)
	for name, want := range map[string]Intent{"down": nil, "pgdown": nil, "q": Back{}, "esc": Back{}, "?": Back{}, "f1": Back{}} {
		if got := h.Press(press(name)); got != want {
			t.Errorf("%q: %#v, want %#v", name, got, want)
		}
	}
	typeText(h, "Q")
	if text := h.text(); !strings.Contains(text, "leave the program") || strings.Contains(text, "Show who changed what") {
		t.Errorf("a search for q finds\n%s", text)
	}
	if got := h.Press(press("esc")); got != nil || h.search.value() != "" {
		t.Errorf("esc in a search: %#v", got)
	}
	if got := h.Press(paste("q")); got != nil {
		t.Errorf("a paste: %#v", got)
	}
}

// The screen's own keys come first, and no section lists a key twice.
func TestHelpListsTheScreensKeysFirst(t *testing.T) {
	for _, group := range append(keys.Default().HelpGroups(), keys.Default().ContextKeys()) {
		if group.Title == "Lists" { // Lists is not a screen
			continue
		}
		text := helpOf(t, group, false).text()
		if got := strings.Split(text, "\n")[1]; got != " On this screen: "+group.Title {
			t.Errorf("%s: the first section is %q", group.Title, got)
		}
		if n := strings.Count(text, "\n "+group.Title+"\n"); n > 0 {
			t.Errorf("%s is listed again", group.Title)
		}
		if n := strings.Count(text, "Move the cursor up by one row."); n != 1 {
			t.Errorf("%s: the key up is listed %d times", group.Title, n)
		}
	}
}

// Words for a purpose find its key.
func TestHelpSearch(t *testing.T) {
	for words, want := range map[string]string{"kill": "K ", "override remove": "c ", "OVERRIDE": "space ", "csv": "E ", "chat": "Y ", "database again": "r ",
		"inherited": "\u2022 ", "protected": "! "} {
		h := helpOf(t, keys.Default().BrowseKeys(), false)
		typeText(h, words)
		if text := h.text(); !strings.Contains(text, "\n> "+want) && !strings.Contains(text, "\n  "+want) {
			t.Errorf("%q does not find %q:\n%s", words, want, text)
		}
	}
	h := helpOf(t, keys.Default().BrowseKeys(), false)
	typeText(h, "no such thing")
	if text := h.text(); !strings.Contains(text, "No match. esc goes back.") || h.Press(press("enter")) != nil {
		t.Errorf("a search without a match:\n%s", text)
	}
}

// Enter presses the key under the cursor if it works on the screen below.
func TestHelpPressesAKey(t *testing.T) {
	m := keys.Default()
	for words, want := range map[string]Intent{
		"palette": PressKey{press(":")},
		"kill":    ShowNotice{"K works on another screen: Details"},
		"marked":  PressKey{press("v")},
	} {
		h := helpOf(t, m.BrowseKeys(), false)
		typeText(h, words)
		if words == "marked" {
			h.search.set("mark the flag")
			h.find()
		}
		h.Resize(100, 40)
		if got := h.Press(press("enter")); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %#v, want %#v", words, got, want)
		}
	}
	h := helpOf(t, m.ChangeKeys(), true)
	if got := h.Press(press("enter")); !reflect.DeepEqual(got, ShowNotice{"Go back, and press it there"}) {
		t.Errorf("on a confirmation: %#v", got)
	}
	h = helpOf(t, m.BrowseKeys(), false)
	if got, ok := h.Press(burst("enter")).(PressKey); ok && got.Press.Alone {
		t.Error("a burst presses a key that may write")
	}
}

// The cursor stops on each key and mark, downwards and upwards.
func TestHelpCursor(t *testing.T) {
	for _, size := range [][2]int{{40, 8}, {60, 14}, {120, 40}} {
		h := NewHelp(NewTheme(true, false), keys.Default(), keys.Default().MatrixKeys(), false)
		h.Resize(size[0], size[1])
		for i := range h.items {
			if item, ok := h.selected(); !ok || item.text != h.items[i].text {
				t.Fatalf("%v: the cursor is on %q, not on %q", size, item.text, h.items[i].text)
			}
			h.Press(press("down"))
		}
		if h.Foot() != "" {
			t.Errorf("%v: at the end it says %q", size, h.Foot())
		}
		for range h.items {
			h.Press(press("up"))
		}
		if h.rows.top != 0 || h.rows.cursor != 1 {
			t.Errorf("%v: up again, the cursor is on line %d, and the first is %d", size, h.rows.cursor, h.rows.top)
		}
	}
}
