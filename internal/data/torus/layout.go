package torus

import (
	"database/sql"
	"fmt"
	"strconv"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Layout is OLI Torus' table of scoped feature flags: a row for a feature and a project,
// or a section, means on; no row means off. An older table has a column enabled, which
// decides.
type Layout struct {
	*engine.DB
	journal     engine.Table                  // flagtui's own, whose changes the app's trail has, too
	states      engine.Table                  // scoped_feature_flag_states
	scopeTables map[feature.Kind]engine.Table // projects, sections
	columnOf    map[feature.Kind]string       // the column of states that names one
	authors     engine.Table
	events      engine.Table // audit_log_events

	// The other tables that decide about features. Each is the zero table if it is
	// absent; this user may not be able to read one that exists.
	featureStates, rollouts, exemptions, publishers engine.Table
}

// Holds implements layout.Layout.
func (l *Layout) Holds(kind feature.Kind) bool {
	return kind == feature.Project || kind == feature.Section
}

// Kinds implements layout. A kind whose table is absent or of another shape is left out.
func (l *Layout) Kinds() (kinds []feature.KindInfo) {
	settings := []feature.Setting{feature.On, feature.Off}
	for _, info := range []feature.KindInfo{
		{Kind: feature.Project, Name: "project", Plural: "projects", IDForm: "ID or slug", Listed: true, Settings: settings, Live: feature.LiveOnEveryCheck()},
		{Kind: feature.Section, Name: "section", Plural: "sections", IDForm: "ID or slug", Listed: true, Settings: settings, Live: feature.LiveOnEveryCheck()},
	} {
		if l.has(info.Kind) {
			kinds = append(kinds, info)
		}
	}
	return kinds
}

// Main implements layout.Layout.
func (l *Layout) Main() engine.Table { return l.states }

// has reports whether the table of the scopes of a kind can be read as the app reads it.
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

// presence reports whether the mere existence of a row means on, because the table has
// no column enabled.
func (l *Layout) presence() bool { return !l.states.Has("enabled") }

// on returns the condition that a row means on.
func (l *Layout) on() string {
	if l.presence() {
		return "1 = 1"
	}
	return l.IsOn
}

// since returns the column with the time when a feature was turned on.
func (l *Layout) since() string {
	if l.presence() {
		return "o.inserted_at"
	}
	return "o.updated_at"
}

// idOf returns the id of a project or a section as its column takes it.
func idOf(scope feature.Scope) (int64, error) {
	id, err := strconv.ParseInt(scope.ID, 10, 64)
	if err != nil || strconv.FormatInt(id, 10) != scope.ID {
		return 0, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("no %s %q: it has no such id", scope.Kind, scope.ID)}
	}
	return id, nil
}

// storedSince returns a setting with the time when it was turned on.
func storedSince(on engine.OnValue, since engine.TimeValue) feature.Stored {
	switch {
	case !bool(on):
		return feature.Stored{}
	case since.IsZero():
		return feature.Stored{Enabled: true}
	}
	return feature.Stored{Enabled: true, Since: since.Unix()}
}

// SelectCounts implements layout.Layout: in how many projects and sections each feature is on.
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

// ScopeOf returns the scope of a row. A row of neither a project nor a section, which
// the app's check forbids, has no id.
func ScopeOf(project, section sql.NullInt64) feature.Scope {
	switch {
	case project.Valid:
		return feature.Scope{Kind: feature.Project, ID: strconv.FormatInt(project.Int64, 10)}
	case section.Valid:
		return feature.Scope{Kind: feature.Section, ID: strconv.FormatInt(section.Int64, 10)}
	}
	return feature.Scope{Kind: feature.Section}
}

// columnsOf returns a scope as a row has it: one of the two is NULL.
func columnsOf(scope feature.Scope) (project, section sql.NullInt64, err error) {
	id, err := idOf(scope)
	if scope.Kind == feature.Project {
		project = sql.NullInt64{Int64: id, Valid: true}
	} else {
		section = sql.NullInt64{Int64: id, Valid: true}
	}
	return project, section, err
}
