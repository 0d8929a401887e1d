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

// requireScopes fails with feature.ErrUnknown if a project or a section of new rows does
// not exist. PostgreSQL's foreign keys check that; SQLite's are off by default.
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
						Hint: "nothing was written; flagtui scopes lists those that there are"}
				}
			}
		}
	}
	return nil
}
