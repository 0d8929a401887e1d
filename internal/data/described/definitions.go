package described

import (
	"context"
	"database/sql"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// definitions is the app's own table of definitions.
type definitions struct {
	table       engine.Table
	id          column // set only if rows hold the definition's id
	name        column
	description column // the zero column if there is none
}

// checkDefinitions finds the table of definitions.
func (l *Layout) checkDefinitions(found []engine.Table) error {
	config := l.config.Table.Definitions
	if config.Table.Name == "" {
		return nil
	}
	t, err := l.beside(found, "definitions.table", config.Table)
	if err != nil {
		return err
	}
	d := &definitions{table: t}
	if d.name, err = l.column(t, "definitions.name", config.Name); err != nil {
		return err
	}
	if err := l.checkNameForm("definitions.name", d.name); err != nil {
		return err
	}
	if config.Description != "" {
		if d.description, err = l.column(t, "definitions.description", config.Description); err != nil {
			return err
		}
	}
	if l.config.Table.ByID {
		if d.id, err = l.column(t, "by", "id"); err != nil {
			return err
		}
	}
	l.definitions = d
	return nil
}

// from returns the tables of the FROM clause. The main table has the alias o.
func (l *Layout) from() string {
	if !l.byID() {
		return l.table.Ref() + ` o`
	}
	return l.table.Ref() + ` o JOIN ` + l.definitions.table.Ref() + ` d ON ` + l.definitions.id.as("d") + ` = ` + l.name.as("o")
}

// byID reports whether rows hold the definition's id.
func (l *Layout) byID() bool { return l.config.Table.ByID && !l.isCatalogue }

// flagName returns the expression for the flag's name.
func (l *Layout) flagName() string {
	if l.byID() {
		return l.definitions.name.text("d")
	}
	return l.name.text("o")
}

// named returns the condition that a row belongs to one of n flags. The condition also
// works without the join of from, as in an UPDATE.
func (l *Layout) named(n int) string {
	in := ` IN (` + engine.Repeat(n, "?") + `)`
	if l.byID() {
		d := l.definitions
		return l.name.as("o") + ` IN (SELECT ` + d.id.as("d") + ` FROM ` + d.table.Ref() + ` d WHERE ` + d.name.text("d") + in + `)`
	}
	return l.name.text("o") + in
}

// requireDefinitions fails with feature.ErrUnknown if a new row's flag has no definition.
func (l *Layout) requireDefinitions(ctx context.Context, q queryer, inserts []feature.Change) error {
	if !l.byID() || len(inserts) == 0 {
		return nil
	}
	d := l.definitions
	known := map[string]bool{}
	for _, names := range chunks(namesOf(inserts)) {
		err := engine.Query(ctx, q, `SELECT `+d.name.text("d")+` FROM `+d.table.Ref()+` d WHERE `+d.name.text("d")+` IN (`+engine.Repeat(len(names), "?")+`)`, anys(names), func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			known[name] = true
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, c := range inserts {
		if !known[c.Name] {
			return unknownFlag(c.Name, d.table)
		}
	}
	return nil
}

// selectDefinitions reads the app's own definitions.
func (l *Layout) selectDefinitions(each func(feature.Definition)) engine.Statement {
	d := l.definitions
	description := "NULL"
	if d.description.Name != "" {
		description = d.description.text("d")
	}
	kinds := l.kinds
	if l.systemElsewhere {
		kinds = append([]feature.Kind{feature.System}, kinds...)
	}
	return engine.Statement{Text: `SELECT ` + d.name.text("d") + `, ` + description + ` FROM ` + d.table.Ref() + ` d WHERE ` + d.name.as("d") + ` IS NOT NULL`, Each: func(rows *sql.Rows) error {
		def := feature.Definition{Default: l.config.Table.Without == feature.On, Scopes: kinds}
		err := rows.Scan(&def.Name, engine.TextInto(&def.Description))
		each(def)
		return err
	}}
}

// withInterfaces wraps the layout in a type that implements its optional interfaces.
func (l *Layout) withInterfaces() layout.Layout {
	inherits := l.ids && (l.systemElsewhere || l.Holds(feature.System))
	switch {
	case inherits && l.definitions != nil:
		return impactingDefiner{l, impacter{l}, definer{l}}
	case inherits:
		return impacter{l}
	case l.definitions != nil:
		return definer{l}
	}
	return l
}

// definer is a layout whose app keeps the definitions in its own table.
type definer struct{ *Layout }

// SelectDefinitions reads the app's own definitions.
func (d definer) SelectDefinitions(each func(feature.Definition)) engine.Statement {
	return d.selectDefinitions(each)
}

// impactingDefiner is both a definer and an impacter.
type impactingDefiner struct {
	*Layout
	impacter
	definer
}
