package data

import (
	"cmp"
	"errors"
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
var ownTables = []Spec{
	{Name: definitionTable, Writes: replaces, Columns: map[string]use{"name": asText, "description": asText, "default_enabled": asBoolean, "scopes": asText}},
	{Name: journalTable, Writes: inserts, Columns: map[string]use{"id": asKey, "change": asText, "at": asTime, "actor": asText, "client": asText, "reason": asText,
		"scope": asText, "scope_id": asText, "name": asText, "before": asBoolean, "after": asBoolean, "undoes": asText}},
}

// adopt chooses among the tables found, and refuses a database that flagtui
// would misread.
func (s *sqlStore) adopt(found []table, schema string) error {
	states, statesErr := choose(found, stateTable, schema)
	overrides, err := choose(found, overrideTable, schema)
	switch {
	case err == nil: // the other system's table, where it cannot be had, is left alone
		if err := s.adaptMain(&overrides, "id", "scope", "scope_id", "name", "enabled"); err != nil {
			return err
		}
		if err := checkShape(overrides); err != nil {
			return err
		}
	case !errors.Is(err, errNoTable):
		return err
	case statesErr != nil && !errors.Is(statesErr, errNoTable):
		return statesErr
	case states.name == "":
		return err
	}
	main := overrides
	if main.name == "" {
		main = states
	}
	s.overrides = overrides
	s.info.Schema = main.schema
	s.definitions = s.companion(found, main, definitionTable)
	s.journal = s.companion(found, main, journalTable)
	s.info.HasDefinitions = s.definitions.exists()
	s.info.HasJournal = s.journal.name != ""
	if overrides.name != "" {
		s.layouts = append(s.layouts, &simpleModule{s})
		s.tenants = s.companion(found, overrides, tenantTable)
		s.info.HasTenants = s.tenants.exists() && s.tenants.has("id", "slug", "name", "status")
		s.audit = s.companion(found, overrides, auditTable)
		s.users = s.companion(found, overrides, userTable)
		s.info.HasAudit = s.audit.has("id", "entity_type", "entity_id", "action", "changes")
	}
	if states.name != "" {
		if err := s.adoptScoped(found, states); err != nil {
			return err
		}
	}
	for _, l := range s.layouts {
		s.info.Kinds = append(s.info.Kinds, l.kinds()...)
	}
	s.info.HasTriggers = !slices.ContainsFunc(s.watched(), func(t table) bool { return !t.notifies })
	written := []table{overrides, s.journal, s.audit, states, s.scopedEvents()}
	if !s.info.HasAudit {
		written[2] = table{}
	}
	for _, t := range written {
		if t.name != "" {
			s.onlyRead(s.refusal(t))
		}
	}
	return nil
}

// adoptScoped takes the table of scoped feature flags, with its companions.
func (s *sqlStore) adoptScoped(found []table, states table) error {
	if err := s.adaptMain(&states, "id", "feature_name", "project_id", "section_id", "enabled"); err != nil {
		return err
	}
	if !states.has("id", "feature_name", "project_id", "section_id", "inserted_at", "updated_at") {
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%s is not shaped as flagtui knows it", states.ref()), Hint: "is it the app's own table?"}
	}
	s.scoped = &torusLayout{sqlStore: s, states: states,
		scopeTables: map[feature.Kind]table{feature.Project: s.companion(found, states, projectTable), feature.Section: s.companion(found, states, sectionTable)},
		columnOf:    map[feature.Kind]string{feature.Project: "project_id", feature.Section: "section_id"},
		authors:     s.companion(found, states, authorTable),
	}
	s.layouts = append(s.layouts, s.scoped)
	if events := s.companion(found, states, scopedAuditTable); events.has("event_type", "project_id", "section_id", "author_id", "details", "inserted_at") {
		s.scoped.events = events
	}
	l := s.scoped
	for _, companion := range []struct {
		to      *table
		name    string
		columns []string
	}{
		{&l.featureStates, featureStateTable, []string{"label", "state"}},
		{&l.rollouts, rolloutTable, []string{"feature_name", "scope_type", "scope_id", "stage", "rollout_percentage", "updated_by_author_id", "updated_at"}},
		{&l.exemptions, exemptionTable, []string{"feature_name", "publisher_id", "effect", "note", "updated_at"}},
		{&l.publishers, publisherTable, []string{"id", "name"}},
	} {
		if t := s.companion(found, states, companion.name); t.has(companion.columns...) {
			*companion.to = t
		}
	}
	return nil
}

// watched are the tables, of those found, whose changes a watch tells.
func (s *sqlStore) watched() []table {
	tables := []table{s.definitions, s.journal}
	for _, l := range s.layouts {
		tables = append(tables, l.watched()...)
	}
	return slices.DeleteFunc(tables, func(t table) bool { return t.name == "" })
}

// scopedEvents is the audit trail of scoped feature flags, where there is one.
func (s *sqlStore) scopedEvents() table {
	if s.scoped == nil {
		return table{}
	}
	return s.scoped.events
}

// errNoTable: a table is nowhere to be found.
var errNoTable = errors.New("no such table")

// choose finds the one table of a name. Releases of simple_module's 0.0.1 era
// keep theirs in a schema of its own, feature_flags; later ones in public.
func choose(found []table, name, schema string) (table, error) {
	var candidates []table
	var elsewhere []string
	for _, t := range found {
		switch {
		case t.name != name:
		case t.schema == schema || schema == "" && (t.onPath || t.schema == "public" || t.schema == "feature_flags"):
			candidates = append(candidates, t)
		default:
			elsewhere = append(elsewhere, t.schema)
		}
	}
	switch {
	case len(candidates) > 1:
		var schemas []string
		for _, t := range candidates {
			schemas = append(schemas, t.schema)
		}
		return table{}, &feature.Problem{Kind: feature.ErrUsage,
			Text: fmt.Sprintf("the table %s is in several schemas: %s", name, strings.Join(schemas, ", ")),
			Hint: fmt.Sprintf("say which one the app uses, as in %s", schemaOption(schemas[0]))}
	case len(candidates) == 1 && !candidates[0].readable:
		return table{}, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("this user may not read %s", candidates[0].ref()),
			Hint: "grant SELECT on it, and USAGE on its schema"}
	case len(candidates) == 1:
		return candidates[0], nil
	case len(elsewhere) > 0:
		return table{}, &feature.Problem{Kind: feature.ErrUsage,
			Text: fmt.Sprintf("the table %s is not where it was looked for, but in the schema %s", name, strings.Join(elsewhere, ", ")),
			Hint: fmt.Sprintf("say so with %s", schemaOption(elsewhere[0]))}
	case schema != "":
		return table{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("there is no table %s in the schema %q, nor in any other", name, schema), Hint: initHint, Cause: errNoTable}
	}
	return table{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("this database has no table %s", name), Hint: initHint, Cause: errNoTable}
}

// schemaOption returns the option for a schema, as a shell takes it.
func schemaOption(schema string) string {
	word, _ := feature.ShellWord(schema)
	return "--schema " + cmp.Or(word, "NAME")
}

const initHint = "is it the app's database? `flagtui init` makes the tables in an empty one"

// checkShape refuses an override table whose columns flagtui would misuse.
func checkShape(t table) error {
	switch {
	case t.has("id", "scope", "scope_id", "name", "enabled"):
		return nil
	case !t.has("scope"):
		return &feature.Problem{Kind: feature.ErrUsage,
			Text: fmt.Sprintf("%s has no column scope: it is from a release before overrides had scopes, which flagtui does not work on", t.ref()),
			Hint: "run the app's own migrations first"}
	}
	return &feature.Problem{Kind: feature.ErrUsage,
		Text: fmt.Sprintf("%s is not shaped as flagtui knows it: it needs the columns id, scope, scope_id, name and enabled", t.ref()),
		Hint: "is it the app's own table?"}
}
