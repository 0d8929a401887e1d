package data

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

// InitPlan holds what `flagtui init` would make.
type InitPlan struct {
	Database string   // the database's short name
	Schema   string   // the schema for the tables on PostgreSQL
	Tables   []string // the tables to make, in order
	NewFile  string   // the SQLite file to make; empty if the file exists
	Triggers []string // the SQL that makes the triggers of AddTriggers
	Columns  []string // the SQL that adds columns to tables from an earlier release of flagtui

	where    engine.Target
	options  Options
	readOnly string         // why nothing can be written; empty if writing is possible
	added    []string       // the columns that Columns adds, as table.column
	silent   []engine.Table // watched tables without a trigger
}

// PlanInit returns a plan of what `flagtui init` would make in a database. It changes
// nothing. Beside an app's tables it plans flagtui's own two tables, in the same schema.
// In an empty database it plans all tables of schema.sql. It fails with
// feature.ErrRefused if the database is read-only, or has only tables of an unknown app.
func PlanInit(ctx context.Context, options Options) (*InitPlan, error) {
	where, err := options.target()
	if err != nil {
		return nil, err
	}
	plan := &InitPlan{where: where, options: options}
	if options.ReadOnly {
		plan.readOnly = askedFor
	}
	if _, err := os.Stat(where.Path); where.Dialect == engine.SQLite && os.IsNotExist(err) {
		plan.Database, plan.NewFile, plan.Tables = where.Shown, where.Path, schema.Tables()
		return plan, plan.refused()
	}
	// The session only reads. A session that flagtui makes read-only would not show
	// whether the user may write.
	s, found, err := inspectStore(ctx, where, options, false)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	plan.Database = s.Found.Name()
	plan.readOnly = cmp.Or(plan.readOnly, s.Found.ReadOnly) // before adopt, which adds reasons of the app's tables
	if slices.ContainsFunc(found, func(t engine.Table) bool { return isMain(options.Layout, t) }) {
		// adopt finds the schema of the app's table.
		err = s.adopt(found)
		plan.Schema = s.info.Schema
		plan.silent = slices.DeleteFunc(s.watched(), func(t engine.Table) bool { return t.Notifies })
		for _, name := range []string{definitionTable, journalTable} {
			if !slices.ContainsFunc(found, func(t engine.Table) bool { return t.Name == name && t.Schema == plan.Schema }) {
				plan.Tables = append(plan.Tables, name)
			}
		}
		if s.hasRolloutMode() {
			plan.addColumns(s.Dialect == engine.SQLite, s.definitions, rolloutColumn)
		}
		plan.addColumns(s.Dialect == engine.SQLite, s.journal, laterColumns[journalTable]...)
		plan.widenColumns(s.Dialect == engine.SQLite, s.journal)
	} else {
		err = plan.fromNothing(ctx, s)
	}
	if err != nil {
		return nil, err
	}
	return plan, plan.refused()
}

// laterColumns are the columns that a table from an earlier release of flagtui may lack.
// Without them flagtui works, but records less.
var laterColumns = map[string][]string{journalTable: {"client", "before_rows", "after_rows", "layout"}}

// addColumns adds to the plan the named columns that a table of flagtui's own lacks. It
// ignores a table in another schema, and a table of another program.
func (p *InitPlan) addColumns(sqlite bool, own engine.Table, names ...string) {
	if !own.Has("name") || own.Schema != p.Schema {
		return
	}
	for _, column := range columnsOf(sqlite, own.Name) {
		if !own.Has(column.Name) && slices.Contains(names, column.Name) {
			p.Columns = append(p.Columns, `ALTER TABLE `+own.Ref()+` ADD COLUMN `+column.Name+` `+column.Type)
			p.added = append(p.added, own.Name+"."+column.Name)
		}
	}
}

// refused returns an error if there is something to make but nothing can be written.
func (p *InitPlan) refused() error {
	if len(p.Names()) == 0 {
		return nil
	}
	return engine.Server{ReadOnly: p.readOnly}.Writable()
}

// Names returns the names of the tables and columns to make. It adds the name that the
// triggers and their function share.
func (p *InitPlan) Names() []string {
	names := slices.Concat(p.Tables, p.added)
	if len(p.Triggers) > 0 {
		names = append(names, engine.TriggerName)
	}
	return names
}

// fromNothing plans for a database without an app's table. It fails if the database has
// other tables, even tables that this user may not read.
func (p *InitPlan) fromNothing(ctx context.Context, s *sqlStore) error {
	text, args := `SELECT '', TRUE, COUNT(*) FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`, []any{}
	if s.Dialect == engine.Postgres {
		text, args = `SELECT n.s, to_regnamespace(quote_ident(n.s)) IS NOT NULL, (SELECT COUNT(*) FROM pg_catalog.pg_class c
				WHERE c.relnamespace = to_regnamespace(quote_ident(n.s)) AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))
			FROM (SELECT CAST(? AS NAME) AS s) n`, []any{cmp.Or(p.options.Schema, s.OwnSchema, "public")}
	}
	var exists bool
	var others int
	err := s.Read(ctx, func(ctx context.Context) error {
		return engine.Query(ctx, s.Pool, text, args, func(rows *sql.Rows) error { return rows.Scan(&p.Schema, &exists, &others) })
	})
	switch {
	case err != nil:
		return err
	case !exists:
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("there is no schema %q", p.Schema), Hint: "make it first, or name another one with --schema"}
	case others > 0:
		where := p.Database
		if p.Schema != "" {
			where += ", schema " + p.Schema
		}
		refused := &feature.Problem{Kind: feature.ErrRefused,
			Text: fmt.Sprintf("%s is not empty, and flagtui knows no app with its tables: it has %s, and no %s", where, feature.Plural(others, "other table"), systemTables(p.options.Layout)[0].Name),
			Hint: "run the app's own migrations first, or name an empty database", Cause: errNoTable}
		err := s.nameOthers(ctx, refused)
		if problem, ok := errors.AsType[*feature.Problem](err); ok {
			problem.Kind = feature.ErrRefused
		}
		return err
	}
	p.Tables = schema.Tables()
	return nil
}

// Run makes the tables, columns and triggers of the plan in one transaction. It changes
// existing tables only by the columns and triggers.
func (p *InitPlan) Run(ctx context.Context) (err error) {
	if len(p.Names()) == 0 {
		return nil
	}
	if p.NewFile != "" {
		file, failed := os.OpenFile(p.NewFile, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if failed != nil {
			return &feature.Problem{Kind: feature.ErrUnavailable, Text: fmt.Sprintf("cannot make the database file %s: %v", p.Database, engine.FileError(failed)), Cause: failed}
		}
		file.Close()
		defer func() {
			if err != nil {
				os.Remove(p.NewFile)
			}
		}()
	}
	s, _, err := inspectStore(ctx, p.where, p.options, false)
	if err != nil {
		return err
	}
	defer s.Close()
	return p.explain(s.Write(ctx, func(ctx context.Context, tx *sqlx.Tx) (engine.Work, error) {
		var statements []string
		if len(p.Tables) > 0 { // without names Statements returns all tables
			statements = schema.Statements(s.Dialect == engine.SQLite, p.Tables...)
		}
		if s.Dialect == engine.Postgres {
			schema := engine.Table{Schema: p.Schema}.Ref()
			statements = append([]string{`SET LOCAL search_path TO ` + strings.TrimSuffix(schema, ".")}, statements...)
		}
		for _, statement := range slices.Concat(statements, p.Columns, p.Triggers) {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return engine.Work{}, err
			}
		}
		return engine.Work{}, nil
	}))
}
