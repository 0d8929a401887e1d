package simplemodule

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// identify returns the override of each record and its settings before and after, by
// record id. Only the record of a row's creation names the override. For other records
// identify reads the row or all of the row's records.
func (r *auditReader) identify(ctx context.Context, rows []auditRow) (map[string]feature.Change, error) {
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
	now, err := r.presentRows(ctx, ids)
	if err != nil {
		return nil, err
	}
	follow := map[string]bool{} // the rows whose records readPast reads
	for _, row := range rows {
		override, there := now[row.entity]
		if !there || !hasBefore(row) || row.at.Before(override.CreatedAt.Truncate(time.Second)) {
			follow[row.entity] = true // an earlier row may have had the same id
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
			found[key] = applyRecord(feature.Change{Scope: override.Scope, Name: override.Name}, row.action, row.changes)
		}
	}
	slices.Sort(past)
	_, err = r.readPast(ctx, slices.Compact(past), now, found)
	return found, err
}

// readPast reads all records of some rows, and adds each record's change to found. now
// holds the present rows; readPast takes the scope and name from now if no record has
// the row's creation. It returns the records by row.
func (r *auditReader) readPast(ctx context.Context, ids []string, now map[string]feature.Override, found map[string]feature.Change) (map[string][]auditRow, error) {
	byRow := map[string][]auditRow{}
	var statements []engine.Statement
	const few = 200 // with more ids PostgreSQL would read the whole trail
	for part := range slices.Chunk(ids, few) {
		args := make([]any, len(part))
		for i, id := range part {
			args[i] = id
		}
		// The expression on entity_type makes the database use the index on entity_id,
		// which selects far fewer rows.
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
		slices.SortFunc(rows, func(a, b auditRow) int {
			return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.position.ID, b.position.ID), cmp.Compare(actionKind(a.action), actionKind(b.action)))
		})
		var last feature.Change
		var unnamed []string
		for _, row := range rows {
			kind := actionKind(row.action)
			if kind == rowCreated { // SQLite may reuse a deleted row's id
				last, unnamed = feature.Change{}, nil
			}
			last = applyRecord(last, row.action, row.changes)
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

// presentRows returns the overrides in the existing rows with these ids. The keys are
// ids as the trail writes them.
func (l *Layout) presentRows(ctx context.Context, ids []string) (map[string]feature.Override, error) {
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

// rowIDs returns the ids that the id column can hold: the numbers, or the UUIDs if no id
// is a number.
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

// The kinds of actions, in the order in which they can happen to a row.
const (
	rowCreated = iota
	rowUpdated
	rowDeleted
)

// actionKind returns the kind of an action. Since release 0.0.38 the app has other
// actions for changes of several rows at once.
func actionKind(action string) int {
	switch action {
	case "created", "bulk_inserted":
		return rowCreated
	case "deleted", "soft_deleted", "bulk_deleted", "bulk_soft_deleted":
		return rowDeleted
	}
	return rowUpdated
}

// auditFields returns the changed columns of a record. It returns none if the record is
// unreadable or covers several rows.
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

// ofEnabled returns the change of the column enabled, if fields has one.
func ofEnabled(fields []auditField) (auditField, bool) {
	i := slices.IndexFunc(fields, func(f auditField) bool { return f.Field == "enabled" })
	if i < 0 {
		return auditField{}, false
	}
	return fields[i], true
}

// hasBefore reports whether a record itself holds the setting before the change. If the
// app updates several rows in one statement, the record holds only the new setting.
func hasBefore(row auditRow) bool {
	switch actionKind(row.action) {
	case rowCreated:
		return true
	case rowUpdated:
		field, _ := ofEnabled(auditFields(row.changes))
		return field.Old != nil
	}
	return false
}

// changesNothing reports whether a record is an update that leaves enabled unchanged.
func changesNothing(row auditRow) bool {
	_, changed := ofEnabled(auditFields(row.changes))
	return actionKind(row.action) == rowUpdated && !changed
}

// applyRecord returns an override and its change after one more record. key is the
// change before that record. If an update's old setting is unknown, Before equals After.
func applyRecord(key feature.Change, action, changes string) feature.Change {
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

// isOn reports whether a value in the trail means on.
func isOn(value any) bool {
	switch value := value.(type) {
	case bool:
		return value
	case float64:
		return value != 0
	}
	return false
}
