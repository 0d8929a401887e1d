package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// outputForms are the forms that a list can be printed in.
var outputForms = []string{"table", "wide", "csv", "markdown", "json"}

// outputForm returns the form that a list is printed in: output, or what
// --markdown or --json asks for; both is refused.
func (a *app) outputForm(output string, markdown bool) (string, error) {
	if output != "" && !slices.Contains(outputForms, output) {
		return "", &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("-o is %q", output), Hint: "it is one of " + strings.Join(outputForms, ", ")}
	}
	asked := []string{}
	if output != "" {
		asked = append(asked, "-o "+output)
	}
	if markdown && output != "markdown" {
		asked = append(asked, "--markdown")
		output = "markdown"
	}
	if a.json && output != "json" {
		asked = append(asked, "--json")
		output = "json"
	}
	if len(asked) > 1 {
		return "", &feature.Problem{Kind: feature.ErrUsage, Text: strings.Join(asked, " and ") + " were both given", Hint: "a list is printed in one form"}
	}
	a.json = output == "json"
	if output == "" {
		output = "table"
	}
	return output, nil
}

// entryRow is one change as `flagtui history` prints it.
type entryRow struct {
	Change  string          `json:"change"`
	At      time.Time       `json:"at"`
	Actor   string          `json:"actor"`
	Reason  string          `json:"reason"`
	Scope   feature.Kind    `json:"scope"`
	ScopeID string          `json:"scope_id"`
	Name    string          `json:"name"`
	Before  feature.Setting `json:"before"`
	After   feature.Setting `json:"after"`
	Source  feature.Origin  `json:"source"`
}

// effectiveRow is one with its effect at a scope.
type effectiveRow struct {
	entryRow
	EffectiveBefore feature.Setting `json:"effective_before"`
	EffectiveAfter  feature.Setting `json:"effective_after"`
}

// warnHistory tells what a history does not.
func (a *app) warnHistory(page data.HistoryPage, form string) {
	if page.Partial {
		a.warn("flagtui keeps no history in this database: `flagtui init` would record more")
	}
	if page.Unnamed > 0 {
		a.warn("%s of the app's audit trail left out: nothing tells which override of which flag", feature.Plural(page.Unnamed, "record"))
	}
	if !page.Searched.IsZero() {
		a.warn("%s: --since DATE searches from then on", views.SearchedBack(page.Searched))
	}
	if len(page.Entries) == 0 && form != "json" {
		a.warn("no changes are recorded")
	}
	if page.More && form == "markdown" {
		a.warn("--limit ends this after %s, and the last change-set may be told in part", feature.Plural(len(page.Entries), "change"))
	}
}

// printHistory prints a history in a form; place names the database.
func (a *app) printHistory(h history, form, place string) error {
	a.warnHistory(h.HistoryPage, form)
	switch form {
	case "json":
		return a.printJSON(h.rows())
	case "csv":
		_, err := a.out.WriteString(views.HistoryCSV(h.Entries, h.effects))
		return err
	case "markdown":
		_, err := a.out.WriteString(views.Markdown(h.Entries, !h.Partial, place))
		return err
	}
	return a.table(func(line func(...any)) {
		for i, e := range h.Entries {
			cells := []any{e.At.Format(time.RFC3339), orDash(e.Change), e.Origin, orDash(e.Actor), e.Scope, e.Name, fmt.Sprintf("%s -> %s", e.Before, e.After)}
			if h.effects != nil {
				cells = append(cells, fmt.Sprintf("%s => %s", h.effects[i].Before.Effective(), h.effects[i].After.Effective()))
			}
			reason := e.Reason
			if e.Origin == feature.FromOutside {
				reason = e.OutsideText()
			}
			line(append(cells, reason)...)
		}
	})
}

// orDash is a cell that is not left empty.
func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// rows is a history as JSON has it.
func (h history) rows() any {
	rows, effective := []entryRow{}, []effectiveRow{}
	for i, e := range h.Entries {
		row := entryRow{e.Change, e.At, e.Actor, e.Reason, e.Scope.Kind, e.Scope.ID, e.Name, e.Before, e.After, e.Origin}
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
