package data

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"flagtui/internal/data/described"
	"flagtui/internal/data/engine"
	"flagtui/internal/data/flipper"
	"flagtui/internal/data/funwithflags"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/data/torus"
	"flagtui/internal/data/waffle"
	"flagtui/internal/feature"
)

// flagtui's own tables.
const (
	definitionTable = "flagtui_definition"
	journalTable    = "flagtui_change"
)

// system is an application whose tables flagtui knows.
type system struct {
	// tables returns the tables of a layout in the config file, the main table first. It
	// returns none if the layout is another system's. For a nil layout it returns the
	// tables by which flagtui detects the system.
	tables func(*layout.Config) []engine.Spec
	reads  []string // the columns of the main table that flagtui needs
	// byColumns reports whether flagtui detects the system by the columns, too. A main
	// table without them belongs to another system.
	byColumns bool
	// open returns the layout of a main table. It fails if flagtui would misread the
	// table.
	open func(db *engine.DB, config *layout.Config, found []engine.Table, main, journal engine.Table) (layout.Layout, error)
}

// systems are the applications that flagtui knows. All transactions lock the rows of
// several applications in this order.
var systems = []system{
	detected(simplemodule.Tables, []string{"id", "scope", "scope_id", "name", "enabled"}, simplemodule.Open),
	{tables: described.CatalogueTables, open: described.OpenCatalogue},
	{tables: described.Tables, open: described.Open},
	{tables: flipper.Tables, reads: flipper.Reads, byColumns: true, open: flipper.Open},
	{tables: funwithflags.Tables, reads: funwithflags.Reads, open: funwithflags.Open},
	{tables: waffle.Tables, reads: waffle.Reads, open: waffle.Open},
	detected(torus.Tables, []string{"id", "feature_name", "project_id", "section_id", "enabled"}, torus.Open),
}

// detected returns a system that flagtui detects without a layout in the config file.
func detected(tables []engine.Spec, reads []string, open func(db *engine.DB, found []engine.Table, main, journal engine.Table) (layout.Layout, error)) system {
	return system{
		tables: func(config *layout.Config) []engine.Spec {
			if config != nil {
				return nil
			}
			return tables
		},
		reads: reads,
		open: func(db *engine.DB, _ *layout.Config, found []engine.Table, main, journal engine.Table) (layout.Layout, error) {
			return open(db, found, main, journal)
		},
	}
}

// eachSystem calls fn with each system that a layout in the config file may name, and
// with its tables, the main table first.
func eachSystem(config *layout.Config, fn func(system, []engine.Spec)) {
	for _, system := range systems {
		if tables := system.tables(config); len(tables) > 0 {
			fn(system, tables)
		}
	}
}

// isMain reports whether a table is the main table of a system.
func isMain(config *layout.Config, t engine.Table) (is bool) {
	eachSystem(config, func(_ system, tables []engine.Spec) { is = is || tables[0].Is(t) })
	return is
}

// knownTables returns all tables that flagtui knows.
func knownTables(config *layout.Config) []engine.Spec {
	return slices.Concat(ownTables, systemTables(config))
}

// systemTables returns the tables of all applications.
func systemTables(config *layout.Config) (all []engine.Spec) {
	eachSystem(config, func(_ system, tables []engine.Spec) { all = append(all, tables...) })
	return all
}

// ownTables are flagtui's own tables.
var ownTables = []engine.Spec{
	{Name: definitionTable, Compared: true, Writes: engine.Replaces, Columns: map[string]engine.Use{"name": engine.AsText, "description": engine.AsText, "default_enabled": engine.AsBoolean, "scopes": engine.AsText}},
	{Name: journalTable, Compared: true, Writes: engine.Inserts, Columns: map[string]engine.Use{"id": engine.AsKey, "change": engine.AsText, "at": engine.AsTime, "actor": engine.AsText, "client": engine.AsText, "reason": engine.AsText,
		"scope": engine.AsText, "scope_id": engine.AsText, "name": engine.AsText, "before": engine.AsBoolean, "after": engine.AsBoolean, "undoes": engine.AsText}},
}

// adopt chooses the tables to use among found. It fails if flagtui would misread the
// database.
func (s *sqlStore) adopt(found []engine.Table) (err error) {
	config := s.options.Layout
	var missing error
	eachSystem(config, func(system system, tables []engine.Spec) {
		if err == nil {
			err = s.adoptSystem(found, system, tables[0], &missing)
		}
	})
	switch {
	case err != nil:
		return err
	case len(s.layouts) == 0 && missing == nil:
		return config.Problem("", "flagtui has no such layout", "")
	case len(s.layouts) == 0:
		return missing
	}
	s.info.HasDefinitions, s.info.OwnDefinitions = s.definitions.Exists(), s.definer() != nil
	s.info.HasJournal, s.info.KeepsRows = s.journal.Name != "", s.recordsRows()
	s.info.HasTriggers = !slices.ContainsFunc(s.watched(), func(t engine.Table) bool { return !t.Notifies })
	s.info.validate = func(change feature.Change, isNew bool) error {
		if l := s.layoutOf(change.Scope.Kind); l != nil {
			return l.Validate(change, isNew)
		}
		return feature.ValidateName(change.Name, math.MaxInt)
	}
	written := []engine.Table{s.journal}
	for _, l := range s.layouts {
		s.info.Kinds = append(s.info.Kinds, l.Kinds()...)
		s.info.mains = append(s.info.mains, l.Main().Name)
		written = append(written, l.Written()...)
	}
	s.OnlyRead(s.narrowJournal())
	written[0], written[1] = written[1], written[0] // the main table comes first
	for _, t := range written {
		if t.Name != "" {
			s.OnlyRead(s.Refusal(t))
		}
	}
	return nil
}

// adoptSystem opens the layout of a system whose main table exists. Otherwise it sets
// missing, unless an earlier system has set it.
func (s *sqlStore) adoptSystem(found []engine.Table, system system, spec engine.Spec, missing *error) error {
	config := s.options.Layout
	main, err := choose(found, spec.Name, cmp.Or(spec.Schema, s.options.Schema))
	if err == nil && config == nil && system.byColumns && !main.Has(system.reads...) {
		_, err = choose(nil, spec.Name, "")
	}
	switch {
	case err == nil:
	case len(s.layouts) > 0 && config == nil: // a second system's unusable table is ignored
		return nil
	case config != nil:
		return s.explainMissing(config, spec, found, err)
	case !errors.Is(err, errNoTable):
		return err
	default:
		*missing = cmp.Or(*missing, err)
		return nil
	}
	if err := s.AdaptMain(&main, system.reads...); err != nil {
		return err
	}
	if len(s.layouts) == 0 {
		s.info.Schema = main.Schema
		s.definitions, s.journal = s.Companion(found, main, definitionTable), s.Companion(found, main, journalTable)
	}
	l, err := system.open(s.DB, config, found, main, s.journal)
	if err == nil {
		err = checkKinds(s.layouts, l)
	}
	if err != nil {
		return err
	}
	for _, info := range l.Kinds() {
		s.listing[info.Kind] = len(s.layouts)
	}
	s.layouts = append(s.layouts, l)
	return nil
}

// watched returns the tables whose changes a watch signals.
func (s *sqlStore) watched() []engine.Table {
	tables := []engine.Table{s.definitions, s.journal}
	for _, l := range s.layouts {
		tables = append(tables, l.Watched()...)
	}
	return slices.DeleteFunc(tables, func(t engine.Table) bool { return t.Name == "" })
}

// errNoTable is the cause of an error for a table that no schema has.
var errNoTable = errors.New("no such table")

// choose returns the table with this name that the app uses. simple_module's first
// releases keep it in the schema feature_flags, and later releases in public.
func choose(found []engine.Table, name, schema string) (engine.Table, error) {
	var candidates []engine.Table
	var elsewhere []string
	for _, t := range found {
		switch {
		case t.Name != name:
		case t.Schema == schema || schema == "" && (t.OnPath || t.Schema == "public" || t.Schema == "feature_flags"):
			candidates = append(candidates, t)
		default:
			elsewhere = append(elsewhere, t.Schema)
		}
	}
	switch {
	case len(candidates) > 1:
		var schemas []string
		for _, t := range candidates {
			schemas = append(schemas, t.Schema)
		}
		return engine.Table{}, &feature.Problem{Kind: feature.ErrUsage,
			Text: fmt.Sprintf("the table %s is in several schemas: %s", name, strings.Join(schemas, ", ")),
			Hint: fmt.Sprintf("say which one the app uses, as in %s", schemaOption(schemas[0]))}
	case len(candidates) == 1 && !candidates[0].Readable:
		return engine.Table{}, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("this user may not read %s", candidates[0].Ref()),
			Hint: "grant SELECT on it, and USAGE on its schema"}
	case len(candidates) == 1:
		return candidates[0], nil
	case len(elsewhere) > 0:
		return engine.Table{}, &feature.Problem{Kind: feature.ErrUsage,
			Text: fmt.Sprintf("the table %s is in the schema %s, which flagtui does not search by itself", name, strings.Join(elsewhere, ", ")),
			Hint: fmt.Sprintf("name it with %s", schemaOption(elsewhere[0]))}
	case schema != "":
		return engine.Table{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("there is no table %s in the schema %q, nor in any other", name, schema), Hint: initHint, Cause: errNoTable}
	}
	return engine.Table{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("this database has no table %s", name), Hint: initHint, Cause: errNoTable}
}

// schemaOption returns the option --schema, quoted for a shell.
func schemaOption(schema string) string {
	word, _ := feature.ShellWord(schema)
	return "--schema " + cmp.Or(word, "NAME")
}

const initHint = "is it the app's database? `flagtui layout` prints which of its tables may hold flags; in an empty database `flagtui init` makes tables"
