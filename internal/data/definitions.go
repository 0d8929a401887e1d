package data

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Definitions implements Store.
func (s *sqlStore) Definitions(ctx context.Context) ([]feature.Definition, error) {
	definer := s.definer()
	if !s.info.HasDefinitions && definer == nil {
		return nil, nil
	}
	defs := []feature.Definition{}
	add := func(def feature.Definition) { defs = append(defs, def) }
	var statements []engine.Statement
	if s.info.HasDefinitions {
		statements = append(statements, engine.Statement{Text: s.definitionColumns() + ` FROM ` + s.definitions.Source(), Each: eachDefinition(add)})
	}
	if definer != nil {
		own := definer.SelectDefinitions(add)
		if s.info.HasDefinitions {
			own.Text = `SELECT own.* FROM (` + own.Text + `) own WHERE NOT EXISTS (SELECT 1 FROM ` + s.definitions.Source() + `)`
		}
		statements = append(statements, own)
	}
	err := s.Read(ctx, func(ctx context.Context) error { return s.Batch(ctx, s.Pool, statements...) })
	// Databases sort text differently, and sorting here is cheaper.
	slices.SortFunc(defs, func(a, b feature.Definition) int { return cmp.Compare(a.Name, b.Name) })
	return defs, err
}

// definer returns the layout whose app keeps its definitions in a table of its own, or
// nil.
func (s *sqlStore) definer() layout.Definer {
	for _, l := range s.layouts {
		if l, ok := l.(layout.Definer); ok {
			return l
		}
	}
	return nil
}

// definitionColumns returns the SELECT clause of a query for eachDefinition. Most
// definitions have no scopes and no rollout mode. NULL replaces them, because the driver
// reads NULL faster than an empty text. An older table lacks the rollout mode.
func (s *sqlStore) definitionColumns() string {
	canary := `NULL`
	if s.definitions.Has(rolloutColumn) {
		canary = `NULLIF(` + rolloutColumn + ` = 'canary', FALSE)`
	}
	return `SELECT name, description, default_enabled, NULLIF(scopes, '') AS scopes, ` + canary + ` AS canary`
}

// rolloutColumn is the column of flagtui_definition with the rollout mode of a feature
// of OLI Torus. A table from an earlier release lacks the column.
const rolloutColumn = "rollout_mode"

// eachDefinition returns a function that reads a definition from a row. The variables
// for scanning are allocated once, because a table may have 100,000 rows.
func eachDefinition(add func(feature.Definition)) func(*sql.Rows) error {
	var def feature.Definition
	var enabled, canary engine.OnValue
	var scopes layout.KindsValue
	row := []any{&def.Name, &def.Description, &enabled, &scopes, &canary}
	return func(rows *sql.Rows) error {
		if err := rows.Scan(row...); err != nil {
			return err
		}
		def.Default, def.Scopes, def.Canary = bool(enabled), scopes, bool(canary)
		add(def)
		return nil
	}
}

// Register implements Store.
func (s *sqlStore) Register(ctx context.Context, defs []feature.Definition) error {
	if err := s.checkDefinitions(defs); err != nil {
		return err
	}
	return s.explainNotKept(ctx, s.Write(ctx, func(context.Context, *sqlx.Tx) (engine.Work, error) {
		return engine.Work{Statements: s.replaceDefinitions(defs), Notify: s.info.Schema}, nil
	}))
}

// checkDefinitions fails if the table cannot hold the definitions.
func (s *sqlStore) checkDefinitions(defs []feature.Definition) error {
	if !s.info.HasDefinitions {
		return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("this database has no table %s", definitionTable),
			Hint: "`flagtui init` makes it"}
	}
	seen := make(map[string]bool, len(defs))
	for _, def := range defs {
		if err := def.ValidateName(); err != nil {
			return err
		}
		if def.Canary && !s.definitions.Has(rolloutColumn) {
			return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("the table %s has no column %s, so it cannot store that %q is a canary feature", definitionTable, rolloutColumn, def.Name),
				Hint: "`flagtui init` adds the column; or give the catalogue with --flags"}
		}
		if seen[def.Name] {
			return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%q is defined twice", def.Name)}
		}
		if s.Dialect == engine.Postgres && strings.ContainsRune(def.Description, 0) {
			return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the description of %q holds a NUL character, which PostgreSQL cannot store", def.Name)}
		}
		seen[def.Name] = true
	}
	return nil
}

// replaceDefinitions returns the statements that replace the table's content with defs.
func (s *sqlStore) replaceDefinitions(defs []feature.Definition) []engine.Statement {
	statements := []engine.Statement{{Text: `DELETE FROM ` + s.definitions.Ref()}}
	columns, form := "name, description, default_enabled, scopes", "?, ?, ?, ?"
	modes := s.definitions.Has(rolloutColumn)
	if modes {
		columns, form = columns+", "+rolloutColumn, form+", ?"
	}
	for part := range slices.Chunk(defs, engine.Chunk) {
		args := make([]any, 0, 5*len(part))
		for _, def := range part {
			scopes := make([]string, len(def.Scopes))
			for i, kind := range def.Scopes {
				scopes[i] = string(kind)
			}
			args = append(args, def.Name, def.Description, s.Boolean(feature.SettingOf(def.Default)), strings.Join(scopes, " "))
			if modes {
				args = append(args, def.RolloutMode())
			}
		}
		statements = append(statements, engine.Statement{Text: `INSERT INTO ` + s.definitions.Ref() +
			` (` + columns + `) VALUES ` + engine.Repeat(len(part), "("+form+")"), Args: args})
	}
	return append(statements, s.readDefinitions(defs))
}

// readDefinitions returns a statement that reads the table back. It fails if the table
// does not hold exactly defs.
func (s *sqlStore) readDefinitions(defs []feature.Definition) engine.Statement {
	want := make(map[string]feature.Definition, len(defs))
	for _, def := range defs {
		want[def.Name] = def
	}
	var wrong []string
	return engine.Statement{Text: s.definitionColumns() + ` FROM ` + s.definitions.Source(), Each: eachDefinition(func(def feature.Definition) {
		if wanted, ok := want[def.Name]; !ok || !def.Equal(wanted) {
			wrong = append(wrong, def.Name)
		}
		delete(want, def.Name)
	}), Done: func() error {
		wrong = slices.AppendSeq(wrong, maps.Keys(want)) // the missing definitions
		if len(wrong) == 0 {
			return nil
		}
		return layout.NotKeptAt(s.definitions.PlainRef(), fmt.Sprintf("%d definitions are missing or different, such as %q", len(wrong), slices.Min(wrong)), false)
	}}
}
