package views

import (
	"strings"

	"flagtui/internal/keys"
)

// Help lists every enabled key, from the key map itself.
type Help struct {
	Theme Theme
	Map   keys.Map

	lines  []string
	reader reader
}

// NewHelp makes the screen.
func NewHelp(t Theme, m keys.Map) *Help {
	h := &Help{Theme: t, Map: m}
	for i, group := range m.Groups() {
		if i > 0 {
			h.lines = append(h.lines, "")
		}
		h.lines = append(h.lines, t.title.on(" "+group.Title))
		for _, binding := range group.All() {
			h.lines = append(h.lines, "   "+pad(strings.Join(keyNames(binding.Keys()), " "), 22)+binding.Help().Desc)
		}
	}
	return h
}

// keyNames names keys as they are written on a keyboard.
func keyNames(names []string) []string {
	shown := make([]string, len(names))
	for i, name := range names {
		shown[i] = name
		if name == " " {
			shown[i] = "space"
		}
	}
	return shown
}

// Press takes a key: the text scrolls, anything else goes back.
func (h *Help) Press(p keys.Press) Intent {
	if p.Paste || h.reader.press(p, h.Map) {
		return nil
	}
	return Back{}
}

// Title implements Screen.
func (h *Help) Title() (title, count string) { return " Keys", "" }

// Resize implements Screen.
func (h *Help) Resize(width, height int) {
	lines := make([]string, len(h.lines))
	for i, line := range h.lines {
		lines[i] = h.Theme.cut(line, width)
	}
	h.reader.resize(lines, height)
}

// Body implements Screen.
func (h *Help) Body() []string { return h.reader.shown() }

// Foot implements Screen.
func (h *Help) Foot() string {
	if n := h.reader.below(); n > 0 {
		return "down shows " + plural(n, "more line")
	}
	return ""
}

// Keys implements Screen.
func (h *Help) Keys() keys.Group { return h.Map.Reader() }
