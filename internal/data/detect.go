package data

import (
	"cmp"
	"errors"
	"flagtui/internal/data/engine"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/feature"
)

// The tables that flagtui knows.
const (
	overrideTable   = "feature_flags_override"
	tenantTable     = "tenants_tenant"
	auditTable      = "audit_log_audit_entry"
	userTable       = "users_user"
	definitionTable = "flagtui_definition"
	journalTable    = "flagtui_change"

	stateTable       = "scoped_feature_flag_states"
	projectTable     = "projects"
	sectionTable     = "sections"
	authorTable      = "authors"
	scopedAuditTable = "audit_log_events"

	featureStateTable = "feature_states"
	rolloutTable      = "scoped_feature_rollouts"
	exemptionTable    = "scoped_feature_exemptions"
	publisherTable    = "publishers"
)

// knownTables are all of them.
var knownTables = slices.Concat(ownTables, simpleModuleTables, torusTables)

// ownTables are flagtui's own.
var ownTables = []engine.Spec{
	{Name: definitionTable, Writes: engine.Replaces, Columns: map[string]engine.Use{"name": engine.AsText, "description": engine.AsText, "default_enabled": engine.AsBoolean, "scopes": engine.AsText}},
	{Name: journalTable, Writes: engine.Inserts, Columns: map[string]engine.Use{"id": engine.AsKey, "change": engine.AsText, "at": engine.AsTime, "actor": engine.AsText, "client": engine.AsText, "reason": engine.AsText,
		"scope": engine.AsText, "scope_id": engine.AsText, "name": engine.AsText, "before": engine.AsBoolean, "after": engine.AsBoolean, "undoes": engine.AsText}},
}

// adopt chooses among the tables found, and refuses a database that flagtui
// would misread.
func (s *sqlStore) adopt(found []engine.Table, schema string) error {
	states, statesErr := choose(found, stateTable, schema)
	overrides, err := choose(found, overrideTable, schema)
	switch {
	case err == nil: // the other system's table, where it cannot be had, is left alone
		if err := s.AdaptMain(&overrides, "id", "scope", "scope_id", "name", "enabled"); err != nil {
			return err
		}
		if err := checkShape(overrides); err != nil {
			return err
		}
	case !errors.Is(err, errNoTable):
		return err
	case statesErr != nil && !errors.Is(statesErr, errNoTable):
		return statesErr
	case states.Name == "":
		return err
	}
	main := overrides
	if main.Name == "" {
		main = states
	}
	s.overrides = overrides
	s.info.Schema = main.Schema
	s.definitions = s.Companion(found, main, definitionTable)
	s.journal = s.Companion(found, main, journalTable)
	s.info.HasDefinitions = s.definitions.Exists()
	s.info.HasJournal = s.journal.Name != ""
	if overrides.Name != "" {
		s.layouts = append(s.layouts, &simpleModule{s})
		s.tenants = s.Companion(found, overrides, tenantTable)
		s.info.HasTenants = s.tenants.Exists() && s.tenants.Has("id", "slug", "name", "status")
		s.audit = s.Companion(found, overrides, auditTable)
		s.users = s.Companion(found, overrides, userTable)
		s.info.HasAudit = s.audit.Has("id", "entity_type", "entity_id", "action", "changes")
	}
	if states.Name != "" {
		if err := s.adoptScoped(found, states); err != nil {
			return err
		}
	}
	for _, l := range s.layouts {
		s.info.Kinds = append(s.info.Kinds, l.kinds()...)
	}
	s.info.HasTriggers = !slices.ContainsFunc(s.watched(), func(t engine.Table) bool { return !t.Notifies })
	written := []engine.Table{overrides, s.journal, s.audit, states, s.scopedEvents()}
	if !s.info.HasAudit {
		written[2] = engine.Table{}
	}
	for _, t := range written {
		if t.Name != "" {
			s.OnlyRead(s.Refusal(t))
		}
	}
	return nil
}

// adoptScoped takes the table of scoped feature flags, with its companions.
func (s *sqlStore) adoptScoped(found []engine.Table, states engine.Table) error {
	if err := s.AdaptMain(&states, "id", "feature_name", "project_id", "section_id", "enabled"); err != nil {
		return err
	}
	if !states.Has("id", "feature_name", "project_id", "section_id", "inserted_at", "updated_at") {
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%s is not shaped as flagtui knows it", states.Ref()), Hint: "is it the app's own table?"}
	}
	s.scoped = &torusLayout{sqlStore: s, states: states,
		scopeTables: map[feature.Kind]engine.Table{feature.Project: s.Companion(found, states, projectTable), feature.Section: s.Companion(found, states, sectionTable)},
		columnOf:    map[feature.Kind]string{feature.Project: "project_id", feature.Section: "section_id"},
		authors:     s.Companion(found, states, authorTable),
	}
	s.layouts = append(s.layouts, s.scoped)
	if events := s.Companion(found, states, scopedAuditTable); events.Has("event_type", "project_id", "section_id", "author_id", "details", "inserted_at") {
		s.scoped.events = events
	}
	l := s.scoped
	for _, companion := range []struct {
		to      *engine.Table
		name    string
		columns []string
	}{
		{&l.featureStates, featureStateTable, []string{"label", "state"}},
		{&l.rollouts, rolloutTable, []string{"feature_name", "scope_type", "scope_id", "stage", "rollout_percentage", "updated_by_author_id", "updated_at"}},
		{&l.exemptions, exemptionTable, []string{"feature_name", "publisher_id", "effect", "note", "updated_at"}},
		{&l.publishers, publisherTable, []string{"id", "name"}},
	} {
		if t := s.Companion(found, states, companion.name); t.Has(companion.columns...) {
			*companion.to = t
		}
	}
	return nil
}

// watched are the tables, of those found, whose changes a watch tells.
func (s *sqlStore) watched() []engine.Table {
	tables := []engine.Table{s.definitions, s.journal}
	for _, l := range s.layouts {
		tables = append(tables, l.watched()...)
	}
	return slices.DeleteFunc(tables, func(t engine.Table) bool { return t.Name == "" })
}

// scopedEvents is the audit trail of scoped feature flags, where there is one.
func (s *sqlStore) scopedEvents() engine.Table {
	if s.scoped == nil {
		return engine.Table{}
	}
	return s.scoped.events
}

// errNoTable: a table is nowhere to be found.
var errNoTable = errors.New("no such table")

// choose finds the one table of a name. Releases of simple_module's 0.0.1 era
// keep theirs in a schema of its own, feature_flags; later ones in public.
func choose(found []engine.Table, name, schema string) (engine.Table, error) {
	var candidates []engine.Table
	var elsewhere []string
	for _, t := range found {
		switch {
		case t.Name != name:
		case t.Schema == schema || schema == "" && (t.OnPath || t.Schema == "public" || t.Schema == "feature_flags"):
			candidates = append(candidates, t)
		default:
			elsewhere = append(elsewhere, t.Schema)
		}
	}
	switch {
	case len(candidates) > 1:
		var schemas []string
		for _, t := range candidates {
			schemas = append(schemas, t.Schema)
		}
		return engine.Table{}, &feature.Problem{Kind: feature.ErrUsage,
			Text: fmt.Sprintf("the table %s is in several schemas: %s", name, strings.Join(schemas, ", ")),
			Hint: fmt.Sprintf("say which one the app uses, as in %s", schemaOption(schemas[0]))}
	case len(candidates) == 1 && !candidates[0].Readable:
		return engine.Table{}, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("this user may not read %s", candidates[0].Ref()),
			Hint: "grant SELECT on it, and USAGE on its schema"}
	case len(candidates) == 1:
		return candidates[0], nil
	case len(elsewhere) > 0:
		return engine.Table{}, &feature.Problem{Kind: feature.ErrUsage,
			Text: fmt.Sprintf("the table %s is not where it was looked for, but in the schema %s", name, strings.Join(elsewhere, ", ")),
			Hint: fmt.Sprintf("say so with %s", schemaOption(elsewhere[0]))}
	case schema != "":
		return engine.Table{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("there is no table %s in the schema %q, nor in any other", name, schema), Hint: initHint, Cause: errNoTable}
	}
	return engine.Table{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("this database has no table %s", name), Hint: initHint, Cause: errNoTable}
}

// schemaOption returns the option for a schema, as a shell takes it.
func schemaOption(schema string) string {
	word, _ := feature.ShellWord(schema)
	return "--schema " + cmp.Or(word, "NAME")
}

const initHint = "is it the app's database? `flagtui init` makes the tables in an empty one"

// checkShape refuses an override table whose columns flagtui would misuse.
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
		Text: fmt.Sprintf("%s is not shaped as flagtui knows it: it needs the columns id, scope, scope_id, name and enabled", t.Ref()),
		Hint: "is it the app's own table?"}
}
