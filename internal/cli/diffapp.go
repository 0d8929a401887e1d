package cli

import (
	"context"
	"fmt"
	"slices"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/probe"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// appDiffRow is a flag that the application does not serve as it is stored, in the form
// of JSON.
type appDiffRow struct {
	Name    string            `json:"name"`
	Stored  feature.View      `json:"stored"`
	Served  *probe.Served     `json:"served"` // null if the app does not list the flag
	Differs change.Difference `json:"differs"`
	Answers int               `json:"answers"` // number of answers that differ, of change.ServedAnswers

	text string
}

// diffApp prints the flags that the application does not serve as they are stored, at the
// scope of the command line.
func (a *app) diffApp(ctx context.Context, store data.Store) error {
	if err := a.checkProbe(); err != nil {
		return err
	}
	info, err := a.scope(ctx, store)
	if err != nil {
		return err
	}
	defs, err := a.knownDefinitions(ctx, store)
	if err != nil {
		return err
	}
	scope := info.Scope
	flags, err := a.askApp(ctx, store, scope, defs)
	if err != nil {
		return err
	}
	rows := []appDiffRow{}
	for _, flag := range flags {
		if flag.Differs != "" {
			rows = append(rows, appDiffRow{flag.View.Name, flag.View, flag.Served, flag.Differs, flag.Answers, flag.Text(words.English)})
		}
	}
	if err := a.printAppDifferences(scope.String(), rows); err != nil {
		return err
	}
	if len(rows) > 0 {
		return errNegative
	}
	if !a.json {
		served := len(flags) - len(slices.DeleteFunc(slices.Clone(flags), func(f change.ServedFlag) bool { return f.Served != nil }))
		a.warn("the app serves what is stored at %s: %s, %d answers", scope, feature.Plural(served, "flag"), change.ServedAnswers)
	}
	return nil
}

// askApp asks the application for the flags at a scope, and shows that it does.
func (a *app) askApp(ctx context.Context, store data.Store, scope feature.Scope, defs []feature.Definition) ([]change.ServedFlag, error) {
	_, end := a.progress.start("", "Asking the app for %s", scope)
	defer end()
	return a.steps.AskApp(ctx, store, scope, defs)
}

// checkProbe fails with feature.ErrUsage if no probe says how to ask the application.
func (a *app) checkProbe() error {
	const line = `live: {probe: "https://app/api/feature_flags/", header: "Authorization: Bearer ${APP_TOKEN}"}`
	switch name := a.contextName(); {
	case a.stepsErr != nil:
		return a.stepsErr
	case a.steps.Probe != nil:
		return nil
	case name == "":
		return &feature.Problem{Kind: feature.ErrUsage, Text: "it is not known where the app can be asked: the database is not that of a context of the config file",
			Hint: fmt.Sprintf("use a context, and add to it in %s: %s", a.file.Path, line)}
	default:
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the context %q does not say where the app can be asked", name),
			Hint: fmt.Sprintf("add to the context in %s: %s", a.file.Path, line)}
	}
}

// printAppDifferences prints the flags of rows.
func (a *app) printAppDifferences(scope string, rows []appDiffRow) error {
	return a.printListing(listing{
		json: rows,
		records: func() [][]string {
			records := [][]string{{"name", "scope", "stored_value", "stored_source", "app_value", "app_overridden", "differs", "answers"}}
			for _, row := range rows {
				value, overridden := "", ""
				if row.Served != nil {
					value = feature.SettingOf(*row.Served.Enabled).String()
					if row.Served.Overridden != nil {
						overridden = fmt.Sprint(*row.Served.Overridden)
					}
				}
				records = append(records, []string{row.Name, scope, row.Stored.Word(), string(row.Stored.Source), value, overridden, string(row.Differs), fmt.Sprint(row.Answers)})
			}
			return records
		},
		table: func() views.Table {
			table := views.Table{Columns: []views.Column{{Title: "FLAG", Literal: true}, {Title: "STORED AT " + scope, Cut: 1, Min: 12}, {Title: "APP", Cut: 1, Min: 12}, {Title: "DIFFERENCE", Cut: 2, Min: 20}}}
			for _, row := range rows {
				role := "warning"
				if row.Served != nil {
					role = valueRole(feature.SettingOf(*row.Served.Enabled))
				}
				table.Rows = append(table.Rows, []views.Cell{cell(row.Name, ""), sideCell(row.Stored), cell(row.appSide(), role), cell(row.text, "warning")})
			}
			return table
		},
		plain: func() error {
			return a.table(func(line func(...any)) {
				for _, row := range rows {
					line(row.Name, scope+": "+side(row.Stored), "app: "+row.appSide(), row.text)
				}
			})
		},
	})
}

// appSide describes the value that the application serves.
func (r appDiffRow) appSide() string {
	if r.Served == nil {
		return "-"
	}
	text := feature.SettingOf(*r.Served.Enabled).String()
	if r.Served.Overridden != nil {
		text += map[bool]string{true: " (override)", false: " (no override)"}[*r.Served.Overridden]
	}
	return text
}
