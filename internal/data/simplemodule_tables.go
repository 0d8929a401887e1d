package data

import "flagtui/internal/data/engine"

// simpleModuleTables are those of simple_module.
var simpleModuleTables = []engine.Spec{
	{Name: overrideTable, Writes: engine.Updates, Unset: []string{"updated_at"}, Columns: map[string]engine.Use{"id": engine.AsKey, "scope": engine.AsText, "scope_id": engine.AsText, "name": engine.AsText, "enabled": engine.AsFlag,
		"created_at": engine.AsTime, "updated_at": engine.AsTime, "created_by": engine.AsText, "updated_by": engine.AsText}},
	{Name: userTable, Schemas: []string{"users"}, Columns: map[string]engine.Use{"id": engine.AsText}}, // and email, which is compared as its type compares
	{Name: tenantTable, Schemas: []string{"tenants"}, Columns: map[string]engine.Use{"id": engine.AsText, "slug": engine.AsText, "name": engine.AsText, "status": engine.AsText}},
	{Name: auditTable, Schemas: []string{"audit_log"}, Writes: engine.Inserts, MakesID: true, OwnTexts: true,
		Columns: map[string]engine.Use{"entity_type": engine.AsText, "entity_id": engine.AsText, "action": engine.AsText, "changes": engine.AsObject,
			"created_at": engine.AsTime, "user_id": engine.AsText, "correlation_id": engine.AsText}},
}
