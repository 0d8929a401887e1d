package torus

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// requireScopes fails with feature.ErrUnknown if the project or section of a new row
// does not exist. PostgreSQL checks foreign keys itself, but SQLite does not by default.
func (l *Layout) requireScopes(ctx context.Context, tx *sqlx.Tx, inserts []feature.Change) error {
	if l.Dialect != engine.SQLite {
		return nil
	}
	for _, kind := range []feature.Kind{feature.Project, feature.Section} {
		var ids []any
		for _, c := range inserts {
			id, err := idOf(c.Scope)
			if err != nil {
				return err
			}
			if c.Scope.Kind == kind {
				ids = append(ids, id)
			}
		}
		for part := range slices.Chunk(ids, engine.Chunk) {
			known := map[any]bool{}
			err := engine.Query(ctx, tx, `SELECT h.id FROM `+l.scopeTables[kind].Source()+` h WHERE h.id IN (`+engine.Repeat(len(part), "?")+`)`, part, func(rows *sql.Rows) error {
				var id int64
				err := rows.Scan(&id)
				known[id] = true
				return err
			})
			if err != nil {
				return err
			}
			for _, id := range part {
				if !known[id] {
					return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("there is no %s with the id %v", kind, id),
						Hint: "nothing was written; flagtui scopes lists the existing ones"}
				}
			}
		}
	}
	return nil
}
