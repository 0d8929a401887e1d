package described

import (
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Tables returns the tables that the config describes, the main table first.
func Tables(config *layout.Config) []engine.Spec {
	if config == nil || config.Table == nil {
		return nil
	}
	t := config.Table
	specs := []engine.Spec{{Name: t.Table.Name, Schema: t.Table.Schema, Described: true, Writes: engine.Updates}}
	if name := t.Definitions.Table; name.Name != "" && name != t.Table {
		specs = append(specs, engine.Spec{Name: name.Name, Schema: name.Schema, Described: true, Writes: engine.Changes})
	}
	if name := t.Tenants.Table; name.Name != "" && name != t.Table && name != t.Definitions.Table {
		specs = append(specs, engine.Spec{Name: name.Name, Schema: name.Schema, Described: true})
	}
	return specs
}

// CatalogueTables returns the table of definitions if it holds the system's values.
func CatalogueTables(config *layout.Config) []engine.Spec {
	if config == nil || config.Table == nil || config.Table.Definitions.Enabled == "" {
		return nil
	}
	return Tables(config)[1:2]
}

// Open makes the layout of a table that the config file describes. Its errors name the
// line in the config file.
func Open(db *engine.DB, config *layout.Config, found []engine.Table, main, _ engine.Table) (layout.Layout, error) {
	l, err := New(db, config, found, main)
	if err != nil {
		return nil, err
	}
	return l.withInterfaces(), nil
}

// New makes a described layout for a package that embeds the result. The only optional
// interface of the result is layout.RowKeeper.
func New(db *engine.DB, config *layout.Config, found []engine.Table, main engine.Table) (*Layout, error) {
	t := config.Table
	l := &Layout{DB: db, config: config, table: main, systemElsewhere: t.Definitions.Enabled != "", presence: t.Enabled == ""}
	if l.presence && t.Without == feature.On {
		return nil, config.Problem("without", "a row by itself means on, so no row means off", "leave without out, or write enabled: and the column of the value")
	}
	steps := []func() error{
		func() error { return l.checkDefinitions(found) },
		l.checkName,
		func() error {
			if l.presence {
				return nil
			}
			return l.checkValue(main, "enabled", t.Enabled)
		},
		func() (err error) { l.pinned, err = l.pins("where", t.Where); return err },
		l.checkScope,
		func() (err error) { l.insert, err = l.pins("insert", t.Insert); return err },
		func() (err error) { l.update, err = l.pins("update", t.Update); return err },
		l.checkTargeting,
		func() error { return l.checkTenants(found) },
		l.identify,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	l.checkFilled()
	return l, nil
}

// OpenCatalogue makes the layout of the table of definitions, whose rows hold the
// system's values.
func OpenCatalogue(db *engine.DB, config *layout.Config, found []engine.Table, main, _ engine.Table) (layout.Layout, error) {
	l := &Layout{DB: db, config: config, table: main, isCatalogue: true, kinds: []feature.Kind{feature.System}}
	var err error
	if l.name, err = l.column(main, "definitions.name", config.Table.Definitions.Name); err != nil {
		return nil, err
	}
	if err := l.checkNameForm("definitions.name", l.name); err != nil {
		return nil, err
	}
	if err := l.checkValue(main, "definitions.enabled", config.Table.Definitions.Enabled); err != nil {
		return nil, err
	}
	return l, l.identify()
}

// checkName finds the column of the flag's name.
func (l *Layout) checkName() (err error) {
	if l.name, err = l.column(l.table, "name", l.config.Table.Name); err != nil {
		return err
	}
	if l.config.Table.ByID {
		if l.name.form != l.definitions.id.form {
			return l.config.Problem("name", fmt.Sprintf("the column %s is %s, and the ids of %s are %s", l.name.Name, l.name.Shown, l.definitions.table.Name, l.definitions.id.Shown), "name the column that holds the definition's id")
		}
		return nil
	}
	return l.checkNameForm("name", l.name)
}

// checkNameForm checks that a column holds names.
func (l *Layout) checkNameForm(word string, c column) error {
	if c.form == textForm {
		return nil
	}
	hint := "name a column of texts"
	if word == "name" {
		hint += "; if it holds the id of a definition, write by: id and definitions:"
	}
	return l.config.Problem(word, fmt.Sprintf("the column %s is %s, which holds no names", c.Name, c.Shown), hint)
}

// checkTargeting finds the columns of the targeting. It also finds the columns with the
// time and the author of a row's last change.
func (l *Layout) checkTargeting() error {
	for _, name := range l.config.Table.Targeting {
		c, err := l.column(l.table, "aside", name)
		if err != nil {
			return err
		}
		l.targeting = append(l.targeting, c)
	}
	for _, p := range l.update {
		switch {
		case p.value.Word == layout.Now && p.form == timeForm && l.updatedAt.Name == "":
			l.updatedAt = p.column
		case p.value.Word == layout.Actor && p.form == textForm && l.updatedBy.Name == "":
			l.updatedBy = p.column
		}
	}
	return nil
}

// identify sets the columns that identify a row. These are the flag's name, the scope
// and the columns of `where`, and id if the table has this column. Column id alone may
// not be unique.
func (l *Layout) identify() error {
	columns := []string{l.name.Name}
	if l.kindColumn.Name != "" {
		columns = append(columns, l.kindColumn.Name)
	}
	if l.ids {
		columns = append(columns, l.id.Name)
	}
	for _, p := range l.pinned {
		columns = append(columns, p.Name)
	}
	if c, ok := l.table.Find("id"); ok && c.NotNull && !slices.Contains(columns, c.Name) {
		columns = slices.Insert(columns, 0, c.Name)
	}
	l.table.Identify(columns...)
	return nil
}

// hasKey reports whether one column identifies a row.
func (l *Layout) hasKey() bool {
	return !strings.EqualFold(l.table.Key(), l.name.Name) || !l.ids && len(l.pinned) == 0
}

// beside finds another table that the config names. word is the key that names the table
// in the config file.
func (l *Layout) beside(found []engine.Table, word string, name layout.TableName) (engine.Table, error) {
	if name == l.config.Table.Table {
		return l.table, nil
	}
	t := l.Companion(found, l.table, name.Name)
	if name.Schema != "" {
		for _, other := range found {
			if other.Name == name.Name && other.Schema == name.Schema {
				t = other
			}
		}
	}
	if !t.Exists() {
		return t, l.config.Problem(word, fmt.Sprintf("the database has no table %s that this user may read", name), "write the name as the database has it, with its schema if that is another one")
	}
	return t, nil
}
