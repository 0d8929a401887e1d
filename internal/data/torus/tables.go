package torus

import (
	"fmt"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// The tables of OLI Torus.
const (
	StateTable        = "scoped_feature_flag_states"
	ProjectTable      = "projects"
	SectionTable      = "sections"
	AuthorTable       = "authors"
	ScopedAuditTable  = "audit_log_events"
	FeatureStateTable = "feature_states"
	RolloutTable      = "scoped_feature_rollouts"
	ExemptionTable    = "scoped_feature_exemptions"
	publisherTable    = "publishers"
)

// Tables are the tables that flagtui reads or writes.
var Tables = []engine.Spec{
	{Name: StateTable, Writes: engine.Updates, Columns: map[string]engine.Use{"id": engine.AsKey, "feature_name": engine.AsText, "project_id": engine.AsNumber, "section_id": engine.AsNumber, "enabled": engine.AsFlag,
		"inserted_at": engine.AsTime, "updated_at": engine.AsTime}},
	{Name: ProjectTable, Columns: map[string]engine.Use{"id": engine.AsNumber, "slug": engine.AsText, "title": engine.AsText, "status": engine.AsText}},
	{Name: SectionTable, Columns: map[string]engine.Use{"id": engine.AsNumber, "slug": engine.AsText, "title": engine.AsText, "status": engine.AsText, "type": engine.AsText}},
	// email is left out, so that queries compare it in its own type.
	{Name: AuthorTable, Columns: map[string]engine.Use{"id": engine.AsNumber, "name": engine.AsText}},
	{Name: ScopedAuditTable, Writes: engine.Inserts, OwnTexts: true, Columns: map[string]engine.Use{"event_type": engine.AsText, "project_id": engine.AsNumber, "section_id": engine.AsNumber,
		"author_id": engine.AsNumber, "details": engine.AsObject, "inserted_at": engine.AsTime}},
	{Name: FeatureStateTable, Columns: map[string]engine.Use{"label": engine.AsText, "state": engine.AsText}},
	{Name: RolloutTable, Columns: map[string]engine.Use{"feature_name": engine.AsText, "scope_type": engine.AsText, "scope_id": engine.AsNumber, "stage": engine.AsText,
		"updated_by_author_id": engine.AsNumber, "updated_at": engine.AsTime}},
	{Name: ExemptionTable, Columns: map[string]engine.Use{"feature_name": engine.AsText, "publisher_id": engine.AsNumber, "effect": engine.AsText, "note": engine.AsText, "updated_at": engine.AsTime}},
	{Name: publisherTable, Columns: map[string]engine.Use{"id": engine.AsNumber, "name": engine.AsText}},
}

// Open returns the layout of a table of scoped feature flags. It fails if the table
// lacks a column that flagtui needs.
func Open(db *engine.DB, found []engine.Table, main, journal engine.Table) (layout.Layout, error) {
	if !main.Has("id", "feature_name", "project_id", "section_id", "inserted_at", "updated_at") {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%s does not have the columns that flagtui needs", main.Ref()), Hint: "is it the app's own table?"}
	}
	l := &Layout{DB: db, journal: journal, states: main,
		scopeTables: map[feature.Kind]engine.Table{feature.Project: db.Companion(found, main, ProjectTable), feature.Section: db.Companion(found, main, SectionTable)},
		columnOf:    map[feature.Kind]string{feature.Project: "project_id", feature.Section: "section_id"},
		authors:     db.Companion(found, main, AuthorTable),
	}
	for _, companion := range []struct {
		to      *engine.Table
		name    string
		columns []string
	}{
		{&l.events, ScopedAuditTable, []string{"event_type", "project_id", "section_id", "author_id", "details", "inserted_at"}},
		{&l.featureStates, FeatureStateTable, []string{"label", "state"}},
		{&l.rollouts, RolloutTable, []string{"feature_name", "scope_type", "scope_id", "stage", "rollout_percentage", "updated_by_author_id", "updated_at"}},
		{&l.exemptions, ExemptionTable, []string{"feature_name", "publisher_id", "effect", "note", "updated_at"}},
		{&l.publishers, publisherTable, []string{"id", "name"}},
	} {
		if t := db.Companion(found, main, companion.name); t.Has(companion.columns...) {
			*companion.to = t
		}
	}
	return l, nil
}
