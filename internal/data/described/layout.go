package described

import (
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Layout is the layout of a table that the config file describes. If isCatalogue is
// true, the table is the app's table of definitions, which holds the system's values.
type Layout struct {
	*engine.DB
	config *layout.Config
	table  engine.Table

	name     column // the flag's name, or the id of its definition
	presence bool   // every row means on
	value    column
	texts    bool // the value is one of two texts
	notNull  bool // any value other than NULL means on

	ids        bool // the table has a column for scope ids
	id         column
	kindColumn column // the zero column if all ids are of one kind
	kinds      []feature.Kind
	words      map[feature.Kind]string // the values of kindColumn
	// systemElsewhere reports whether the table of definitions has the system's values.
	systemElsewhere bool

	pinned         []pin // conditions that every row must meet
	insert, update []pin
	targeting      []column
	updatedAt      column // the zero column if the table has no such column
	updatedBy      column
	unfilled       []string // columns that new rows require but the config does not fill

	definitions *definitions // nil if the app has no table of definitions
	isCatalogue bool         // the table is the table of definitions
	tenants     *tenants     // nil if no table lists the scopes
}

// ID implements layout.Layout.
func (l *Layout) ID() string { return "described " + l.table.Name }

// Main implements layout.Layout.
func (l *Layout) Main() engine.Table { return l.table }

// Tables implements layout.Layout.
func (l *Layout) Tables() []engine.Table {
	tables := []engine.Table{l.table}
	if l.definitions != nil {
		tables = append(tables, l.definitions.table)
	}
	if l.tenants != nil {
		tables = append(tables, l.tenants.table)
	}
	return tables
}

// Narrowing implements layout.Narrowed.
func (l *Layout) Narrowing() string {
	var pins []string
	for _, pin := range l.config.Table.Where {
		pins = append(pins, fmt.Sprintf("%s=%s%q", pin.Column, pin.Value.Word, pin.Value.Text))
	}
	slices.Sort(pins)
	return strings.Join(pins, " ")
}

// Watched implements layout.Layout.
func (l *Layout) Watched() []engine.Table { return []engine.Table{l.table} }

// Written implements layout.Layout.
func (l *Layout) Written() []engine.Table { return []engine.Table{l.table} }

// Indexes implements layout.Layout. flagtui does not know which indexes the app intends.
func (l *Layout) Indexes() []layout.WantIndex { return nil }

// Normalize implements layout.Layout. If every row means on, the absence of a row means
// off.
func (l *Layout) Normalize(change feature.Change) feature.Change {
	if l.presence {
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

// Kinds implements layout.Layout.
func (l *Layout) Kinds() (kinds []feature.KindInfo) {
	config := l.config.Table
	system := l.systemElsewhere
	for _, kind := range l.kinds {
		word := strings.ReplaceAll(string(kind), "_", " ")
		info := feature.KindInfo{Kind: kind, Name: word, Plural: plural(word), IDForm: "ID", Live: config.Live,
			Settings: []feature.Setting{feature.On, feature.Off, feature.Inherit}, Listed: l.tenants != nil && l.tenants.kind == kind}
		switch {
		case kind == feature.System:
			info.Plural, info.IDForm, system = word, "", true
			if l.isCatalogue || l.presence {
				info.Settings = []feature.Setting{feature.On, feature.Off}
			}
		case l.presence && system:
			info.Settings = []feature.Setting{feature.On, feature.Inherit}
		case l.presence:
			info.Settings = []feature.Setting{feature.On, feature.Off}
		}
		if kind != feature.System && system {
			info.Inherits = feature.System
		}
		l.setRules(&info)
		kinds = append(kinds, info)
	}
	return kinds
}

// plural returns the plural of an English word.
func plural(word string) string {
	switch before, last := word[:len(word)-1], word[len(word)-1:]; {
	case last == "y" && !strings.HasSuffix(before, "a") && !strings.HasSuffix(before, "e") && !strings.HasSuffix(before, "o"):
		return before + "ies"
	case last == "s" || last == "x" || strings.HasSuffix(word, "ch") || strings.HasSuffix(word, "sh"):
		return word + "es"
	}
	return word + "s"
}
