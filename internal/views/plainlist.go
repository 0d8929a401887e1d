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
	b := Browse{Theme: t, catalogue: true, scope: feature.ScopeInfo{Scope: feature.Scope{Kind: kind}}}
	width := 0
	for i := range list {
		width = longer(width, list[i].Name)
	}
	width = min(width, maxListed)
	column := func(text string, width int, before string) {
		w.WriteString(before)
		w.WriteString(text)
		for range width - cells(text) {
			w.WriteByte(' ')
		}
	}
	for i := range list {
		view := &list[i]
		column(t.text(view.Name), width, "")
		column(state(*view), len("[ ] Disabled"), "  ")
		column(origin(*view, kind), len("Following default"), "  ")
		column(byDefault(view), len("Disabled"), "  default ")
		if counts != nil {
			count := counts.Of(view.Name)
			column(fmt.Sprintf("%d on, %d off", count.On, count.Off), len("100 on, 100 off"), "  ")
		}
		if more := b.more(*view); more != "" {
			column(t.text(more), 0, "  ")
		}
		if view.Description != "" {
			column(t.text(view.Description), 0, "  ")
		}
		if err := w.WriteByte('\n'); err != nil {
			return err
		}
	}
	return nil
}

// maxListed keeps one long name from pushing the columns of every other out
// of sight.
const maxListed = 60
