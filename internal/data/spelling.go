package data

import (
	"context"
	"database/sql"
	"flagtui/internal/data/engine"

	"flagtui/internal/feature"
)

// storedSpelling returns a tenant's id as it is stored, where the columns
// compare it as equal to the one that was given.
func (s *sqlStore) storedSpelling(ctx context.Context, id string) (string, error) {
	var found []string
	err := s.Read(ctx, func(ctx context.Context) error {
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
		if s.info.HasTenants && s.tenants.Folds("id") {
			if err := engine.Query(ctx, s.Pool, `SELECT t.id FROM `+s.tenants.Ref()+` t WHERE `+s.tenants.Equals("t", "id"), []any{id}, add); err != nil {
				return err
			}
		}
		if !s.overrides.Folds("scope_id") {
			return nil
		}
		return engine.Query(ctx, s.Pool, `SELECT o.scope_id FROM `+s.overrides.Ref()+` o WHERE o.scope = 'tenant' AND `+s.overrides.Equals("o", "scope_id")+` ORDER BY o.id`, []any{id}, add)
	})
	if err != nil || len(found) == 0 {
		return id, err
	}
	return found[0], nil
}

// sameToTable adds, to the error that another row took the place of a new one,
// that the table may take texts for the same that differ.
func (s *sqlStore) sameToTable(err error) error {
	if err != error(errOvertaken) {
		return err
	}
	for _, column := range []string{"scope", "scope_id", "name"} {
		if s.overrides.Folds(column) {
			return &feature.Problem{Kind: feature.ErrConflict, Text: overrideTable + " takes texts for equal that differ in case, and has a row that is equal to the new one",
				Hint: "nothing was written; name the flag and the tenant as they are stored", Cause: err}
		}
	}
	return err
}
