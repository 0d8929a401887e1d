package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/data/engine"
	"flagtui/internal/doctor"
	"flagtui/internal/feature"
)

func (a *app) doctorCommand() *cobra.Command {
	var report bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check the connection, the tables, the privileges and every row; exit 1 when something is wrong",
		Long: `doctor prints which database this is, its tables, what this user may do and where
the catalogue comes from, and checks every row, in a session that is read-only.

Each finding comes with its fix: a flagtui command, or an SQL statement where there
is no such command. Findings are:
  - overrides of flags that are not registered, overrides of unknown tenants, and
    redundant overrides: without them the flag has the same value
  - features that are on in a project or a section where their definition does
    not allow them
  - rows that the app does not read as they are written
  - values that are not booleans or times, and names and ids that are too long or
    not allowed, of overrides and of definitions
  - a missing index or unique constraint, and rows that are there twice
  - columns that flagtui's own tables lack
  - tables of which row-level security may hide rows from this user
  - where the context has a probe (live: in the config file), flags that the running
    app does not serve as they are stored, or defines otherwise than the catalogue, and
    an app that cannot be asked; it is asked for the system and for the tenants of the
    newest changes, three at most: diff --app asks for any
It exits 1 if there is a finding. Notes are what is worth knowing, but works: no
history is kept, no catalogue is known, the app's tables are of an older form.
-o csv and -o markdown print the findings alone.

--report prints what a report of a fault in flagtui needs: versions, the terminal,
the tables and the number of findings. No flag, scope, person or secret is in it.`,
		Example: `  flagtui doctor
  flagtui doctor --json | jq -r '.findings[].mend'`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if report {
				return a.faultReport(cmd.Context())
			}
			return a.doctor(cmd.Context())
		},
	}
	a.addOutput(cmd)
	cmd.Flags().BoolVar(&report, "report", false, "print what a report of a fault needs")
	return cmd
}

// diagnosis is doctor's report in the form of JSON.
type diagnosis struct {
	Database  string           `json:"database"`
	Dialect   string           `json:"dialect"`
	Version   string           `json:"version"`
	Schema    string           `json:"schema"`
	User      string           `json:"user"`
	ReadOnly  string           `json:"read_only"` // why this user cannot write, even without --read-only
	Tables    []tableReport    `json:"tables"`
	Catalogue catalogueReport  `json:"catalogue"`
	Findings  []doctor.Finding `json:"findings"` // the first findings of each code
	Counts    map[string]int   `json:"counts"`   // number of all findings, by code
	Notes     []string         `json:"notes"`
	App       *appReport       `json:"app,omitempty"` // absent without a probe
}

type tableReport struct {
	Name    string   `json:"name"`
	Schema  string   `json:"schema"`
	Found   bool     `json:"found"`
	Missing []string `json:"missing_columns"`
}

type catalogueReport struct {
	Source      string `json:"source"` // file, url, app, table or none
	Definitions int    `json:"definitions"`
}

// diagnose checks the database.
func (a *app) diagnose(ctx context.Context) (diagnosis, data.Inspection, error) {
	a.warnPassfile()
	checked, err := a.checkDatabase(ctx, nil)
	if err != nil {
		return diagnosis{}, data.Inspection{}, err
	}
	inspection, info, result := checked.inspection, checked.info, checked.result
	d := diagnosis{Database: info.Database, Dialect: info.Dialect, Version: info.Version, Schema: info.Schema, User: info.User,
		ReadOnly: inspection.ReadOnly, Catalogue: checked.catalogue}
	if info.Host != "" {
		d.Database = info.Name()
	}
	for _, t := range inspection.Tables {
		report := tableReport{t.Name, t.Schema, t.Found, []string{}}
		for _, column := range t.Missing {
			report.Missing = append(report.Missing, column.Name)
		}
		d.Tables = append(d.Tables, report)
	}
	d.App = checked.app
	d.Findings, d.Counts = result.Findings, result.Counts
	d.Notes = a.notes(inspection, info, d)
	return d, inspection, nil
}

// doctor checks the database and prints the findings.
func (a *app) doctor(ctx context.Context) error {
	d, inspection, err := a.diagnose(ctx)
	if err != nil {
		return err
	}
	err = a.printListing(listing{
		json:    d,
		records: d.records,
		table:   d.table,
		plain:   func() error { return a.printSections(a.sections(d, inspection)) },
		text:    func(width int) error { return a.writeSections(a.sections(d, inspection), width) },
	})
	if err == nil && len(d.Findings) > 0 {
		return errNegative
	}
	return err
}

// databaseOptions returns the database flags of this command, such as " --db x". With
// them, a suggested command uses the same database. A flag with a password is left out.
func (a *app) databaseOptions() string {
	options := ""
	for _, option := range []struct{ name, value string }{{"context", a.context}, {"db", a.db}, {"schema", a.schema}} {
		word, ok := feature.ShellWord(option.value)
		if ok && a.origins[option.name] == "--"+option.name && engine.RedactPassword(option.value) == option.value {
			options += " --" + option.name + " " + word
		}
	}
	return options
}

// notes returns remarks that need no fix.
func (a *app) notes(inspection data.Inspection, info data.Info, d diagnosis) []string {
	notes := []string{}
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	for _, t := range inspection.Tables {
		var missing []string
		for _, column := range t.Missing {
			missing = append(missing, column.Name)
		}
		switch {
		case t.Found && !t.Readable:
			note("%s is there, but this user may not read it", t.Name)
		case len(missing) > 0 && !t.Own:
			note("%s lacks %s: flagtui expects the table of another release of the app", t.Name, strings.Join(missing, ", "))
		case !t.Found && t.Name == "flagtui_change":
			note("flagtui keeps no history here, because the table flagtui_change is missing: flagtui init%s makes it", a.databaseOptions())
		}
	}
	if info.Has(feature.Tenant) && !info.Kinds.Of(feature.Tenant).Listed {
		note("the ids of tenants cannot be checked: there is no table tenants_tenant that flagtui can use")
	}
	for _, left := range info.LeftOut {
		note("%s", left)
	}
	for _, view := range info.Views {
		note("%s is a view: it may leave rows out", view)
	}
	for _, schema := range inspection.Others {
		note("the schema %s also has a table feature_flags_override, which flagtui does not read", schema)
	}
	if d.Catalogue.Definitions == 0 {
		note("%s", feature.NoCatalogue(info.HasDefinitions))
	}
	if a.stepsErr != nil {
		note("no write is possible here: %v", a.stepsErr)
	}
	if origin := a.origins["read-only"]; a.readOnly {
		note("flagtui itself writes nothing here: read-only is asked for by %s", origin)
	}
	if len(d.Findings) > 0 && d.ReadOnly != "" {
		note("the commands that fix these need a user who may write: %s", d.ReadOnly)
	}
	if len(d.Findings) > 0 && engine.RedactPassword(a.db) != a.db && a.origins["db"] == "--db" {
		note("the commands that fix these leave --db out, because it has a password: add it")
	}
	return notes
}
