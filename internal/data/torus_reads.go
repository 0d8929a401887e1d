package data

import (
	"context"
	"database/sql"
	"slices"

	"flagtui/internal/feature"
)

// storedRows reads the settings at scopes of a kind into the maps that to
// returns for their ids.
func (l *torusLayout) storedRows(kind feature.Kind, ids []any, to func(id string) map[string]feature.Stored) (statements []statement, err error) {
	numbers := make([]any, len(ids))
	asked := map[int64]string{}
	for i, id := range ids {
		number, err := torusID(feature.Scope{Kind: kind, ID: id.(string)})
		if err != nil {
			return nil, err
		}
		numbers[i], asked[number] = number, id.(string)
	}
	column := `o.` + l.columnOf[kind]
	for part := range slices.Chunk(numbers, chunk) {
		statements = append(statements, statement{text: `SELECT ` + column + `, o.feature_name, ` + l.on() + `, ` + l.since() + ` FROM ` + l.states.source() + ` o
			WHERE ` + column + ` IN (` + list(len(part), "?") + `)`, args: part, each: func(rows *sql.Rows) error {
			var id int64
			var name string
			var on onValue
			var since timeValue
			err := rows.Scan(&id, &name, &on, &since)
			to(asked[id])[name] = storedSince(on, since)
			return err
		}})
	}
	return statements, nil
}

// rows reads whole rows at one scope; of very many names, all.
func (l *torusLayout) rows(ctx context.Context, scope feature.Scope, names []string) ([]feature.Override, error) {
	id, err := torusID(scope)
	if err != nil {
		return nil, err
	}
	where, args := ` WHERE o.`+l.columnOf[scope.Kind]+` = ?`, []any{id}
	if n := len(names); n > 0 && n <= chunk {
		where += ` AND o.feature_name IN (` + list(n, "?") + `)`
		for _, name := range names {
			args = append(args, name)
		}
	}
	return l.overridesWhere(ctx, where+` ORDER BY o.feature_name`, args...)
}

// named reads whole rows of one feature: those of projects, then those of
// sections, by id.
func (l *torusLayout) named(ctx context.Context, q OverrideQuery, limit int) ([]feature.Override, error) {
	where, args := ` WHERE o.feature_name = ?`, []any{q.Name}
	if l.isScoped(q.After.Kind) {
		id, err := torusID(q.After)
		if err != nil {
			return nil, err
		}
		after := map[feature.Kind]string{feature.Project: `(o.project_id > ? OR o.project_id IS NULL)`, feature.Section: `o.project_id IS NULL AND o.section_id > ?`}
		where, args = where+` AND `+after[q.After.Kind], append(args, id)
	}
	return l.overridesWhere(ctx, where+` ORDER BY o.project_id IS NULL, o.project_id, o.section_id LIMIT ?`, append(args, limit)...)
}
