package cli

import (
	"fmt"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// entryRow is a change in the form of JSON.
type entryRow struct {
	Change    string          `json:"change"`
	At        time.Time       `json:"at"`
	Actor     string          `json:"actor"`
	Reason    string          `json:"reason"`
	Scope     feature.Kind    `json:"scope"`
	ScopeID   string          `json:"scope_id"`
	Name      string          `json:"name"`
	Before    feature.Setting `json:"before"`
	After     feature.Setting `json:"after"`
	Source    feature.Origin  `json:"source"`
	Targeting string          `json:"targeting,omitempty"` // see feature.Change.Targeting
}

// newEntryRow returns an entry in the form of JSON.
func newEntryRow(e feature.Entry) entryRow {
	return entryRow{e.Change, e.At, e.Actor, e.Reason, e.Scope.Kind, e.Scope.ID, e.Name, e.Before, e.After, e.Origin, e.Made().Targeting()}
}

// effectiveRow is an entryRow with the change's effect at a scope.
type effectiveRow struct {
	entryRow
	EffectiveBefore feature.Setting `json:"effective_before"`
	EffectiveAfter  feature.Setting `json:"effective_after"`
}

// warnHistory prints on stderr what a history may lack.
func (a *app) warnHistory(page data.HistoryPage) {
	switch {
	case page.Partial && !page.Trail:
		a.warn("flagtui keeps no history in this database: `flagtui init` makes it")
	case page.Partial:
		a.warn("flagtui keeps no history in this database: `flagtui init` would record more")
	}
	if page.Mixed {
		a.warn("changes of another context's table may be among these: `flagtui init` adds the column that tells them apart")
	}
	if page.Unnamed > 0 {
		a.warn("left out %s of the app's audit trail, which do not say which override was changed", feature.Plural(page.Unnamed, "record"))
	}
	if !page.Searched.IsZero() {
		a.warn("%s; --since DATE searches from DATE on", views.SearchedBack(words.English, page.Searched))
	}
	if len(page.Entries) == 0 && !a.json {
		a.warn("no changes are recorded")
	}
	if page.More && a.form == "markdown" {
		a.warn("the list ends after %s, because of --limit, so the last change-set may be incomplete", feature.Plural(len(page.Entries), "change"))
	}
}

// printHistory prints a history. place names the database. Markdown shows change-sets
// instead of a table.
func (a *app) printHistory(h history, place string) error {
	a.warnHistory(h.HistoryPage)
	if a.form == "markdown" {
		_, err := a.out.WriteString(views.Markdown(h.kinds, h.Entries, !h.Partial, place))
		return err
	}
	return a.printListing(listing{json: h.rows(), records: func() [][]string { return views.HistoryRecords(h.Entries, h.effects) }, table: func() views.Table { return h.table(a.theme("").Arrow()) }, plain: func() error { return a.printHistoryLines(h) }})
}

// printHistoryLines prints a history as plain text.
func (a *app) printHistoryLines(h history) error {
	return a.table(func(line func(...any)) {
		for i, e := range h.Entries {
			cells := []any{e.At.Format(time.RFC3339), orDash(e.Change), e.Origin, orDash(e.Actor), e.Scope, e.Name, e.Text(words.English, h.kinds, " -> ")}
			if h.effects != nil {
				cells = append(cells, fmt.Sprintf("%s => %s", h.effects[i].Before.Effective(), h.effects[i].After.Effective()))
			}
			reason := e.Reason
			if e.Origin == feature.FromOutside {
				reason = e.OutsideText(words.English)
			}
			line(append(cells, reason)...)
		}
	})
}

// table returns a history as a table. arrow separates the values before and after.
func (h history) table(arrow string) views.Table {
	table := views.Table{Columns: []views.Column{{Title: "WHEN (UTC)", Cut: 1}, {Title: "WHO", Cut: 3, Min: 8, Literal: true}, {Title: "SCOPE", Cut: 3, Min: 8, Literal: true},
		{Title: "FLAG", Literal: true}, {Title: "CHANGE", Cut: 1}, {Title: "EFFECT", Cut: 2}, {Title: "SOURCE", Cut: 5}, {Title: "ID", Cut: 7}, {Title: "REASON", Cut: 6, Min: 20, Literal: true}}}
	for i, e := range h.Entries {
		reason, source, effect := e.Reason, "faint", views.Cell{}
		if h.effects != nil {
			effect = cell(h.effects[i].Before.Effective()+arrow+h.effects[i].After.Effective(), valueRole(h.effects[i].After))
		}
		if e.Origin == feature.FromOutside {
			reason, source = e.OutsideText(words.English), "warning"
		}
		table.Rows = append(table.Rows, []views.Cell{cell(e.At.UTC().Format("2006-01-02 15:04"), "faint"), cell(orDash(e.Actor), ""), cell(e.Scope, ""), cell(e.Name, ""),
			cell(e.Text(words.English, h.kinds, arrow), valueRole(e.After)), effect, cell(e.Origin, source), cell(orDash(e.Change), "faint"), cell(reason, "")})
	}
	return table
}

// orDash returns text, or a dash if it is empty.
func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// rows returns a history in the form of JSON.
func (h history) rows() any {
	rows, effective := []entryRow{}, []effectiveRow{}
	for i, e := range h.Entries {
		row := newEntryRow(e)
		rows = append(rows, row)
		if h.effects != nil {
			effective = append(effective, effectiveRow{row, h.effects[i].Before, h.effects[i].After})
		}
	}
	if h.effects != nil {
		return effective
	}
	return rows
}
