package simplemodule

import (
	"database/sql"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Layout is the layout of simple_module's override table. Each row is an override of a
// flag for the system or for a tenant.
type Layout struct {
	*engine.DB
	overrides engine.Table // feature_flags_override
	tenants   engine.Table // tenants_tenant
	audit     engine.Table // audit_log_audit_entry
	users     engine.Table // users_user
	journal   engine.Table // flagtui_change
	names     *names

	hasTenants bool // tenants_tenant exists and flagtui may read it
	hasAudit   bool
}

// ID implements layout.Layout.
func (l *Layout) ID() string { return "simple_module" }

// Holds implements layout.Layout. The table takes any kind of scope.
func (l *Layout) Holds(feature.Kind) bool { return true }

// Kinds implements layout.Layout.
func (l *Layout) Kinds() []feature.KindInfo {
	settings := []feature.Setting{feature.On, feature.Off, feature.Inherit}
	return []feature.KindInfo{
		{Kind: feature.System, Name: "system", Plural: "system", Settings: settings, Live: feature.LiveByRelease()},
		{Kind: feature.Tenant, Name: "tenant", Plural: "tenants", IDForm: "ID", Settings: settings, Inherits: feature.System, Listed: l.hasTenants, Live: feature.LiveByRelease()},
	}
}

// Main implements layout.Layout.
func (l *Layout) Main() engine.Table { return l.overrides }

// Normalize implements layout.Layout. The table can store every change unaltered.
func (l *Layout) Normalize(change feature.Change) feature.Change { return change }

// Tables implements layout.Layout.
func (l *Layout) Tables() []engine.Table {
	return []engine.Table{l.overrides, l.tenants, l.audit, l.users}
}

// Written implements layout.Layout.
func (l *Layout) Written() []engine.Table {
	if !l.hasAudit {
		return []engine.Table{l.overrides}
	}
	return []engine.Table{l.overrides, l.audit}
}

// Watched implements layout.Layout.
func (l *Layout) Watched() []engine.Table { return []engine.Table{l.overrides} }

// Indexes implements layout.Layout.
func (l *Layout) Indexes() []layout.WantIndex {
	return []layout.WantIndex{
		layout.UniqueIndex(l.overrides, "scope", "scope_id", "name"),
		layout.PlainIndex(l.overrides, "scope"),
		layout.PlainIndex(l.overrides, "name"),
	}
}

// whereScope returns the condition for the rows that the app reads at a scope, with its
// arguments. The app reads every row whose scope is not exactly "tenant" as the
// system's. Two ranges let a query use the index on scope; <> would not.
func whereScope(scope feature.Scope) (string, []any) {
	if scope.IsSystem() {
		return `(o.scope < 'tenant' OR o.scope > 'tenant')`, nil
	}
	return `o.scope = ? AND o.scope_id = ?`, []any{string(scope.Kind), scope.ID}
}

// misplaced is the condition that the app reads a row as the system's override although
// the row has another scope.
const misplaced = `(o.scope <> 'tenant' AND (o.scope <> 'system' OR o.scope_id IS NULL OR o.scope_id <> ''))`

// andNames returns a condition that limits a query to some flags, with its arguments.
// The condition is empty for no names and for more than engine.Chunk names. At system
// scope an expression keeps the database off the index on name, because a flag may have
// many overrides at tenants.
func andNames(scope feature.Scope, names []string) (string, []any) {
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

// rowColumns returns the columns that scanOverride reads. NULL replaces a column that an
// older table lacks.
func (l *Layout) rowColumns() string {
	columns := []string{"o.id", "o.scope", "o.scope_id", "o.name", "o.enabled", misplaced}
	for _, column := range []string{"created_at", "updated_at", "created_by", "updated_by"} {
		if l.overrides.Has(column) {
			columns = append(columns, "o."+column)
		} else {
			columns = append(columns, "NULL")
		}
	}
	return strings.Join(columns, ", ")
}

func scanOverride(rows *sql.Rows) (layout.OverrideRow, error) {
	var row layout.OverrideRow
	var enabled, isMisplaced engine.OnValue
	var created, updated engine.TimeValue
	var createdBy, updatedBy sql.NullString
	err := rows.Scan(engine.TextInto(&row.ID), engine.TextInto(&row.Scope.Kind), engine.TextInto(&row.Scope.ID), engine.TextInto(&row.Name), &enabled, &isMisplaced, &created, &updated, &createdBy, &updatedBy)
	row.Enabled, row.Misplaced = bool(enabled), bool(isMisplaced)
	row.CreatedAt, row.UpdatedAt, row.CreatedBy, row.UpdatedBy = created.Time, updated.Time, createdBy.String, updatedBy.String
	return row, err
}
