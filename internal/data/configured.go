package data

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// explainMissing adds the line of the config file to the error for a missing or
// unreadable main table. For a missing table, the hint names similar tables.
func (s *sqlStore) explainMissing(config *layout.Config, spec engine.Spec, found []engine.Table, err error) error {
	problem, ok := errors.AsType[*feature.Problem](err)
	if !ok {
		return err
	}
	text, hint := problem.Text, problem.Hint
	for _, t := range found {
		if t.Name == spec.Name && t.Schema != "" && t.Readable {
			hint = "write its schema, too: " + layout.TableName{Schema: t.Schema, Name: t.Name}.String()
		}
	}
	if errors.Is(err, errNoTable) {
		if hint, err = s.nearTables(spec.Name); err != nil {
			return err
		}
	}
	explained := config.Problem(tableWord(config, spec), text, hint)
	if placed, ok := errors.AsType[*feature.Problem](explained); ok {
		placed.Kind, placed.Cause = problem.Kind, problem.Cause
	}
	return explained
}

// tableWord returns the key that names a main table in the config file.
func tableWord(config *layout.Config, spec engine.Spec) string {
	switch {
	case config.Table != nil && config.Table.Table.Name == spec.Name:
		return "table"
	case config.Table != nil:
		return "definitions.table"
	case config.FunWithFlags != nil && config.FunWithFlags.Table.Name != "":
		return "fun_with_flags.table"
	case config.Waffle != nil && config.Waffle.Table.Name != "":
		return "waffle.table"
	}
	return ""
}

// nearTables returns a hint with the names of the tables that are most similar to name.
func (s *sqlStore) nearTables(name string) (string, error) {
	text := `SELECT m.name FROM sqlite_master m WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY 1 LIMIT 500`
	if s.Dialect == engine.Postgres {
		text = `SELECT CASE WHEN n.nspname = ANY (current_schemas(false)) OR n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || c.relname
			FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_%' ORDER BY 1 LIMIT 500`
	}
	var names []string
	err := s.Read(context.Background(), func(ctx context.Context) error {
		return engine.Query(ctx, s.Pool, text, nil, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			names = append(names, name)
			return err
		})
	})
	if err != nil || len(names) == 0 {
		return "the database has no tables", err
	}
	if hint := nearest.Hint(name, names); hint != "" {
		return hint, nil
	}
	const few = 12
	hint := "the tables are " + strings.Join(names[:min(few, len(names))], ", ")
	if len(names) > few {
		hint += ", …"
	}
	return hint, nil
}
