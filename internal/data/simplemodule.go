package data

import (
	"database/sql"
	"flagtui/internal/data/engine"
	"strings"

	"flagtui/internal/feature"
)

// simpleModule is the layout of simple_module's override table: a row is an
// override of a flag for the system or for a tenant.
type simpleModule struct{ *sqlStore }

// holds implements layout: the table takes any kind of scope.
func (l *simpleModule) holds(feature.Kind) bool { return true }

// kinds implements layout.
func (l *simpleModule) kinds() []feature.KindInfo {
	settings := []feature.Setting{feature.On, feature.Off, feature.Inherit}
	return []feature.KindInfo{
		{Kind: feature.System, Name: "system", Plural: "system", Settings: settings, Live: feature.LiveByRelease()},
		{Kind: feature.Tenant, Name: "tenant", Plural: "tenants", IDForm: "ID", Settings: settings, Inherits: feature.System, Live: feature.LiveByRelease()},
	}
}

// main implements layout.
func (l *simpleModule) main() engine.Table { return l.overrides }

// normalize implements layout: every setting has a row of its own.
func (l *simpleModule) normalize(change feature.Change) feature.Change { return change }

// companions implements layout.
func (l *simpleModule) companions() []engine.Table { return []engine.Table{l.users} }

// watched implements layout.
func (l *simpleModule) watched() []engine.Table { return []engine.Table{l.overrides} }

// indexes implements layout.
func (l *simpleModule) indexes() []wantedIndex {
	return []wantedIndex{
		{l.overrides, true, []string{"scope", "scope_id", "name"}},
		{l.overrides, false, []string{"scope"}},
		{l.overrides, false, []string{"name"}},
	}
}

// at returns the condition, and its arguments, for the rows that the app
// reads at scope. It takes any scope that is not exactly "tenant" for the
// system's, whatever the scope id; two ranges let the index on scope be used
// where <> would not.
func at(scope feature.Scope) (string, []any) {
	if scope.IsSystem() {
		return `(o.scope < 'tenant' OR o.scope > 'tenant')`, nil
	}
	return `o.scope = ? AND o.scope_id = ?`, []any{string(scope.Kind), scope.ID}
}

// odd is an expression for "the app reads this row as a system override,
// though it is not written as one".
const odd = `(o.scope <> 'tenant' AND (o.scope <> 'system' OR o.scope_id IS NULL OR o.scope_id <> ''))`

// named returns what to add to a condition at a scope, with its arguments, for
// some flags only; of very many the whole scope is read. At system scope the
// names are kept from the choice of the index: a flag's other overrides may be
// many more than the scope's.
func named(scope feature.Scope, names []string) (string, []any) {
	if len(names) == 0 || len(names) > engine.Chunk {
		return "", nil
	}
	args := make([]any, len(names))
	for i, name := range names {
		args[i] = name
	}
	column := `o.name`
	if scope.IsSystem() {
		column = `o.name || ''`
	}
	return ` AND ` + column + ` IN (` + engine.Repeat(len(names), "?") + `)`, args
}

// whole is the columns that scanOverride reads. An older table may lack the
// ones that say who and when.
func (s *sqlStore) whole() string {
	columns := []string{"o.id", "o.scope", "o.scope_id", "o.name", "o.enabled", odd}
	for _, column := range []string{"created_at", "updated_at", "created_by", "updated_by"} {
		if s.overrides.Has(column) {
			columns = append(columns, "o."+column)
		} else {
			columns = append(columns, "NULL")
		}
	}
	return strings.Join(columns, ", ")
}

func scanOverride(rows *sql.Rows) (overrideRow, error) {
	var row overrideRow
	var enabled, isOdd engine.OnValue
	var created, updated engine.TimeValue
	var createdBy, updatedBy sql.NullString
	err := rows.Scan(engine.TextInto(&row.id), engine.TextInto(&row.Scope.Kind), engine.TextInto(&row.Scope.ID), engine.TextInto(&row.Name), &enabled, &isOdd, &created, &updated, &createdBy, &updatedBy)
	row.Enabled, row.Misplaced = bool(enabled), bool(isOdd)
	row.CreatedAt, row.UpdatedAt, row.CreatedBy, row.UpdatedBy = created.Time, updated.Time, createdBy.String, updatedBy.String
	return row, err
}
