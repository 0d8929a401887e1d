package simplemodule

import (
	"encoding/json"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// auditEntity is the entity type of overrides in the app's own audit trail.
const auditEntity = "FeatureFlagOverride"

// auditField is the change of one column in a record of the audit trail.
type auditField struct {
	Field string `json:"field"`
	Old   any    `json:"old,omitempty"`
	New   any    `json:"new"`
}

// auditChanges returns the statements that record the changes in the app's audit trail,
// as the app's ORM would. They must run after the statements that write the overrides.
// by is the recorded user. Without an audit trail auditChanges returns no statements.
//
// newIDs holds the new rows' ids once the overrides are written. With a nil newIDs, each
// record looks its row's id up, which saves a round trip.
func (l *Layout) auditChanges(set feature.ChangeSet, by string, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow, newIDs map[layout.RowKey]string) []engine.Statement {
	if !l.hasAudit {
		return nil
	}
	// COALESCE avoids an error for a missing row, because the read-back reports a missing
	// row more clearly.
	id := `COALESCE((` + l.idOf() + `), '')`
	columns, end := "id, entity_type, entity_id, action, changes", ", ?, ?"
	optional := []struct {
		column string
		value  any
	}{{"user_id", by}, {"correlation_id", set.ID}}
	var extra []any
	for _, o := range optional {
		if l.audit.Has(o.column) {
			columns, end, extra = columns+", "+o.column, end+", ?", append(extra, o.value)
		}
	}
	if l.audit.Has("created_at") {
		columns, end = columns+", created_at", end+", "+l.TimeOfWrite(l.audit, "created_at")
	}
	var statements, counts []engine.Statement
	text := ""
	for part := range slices.Chunk(changes, engine.Chunk) {
		var forms []string
		for _, change := range part {
			if _, now := layout.Find(rows, change); now == feature.Inherit && newIDs == nil {
				forms = append(forms, "(?, ?, "+id+end+")")
			} else {
				forms = append(forms, "(?, ?, ?"+end+")")
			}
		}
		text = engine.Share(`INSERT INTO `+l.audit.Ref()+` (`+columns+`) VALUES `+strings.Join(forms, ", "), text)
		var ids []any
		statements = append(statements, engine.Statement{Text: text, MakeArgs: func() (args []any) {
			for _, change := range part {
				ids = append(ids, l.NewUUID())
				args = append(args, ids[len(ids)-1], auditEntity)
				switch row, now := layout.Find(rows, change); {
				case now != feature.Inherit:
					args = append(args, engine.IdText(row.ID))
				case newIDs != nil:
					args = append(args, engine.IdText(newIDs[layout.KeyOf(change)]))
				default:
					args = append(args, string(change.Scope.Kind), change.Scope.ID, change.Name)
				}
				action, fields := auditText(change)
				args = append(append(args, action, fields), extra...)
			}
			return args
		}})
		if l.audit.Readable {
			short := layout.NotKeptAt(l.audit.PlainRef(), "the app's audit trail lacks a change", false)
			count := engine.Counted(len(part), short, `SELECT a.id FROM `+l.audit.Source()+` a WHERE a.id IN (`+engine.Repeat(len(part), "?")+`)`, nil)
			count.MakeArgs = func() []any { return ids }
			counts = append(counts, count)
		}
	}
	if newIDs != nil {
		statements[0].NeedsResults = true
	}
	return append(statements, counts...)
}

// maxLookups is the largest number of new rows whose ids the records look up. PostgreSQL
// may look up each id by the index on name, and read all overrides of the flag.
const maxLookups = engine.Chunk

// auditText returns a change's action and changed columns in the form of the audit
// trail.
func auditText(change feature.Change) (action, fields string) {
	changed := []auditField{}
	switch {
	case change.Before == feature.Inherit:
		action = "created"
		changed = []auditField{{Field: "scope", New: change.Scope.Kind}, {Field: "scope_id", New: change.Scope.ID},
			{Field: "name", New: change.Name}, {Field: "enabled", New: change.After == feature.On}}
	case change.After == feature.Inherit:
		action = "deleted"
	default:
		action = "updated"
		changed = []auditField{{Field: "enabled", Old: change.Before == feature.On, New: change.After == feature.On}}
	}
	text, _ := json.Marshal(changed) // texts and booleans always have JSON
	return action, string(text)
}

// idOf returns a subquery for an override's id as text. Its arguments are scope,
// scope_id and name. The subquery is for a statement that writes.
func (l *Layout) idOf() string {
	from := l.overrides.Ref()
	if l.Dialect == engine.SQLite {
		from = l.overrides.Source()
	}
	equals := func(column string) string { return l.Exact(l.overrides, "o."+column) + ` = ?` }
	return `SELECT CAST(o.id AS VARCHAR(36)) FROM ` + from + ` o WHERE ` + equals("scope") + ` AND ` + equals("scope_id") + ` AND ` + equals("name")
}
