package views

import (
	"slices"
	"strings"
	"unicode/utf8"

	"flagtui/internal/feature"
)

// SetCounts gives the screen how many tenants override each flag.
func (b *Browse) SetCounts(counts *feature.Counts) {
	b.counts = counts
	b.measureColumns()
	b.countStates()
	if b.state == showNever || b.order.by == sortByOverrides {
		b.rebuild(b.selectedName())
	}
}

// rebuild selects and sorts the rows, and puts the cursor on the flag of that name.
func (b *Browse) rebuild(name string) {
	b.byState = b.byState[:0]
	for i := range b.views {
		if b.inState(b.state, &b.views[i]) {
			b.byState = append(b.byState, i)
		}
	}
	b.sortRows(b.byState)
	b.fitColumns()
	b.preview.stale = true
	b.shownFor = ""
	b.applyFilter(name)
}

// applyFilter selects the rows that match the typed filter, and puts the cursor on
// the flag of that name if it is among them. It runs for each key: a longer filter
// can only match rows that are shown already.
func (b *Browse) applyFilter(name string) {
	text := strings.ToLower(b.filter.value())
	from := b.byState
	if b.shownFor != "" && strings.Contains(text, b.shownFor) {
		from = b.shown
	}
	shown := b.shown[:0]
	for _, i := range from {
		if text == "" || containsFold(b.views[i].Name, text) || containsFold(b.views[i].Description, text) {
			shown = append(shown, i)
		}
	}
	b.shown, b.shownFor = shown, text
	b.rows.resize(len(b.shown), b.rows.height)
	if at := slices.IndexFunc(b.shown, func(i int) bool { return b.views[i].Name == name }); at >= 0 {
		b.rows.moveTo(at)
	}
}

// containsFold tells whether s contains text, which is in lower case, in any case.
// Keeping each flag's text in lower case would take too much memory.
func containsFold(s, text string) bool {
	small, capital := text[0], text[0]
	if 'a' <= small && small <= 'z' {
		capital -= 'a' - 'A'
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return strings.Contains(strings.ToLower(s), text)
		case (c == small || c == capital) && hasPrefixFold(s[i:], text):
			return true
		}
	}
	return false
}

// hasPrefixFold tells whether s starts with text, for ASCII only.
func hasPrefixFold(s, text string) bool {
	if len(s) < len(text) {
		return false
	}
	for i := range len(text) {
		if lowerASCII(s[i]) != text[i] {
			return false
		}
	}
	return true
}

func lowerASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
