package views

import (
	"strings"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// historySpan is a span of time that a history covers.
type historySpan struct {
	text   words.Text
	length time.Duration // zero means all time
}

var historySpans = [...]historySpan{{words.HistoryDay, 24 * time.Hour}, {words.HistoryWeek, 7 * 24 * time.Hour}, {words.HistoryMonth, 30 * 24 * time.Hour}, {words.HistoryAll, 0}}

// Span returns the length of time that the history covers. Zero means all time.
func (h *History) Span() time.Duration { return historySpans[h.span].length }

func (h *History) setSpan(span int) Intent {
	if span == h.span {
		return nil
	}
	h.span, h.loadingPage = span, true
	return Search{}
}

// spanTabs returns the spans with their keys, the chosen span in brackets.
func (h *History) spanTabs() string {
	var tabs []string
	for i, binding := range h.Map.Spans() {
		tab := " " + h.Theme.Say(historySpans[i].text) + " "
		if binding.Enabled() {
			tab = " " + binding.Help().Key + tab
		}
		if i == h.span {
			tab = "[" + strings.TrimSpace(tab) + "]"
		}
		tabs = append(tabs, tab)
	}
	return strings.Join(tabs, "")
}

// historySearch selects the change-sets that match every word of a text.
type historySearch struct {
	field  textField
	typing bool
	words  []string // in lower case
}

func newHistorySearch() historySearch { return historySearch{field: newTextField(feature.MaxName)} }

func (s *historySearch) text() string { return s.field.value() }

// Matches returns a function that reports whether the current search finds a change.
// Each word must be in the change's flag, scope, actor, reason or day ("2026-10", "19
// oct"). The function ignores later changes of the search.
func (h *History) Matches() func(feature.Entry) bool {
	t, searched := h.Theme, h.search.words
	return func(e feature.Entry) bool { return t.entryMatches(e, searched) }
}

// entryMatches reports whether a change has every word. It searches the texts in the
// language of the screens.
func (t Theme) entryMatches(e feature.Entry, searched []string) bool {
	if len(searched) == 0 {
		return true
	}
	reason := e.Reason
	if e.Origin == feature.FromOutside {
		reason = e.OutsideText(t.Language)
	}
	text := strings.ToLower(strings.Join([]string{e.Name, e.Scope.String(), t.whoChanged(&e), reason, e.At.UTC().Format("2006-01-02 2 Jan"), t.month(e.At.UTC())}, "\n"))
	for _, word := range searched {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Wanted returns the number of matches that the next page should have. A search should
// fill the screen.
func (h *History) Wanted() int {
	if len(h.search.words) == 0 {
		return 1
	}
	return max(1, h.rows.height)
}

// SearchText returns the text being searched for.
func (h *History) SearchText() string { return h.search.text() }

// WantsMore reports whether to read another page at once. It does if the newest page was
// read for an earlier search, and the matches do not fill the screen.
func (h *History) WantsMore() bool { return h.searchedFor != h.search.text() && h.nearEnd() }

// typeSearch takes a key while the search is being typed.
func (h *History) typeSearch(p keys.Press) Intent {
	switch {
	case p.Matches(h.Map.Choose):
		h.search.typing = false
	case p.Matches(h.Map.Leave):
		return h.setSearch(newHistorySearch())
	case h.move(p, h.Map.WithoutLetters()):
		return h.nextPage()
	default:
		search := h.search
		if search.field.press(p) {
			return h.setSearch(search)
		}
		h.search = search
	}
	return nil
}

// setSearch shows the change-sets that a search finds. If they do not fill the screen,
// it asks for another page.
func (h *History) setSearch(search historySearch) Intent {
	was := h.selected()
	search.words = strings.Fields(strings.ToLower(search.text()))
	h.search = search
	h.rebuild(was)
	return h.nextPage()
}

// nothing returns the lines that say why no change-set is shown.
func (h *History) nothing() []string {
	t, text := h.Theme, ""
	switch {
	case len(h.sets) > 0 && h.hasMore:
		text = t.Say(words.HistoryNoMatchSince, h.sets[len(h.sets)-1].first().At.UTC().Format(time.DateOnly), h.Map.Down.Help().Key)
	case len(h.sets) > 0:
		text = t.Say(words.NoMatchShowAll, h.Map.Leave.Help().Key)
	case h.Span() > 0:
		text = t.Say(words.HistoryNoneSince, t.Say(historySpans[h.span].text))
	default:
		text = t.Say(words.HistoryNone)
	}
	lines := t.wrap(text, h.width-2, 3)
	for i, line := range lines {
		lines[i] = "  " + line
	}
	return lines
}
