package views

import (
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// Help lists every enabled key, from the key map itself. Letters search.
type Help struct {
	Theme Theme
	Map   keys.Map

	search textField
	reader scrollText
	width  int
}

// NewHelp makes the screen.
func NewHelp(t Theme, m keys.Map) *Help {
	return &Help{Theme: t, Map: m, search: newTextField(feature.MaxName)}
}

// lines are the keys that the search finds, under the titles of their screens.
func (h *Help) lines() []string {
	t, text := h.Theme, strings.ToLower(h.search.value())
	var lines []string
	lists := h.Map.ListKeys()
	for _, group := range h.Map.HelpGroups() {
		var found []string
		for _, binding := range group.Enabled() {
			if group.Title != lists.Title && lists.Contains(binding) {
				continue // told once
			}
			line := pad(strings.Join(keys.Names(binding), " "), 22) + binding.Help().Desc
			if strings.Contains(strings.ToLower(group.Title+"\n"+line), text) {
				found = append(found, "   "+line)
			}
		}
		if len(found) == 0 {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(append(lines, t.title.render(" "+group.Title)), found...)
	}
	if lines == nil {
		return []string{"  No match. " + h.Map.Leave.Help().Key + " goes back."}
	}
	return lines
}

// Press takes a key: letters search, arrows scroll.
func (h *Help) Press(p keys.Press) Intent {
	switch {
	case p.Matches(h.Map.Leave) && h.search.value() != "":
		h.search = newTextField(feature.MaxName)
	case p.Matches(h.Map.Leave, h.Map.Choose):
		return Back{}
	case h.search.value() == "" && p.Matches(h.Map.Help, h.Map.Quit): // as the hint of the screen below has it
		return Back{}
	case h.reader.press(p, h.Map.WithoutLetters()):
	case h.search.press(p):
		h.reader.scrollTo(0)
	}
	return nil
}

// Title implements Screen.
func (h *Help) Title() (title, count string) { return " Keys", "" }

// Resize implements Screen.
func (h *Help) Resize(width, height int) {
	h.width = width
	lines := h.lines()
	for i, line := range lines {
		lines[i] = h.Theme.cut(line, width)
	}
	h.reader.resize(lines, height-1)
}

// Body implements Screen.
func (h *Help) Body() []string {
	search := h.Theme.cut(" Search: "+h.search.draw(h.Theme, max(10, h.width-10)), h.width)
	return append([]string{search}, h.reader.visible()...)
}

// Foot implements Screen.
func (h *Help) Foot() string {
	if n := h.reader.linesBelow(); n > 0 {
		return h.Map.WithoutLetters().Down.Help().Key + " shows " + feature.Plural(n, "more line")
	}
	return ""
}

// Keys implements Screen.
func (h *Help) Keys() keys.Group { return h.Map.WithoutLetters().TextKeys() }
