package data

// simpleModuleTables are those of simple_module.
var simpleModuleTables = []Spec{
	{Name: overrideTable, Writes: updates, Unset: []string{"updated_at"}, Columns: map[string]use{"id": asKey, "scope": asText, "scope_id": asText, "name": asText, "enabled": asFlag,
		"created_at": asTime, "updated_at": asTime, "created_by": asText, "updated_by": asText}},
	{Name: userTable, Schemas: []string{"users"}, Columns: map[string]use{"id": asText}}, // and email, which is compared as its type compares
	{Name: tenantTable, Schemas: []string{"tenants"}, Columns: map[string]use{"id": asText, "slug": asText, "name": asText, "status": asText}},
	{Name: auditTable, Schemas: []string{"audit_log"}, Writes: inserts, MakesID: true, OwnTexts: true,
		Columns: map[string]use{"entity_type": asText, "entity_id": asText, "action": asText, "changes": asObject,
			"created_at": asTime, "user_id": asText, "correlation_id": asText}},
}
