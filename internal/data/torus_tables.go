package data

import "flagtui/internal/data/engine"

// torusTables are those of OLI Torus.
var torusTables = []engine.Spec{
	{Name: stateTable, Writes: engine.Updates, Columns: map[string]engine.Use{"id": engine.AsKey, "feature_name": engine.AsText, "project_id": engine.AsNumber, "section_id": engine.AsNumber, "enabled": engine.AsFlag,
		"inserted_at": engine.AsTime, "updated_at": engine.AsTime}},
	{Name: projectTable, Columns: map[string]engine.Use{"id": engine.AsNumber, "slug": engine.AsText, "title": engine.AsText, "status": engine.AsText}},
	{Name: sectionTable, Columns: map[string]engine.Use{"id": engine.AsNumber, "slug": engine.AsText, "title": engine.AsText, "status": engine.AsText, "type": engine.AsText}},
	{Name: authorTable, Columns: map[string]engine.Use{"id": engine.AsNumber, "name": engine.AsText}}, // and email, which is compared as its type compares
	{Name: scopedAuditTable, Writes: engine.Inserts, OwnTexts: true, Columns: map[string]engine.Use{"event_type": engine.AsText, "project_id": engine.AsNumber, "section_id": engine.AsNumber,
		"author_id": engine.AsNumber, "details": engine.AsObject, "inserted_at": engine.AsTime}},
	{Name: featureStateTable, Columns: map[string]engine.Use{"label": engine.AsText, "state": engine.AsText}},
	{Name: rolloutTable, Columns: map[string]engine.Use{"feature_name": engine.AsText, "scope_type": engine.AsText, "scope_id": engine.AsNumber, "stage": engine.AsText,
		"updated_by_author_id": engine.AsNumber, "updated_at": engine.AsTime}},
	{Name: exemptionTable, Columns: map[string]engine.Use{"feature_name": engine.AsText, "publisher_id": engine.AsNumber, "effect": engine.AsText, "note": engine.AsText, "updated_at": engine.AsTime}},
	{Name: publisherTable, Columns: map[string]engine.Use{"id": engine.AsNumber, "name": engine.AsText}},
}
