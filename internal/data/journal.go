package data

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// journalChanges returns the statements that record changes in flagtui_change. It
// returns none if the table is absent.
func (s *sqlStore) journalChanges(set feature.ChangeSet, changes []feature.Change, kept keptRows) (statements []engine.Statement) {
	if !s.info.HasJournal {
		return nil
	}
	columns, form := "change, at, actor, reason, scope, scope_id, name, before, after, undoes", "?, "+s.TimeOfWrite(s.journal, "at")+", ?, ?, ?, ?, ?, ?, ?, ?"
	hasClient := s.journal.Has("client")
	if hasClient {
		columns, form = columns+", client", form+", ?"
	}
	recordsRows := len(kept.after) > 0 && s.recordsRows()
	if recordsRows {
		columns, form = columns+", before_rows, after_rows", form+", ?, ?"
	}
	if s.knowsLayouts() {
		columns, form = columns+", layout", form+", ?"
	}
	layoutNames := map[feature.Kind]string{}
	for _, change := range changes {
		if kind := change.Scope.Kind; layoutNames[kind] == "" {
			layoutNames[kind] = layoutName(s.layoutOf(kind))
		}
	}
	values := func(part []feature.Change) []any {
		args := make([]any, 0, 13*len(part))
		for _, change := range part {
			args = append(args, set.ID, engine.Truncate(layout.ActorAt(set), feature.MaxActor), set.Reason,
				string(change.Scope.Kind), change.Scope.ID, change.Name, s.nullable(change.Before), s.nullable(change.After),
				sql.NullString{String: set.Undoes, Valid: set.Undoes != ""})
			if hasClient {
				args = append(args, engine.Truncate(set.Client, feature.MaxActor))
			}
			if recordsRows {
				key := layout.KeyOf(change)
				args = append(args, recordedText(change, kept.before[key]), recordedText(change, kept.after[key]))
			}
			if s.knowsLayouts() {
				args = append(args, layoutNames[change.Scope.Kind])
			}
		}
		return args
	}
	text := ""
	for part := range slices.Chunk(changes, engine.Chunk) {
		text = engine.Share(`INSERT INTO `+s.journal.Ref()+` (`+columns+`) VALUES `+engine.Repeat(len(part), "("+form+")"), text)
		statements = append(statements, engine.Statement{Text: text, MakeArgs: func() []any { return values(part) }})
	}
	if len(statements) > 0 && s.journal.Readable {
		statements = append(statements, s.readJournal(set, changes))
	}
	return statements
}

// records reports whether a history finds these written changes by the change-set's id.
func (s *sqlStore) records(set feature.ChangeSet, changes []feature.Change) bool {
	recorded := s.info.HasJournal
	_ = s.byLayout(changes, func(l layout.Layout, of []feature.Change) error { // never fails for written changes
		recorded = recorded || l.Records(set, of)
		return nil
	})
	return recorded
}

// readJournal returns a statement that reads back the records of a change-set. It fails
// if a change is missing, because the change-set could not be undone.
func (s *sqlStore) readJournal(set feature.ChangeSet, changes []feature.Change) engine.Statement {
	recorded := make(map[feature.Change]bool, len(changes))
	return engine.Statement{Text: `SELECT j.scope, j.scope_id, j.name, j.before, j.after FROM ` + s.journal.Source() + ` j WHERE j.change = ?`, Args: []any{set.ID}, Each: func(rows *sql.Rows) error {
		var c feature.Change
		var before, after engine.SettingValue
		err := rows.Scan(&c.Scope.Kind, &c.Scope.ID, &c.Name, &before, &after)
		c.Before, c.After = feature.Setting(before), feature.Setting(after)
		recorded[c] = true
		return err
	}, Done: func() error {
		for _, c := range changes {
			c.Everything, c.PutsBack = false, false // no column holds these
			if !recorded[c] {
				return layout.NotKeptAt(s.journal.PlainRef(), fmt.Sprintf("the change of %q at %s is not recorded", c.Name, c.Scope), false)
			}
		}
		return nil
	}}
}

// nullable returns a setting as the column stores it. Inherit is NULL.
func (s *sqlStore) nullable(setting feature.Setting) any {
	if setting == feature.Inherit {
		return nil
	}
	return s.Boolean(setting)
}

// isRecorded reports whether flagtui_change holds a change-set.
func (s *sqlStore) isRecorded(ctx context.Context, q sqlx.ExtContext, change string) (is bool, err error) {
	err = engine.Query(ctx, q, `SELECT EXISTS (SELECT 1 FROM `+s.journal.Source()+` j WHERE j.change = ?)`, []any{change},
		func(rows *sql.Rows) error { return rows.Scan(&is) })
	return is, err
}
