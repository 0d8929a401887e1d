package views

import (
	"strings"
	"unicode/utf8"

	"flagtui/internal/feature"
)

// SetCounts sets how many tenants override each flag.
func (b *Browse) SetCounts(counts *feature.Counts) {
	b.counts = counts
	b.measureColumns()
	b.countStates()
	if b.state == showNever || b.order.by == sortByOverrides {
		b.rebuild(b.selectedName())
	}
}

// rebuild selects and sorts the rows, and puts the cursor on the named flag.
func (b *Browse) rebuild(name string) {
	b.byState = b.byState[:0]
	for i := range b.views {
		view := &b.views[i]
		if b.inState(b.state, view) || b.query.unregistered && b.state == showAll && !view.Registered {
			b.byState = append(b.byState, i)
		}
	}
	b.sortRows(b.byState)
	b.fitColumns()
	b.preview.stale = true
	b.applied = false
	b.applyQuery(b.query, name)
}

// applyFilter applies the typed filter, and puts the cursor on the named flag if the
// filter shows it. While the filter contains an incomplete regular expression, the list
// does not change.
func (b *Browse) applyFilter(name string) {
	q := parseQuery(b.filter.value(), b.Theme.Language)
	b.queryProblem, b.wantsChanges = q.problem, q.changes
	if q.badRegexp {
		return
	}
	if q.unregistered != b.query.unregistered {
		b.query = q
		b.rebuild(name)
		return
	}
	b.applyQuery(q, name)
}

// applyQuery shows the flags that a query finds. Since it runs for each key, a narrower
// query searches only the flags already shown.
func (b *Browse) applyQuery(q query, name string) {
	from, earlierSimilar := b.byState, false
	if b.applied && q.narrows(&b.query) {
		if earlierSimilar = b.similar; !earlierSimilar {
			from = b.shown
		}
	}
	if b.query.text != q.text {
		clear(b.tree.folded)
	}
	b.query, b.applied = q, true
	shown := b.shown[:0]
	if !earlierSimilar { // a narrower query finds no words, either
		for _, i := range from {
			if view := &b.views[i]; q.hasWords(view) && q.passesTerms(b, view) {
				shown = append(shown, i)
			}
		}
	}
	b.shown, b.similar = shown, false
	if len(shown) == 0 && len(q.words) > 0 {
		b.showSimilar()
		b.similar = len(b.shown) > 0
	}
	if b.layOutRows(name); b.similar {
		b.rows.moveTo(0) // the most similar flag is the first
	}
}

// containsFold reports whether s contains text, ignoring case. The text must be lower
// case and not empty. A lower-case copy of every flag would take too much memory.
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

// hasPrefixFold reports whether s starts with text, ignoring ASCII case. The text must
// be lower case.
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
