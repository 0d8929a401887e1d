package views

import (
	"encoding/csv"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// HistoryCSV returns HistoryRecords as CSV.
func HistoryCSV(entries []feature.Entry, effects []feature.Effect) string {
	return CSV(HistoryRecords(entries, effects))
}

// HistoryRecords returns a history as records: the headings, and one record for each
// entry. effects holds the entries' effects at a scope. If effects is nil, the records
// have no columns for them.
func HistoryRecords(entries []feature.Entry, effects []feature.Effect) [][]string {
	headings := []string{"at", "change", "source", "actor", "reason", "scope", "scope_id", "name", "before", "after"}
	if effects != nil {
		headings = append(headings, "effective_before", "effective_after")
	}
	records := [][]string{headings}
	for i, e := range entries {
		record := []string{e.At.Format(time.RFC3339Nano), e.Change, string(e.Origin), e.Actor, e.Reason, string(e.Scope.Kind), e.Scope.ID, e.Name, e.Before.String(), e.After.String()}
		if effects != nil {
			record = append(record, effects[i].Before.Effective(), effects[i].After.Effective())
		}
		records = append(records, record)
	}
	return records
}

// CSV returns records as CSV (RFC 4180). If a spreadsheet would run a text as a
// formula, the text gets an apostrophe in front.
func CSV(records [][]string) string {
	var text strings.Builder
	w := csv.NewWriter(&text) // a strings.Builder never fails
	for _, record := range records {
		for i, field := range record {
			if record[i] = Clean(field); field != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(field)[0]) {
				record[i] = "'" + record[i]
			}
		}
		_ = w.Write(record)
	}
	w.Flush()
	return text.String()
}
