package data

import (
	"context"
	"slices"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/flag"
)

// journalChanges records what was changed, in the transaction of the change.
// Without the table there is nothing to record in.
func (s *sqlStore) journalChanges(ctx context.Context, tx *sqlx.Tx, set flag.ChangeSet, changes []flag.Change) error {
	if !s.facts.HasJournal {
		return nil
	}
	for part := range slices.Chunk(changes, chunk) {
		args := make([]any, 0, 8*len(part))
		for _, change := range part {
			args = append(args, set.ID, truncate(set.Actor, flag.MaxActor), set.Reason,
				string(change.Scope.Kind), change.Scope.ID, change.Name, s.nullable(change.Before), s.nullable(change.After))
		}
		_, err := tx.ExecContext(ctx, tx.Rebind(`INSERT INTO `+s.journal.ref()+
			` (change, at, actor, reason, scope, scope_id, name, before, after) VALUES `+
			list(len(part), "(?, "+s.now+", ?, ?, ?, ?, ?, ?, ?)")), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// nullable is enabled, or NULL where there is no override.
func (s *sqlStore) nullable(setting flag.Setting) any {
	if setting == flag.Follow {
		return nil
	}
	return s.enabled(setting)
}
