package simplemodule

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// identify returns the override of each record and its settings before and after, by
// record id. Only the record of a row's creation names the override. For other records
// identify uses the row or all of the row's records.
func (r *auditReader) identify(ctx context.Context, rows []auditRow) (map[string]feature.Change, error) {
	found, now := map[string]feature.Change{}, map[string]feature.Override{}
	follow := map[string]bool{} // the rows whose records readPast reads
	for _, row := range rows {
		if row.own || row.entity == severalRows {
			continue
		}
		if row.there {
			now[row.entity] = row.now
		}
		if !row.there || !hasBefore(row) || row.at.Before(row.now.CreatedAt.Truncate(time.Second)) {
			follow[row.entity] = true // an earlier row may have had the same id
		}
	}
	for _, row := range rows {
		if !row.own && row.entity != severalRows && !follow[row.entity] {
			found[row.position.Key] = applyRecord(feature.Change{Scope: row.now.Scope, Name: row.now.Name}, row.action, row.changes)
		}
	}
	_, err := r.readPast(ctx, slices.Sorted(maps.Keys(follow)), now, found)
	return found, err
}

// ofOverride is the condition that the record a concerns an override. The expression makes
// the database use the index on entity_id, which selects far fewer rows.
const ofOverride = `a.entity_type || '' = '` + auditEntity + `'`

// selectPast returns a statement that reads the records a of a FROM clause into r.past.
func (r *auditReader) selectPast(from string, args []any) engine.Statement {
	return engine.Statement{Text: r.columns() + from, Args: args, Each: func(rows *sql.Rows) error {
		row, err := r.scan(rows)
		r.past[row.entity] = append(r.past[row.entity], row)
		return err
	}}
}

// pastOf returns the FROM clause of all records a of some rows on PostgreSQL. rows is a
// query for the column entity_id. OFFSET 0 makes PostgreSQL follow the index for each row.
func (l *Layout) pastOf(rows string) string {
	return ` FROM (SELECT DISTINCT p.entity_id FROM (` + rows + `) p) p
		CROSS JOIN LATERAL (SELECT * FROM ` + l.audit.Ref() + ` a WHERE a.entity_id = p.entity_id AND ` + ofOverride + ` OFFSET 0) a`
}

// readPast reads all records of some rows, and adds each record's change to found. now
// holds the present rows; readPast takes the scope and name from now if no record has
// the row's creation. It returns the records by row. Records in r.past are not read again.
func (r *auditReader) readPast(ctx context.Context, ids []string, now map[string]feature.Override, found map[string]feature.Change) (map[string][]auditRow, error) {
	var statements []engine.Statement
	const few = 200 // with more ids PostgreSQL would read the whole trail
	unread := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return r.past[id] != nil })
	for part := range slices.Chunk(unread, few) {
		args := make([]any, len(part))
		for i, id := range part {
			args[i] = id
		}
		statements = append(statements, r.selectPast(` FROM `+r.audit.Ref()+` a WHERE a.entity_id IN (`+engine.Repeat(len(part), "?")+`) AND `+ofOverride, args))
	}
	if err := r.Batch(ctx, r.Pool, statements...); err != nil {
		return nil, err
	}
	byRow := map[string][]auditRow{}
	for _, id := range ids {
		byRow[id] = r.past[id]
	}
	applyPast(byRow, now, found)
	return byRow, nil
}

// applyPast adds the changes of all records of some rows to found. now is as in readPast.
func applyPast(byRow map[string][]auditRow, now map[string]feature.Override, found map[string]feature.Change) {
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
