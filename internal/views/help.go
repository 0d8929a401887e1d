package views

import (
	"strings"

	"flagtui/internal/keys"
)

// Help lists every enabled key, from the key map itself.
type Help struct {
	Theme Theme
	Map   keys.Map

	lines         []string
	rows          rows
	width, height int
}

// NewHelp makes the screen.
func NewHelp(t Theme, m keys.Map) *Help {
	h := &Help{Theme: t, Map: m}
	for _, group := range m.Groups() {
		h.lines = append(h.lines, t.title.on(" "+group.Title))
		for _, binding := range group.All() {
			h.lines = append(h.lines, "   "+pad(strings.Join(keyNames(binding.Keys()), " "), 22)+binding.Help().Desc)
		}
		h.lines = append(h.lines, "")
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

// Press takes a key: the list scrolls, anything else goes back.
func (h *Help) Press(p keys.Press) Intent {
	switch {
	case p.Is(h.Map.PageUp):
		h.rows.to(h.rows.cursor - h.height)
	case p.Is(h.Map.PageDown):
		h.rows.to(h.rows.cursor + h.height)
	case h.rows.press(p, h.Map):
	default:
		return Back{}
	}
	return nil
}

// Title implements Screen.
func (h *Help) Title() (title, count string) { return " Keys", "" }

// Resize implements Screen. The list is read, not chosen from: its cursor is
// the first line shown.
func (h *Help) Resize(width, height int) {
	h.width, h.height = width, height
	h.rows.resize(max(1, len(h.lines)-height+1), 1)
}

// Body implements Screen.
func (h *Help) Body() []string {
	var body []string
	for _, line := range h.lines[min(h.rows.top, len(h.lines)):] {
		body = append(body, h.Theme.cut(line, h.width))
	}
	return body
}

// Foot implements Screen.
func (h *Help) Foot() string { return "any other key goes back" }

// Keys implements Screen.
func (h *Help) Keys() keys.Group { return keys.Group{Hints: h.Map.Moves()} }
