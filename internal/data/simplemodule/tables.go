package simplemodule

import (
	"fmt"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// The tables of simple_module.
const (
	OverrideTable = "feature_flags_override"
	TenantTable   = "tenants_tenant"
	AuditTable    = "audit_log_audit_entry"
	userTable     = "users_user"
)

// Tables are the tables that flagtui reads or writes.
var Tables = []engine.Spec{
	{Name: OverrideTable, Compared: true, Writes: engine.Updates, Unset: []string{"updated_at"}, Columns: map[string]engine.Use{"id": engine.AsKey, "scope": engine.AsText, "scope_id": engine.AsText, "name": engine.AsText, "enabled": engine.AsFlag,
		"created_at": engine.AsTime, "updated_at": engine.AsTime, "created_by": engine.AsText, "updated_by": engine.AsText}},
	{Name: TenantTable, Compared: true, Schemas: []string{"tenants"}, Columns: map[string]engine.Use{"id": engine.AsText, "slug": engine.AsText, "name": engine.AsText, "status": engine.AsText}},
	{Name: AuditTable, Compared: true, Schemas: []string{"audit_log"}, Writes: engine.Inserts, MakesID: true, OwnTexts: true,
		Columns: map[string]engine.Use{"entity_type": engine.AsText, "entity_id": engine.AsText, "action": engine.AsText, "changes": engine.AsObject,
			"created_at": engine.AsTime, "user_id": engine.AsText, "correlation_id": engine.AsText}},
	// email is left out, so that queries compare it in its own type.
	{Name: userTable, Schemas: []string{"users"}, Columns: map[string]engine.Use{"id": engine.AsText}},
}

// Open returns the layout of an override table. It fails if the table lacks a column
// that flagtui needs.
func Open(db *engine.DB, found []engine.Table, main, journal engine.Table) (layout.Layout, error) {
	if err := checkShape(main); err != nil {
		return nil, err
	}
	l := &Layout{DB: db, overrides: main, journal: journal, names: &names{}}
	l.tenants = db.Companion(found, main, TenantTable)
	l.audit = db.Companion(found, main, AuditTable)
	l.users = db.Companion(found, main, userTable)
	l.hasTenants = l.tenants.Exists() && l.tenants.Has("id", "slug", "name", "status")
	l.hasAudit = l.audit.Has("id", "entity_type", "entity_id", "action", "changes")
	return l, nil
}

// checkShape fails if the override table lacks a column that flagtui needs.
func checkShape(t engine.Table) error {
	switch {
	case t.Has("id", "scope", "scope_id", "name", "enabled"):
		return nil
	case !t.Has("scope"):
		return &feature.Problem{Kind: feature.ErrUsage,
			Text: fmt.Sprintf("%s has no column scope: it is from a release before overrides had scopes, which flagtui does not work on", t.Ref()),
			Hint: "run the app's own migrations first"}
	}
	return &feature.Problem{Kind: feature.ErrUsage,
		Text: fmt.Sprintf("%s does not have the columns that flagtui needs: id, scope, scope_id, name and enabled", t.Ref()),
		Hint: "is it the app's own table?"}
}
