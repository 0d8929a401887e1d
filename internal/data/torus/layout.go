package torus

import (
	"database/sql"
	"fmt"
	"strconv"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Layout is the layout of OLI Torus' table of scoped feature flags. A row means that a
// feature is on in a project or a section, and no row means off. In an older table the
// column enabled decides.
type Layout struct {
	*engine.DB
	journal     engine.Table                  // flagtui_change
	states      engine.Table                  // scoped_feature_flag_states
	scopeTables map[feature.Kind]engine.Table // projects, sections
	columnOf    map[feature.Kind]string       // the column of states with the id of a project or section
	authors     engine.Table
	events      engine.Table // audit_log_events

	// The other tables that decide about features. A zero table stands for an absent
	// one. flagtui may not be able to read a table that exists.
	featureStates, rollouts, exemptions, publishers engine.Table
}

// Holds implements layout.Layout.
func (l *Layout) Holds(kind feature.Kind) bool {
	return kind == feature.Project || kind == feature.Section
}

// Kinds implements layout.Layout. It leaves out a kind whose table is absent or lacks a
// column that flagtui needs.
func (l *Layout) Kinds() (kinds []feature.KindInfo) {
	settings := []feature.Setting{feature.On, feature.Off}
	for _, info := range []feature.KindInfo{
		{Kind: feature.Project, Name: "project", Plural: "projects", IDForm: "ID or slug", Listed: true, Fixed: true, OptIn: true, Settings: settings, Without: feature.Off, Live: feature.LiveOnEveryCheck()},
		{Kind: feature.Section, Name: "section", Plural: "sections", IDForm: "ID or slug", Listed: true, Fixed: true, OptIn: true, Settings: settings, Without: feature.Off, Live: feature.LiveOnEveryCheck()},
	} {
		if l.has(info.Kind) {
			kinds = append(kinds, info)
		}
	}
	return kinds
}

// Main implements layout.Layout.
func (l *Layout) Main() engine.Table { return l.states }

// has reports whether flagtui can read the table of the scopes of a kind.
func (l *Layout) has(kind feature.Kind) bool {
	t := l.scopeTables[kind]
	return t.Exists() && t.Has("id", "slug", "title", "status")
}

// ID implements layout.Layout.
func (l *Layout) ID() string { return "OLI Torus" }

// HasRolloutMode implements layout.Annotator.
func (l *Layout) HasRolloutMode() bool { return true }

// Written implements layout.Layout.
func (l *Layout) Written() []engine.Table { return []engine.Table{l.states, l.events} }

// Tables implements layout.Layout.
func (l *Layout) Tables() []engine.Table {
	return []engine.Table{l.states, l.scopeTables[feature.Project], l.scopeTables[feature.Section], l.authors, l.events,
		l.featureStates, l.rollouts, l.exemptions, l.publishers}
}

// Watched implements layout.Layout.
func (l *Layout) Watched() []engine.Table {
	return []engine.Table{l.states, l.rollouts, l.exemptions, l.featureStates}
}

// Indexes implements layout.Layout.
func (l *Layout) Indexes() (wanted []layout.WantIndex) {
	for _, kind := range []feature.Kind{feature.Project, feature.Section} {
		column := l.columnOf[kind]
		wanted = append(wanted, layout.UniqueIndex(l.states, "feature_name", column), layout.PlainIndex(l.states, column))
		if l.has(kind) {
			wanted = append(wanted, layout.PlainIndex(l.scopeTables[kind], "slug"))
		}
	}
	return append(wanted, layout.PlainIndex(l.states, "feature_name"))
}

// presence reports whether every row means on, because the table has no column enabled.
func (l *Layout) presence() bool { return !l.states.Has("enabled") }

// on returns the condition that a row means on.
func (l *Layout) on() string {
	if l.presence() {
		return "1 = 1"
	}
	return l.IsOn
}

// since returns the column with the time when the feature was turned on.
func (l *Layout) since() string {
	if l.presence() {
		return "o.inserted_at"
	}
	return "o.updated_at"
}

// idOf returns the id of a project or section as a number.
func idOf(scope feature.Scope) (int64, error) {
	id, err := strconv.ParseInt(scope.ID, 10, 64)
	if err != nil || strconv.FormatInt(id, 10) != scope.ID {
		return 0, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("no %s has the id %q, because ids are numbers", scope.Kind, scope.ID)}
	}
	return id, nil
}

// storedSince returns a setting and the time when it was turned on.
func storedSince(on engine.OnValue, since engine.TimeValue) feature.Stored {
	switch {
	case !bool(on):
		return feature.Stored{}
	case since.IsZero():
		return feature.Stored{Enabled: true}
	}
	return feature.Stored{Enabled: true, Since: since.Unix()}
}

// SelectCounts implements layout.Layout. It counts the projects and sections where each
// feature is on.
func (l *Layout) SelectCounts(add func(name string, n feature.Count)) engine.Statement {
	return engine.Statement{Text: `SELECT o.feature_name, SUM(CASE WHEN ` + l.on() + ` THEN 1 ELSE 0 END), 0 FROM ` + l.states.Source() + ` o
		GROUP BY o.feature_name`, Each: layout.EachCount(add)}
}

// rowColumns returns the columns that scan reads.
func (l *Layout) rowColumns() string {
	return `o.id, o.feature_name, o.project_id, o.section_id, ` + l.on() + `, o.inserted_at, o.updated_at`
}

func (l *Layout) scan(rows *sql.Rows, more ...any) (layout.OverrideRow, error) {
	var row layout.OverrideRow
	var project, section sql.NullInt64
	var on engine.OnValue
	var inserted, updated engine.TimeValue
	err := rows.Scan(append([]any{engine.TextInto(&row.ID), engine.TextInto(&row.Name), &project, &section, &on, &inserted, &updated}, more...)...)
	row.Scope = ScopeOf(project, section)
	row.Enabled, row.CreatedAt = bool(on), inserted.Time
	if !updated.Equal(inserted.Time) {
		row.UpdatedAt = updated.Time
	}
	return row, err
}

// ScopeOf returns the scope of a row. Without a project and a section the scope has no
// id, although the app's check constraint forbids such a row.
func ScopeOf(project, section sql.NullInt64) feature.Scope {
	switch {
	case project.Valid:
		return feature.Scope{Kind: feature.Project, ID: strconv.FormatInt(project.Int64, 10)}
	case section.Valid:
		return feature.Scope{Kind: feature.Section, ID: strconv.FormatInt(section.Int64, 10)}
	}
	return feature.Scope{Kind: feature.Section}
}

// columnsOf returns the values of project_id and section_id for a scope. One of them is
// NULL.
func columnsOf(scope feature.Scope) (project, section sql.NullInt64, err error) {
	id, err := idOf(scope)
	if scope.Kind == feature.Project {
		project = sql.NullInt64{Int64: id, Valid: true}
	} else {
		section = sql.NullInt64{Int64: id, Valid: true}
	}
	return project, section, err
}
