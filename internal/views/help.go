package views

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// Help is the screen that lists the enabled keys and the marks. The keys of the screen
// below come first. Typing searches the list.
type Help struct {
	Theme Theme
	Map   keys.Map

	screen   keys.Group // the keys of the screen below
	canPress bool       // whether enter presses the key under the cursor

	search textField
	items  []helpItem // the items that the search finds
	lines  []helpLine
	rows   rows // the rows of lines; the cursor is on an item's first line
	width  int
}

// helpItem explains a key or a mark.
type helpItem struct {
	section, names, text string
	words                string       // the searched text, in lower case
	binding              *key.Binding // nil for a mark
	own                  bool         // whether the key works on the screen below
}

// helpLine is a line of the list: part of an item, a heading, or empty.
type helpLine struct {
	text string
	item int // the index of the item, or -1
}

// NewHelp returns the screen. screen holds the keys of the screen below. confirms
// reports whether that screen confirms a change. If so, the help must not press the
// screen's keys.
func NewHelp(t Theme, m keys.Map, screen keys.Group, confirms bool) *Help {
	h := &Help{Theme: t, Map: m, screen: screen, canPress: !confirms, search: newTextField(feature.MaxName)}
	h.find()
	return h
}

// sections returns the groups of keys in the order of the list.
func (h *Help) sections() []keys.Group {
	own := h.screen
	own.Title = ""
	all := []keys.Group{own, h.Map.ListKeys(), h.Map.EverywhereKeys()}
	return append(all, slices.DeleteFunc(h.Map.HelpGroups(), func(g keys.Group) bool {
		return g.Title == h.screen.Title || g.Title == h.Map.ListKeys().Title
	})...)
}

// find lists the items that the search finds, and puts the cursor on the first.
func (h *Help) find() {
	h.items = nil
	t, searched := h.Theme, strings.Fields(strings.ToLower(h.search.value()))
	add := func(item helpItem) {
		item.words = strings.ToLower(item.section + " " + item.names + " " + item.text + " " + item.words)
		if !slices.ContainsFunc(searched, func(word string) bool { return !strings.Contains(item.words, word) }) {
			h.items = append(h.items, item)
		}
	}
	lists, everywhere := h.Map.ListKeys(), h.Map.EverywhereKeys()
	for i, group := range h.sections() {
		explained, section := group, t.Label(group.Title)
		switch {
		case i == 0 && h.screen.Title == "":
			section = t.Say(words.HelpHere)
		case i == 0:
			explained.Title, section = h.screen.Title, t.Say(words.HelpHereOf, t.Label(h.screen.Title))
		}
		for _, binding := range group.Enabled() {
			common := group.Title != lists.Title && lists.Contains(binding) || group.Title != everywhere.Title && everywhere.Contains(binding)
			if common {
				continue // another section lists the key
			}
			add(helpItem{section: section, names: strings.Join(keys.Names(binding), " "), text: explained.Sentence(t.Language, binding),
				words: binding.Help().Desc + " " + t.Label(binding.Help().Desc) + " " + explained.Sentence(words.English, binding), binding: &binding, own: i == 0 || group.Title == everywhere.Title})
		}
	}
	for _, mark := range h.marks() {
		add(helpItem{section: t.Say(words.HelpMarks), names: mark.names, text: t.Say(mark.text), words: words.English.Say(mark.text)})
	}
	h.rows.cursor, h.rows.top = 0, 0
}

// helpMark is a mark, or several, and the meaning.
type helpMark struct {
	names string
	text  words.Text
}

// marks returns the marks of the screens and their meanings.
func (h *Help) marks() []helpMark {
	m := &Matrix{Theme: h.Theme}
	return []helpMark{
		{"[x] [ ]", words.HelpOnOff},
		{"[~] [?]", words.HelpDepends},
		{">", words.HelpCursor},
		{"+", words.HelpMarked},
		{"~", words.HelpChanged},
		{"* ! ?", words.HelpLive},
		{m.mark(markOwnOn) + " " + m.mark(markOwnOff), words.HelpOwn},
		{m.mark(markInherited), words.HelpInherited},
		{m.mark(markRollout), words.HelpRollout},
		{m.mark(markDepends) + " " + m.mark(markUnknown), words.HelpUnknown},
		{m.mark(markNotAllowed) + " " + m.mark(markMisplaced), words.HelpNotAllowed},
		{"!", words.HelpProtected},
	}
}

// Press takes a key. Letters search, arrows move, and enter presses the key under the
// cursor.
func (h *Help) Press(p keys.Press) Intent {
	switch {
	case p.Matches(h.Map.Leave) && h.search.value() != "":
		h.search = newTextField(feature.MaxName)
		h.find()
	case p.Matches(h.Map.Leave):
		return Back{}
	case p.Matches(h.Map.Choose):
		return h.choose(p)
	case h.search.value() == "" && p.Matches(h.Map.Help, h.Map.Quit): // the same keys close the help
		return Back{}
	case h.move(p):
	case h.search.press(p):
		h.find()
	}
	return nil
}

// choose presses the key under the cursor on the screen below. A key that writes has an
// effect only if enter was pressed alone.
func (h *Help) choose(p keys.Press) Intent {
	item, ok := h.selected()
	switch {
	case !ok || item.binding == nil:
		return nil
	case !item.own:
		return ShowNotice{h.Theme.Say(words.HelpElsewhere, h.Theme.clean(item.names), item.section)}
	case !h.canPress:
		return ShowNotice{h.Theme.Say(words.HelpGoBack)}
	}
	pressed := keys.PressOf(*item.binding)
	pressed.Alone = p.Alone
	return PressKey{pressed}
}

func (h *Help) selected() (helpItem, bool) {
	if h.rows.cursor < len(h.lines) && h.lines[h.rows.cursor].item >= 0 {
		return h.items[h.lines[h.rows.cursor].item], true
	}
	return helpItem{}, false
}

// move moves the cursor to the next item in the key's direction.
func (h *Help) move(p keys.Press) bool {
	before := h.rows.cursor
	if !h.rows.press(p, h.Map.WithoutLetters()) {
		return false
	}
	step := 1
	if h.rows.cursor < before {
		step = -1
	}
	at := h.rows.cursor
	for at >= 0 && at < len(h.lines) && !h.isStart(at) {
		at += step
	}
	if at < 0 || at >= len(h.lines) { // no item follows
		at = before
	}
	h.rows.moveTo(at)
	end := at // the item's last line
	for end+1 < len(h.lines) && h.lines[end+1].item == h.lines[at].item {
		end++
	}
	h.rows.top = max(h.rows.top, end-h.rows.height+1)
	if at <= 1 {
		h.rows.top = 0 // shows the heading, too
	}
	return true
}

// isStart reports whether a line is the first line of an item.
func (h *Help) isStart(line int) bool {
	item := h.lines[line].item
	return item >= 0 && (line == 0 || h.lines[line-1].item != item)
}

// Title implements Screen.
func (h *Help) Title() (title, count string) { return h.Theme.Say(words.HelpTitle), "" }

// helpWideMinWidth is the least width at which the help lists all keys of an action,
// rather than only the first.
const helpWideMinWidth = 80

// Resize implements Screen.
func (h *Help) Resize(width, height int) {
	h.width, h.lines = width, nil
	t, namesWidth := h.Theme, 9
	for _, item := range h.items {
		if width >= helpWideMinWidth {
			namesWidth = max(namesWidth, min(22, textWidth(item.names)))
		}
	}
	section := ""
	for i, item := range h.items {
		if item.section != section {
			if section != "" {
				h.lines = append(h.lines, helpLine{"", -1})
			}
			section = item.section
			h.lines = append(h.lines, helpLine{t.title.render(t.cut(" "+section, width)), -1})
		}
		names := item.names
		if width < helpWideMinWidth && item.binding != nil {
			names, _, _ = strings.Cut(names, " ")
		}
		for n, text := range t.wrap(item.text, max(width-namesWidth-4, 10), 4) {
			line := pad("", namesWidth)
			if n == 0 {
				line = t.accent.render(t.cut(names, namesWidth))
			}
			h.lines = append(h.lines, helpLine{pad(line, namesWidth) + "  " + text, i})
		}
	}
	h.rows.resize(len(h.lines), height-1)
	if len(h.lines) > 0 && !h.isStart(h.rows.cursor) {
		h.rows.moveTo(1) // line 0 is a heading
		h.rows.top = 0
	}
}

// Body implements Screen.
func (h *Help) Body() []string {
	t := h.Theme
	search := t.cut(t.Say(words.HelpSearch, h.search.draw(t, max(10, h.width-10))), h.width)
	if len(h.lines) == 0 {
		return []string{search, t.cut(t.Say(words.HelpNoMatch, h.Map.Leave.Help().Key), h.width)}
	}
	return append([]string{search}, h.rows.draw(t, h.width, func(i int, marked bool) string {
		line := h.lines[i]
		switch {
		case line.item < 0:
			return t.cut(line.text, h.width)
		case marked:
			return t.cut("> "+line.text, h.width)
		case line.item == h.lines[h.rows.cursor].item: // a further line of the selected item
			return t.bar(t.cut("  "+line.text, h.width), h.width)
		}
		return t.cut("  "+line.text, h.width)
	})...)
}

// Foot implements Screen.
func (h *Help) Foot() string {
	return h.Theme.moreLines(h.Map.WithoutLetters(), len(h.lines)-h.rows.top-h.rows.height)
}

// Keys implements Screen.
func (h *Help) Keys() keys.Group { return h.Map.HelpKeys() }
