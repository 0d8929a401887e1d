package views

import (
	"encoding/csv"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// HistoryCSV is a history as CSV (RFC 4180): a line of headings, and a line for each
// entry. effects are the entries' effects at a scope; nil: their columns are left
// out. A spreadsheet would take text that begins like a formula for one: such text
// gets an apostrophe before it.
func HistoryCSV(entries []feature.Entry, effects []feature.Effect) string {
	headings := []string{"at", "change", "source", "actor", "reason", "scope", "scope_id", "name", "before", "after"}
	if effects != nil {
		headings = append(headings, "effective_before", "effective_after")
	}
	var text strings.Builder
	w := csv.NewWriter(&text) // it cannot fail
	_ = w.Write(headings)
	for i, e := range entries {
		line := []string{e.At.Format(time.RFC3339Nano), e.Change, string(e.Origin), e.Actor, e.Reason, string(e.Scope.Kind), e.Scope.ID, e.Name, e.Before.String(), e.After.String()}
		if effects != nil {
			line = append(line, effects[i].Before.Effective(), effects[i].After.Effective())
		}
		for i, cell := range line {
			if line[i] = Clean(cell); cell != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(cell)[0]) {
				line[i] = "'" + line[i]
			}
		}
		_ = w.Write(line)
	}
	w.Flush()
	return text.String()
}
