package cli

import (
	"strings"

	"flagtui/internal/keys"
)

// keyRow is one action as `flagtui config --keys` prints it.
type keyRow struct {
	Action string   `json:"action"`
	Keys   []string `json:"keys"`
	Does   string   `json:"does"`
}

// printKeys prints every action of the dashboard with its keys.
func (a *app) printKeys() error {
	rows := []keyRow{}
	for _, action := range a.file.Keys.Actions() {
		rows = append(rows, keyRow{action.Name, keys.Names(*action.Binding), action.Help().Desc})
	}
	if a.json {
		return a.printJSON(rows)
	}
	return a.table(func(line func(...any)) {
		for _, row := range rows {
			line(row.Action, strings.Join(row.Keys, " "), row.Does)
		}
	})
}
