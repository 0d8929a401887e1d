package views

import (
	"bufio"
	"fmt"

	"flagtui/internal/feature"
)

// WriteList writes flags as unstyled lines of text, in the words of the browse screen.
// counts holds the numbers of overrides. A nil counts omits these numbers.
func WriteList(w *bufio.Writer, t Theme, kind feature.KindInfo, list []feature.View, counts *feature.Counts) error {
	b := Browse{Theme: t, catalogue: true, nameSystemAlways: true, Kinds: feature.KindList{kind}, scope: feature.ScopeInfo{Scope: feature.Scope{Kind: kind.Kind}}}
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
		column(t.stateText(*view), len("[ ] Disabled"), "  ")
		column(t.sourceWord(*view, kind), len("Following default"), "  ")
		column(t.defaultWord(view, kind), len("Disabled"), "  default ")
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

// maxListedName limits the column of names, so that one long name does not push the
// other columns off the screen.
const maxListedName = 60

// ListTable returns flags as a table, in the words of the browse screen. counts holds
// the numbers of overrides. A nil counts leaves their column empty.
func ListTable(t Theme, kind feature.KindInfo, list []feature.View, counts *feature.Counts) Table {
	b := Browse{Theme: t, catalogue: true, Kinds: feature.KindList{kind}, scope: feature.ScopeInfo{Scope: feature.Scope{Kind: kind.Kind}}}
	table := Table{Columns: []Column{{Title: "FLAG", Literal: true}, {Title: "STATUS", Cut: 1}, {Title: "SOURCE", Cut: 3}, {Title: "DEFAULT", Cut: 4},
		{Title: "OVERRIDES", Cut: 2}, {Title: "NOTE", Cut: 2, Min: 14}, {Title: "DESCRIPTION", Cut: 5, Min: 24, Literal: true}}}
	for i := range list {
		view, count := list[i], ""
		if view.HasSystem && !view.SystemUnknown() && view.Is(view.SystemEnabled) {
			view.HasSystem = false // the status shows the same value
		}
		if counts != nil {
			count = countText(counts.Of(view.Name))
		}
		status, source, note, standard := "warning", "faint", "faint", "faint"
		if !view.UnknownDefault() && len(view.Depends) == 0 {
			status = map[bool]string{true: "on", false: "off"}[view.Enabled]
		}
		if view.Overridden() {
			source = "override"
		}
		if differsFromDefault(&view, kind) {
			standard = "differs"
		}
		if !view.Registered || view.Misplaced {
			note = "warning"
		}
		table.Rows = append(table.Rows, []Cell{{Text: view.Name}, {t.stateText(view), status}, {t.sourceWord(view, kind), source}, {t.defaultWord(&view, kind), standard},
			{Text: count}, {b.detail(view), note}, {Text: view.Description}})
	}
	return table
}

// countText returns the numbers of scopes that override a flag, as words.
func countText(count feature.Count) string {
	if count == (feature.Count{}) {
		return "-"
	}
	return fmt.Sprintf("%d on, %d off", count.On, count.Off)
}
