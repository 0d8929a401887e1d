// Package waffle is the layout of django-waffle, a Python library.
package waffle

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Table is the library's own name for the table of flags. The app's setting
// WAFFLE_FLAG_MODEL may name another table.
const Table = "waffle_flag"

// The names of the other tables.
const (
	switchTable  = "waffle_switch"
	sampleTable  = "waffle_sample"
	contentTable = "django_content_type"
	logTable     = "django_admin_log"
)

// liveDefault is the default time for which Django's cache keeps a flag.
const liveDefault = "within 5 minutes"

// Reads are the columns that flagtui needs in the table of flags.
var Reads = []string{"id", "name", "everyone"}

// Layout is the layout of django-waffle's tables. The system's setting is the column
// everyone of a flag, or the column active of a switch. A row in a table of members,
// such as waffle_flag_users, turns a flag on for one member. flagtui never writes a
// flag's other columns, such as percent, testing and superusers.
type Layout struct {
	*engine.DB
	config   *layout.WaffleConfig
	live     feature.Live
	flags    engine.Table
	switches engine.Table // the zero table if there is none
	samples  engine.Table // the zero table if there is none
	members  []members
	types    engine.Table // django_content_type
	log      engine.Table // django_admin_log; the zero table if there is none
	users    owners       // the app's users, to whom the log's entries refer
}

// Tables returns the tables of the library. The config may give the table of flags
// another name.
func Tables(config *layout.Config) []engine.Spec {
	main := engine.Spec{Name: Table, Described: true, Writes: engine.Changes}
	if config != nil {
		if config.Waffle == nil {
			return nil
		}
		if name := config.Waffle.Table; name.Name != "" {
			main.Name, main.Schema = name.Name, name.Schema
		}
	}
	specs := []engine.Spec{main, {Name: switchTable, Described: true, Writes: engine.Updates},
		{Name: sampleTable, Described: true}, {Name: contentTable, Described: true}, {Name: logTable, Described: true}}
	for _, end := range memberTables {
		specs = append(specs, engine.Spec{Name: main.Name + end, Described: true, Writes: engine.Updates})
	}
	return specs
}

// ID implements layout.Layout.
func (l *Layout) ID() string { return "django-waffle" }

// Main implements layout.Layout.
func (l *Layout) Main() engine.Table { return l.flags }

// Holds implements layout.Layout.
func (l *Layout) Holds(kind feature.Kind) bool {
	return kind == feature.System || l.membersOf(kind) != nil
}

// Kinds implements layout.Layout. The column everyone decides for all scopes, unless it
// is NULL.
func (l *Layout) Kinds() []feature.KindInfo {
	kinds := []feature.KindInfo{{Kind: feature.System, Name: "system", Plural: "system", Combine: feature.AboveSet, Without: feature.Off, Live: l.live,
		Settings: []feature.Setting{feature.On, feature.Off, feature.Inherit}}}
	for _, m := range l.members {
		info := feature.KindInfo{Kind: m.kind, Name: string(m.kind), Plural: string(m.kind) + "s", IDForm: "ID", Combine: feature.AboveSet, Without: feature.Off, Live: l.live,
			Settings: []feature.Setting{feature.On, feature.Inherit}, Inherits: feature.System, Listed: m.owners.exists(), Fixed: m.owners.exists()}
		if m.owners.name != "" {
			info.IDForm = "ID or " + m.owners.name
		}
		kinds = append(kinds, info)
	}
	return kinds
}

// Tables implements layout.Layout.
func (l *Layout) Tables() []engine.Table {
	tables := []engine.Table{l.flags, l.switches, l.samples, l.types, l.log}
	for _, m := range l.members {
		tables = append(tables, m.table)
	}
	return tables
}

// Watched implements layout.Layout.
func (l *Layout) Watched() []engine.Table { return l.Written() }

// Written implements layout.Layout.
func (l *Layout) Written() []engine.Table {
	tables := []engine.Table{l.flags}
	if l.switches.Exists() {
		tables = append(tables, l.switches)
	}
	for _, m := range l.members {
		tables = append(tables, m.table)
	}
	return tables
}

// Indexes implements layout.Layout. Django's migrations make the indexes.
func (l *Layout) Indexes() []layout.WantIndex { return nil }

// Normalize implements layout.Layout. A member's row means on, and no row means inherit.
func (l *Layout) Normalize(change feature.Change) feature.Change {
	if !change.Scope.IsSystem() {
		change.Before, change.After = present(change.Before), present(change.After)
	}
	return change
}

func present(setting feature.Setting) feature.Setting {
	if setting == feature.Off {
		return feature.Inherit
	}
	return setting
}
