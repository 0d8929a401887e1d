package data

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"

	"flagtui/internal/flag"
)

// auditedHistory tells what the app's own audit trail knows of overrides. It
// names an override only in the entry that created it, so what became of the
// row is followed from there; entries of rows whose creation is not recorded
// are named by the row, while it is there.
func (s *sqlStore) auditedHistory(ctx context.Context, q HistoryQuery) (HistoryPage, error) {
	page := HistoryPage{Entries: []flag.Entry{}, Partial: true}
	if !s.facts.HasAudit || !s.audit.readable {
		return page, nil
	}
	var entries []flag.Entry
	err := s.read(ctx, func(ctx context.Context) error {
		rowsByID, err := s.keysByID(ctx)
		if err != nil {
			return err
		}
		entries, err = s.auditEntries(ctx, rowsByID)
		return err
	})
	for i := len(entries) - 1; i >= 0 && len(page.Entries) < q.Limit; i-- {
		e := entries[i]
		passed := q.After.id != 0 && e.ID >= q.After.id
		if passed || q.Name != "" && e.Name != q.Name || q.Scope.Kind != "" && e.Scope != q.Scope ||
			q.Change != "" && e.Change != q.Change || e.At.Before(q.Since) {
			continue
		}
		page.Entries, page.Next = append(page.Entries, e), HistoryMark{e.At, e.ID}
	}
	page.More = len(page.Entries) > 0 && len(page.Entries) == q.Limit
	return page, err
}

// keysByID names the rows that are there, by their id as the trail writes it.
func (s *sqlStore) keysByID(ctx context.Context) (map[string]flag.Change, error) {
	keys := map[string]flag.Change{}
	return keys, query(ctx, s.db, `SELECT o.id, o.scope, o.scope_id, o.name FROM `+s.overrides.ref()+` o`, nil, func(rows *sql.Rows) error {
		var id int64
		var key flag.Change
		err := rows.Scan(&id, &key.Scope.Kind, &key.Scope.ID, &key.Name)
		keys[strconv.FormatInt(id, 10)] = key
		return err
	})
}

// auditEntries reads the whole trail of overrides, oldest first. An entry's id
// is its place in it, whether or not the entry can be named.
func (s *sqlStore) auditEntries(ctx context.Context, present map[string]flag.Change) ([]flag.Entry, error) {
	var entries []flag.Entry
	last := map[string]flag.Change{} // by entity, what it is and was last
	unnamed := map[string][]int{}    // by entity, the entries of a row whose creation is not recorded
	at, user := "NULL", "NULL"
	if s.audit.has("created_at") {
		at = "a.created_at"
	}
	if s.audit.has("user_id") {
		user = "a.user_id"
	}
	order := at + ", a.id"
	if s.dialect == sqlite {
		order = "a.rowid" // the order of writing, where times are of whole seconds
	}
	err := query(ctx, s.db, `SELECT CAST(a.id AS VARCHAR(36)), a.entity_id, a.action, a.changes, `+at+`, `+user+` FROM `+s.audit.ref()+` a
		WHERE a.entity_type = '`+auditEntity+`' ORDER BY `+order, nil, func(rows *sql.Rows) error {
		var id, entity, action string
		var changes, by sql.NullString
		var when timeValue
		if err := rows.Scan(&id, &entity, &action, &changes, &when, &by); err != nil {
			return err
		}
		if action == "created" { // SQLite uses the highest id again
			delete(last, entity)
			delete(unnamed, entity)
		}
		key := followAudit(last[entity], action, changes.String)
		last[entity] = key
		if key.Name == "" {
			unnamed[entity] = append(unnamed[entity], len(entries))
		}
		if action == "deleted" {
			delete(last, entity)
			delete(unnamed, entity)
		}
		entries = append(entries, flag.Entry{ID: int64(len(entries)) + 1, Change: id, At: when.Time, Actor: by.String,
			Scope: key.Scope, Name: key.Name, Before: key.Before, After: key.After})
		return nil
	})
	for entity, places := range unnamed {
		for _, i := range places {
			entries[i].Scope, entries[i].Name = present[entity].Scope, present[entity].Name
		}
	}
	return slices.DeleteFunc(entries, func(e flag.Entry) bool { return e.Name == "" }), err
}

// followAudit returns an override and its change after one more entry.
func followAudit(key flag.Change, action, changes string) flag.Change {
	key.Before, key.After = key.After, flag.Follow
	if action == "deleted" {
		return key
	}
	var fields []auditField
	_ = json.Unmarshal([]byte(changes), &fields) // an entry that cannot be read tells nothing
	for _, field := range fields {
		text, _ := field.New.(string)
		switch field.Field {
		case "scope":
			key.Scope.Kind = flag.Kind(text)
		case "scope_id":
			key.Scope.ID = text
		case "name":
			key.Name = text
		case "enabled":
			on, _ := field.New.(bool)
			key.After = flag.SettingOf(on)
			if old, ok := field.Old.(bool); ok {
				key.Before = flag.SettingOf(old)
			}
		}
	}
	return key
}
