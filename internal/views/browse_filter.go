package views

import (
	"slices"
	"strings"
	"unicode/utf8"

	"flagtui/internal/feature"
)

// stateFilter selects flags by their state.
type stateFilter int

const (
	showAll stateFilter = iota
	showOverridden
	showDiffering
	showEnabled
	showDisabled
	showOrphaned
	showNever
)

var stateNames = [...]string{"all", "overridden", "differs from default", "enabled", "disabled", "not registered", "never overridden"}

// matches tells whether a flag is shown. Unregistered flags have a filter of their
// own, as the web page hides them, unless no catalogue is known.
func (s stateFilter) matches(v *feature.View, catalogue bool) bool {
	if s != showOrphaned && !v.Registered && catalogue {
		return false
	}
	switch s {
	case showOverridden:
		return v.Overridden
	case showDiffering:
		return !v.Unknown && v.Is(!v.Default)
	case showEnabled:
		return v.Is(true)
	case showDisabled:
		return v.Is(false)
	case showOrphaned:
		return !v.Registered
	}
	return true
}

// neverOverridden tells whether no scope overrides the flag. It is false until the
// overrides have been counted.
func (b *Browse) neverOverridden(v *feature.View) bool {
	return b.counts != nil && v.NeverOverridden(b.counts.Of(v.Name))
}

// SetCounts gives the screen how many tenants override each flag.
func (b *Browse) SetCounts(counts *feature.Counts) {
	b.counts = counts
	b.measureColumns()
	if b.state == showNever {
		b.rebuild(b.selectedName())
	}
}

// rebuild selects and sorts the rows, and puts the cursor on the flag of that name.
func (b *Browse) rebuild(name string) {
	b.byState = b.byState[:0]
	for i := range b.views {
		if b.state.matches(&b.views[i], b.catalogue) && (b.state != showNever || b.neverOverridden(&b.views[i])) {
			b.byState = append(b.byState, i)
		}
	}
	if b.changeOrder != nil {
		order := make(map[string]int, len(b.changeOrder))
		for i, name := range b.changeOrder {
			order[name] = i - len(b.changeOrder)
		}
		slices.SortStableFunc(b.byState, func(i, j int) int { return order[b.views[i].Name] - order[b.views[j].Name] })
	}
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
