// Package flipper is the layout of Flipper, a Ruby library, when the library stores
// flags with ActiveRecord.
package flipper

import (
	"cmp"
	"context"

	"flagtui/internal/data/described"
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// The names of the library's tables, without a prefix.
const (
	gatesTable    = "flipper_gates"
	featuresTable = "flipper_features"
)

// Actor is the kind of scope of actor gates.
const Actor feature.Kind = "actor"

// Layout is the layout of the library's tables. A row of flipper_gates is a gate of a
// flag, and the flag is on if any gate opens. Boolean gates and actor gates are
// settings. The value also depends on groups, percentages and expressions, which flagtui
// never sets.
type Layout struct {
	*described.Layout
	gates, features engine.Table
	tenant          string // see feature.KindInfo.Tenant
}

// Reads holds the columns of flipper_gates.
var Reads = []string{"id", "feature_key", "key", "value", "created_at", "updated_at"}

// Tables returns the tables of the library. A layout in the config file may give their
// names a prefix.
func Tables(config *layout.Config) []engine.Spec {
	prefix := ""
	if config != nil {
		if config.Flipper == nil {
			return nil
		}
		prefix = config.Flipper.Prefix
	}
	return []engine.Spec{
		{Name: prefix + gatesTable, Described: true, Writes: engine.Updates},
		{Name: prefix + featuresTable, Described: true, Writes: engine.Updates},
	}
}

// Open returns the layout of the tables. It fails if a table or a column is missing.
func Open(db *engine.DB, config *layout.Config, found []engine.Table, main, _ engine.Table) (layout.Layout, error) {
	live, tenant := feature.LiveAtRequest(), ""
	if config != nil {
		tenant = config.Flipper.Tenant
		if config.Flipper.Live != (feature.Live{}) {
			live = config.Flipper.Live
		}
	}
	features := db.Companion(found, main, Tables(config)[1].Name)
	for _, table := range []struct {
		engine.Table
		columns []string
	}{{main, Reads}, {features, []string{"key", "created_at", "updated_at"}}} {
		if !table.Exists() || !table.Has(table.columns...) {
			return nil, missing(config, cmp.Or(table.Name, Tables(config)[1].Name))
		}
	}
	table := layout.TableConfig{Table: layout.TableName{Schema: main.Schema, Name: main.Name}, Name: "feature_key", Live: live, Without: feature.Off,
		Scope: layout.ScopeConfig{KindColumn: "key", IDColumn: "value", System: boolean, None: layout.Value{Text: on[0]}, Kinds: map[feature.Kind]string{Actor: actors}}}
	base, err := described.New(db, &layout.Config{Table: &table}, found, main)
	if err != nil {
		return nil, err
	}
	return &Layout{base, main, features, tenant}, nil
}

// missing returns the error for a table that is not the library's, or is not readable.
func missing(config *layout.Config, name string) error {
	const hint = "grant SELECT on flipper_features and flipper_gates, as Flipper's migrations make them"
	text := "Flipper's table " + name + " is missing, lacks a column of Flipper's, or may not be read"
	if config != nil {
		return config.Problem("flipper", text, hint)
	}
	return &feature.Problem{Kind: feature.ErrUsage, Text: text, Hint: hint}
}

// mostActors is the number of actors of a flag that the app takes by default.
const mostActors = 100

// ID implements layout.Layout.
func (l *Layout) ID() string { return "Flipper" }

// Tables implements layout.Layout.
func (l *Layout) Tables() []engine.Table { return []engine.Table{l.gates, l.features} }

// Written implements layout.Layout.
func (l *Layout) Written() []engine.Table { return l.Tables() }

// Watched implements layout.Layout.
func (l *Layout) Watched() []engine.Table { return l.Tables() }

// Kinds implements layout.Layout. Flipper has no off for one actor.
func (l *Layout) Kinds() []feature.KindInfo {
	kinds := l.Layout.Kinds()
	for i := range kinds {
		kinds[i].Combine, kinds[i].KillsTargeting = feature.AnyOn, kinds[i].Kind == feature.System
		if kinds[i].Kind == Actor {
			kinds[i].IDForm, kinds[i].Tenant, kinds[i].Most = "ID, such as Account;12", l.tenant, mostActors
		}
	}
	return kinds
}

// maxText is the largest length of a name or an actor in a new row. It is the length of
// flagtui's journal columns, and of Flipper's columns before release 1.0.
const maxText = 255

// Validate implements layout.Layout.
func (l *Layout) Validate(change feature.Change, isNew bool) error {
	if change.Scope.Kind == Actor && change.After == feature.Off {
		return &feature.Problem{Kind: feature.ErrRefused, Text: "Flipper has no off for one actor",
			Hint: "nothing was written; turn the flag off for everyone, and on for those who keep it"}
	}
	if isNew {
		if err := feature.ValidateText("actor", change.Scope.ID, maxText); err != nil {
			return err
		}
		if err := feature.ValidateName(change.Name, maxText); err != nil {
			return err
		}
	}
	return l.Layout.Validate(change, isNew)
}

// Impact implements layout.Impacter.
func (l *Layout) Impact(ctx context.Context, name string) (feature.Impact, error) {
	return l.CountImpact(ctx, name)
}
