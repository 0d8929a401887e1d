package simplemodule

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"flagtui/internal/data/engine"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"flagtui/internal/feature"
)

// identify tells which override each row of simple_module's audit trail is of,
// and its settings before and after, by the row's id. The trail names an
// override only where it was created: else the row that is there now says it,
// or the entries from its creation on are read.
func (r *auditReader) identify(ctx context.Context, rows []trailRow) (map[string]feature.Change, error) {
	found := map[string]feature.Change{}
	var ids []string
	for _, row := range rows {
		if !row.own && row.entity != severalRows {
			ids = append(ids, row.entity)
		}
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return found, nil
	}
	now, err := r.present(ctx, ids)
	if err != nil {
		return nil, err
	}
	follow := map[string]bool{} // the rows whose whole past is read
	for _, row := range rows {
		override, there := now[row.entity]
		if !there || !tellsBefore(row) || row.at.Before(override.CreatedAt.Truncate(time.Second)) {
			follow[row.entity] = true // the id may have been another override's
		}
	}
	var past []string
	for _, row := range rows {
		switch key := row.position.Key; {
		case row.own || row.entity == severalRows:
		case follow[row.entity]:
			past = append(past, row.entity)
		default:
			override := now[row.entity]
			found[key] = followAudit(feature.Change{Scope: override.Scope, Name: override.Name}, row.action, row.changes)
		}
	}
	slices.Sort(past)
	_, err = r.followPast(ctx, slices.Compact(past), now, found)
	return found, err
}

// followPast reads all entries of rows, from the first one on, and adds what
// each was about. Entries of a row whose creation is not recorded are named by
// the row, while it is there. It returns the entries by row.
func (r *auditReader) followPast(ctx context.Context, ids []string, now map[string]feature.Override, found map[string]feature.Change) (map[string][]trailRow, error) {
	byRow := map[string][]trailRow{}
	var statements []engine.Statement
	const few = 200 // of more at once PostgreSQL would read the whole trail
	for part := range slices.Chunk(ids, few) {
		args := make([]any, len(part))
		for i, id := range part {
			args[i] = id
		}
		// The type is kept from the choice of the index: the rows are few.
		text := r.columns() + ` WHERE a.entity_id IN (` + engine.Repeat(len(part), "?") + `) AND a.entity_type || '' = '` + auditEntity + `'`
		statements = append(statements, engine.Statement{Text: text, Args: args, Each: func(rows *sql.Rows) error {
			row, err := r.scan(rows)
			byRow[row.entity] = append(byRow[row.entity], row)
			return err
		}})
	}
	if len(statements) == 0 {
		return nil, nil
	}
	if err := r.Batch(ctx, r.Pool, statements...); err != nil {
		return nil, err
	}
	for id, rows := range byRow {
		slices.SortFunc(rows, func(a, b trailRow) int {
			return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.position.ID, b.position.ID), cmp.Compare(actionKind(a.action), actionKind(b.action)))
		})
		var last feature.Change
		var unnamed []string
		for _, row := range rows {
			kind := actionKind(row.action)
			if kind == rowCreated { // SQLite uses the highest id again
				last, unnamed = feature.Change{}, nil
			}
			last = followAudit(last, row.action, row.changes)
			if found[row.position.Key] = last; last.Name == "" {
				unnamed = append(unnamed, row.position.Key)
			}
			if kind == rowDeleted {
				last, unnamed = feature.Change{}, nil
			}
		}
		for _, key := range unnamed {
			change := found[key]
			change.Scope, change.Name = now[id].Scope, now[id].Name
			found[key] = change
		}
	}
	return byRow, nil
}

// present returns the overrides that are there now in the rows with these ids,
// by the id as the trail writes it.
func (l *Layout) present(ctx context.Context, ids []string) (map[string]feature.Override, error) {
	found := map[string]feature.Override{}
	var statements []engine.Statement
	created := l.overrides.Column("o", "created_at")
	for part := range slices.Chunk(rowIDs(ids), engine.Chunk) {
		statements = append(statements, engine.Statement{Text: `SELECT CAST(o.id AS VARCHAR(36)), o.scope, o.scope_id, o.name, ` + created + ` FROM ` + l.overrides.Source() + ` o
			WHERE o.id IN (` + engine.Repeat(len(part), "?") + `)`, Args: part, Each: func(rows *sql.Rows) error {
			var id string
			var o feature.Override
			var at engine.TimeValue
			err := rows.Scan(engine.TextInto(&id), engine.TextInto(&o.Scope.Kind), engine.TextInto(&o.Scope.ID), engine.TextInto(&o.Name), &at)
			o.CreatedAt = at.Time
			found[id] = o
			return err
		}})
	}
	if len(statements) == 0 {
		return found, nil
	}
	return found, l.Batch(ctx, l.Pool, statements...)
}

// rowIDs are the ids, of those that the trail names, that the column can hold:
// numbers, or else UUIDs.
func rowIDs(ids []string) (numbers []any) {
	var uuids []any
	for _, id := range ids {
		if strings.Trim(id, "0123456789") == "" && len(id) > 0 && len(id) < 10 {
			numbers = append(numbers, id)
		} else if _, err := uuid.Parse(id); err == nil {
			uuids = append(uuids, id)
		}
	}
	if len(numbers) == 0 {
		return uuids
	}
	return numbers
}

// What an entry of the trail tells of its row, in the order in which it can
// happen.
const (
	rowCreated = iota
	rowUpdated
	rowDeleted
)

// actionKind is what an action does. Since its release 0.0.38 the app has words of
// its own for what it does to several rows at once.
func actionKind(action string) int {
	switch action {
	case "created", "bulk_inserted":
		return rowCreated
	case "deleted", "soft_deleted", "bulk_deleted", "bulk_soft_deleted":
		return rowDeleted
	}
	return rowUpdated
}

// auditFields reads the changes of an entry. One that cannot be read, or that is
// of several rows, tells nothing.
func auditFields(changes string) (fields []auditField) {
	var parts []json.RawMessage
	_ = json.Unmarshal([]byte(changes), &parts)
	for _, part := range parts {
		var field auditField
		if json.Unmarshal(part, &field) == nil {
			fields = append(fields, field)
			continue
		}
		if len(parts) == 1 {
			return auditFields(string(part))
		}
		return nil
	}
	return fields
}

// ofEnabled finds the change of enabled among fields.
func ofEnabled(fields []auditField) (auditField, bool) {
	i := slices.IndexFunc(fields, func(f auditField) bool { return f.Field == "enabled" })
	if i < 0 {
		return auditField{}, false
	}
	return fields[i], true
}

// tellsBefore tells whether an entry itself says what there was before. Where
// the app updates several rows with one statement it says the new value only.
func tellsBefore(row trailRow) bool {
	switch actionKind(row.action) {
	case rowCreated:
		return true
	case rowUpdated:
		field, _ := ofEnabled(auditFields(row.changes))
		return field.Old != nil
	}
	return false
}

// changesNothing tells an entry that leaves it on or off as it was.
func changesNothing(row trailRow) bool {
	_, changed := ofEnabled(auditFields(row.changes))
	return actionKind(row.action) == rowUpdated && !changed
}

// followAudit returns an override and its change after one more entry. An update
// of which nothing tells what there was before has the same before and after.
func followAudit(key feature.Change, action, changes string) feature.Change {
	key.Before = key.After
	switch actionKind(action) {
	case rowDeleted:
		key.After = feature.Inherit
		return key
	case rowCreated:
		key.Before = feature.Inherit
	}
	fields := auditFields(changes)
	for _, field := range fields {
		text, _ := field.New.(string)
		switch field.Field {
		case "scope":
			key.Scope.Kind = feature.Kind(text)
		case "scope_id":
			key.Scope.ID = text
		case "name":
			key.Name = text
		}
	}
	if enabled, changed := ofEnabled(fields); changed {
		key.After = feature.SettingOf(isOn(enabled.New))
		if enabled.Old != nil {
			key.Before = feature.SettingOf(isOn(enabled.Old))
		} else if actionKind(action) == rowUpdated && key.Before == feature.Inherit {
			key.Before = key.After
		}
	}
	return key
}

// isOn reads a value of the trail as the app reads the column.
func isOn(value any) bool {
	switch value := value.(type) {
	case bool:
		return value
	case float64:
		return value != 0
	}
	return false
}
