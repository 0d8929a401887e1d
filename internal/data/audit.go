package data

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"flagtui/internal/flag"
)

// auditEntity is what the app's own audit trail calls an override.
const auditEntity = "FeatureFlagOverride"

// auditField is one column's change in the app's audit trail.
type auditField struct {
	Field string `json:"field"`
	Old   any    `json:"old,omitempty"`
	New   any    `json:"new"`
}

// auditChanges writes the rows that the app's ORM would have written to its
// audit trail: a change made past the ORM would leave a hole there. Apps
// without that trail need none.
func (s *sqlStore) auditChanges(ctx context.Context, tx *sqlx.Tx, set flag.ChangeSet, changes []flag.Change, ids map[rowKey]int64) error {
	if !s.facts.HasAudit {
		return nil
	}
	columns, form := "id, entity_type, entity_id, action, changes", "?, ?, ?, ?, ?"
	optional := []struct {
		column string
		value  any
	}{{"user_id", writer(set)}, {"correlation_id", set.ID}}
	var extra []any
	for _, o := range optional {
		if s.audit.has(o.column) {
			columns, form, extra = columns+", "+o.column, form+", ?", append(extra, o.value)
		}
	}
	if s.audit.has("created_at") {
		columns, form = columns+", created_at", form+", "+s.now
	}
	for part := range slices.Chunk(changes, chunk) {
		var args []any
		for _, change := range part {
			action, fields, err := auditText(change)
			if err != nil {
				return err
			}
			args = append(args, s.newUUID(), auditEntity, strconv.FormatInt(ids[keyOf(change)], 10), action, fields)
			args = append(args, extra...)
		}
		_, err := tx.ExecContext(ctx, tx.Rebind(`INSERT INTO `+s.audit.ref()+` (`+columns+`) VALUES `+list(len(part), "("+form+")")), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// auditText words a change as the app does.
func auditText(change flag.Change) (action, fields string, err error) {
	changed := []auditField{}
	switch {
	case change.Before == flag.Follow:
		action = "created"
		changed = []auditField{{Field: "scope", New: change.Scope.Kind}, {Field: "scope_id", New: change.Scope.ID},
			{Field: "name", New: change.Name}, {Field: "enabled", New: change.After == flag.On}}
	case change.After == flag.Follow:
		action = "deleted"
	default:
		action = "updated"
		changed = []auditField{{Field: "enabled", Old: change.Before == flag.On, New: change.After == flag.On}}
	}
	text, err := json.Marshal(changed)
	return action, string(text), err
}

// newUUID makes a version 4 UUID, in the form that the column holds.
func (s *sqlStore) newUUID() string {
	id := uuid.New()
	if s.dialect == sqlite {
		return hex.EncodeToString(id[:])
	}
	return id.String()
}
