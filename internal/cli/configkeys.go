package cli

import (
	"strings"

	"flagtui/internal/keys"
	"flagtui/internal/views"
)

// keyRow is an action in the output of `flagtui config --keys`.
type keyRow struct {
	Action string   `json:"action"`
	Keys   []string `json:"keys"`
	Does   string   `json:"does"`
}

// printKeys prints the dashboard's actions with their keys.
func (a *app) printKeys() error {
	rows := []keyRow{}
	for _, action := range a.file.Keys.Actions() {
		rows = append(rows, keyRow{action.Name, keys.Names(*action.Binding), action.Help().Desc})
	}
	return a.printListing(listing{
		json: rows,
		records: func() [][]string {
			records := [][]string{{"action", "keys", "does"}}
			for _, row := range rows {
				records = append(records, []string{row.Action, strings.Join(row.Keys, " "), row.Does})
			}
			return records
		},
		table: func() views.Table {
			table := views.Table{Columns: []views.Column{{Title: "ACTION"}, {Title: "KEYS", Cut: 1, Literal: true}, {Title: "DOES", Cut: 2, Min: 20}}}
			for _, row := range rows {
				table.Rows = append(table.Rows, []views.Cell{cell(row.Action, ""), cell(strings.Join(row.Keys, " "), "accent"), cell(row.Does, "")})
			}
			return table
		},
		plain: func() error {
			return a.table(func(line func(...any)) {
				for _, row := range rows {
					line(row.Action, strings.Join(row.Keys, " "), row.Does)
				}
			})
		},
	})
}
