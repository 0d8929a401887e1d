package data

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui"
	"flagtui/internal/flag"
)

// InitPlan is what Init would make.
type InitPlan struct {
	Database string   // the database's short name
	Schema   string   // PostgreSQL: where the tables go
	Tables   []string // the tables to make, in order; empty: nothing to do
	NewFile  string   // the SQLite file to make; empty where it exists

	where   target
	options Options
}

// PlanInit looks at a database and tells which tables Init would make: beside
// an app's tables flagtui's own two, in their schema; in an empty database
// all of schema.sql. It changes nothing. A database that holds only tables of
// an unknown app is refused with flag.ErrRefused, and so is a read-only one.
func PlanInit(ctx context.Context, options Options) (*InitPlan, error) {
	where, err := options.target()
	if err != nil {
		return nil, err
	}
	plan := &InitPlan{where: where, options: options}
	if _, err := os.Stat(where.path); where.dialect == sqlite && os.IsNotExist(err) {
		plan.Database, plan.NewFile, plan.Tables = where.path, where.path, allTables
		return plan, plan.refused(options.ReadOnly, "asked for with --read-only")
	}
	s, found, err := connect(ctx, where, options, true)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	plan.Database = s.facts.Name()
	// Adopting tells which schema the app's table is in; an empty database has
	// nothing to adopt.
	err = s.adopt(found, options.Schema)
	if !slices.ContainsFunc(found, func(t table) bool { return t.name == overrideTable }) {
		return plan, plan.fromNothing(ctx, s)
	}
	if err != nil {
		return nil, err
	}
	plan.Schema = s.facts.Schema
	for _, name := range []string{definitionTable, journalTable} {
		if !slices.ContainsFunc(found, func(t table) bool { return t.name == name && t.schema == plan.Schema }) {
			plan.Tables = append(plan.Tables, name)
		}
	}
	return plan, plan.refused(options.ReadOnly, s.facts.ReadOnly)
}

// allTables is what an empty database gets.
var allTables = []string{overrideTable, tenantTable, auditTable, definitionTable, journalTable}

func (p *InitPlan) refused(readOnly bool, why string) error {
	if readOnly && len(p.Tables) > 0 {
		return &flag.Problem{Kind: flag.ErrRefused, Text: "read-only: " + why}
	}
	return nil
}

// fromNothing plans for a database without an app's table.
func (p *InitPlan) fromNothing(ctx context.Context, s *sqlStore) error {
	text, args := `SELECT '', COUNT(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'`, []any{}
	if s.dialect == postgres {
		text, args = `SELECT n.s, (SELECT COUNT(*) FROM information_schema.tables t WHERE t.table_schema = n.s)
			FROM (SELECT COALESCE(NULLIF(?, ''), current_schema(), 'public') AS s) n`, []any{p.options.Schema}
	}
	var others int
	err := s.read(ctx, func(ctx context.Context) error {
		return query(ctx, s.db, text, args, func(rows *sql.Rows) error { return rows.Scan(&p.Schema, &others) })
	})
	if err != nil {
		return err
	}
	if others > 0 {
		where := p.Database
		if p.Schema != "" {
			where += ", schema " + p.Schema
		}
		return &flag.Problem{Kind: flag.ErrRefused,
			Text: fmt.Sprintf("%s holds %d other tables and no %s: it is not empty, and not an app's that flagtui knows", where, others, overrideTable),
			Hint: "run the app's own migrations first, or name an empty database"}
	}
	p.Tables = allTables
	return p.refused(p.options.ReadOnly, "asked for with --read-only")
}

// Run makes the tables of the plan, in one transaction. A table that exists
// is never touched.
func (p *InitPlan) Run(ctx context.Context) (err error) {
	if len(p.Tables) == 0 {
		return nil
	}
	if p.NewFile != "" {
		file, err := os.OpenFile(p.NewFile, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err != nil {
			return &flag.Problem{Kind: flag.ErrUnavailable, Text: fmt.Sprintf("cannot make the database file %s: %v", p.NewFile, reason(err)), Cause: err}
		}
		file.Close()
		defer func() {
			if err != nil {
				os.Remove(p.NewFile)
			}
		}()
	}
	s, _, err := connect(ctx, p.where, p.options, false)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.write(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		statements := flagtui.Statements(s.dialect == sqlite, p.Tables...)
		if s.dialect == postgres {
			schema := table{schema: p.Schema}.ref()
			statements = append([]string{`SET LOCAL search_path TO ` + strings.TrimSuffix(schema, ".")}, statements...)
		}
		for _, statement := range statements {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}
