package data

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"fmt"
)

// The tables of OLI Torus.
const (
	stateTable        = "scoped_feature_flag_states"
	projectTable      = "projects"
	sectionTable      = "sections"
	authorTable       = "authors"
	scopedAuditTable  = "audit_log_events"
	featureStateTable = "feature_states"
	rolloutTable      = "scoped_feature_rollouts"
	exemptionTable    = "scoped_feature_exemptions"
	publisherTable    = "publishers"
)

// torusTables are those that flagtui reads or writes.
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

// openTorus makes the layout of a table of scoped feature flags.
func openTorus(db *engine.DB, found []engine.Table, main, journal engine.Table) (layout.Layout, error) {
	if !main.Has("id", "feature_name", "project_id", "section_id", "inserted_at", "updated_at") {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%s is not shaped as flagtui knows it", main.Ref()), Hint: "is it the app's own table?"}
	}
	l := &torusLayout{DB: db, journal: journal, states: main,
		scopeTables: map[feature.Kind]engine.Table{feature.Project: db.Companion(found, main, projectTable), feature.Section: db.Companion(found, main, sectionTable)},
		columnOf:    map[feature.Kind]string{feature.Project: "project_id", feature.Section: "section_id"},
		authors:     db.Companion(found, main, authorTable),
	}
	for _, companion := range []struct {
		to      *engine.Table
		name    string
		columns []string
	}{
		{&l.events, scopedAuditTable, []string{"event_type", "project_id", "section_id", "author_id", "details", "inserted_at"}},
		{&l.featureStates, featureStateTable, []string{"label", "state"}},
		{&l.rollouts, rolloutTable, []string{"feature_name", "scope_type", "scope_id", "stage", "rollout_percentage", "updated_by_author_id", "updated_at"}},
		{&l.exemptions, exemptionTable, []string{"feature_name", "publisher_id", "effect", "note", "updated_at"}},
		{&l.publishers, publisherTable, []string{"id", "name"}},
	} {
		if t := db.Companion(found, main, companion.name); t.Has(companion.columns...) {
			*companion.to = t
		}
	}
	return l, nil
}
