package views

import (
	"fmt"
	"strings"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// historySpan is a span of time that a history covers.
type historySpan struct {
	word   string
	length time.Duration // zero means all time
}

var historySpans = [...]historySpan{{"24h", 24 * time.Hour}, {"7d", 7 * 24 * time.Hour}, {"30d", 30 * 24 * time.Hour}, {"all", 0}}

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
		tab := " " + historySpans[i].word + " "
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
	words := h.search.words
	return func(e feature.Entry) bool { return entryMatches(e, words) }
}

func entryMatches(e feature.Entry, words []string) bool {
	if len(words) == 0 {
		return true
	}
	reason := e.Reason
	if e.Origin == feature.FromOutside {
		reason = e.OutsideText()
	}
	text := strings.ToLower(strings.Join([]string{e.Name, e.Scope.String(), Theme{}.whoChanged(&e), reason, e.At.UTC().Format("2006-01-02 2 Jan")}, "\n"))
	for _, word := range words {
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

// nothing returns the line that says why no change-set is shown.
func (h *History) nothing() []string {
	switch {
	case len(h.sets) > 0 && h.hasMore:
		return []string{fmt.Sprintf("  No match since %s; %s searches further back.", h.sets[len(h.sets)-1].first().At.UTC().Format(time.DateOnly), h.Map.Down.Help().Key)}
	case len(h.sets) > 0:
		return []string{"  No match. " + h.Map.Leave.Help().Key + " shows all again."}
	case h.Span() > 0:
		return []string{"  Nothing was changed in the last " + historySpans[h.span].word + "."}
	}
	return []string{"  No changes are recorded yet."}
}
