package simplemodule

import (
	"context"
	"database/sql"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// storedSpelling returns the stored id that the columns treat as equal to id. An
// identical stored id has priority. Without a stored id storedSpelling returns id
// itself.
func (l *Layout) storedSpelling(ctx context.Context, id string) (string, error) {
	var found []string
	err := l.Read(ctx, func(ctx context.Context) error {
		add := func(rows *sql.Rows) error {
			var stored string
			err := rows.Scan(engine.TextInto(&stored))
			if stored == id {
				found = append([]string{stored}, found...)
			} else {
				found = append(found, stored)
			}
			return err
		}
		if l.hasTenants && l.tenants.Folds("id") {
			if err := engine.Query(ctx, l.Pool, `SELECT t.id FROM `+l.tenants.Ref()+` t WHERE `+l.tenants.Equals("t", "id"), []any{id}, add); err != nil {
				return err
			}
		}
		if !l.overrides.Folds("scope_id") {
			return nil
		}
		return engine.Query(ctx, l.Pool, `SELECT o.scope_id FROM `+l.overrides.Ref()+` o WHERE o.scope = 'tenant' AND `+l.overrides.Equals("o", "scope_id")+` ORDER BY o.id`, []any{id}, add)
	})
	if err != nil || len(found) == 0 {
		return id, err
	}
	return found[0], nil
}

// ExplainConflict implements layout.ConflictExplainer.
func (l *Layout) ExplainConflict(err error) error {
	if err != error(layout.ErrOvertaken) {
		return err
	}
	for _, column := range []string{"scope", "scope_id", "name"} {
		if l.overrides.Folds(column) {
			return &feature.Problem{Kind: feature.ErrConflict, Text: OverrideTable + " already has an equal row: the database takes texts for equal that differ in case or the like",
				Hint: "nothing was written; write the flag and the tenant exactly as they are stored", Cause: err}
		}
	}
	return err
}
