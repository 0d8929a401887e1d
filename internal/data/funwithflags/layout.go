// Package funwithflags is the layout of FunWithFlags, an Elixir library, when the
// library stores flags with Ecto.
package funwithflags

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"flagtui/internal/data/described"
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Table is the library's own name for the table.
const Table = "fun_with_flags_toggles"

// Actor is the kind of scope of actor gates.
const Actor feature.Kind = "actor"

// The library's words in the columns gate_type and target.
const (
	boolean     = "boolean"
	actor       = "actor"
	group       = "group"
	percentage  = "percentage"
	noTarget    = "_fwf_none"
	anyTime     = "time/"   // begins the target of a percentage of time
	anyActors   = "actors/" // begins the target of a percentage of actors
	liveDefault = "within 15 minutes"
)

// Layout is the layout of the library's table, in which each row is a gate of a flag.
// Boolean gates and actor gates are settings. The value also depends on group gates and
// percentage gates, and only the app knows whom these concern. flagtui never sets them.
type Layout struct {
	*described.Layout
	table  engine.Table
	tenant string // the actor of a tenant, such as "account:{id}"; may be empty
}

// Reads are the columns that flagtui needs.
var Reads = []string{"id", "flag_name", "gate_type", "target", "enabled"}

// Tables returns the table of the library. The config may give another name.
func Tables(config *layout.Config) []engine.Spec {
	spec := engine.Spec{Name: Table, Described: true, Writes: engine.Updates}
	if config != nil {
		if config.FunWithFlags == nil {
			return nil
		}
		if name := config.FunWithFlags.Table; name.Name != "" {
			spec.Name, spec.Schema = name.Name, name.Schema
		}
	}
	return []engine.Spec{spec}
}

// Open returns the layout of the table. It fails if the table lacks one of the library's
// columns.
func Open(db *engine.DB, config *layout.Config, found []engine.Table, main, journal engine.Table) (layout.Layout, error) {
	live, tenant := feature.Live{}, ""
	if config != nil {
		live, tenant = config.FunWithFlags.Live, config.FunWithFlags.Tenant
	}
	if live == (feature.Live{}) {
		live, _ = feature.ParseLive(liveDefault)
	}
	table := layout.TableConfig{Table: layout.TableName{Schema: main.Schema, Name: main.Name}, Name: "flag_name", Enabled: "enabled", Live: live, Without: feature.Off,
		Scope: layout.ScopeConfig{KindColumn: "gate_type", IDColumn: "target", System: boolean, None: layout.Value{Text: noTarget}, Kinds: map[feature.Kind]string{Actor: actor}}}
	if main.MakesIDs() {
		table.Insert = []layout.Assignment{{Column: "id", Value: layout.Value{Word: layout.UUID}}}
	}
	base, err := described.New(db, &layout.Config{Table: &table}, found, main)
	if err != nil {
		return nil, err
	}
	return &Layout{base, main, tenant}, nil
}

// ID implements layout.Layout.
func (l *Layout) ID() string { return "FunWithFlags" }

// Kinds implements layout.Layout.
func (l *Layout) Kinds() []feature.KindInfo {
	kinds := l.Layout.Kinds()
	for i := range kinds {
		kinds[i].KillsTargeting = kinds[i].Kind == feature.System
		if kinds[i].Kind == Actor {
			kinds[i].IDForm, kinds[i].Tenant = "ID, such as account:7", l.tenant
		}
	}
	return kinds
}

// maxText is the length of the columns flag_name and target. SQLite does not enforce it.
const maxText = 255

// Validate implements layout.Layout.
func (l *Layout) Validate(change feature.Change, isNew bool) error {
	if err := feature.ValidateName(change.Name, maxText); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(change.Scope.ID); n > maxText {
		return &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("the actor's id is too long: %d characters, and the column holds %d", n, maxText)}
	}
	return l.Layout.Validate(change, isNew)
}

// SelectStored implements layout.Layout.
func (l *Layout) SelectStored(kind feature.Kind, ids, names []string, each func(id, name string, stored feature.Stored)) ([]engine.Statement, error) {
	if kind != feature.System {
		return l.Layout.SelectStored(kind, ids, names, each)
	}
	statement, flags := l.selectGatesOf(names)
	statement.Done = func() error {
		for name, g := range flags {
			each("", name, g.stored())
		}
		return nil
	}
	return []engine.Statement{statement}, nil
}

// SelectOn implements layout.Layout.
func (l *Layout) SelectOn(name string, each func(layout.RowKey)) engine.Statement {
	return l.selectGates(` WHERE o.flag_name = ?`, []any{name}, func(g gate) {
		if g.opens() {
			each(layout.KeyAt(g.scope(), name))
		}
	})
}

// SelectPage implements layout.Layout. The system's row comes first, and stands for all
// gates except actor gates. The actors' rows are sorted by id.
func (l *Layout) SelectPage(q layout.OverrideQuery, limit int, each func(layout.OverrideRow)) (engine.Statement, error) {
	condition, args := `(o.gate_type <> ? OR o.target > ?)`, []any{q.Name, actor, q.After.ID}
	if !q.After.IsZero() { // the first page has the system's rows
		condition = `o.gate_type = ? AND o.target > ?`
	}
	flags, rows := map[string]*gateSet{}, []layout.OverrideRow{}
	system, targeting := layout.OverrideRow{}, []string{}
	// The few gates that belong to no actor do not count towards the limit.
	statement := l.selectGates(` WHERE o.flag_name = ? AND `+condition+` ORDER BY CASE o.gate_type WHEN '`+boolean+`' THEN 0 WHEN '`+actor+`' THEN 2 ELSE 1 END, o.target, o.id`+fmt.Sprintf(` LIMIT %d`, int64(limit)+mostOthers), args, func(g gate) {
		row := g.row()
		if g.kind == actor {
			rows = append(rows, row)
			return
		}
		if collect(flags, g); system.ID == "" {
			system = row // the boolean gate, if there is one
		}
		if row.Depends != "" {
			targeting = append(targeting, row.Depends)
		}
	})
	statement.Done = func() error {
		if g := flags[q.Name]; g != nil {
			system.Depends, system.Locked = strings.Join(targeting, ", "), g.locked()
			rows = slices.Insert(rows, 0, system)
		}
		for _, row := range rows[:min(limit, len(rows))] {
			each(row)
		}
		return nil
	}
	return statement, nil
}

// mostOthers is the largest number of a flag's gates that belong to no actor.
const mostOthers = 1000

// LockFlag implements layout.Layout. Like SelectDeciding, it fails with
// feature.ErrRefused for a locked flag.
func (l *Layout) LockFlag(name string, each func(layout.OverrideRow)) engine.Statement {
	flags := map[string]*gateSet{}
	statement := l.selectGates(` WHERE o.flag_name = ? ORDER BY o.id`+l.Lock, []any{name}, func(g gate) {
		if g.kind != actor {
			collect(flags, g)
		}
		each(g.row())
	})
	statement.Done = func() error { return refusal(flags) }
	return statement
}

// SelectDefinitions implements layout.Definer. The library has no definitions, so every
// flag with a gate counts as defined.
func (l *Layout) SelectDefinitions(each func(feature.Definition)) engine.Statement {
	return engine.Statement{Text: `SELECT DISTINCT o.flag_name FROM ` + l.table.Ref() + ` o ORDER BY o.flag_name`, Each: func(rows *sql.Rows) error {
		d := feature.Definition{Scopes: slices.Clone(kinds)}
		err := rows.Scan(&d.Name)
		each(d)
		return err
	}}
}

// Impact implements layout.Impacter.
func (l *Layout) Impact(ctx context.Context, name string) (feature.Impact, error) {
	return l.CountImpact(ctx, name)
}

// kinds are the kinds of scope at which every flag may be set.
var kinds = []feature.Kind{feature.System, Actor}
