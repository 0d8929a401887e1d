package data

// torusTables are those of OLI Torus.
var torusTables = []Spec{
	{Name: stateTable, Writes: updates, Columns: map[string]use{"id": asKey, "feature_name": asText, "project_id": asNumber, "section_id": asNumber, "enabled": asFlag,
		"inserted_at": asTime, "updated_at": asTime}},
	{Name: projectTable, Columns: map[string]use{"id": asNumber, "slug": asText, "title": asText, "status": asText}},
	{Name: sectionTable, Columns: map[string]use{"id": asNumber, "slug": asText, "title": asText, "status": asText, "type": asText}},
	{Name: authorTable, Columns: map[string]use{"id": asNumber, "name": asText}}, // and email, which is compared as its type compares
	{Name: scopedAuditTable, Writes: inserts, OwnTexts: true, Columns: map[string]use{"event_type": asText, "project_id": asNumber, "section_id": asNumber,
		"author_id": asNumber, "details": asObject, "inserted_at": asTime}},
	{Name: featureStateTable, Columns: map[string]use{"label": asText, "state": asText}},
	{Name: rolloutTable, Columns: map[string]use{"feature_name": asText, "scope_type": asText, "scope_id": asNumber, "stage": asText,
		"updated_by_author_id": asNumber, "updated_at": asTime}},
	{Name: exemptionTable, Columns: map[string]use{"feature_name": asText, "publisher_id": asNumber, "effect": asText, "note": asText, "updated_at": asTime}},
	{Name: publisherTable, Columns: map[string]use{"id": asNumber, "name": asText}},
}
