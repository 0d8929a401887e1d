package views

import (
	"bufio"
	"fmt"

	"flagtui/internal/feature"
)

// WriteList writes flags as lines of text, with the words of the browse
// screen and without attributes; counts, unless it is nil, is how many scopes
// override each.
func WriteList(w *bufio.Writer, t Theme, kind feature.Kind, list []feature.View, counts *feature.Counts) error {
	b := Browse{Theme: t, catalogue: true, nameSystemAlways: true, scope: feature.ScopeInfo{Scope: feature.Scope{Kind: kind}}}
	width := 0
	for i := range list {
		width = maxWidth(width, list[i].Name)
	}
	width = min(width, maxListedName)
	column := func(text string, width int, before string) {
		w.WriteString(before)
		w.WriteString(text)
		for range width - textWidth(text) {
			w.WriteByte(' ')
		}
	}
	for i := range list {
		view := &list[i]
		column(t.clean(view.Name), width, "")
		column(stateText(*view), len("[ ] Disabled"), "  ")
		column(sourceWord(*view, kind), len("Following default"), "  ")
		column(defaultWord(view), len("Disabled"), "  default ")
		if counts != nil {
			count := counts.Of(view.Name)
			column(fmt.Sprintf("%d on, %d off", count.On, count.Off), len("100 on, 100 off"), "  ")
		}
		if more := b.detail(*view); more != "" {
			column(t.clean(more), 0, "  ")
		}
		if view.Description != "" {
			column(t.clean(view.Description), 0, "  ")
		}
		if err := w.WriteByte('\n'); err != nil {
			return err
		}
	}
	return nil
}

// maxListed keeps one long name from pushing the columns of every other out
// of sight.
const maxListedName = 60
