package views

import (
	"slices"
	"strings"
	"unicode/utf8"

	"flagtui/internal/flag"
)

// stateFilter is which flags are shown, whatever their name.
type stateFilter int

const (
	showAll stateFilter = iota
	showOverridden
	showDiffering
	showEnabled
	showDisabled
	showOrphaned
)

var stateNames = [...]string{"all", "overridden", "differs from default", "enabled", "disabled", "not registered"}

// keeps tells whether a flag is shown. Flags that are not registered have a
// filter of their own, as the web page hides them; where no catalogue is
// known they are all there is.
func (s stateFilter) keeps(v *flag.View, catalogue bool) bool {
	if s != showOrphaned && !v.Registered && catalogue {
		return false
	}
	switch s {
	case showOverridden:
		return v.Overridden
	case showDiffering:
		return v.Enabled != v.Default
	case showEnabled:
		return v.Enabled
	case showDisabled:
		return !v.Enabled
	case showOrphaned:
		return !v.Registered
	}
	return true
}

// choose chooses and sorts the rows by state, and then by the filter.
func (b *Browse) choose(name string) {
	b.kept = b.kept[:0]
	for i := range b.views {
		if b.state.keeps(&b.views[i], b.catalogue) {
			b.kept = append(b.kept, i)
		}
	}
	if b.recent != nil {
		order := make(map[string]int, len(b.recent))
		for i, name := range b.recent {
			order[name] = i - len(b.recent)
		}
		slices.SortStableFunc(b.kept, func(i, j int) int { return order[b.views[i].Name] - order[b.views[j].Name] })
	}
	b.fit()
	b.refilter(name)
}

// refilter chooses the rows by the filter alone, and puts the cursor on the
// flag of that name; without such a row it stays where it is. It runs for
// each key typed, over every flag: the work that does not depend on the
// filter is done before.
func (b *Browse) refilter(name string) {
	text := strings.ToLower(b.filter.value())
	if text == "" {
		b.shown = append(b.shown[:0], b.kept...)
	} else {
		b.shown = b.shown[:0]
		for _, i := range b.kept {
			if strings.Contains(b.folded[i], text) {
				b.shown = append(b.shown, i)
			}
		}
	}
	b.rows.resize(len(b.shown), b.rows.height)
	if at := slices.IndexFunc(b.shown, func(i int) bool { return b.views[i].Name == name }); at >= 0 {
		b.rows.to(at)
	}
}

// fold prepares what the filter looks at: the name and the description of
// each flag in lower case. No text that is typed spans the two, as it holds no line break.
// All of it is one piece of memory: a hundred thousand pieces take a while to
// ask for.
func (b *Browse) fold() {
	size := 0
	for i := range b.views {
		size += len(b.views[i].Name) + 1 + len(b.views[i].Description)
	}
	var text strings.Builder
	text.Grow(size)
	b.folded = make([]string, len(b.views))
	for i := range b.views {
		start := text.Len()
		writeLower(&text, b.views[i].Name)
		text.WriteByte('\n')
		writeLower(&text, b.views[i].Description)
		b.folded[i] = text.String()[start:]
	}
}

// writeLower writes s in lower case, without a copy of it where it is ASCII.
func writeLower(w *strings.Builder, s string) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			w.WriteString(strings.ToLower(s))
			return
		case 'A' <= c && c <= 'Z':
			w.WriteString(s[:i])
			w.WriteByte(c + 'a' - 'A')
			s, i = s[i+1:], -1
		}
	}
	w.WriteString(s)
}
