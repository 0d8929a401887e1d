package transfer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/feature/catalogue"
)

// State is the content of a database before a file is applied.
type State struct {
	Definitions []feature.Definition
	Overrides   []feature.Override // sorted by scope, scope id and name
	Kinds       feature.KindList
	Validate    func(feature.Change) error // fails for an override that cannot be written
}

// Plan holds the changes that a file makes.
type Plan struct {
	Definitions []DefinitionChange // sorted by name
	Overrides   []OverrideChange   // sorted by scope, scope id and name
	// Catalogue holds every definition after the plan, sorted by name.
	Catalogue []feature.Definition
	// Unlisted counts the definitions and overrides that are missing from the file, but
	// stay because prune is false.
	Unlisted struct{ Definitions, Overrides int }
	// Skipped is the number of rows that stay, because no file can hold them.
	Skipped int
}

// DefinitionChange is the change of one definition. Before is nil for an added
// definition, and After is nil for a removed one.
type DefinitionChange struct{ Before, After *feature.Definition }

// OverrideChange is the change of one override.
type OverrideChange struct {
	feature.Change
	Line int // line in the file; 0 if the file lacks the override
}

// Tally counts additions, changes and removals.
type Tally struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"`
}

// String returns the counts as text.
func (t Tally) String() string {
	return fmt.Sprintf("%d added, %d changed, %d removed", t.Added, t.Changed, t.Removed)
}

// NewPlan compares a file with the content of a database. With prune, the plan removes
// what the file lacks. It removes definitions only if the file has any, and overrides
// only if the file has a list of overrides, which may be empty.
func NewPlan(state State, file catalogue.Contents, prune bool) Plan {
	var plan Plan
	plan.planDefinitions(state.Definitions, file.Definitions, prune)
	plan.planOverrides(state, file.Overrides, prune)
	return plan
}

// ReplaceCatalogue returns the changes of definitions when one catalogue replaces another,
// sorted by name.
func ReplaceCatalogue(before, after []feature.Definition) (changes []DefinitionChange) {
	old := make(map[string]*feature.Definition, len(before))
	for i := range before {
		old[before[i].Name] = &before[i]
	}
	for i := range after {
		def := &after[i]
		was := old[def.Name]
		delete(old, def.Name)
		if was == nil || !was.Same(*def) {
			changes = append(changes, DefinitionChange{was, def})
		}
	}
	for _, def := range old {
		changes = append(changes, DefinitionChange{Before: def})
	}
	slices.SortFunc(changes, func(a, b DefinitionChange) int { return cmp.Compare(a.Name(), b.Name()) })
	return changes
}

func (p *Plan) planDefinitions(before, wanted []feature.Definition, prune bool) {
	differs := map[string]bool{}
	for _, change := range ReplaceCatalogue(before, wanted) {
		differs[change.Name()] = true
		switch {
		case change.After != nil:
			p.Catalogue = append(p.Catalogue, *change.After)
			p.Definitions = append(p.Definitions, change)
			continue
		case !isDefinitionExportable(*change.Before):
			p.Skipped++
		case len(wanted) == 0:
		case !prune:
			p.Unlisted.Definitions++
		default:
			p.Definitions = append(p.Definitions, change)
			continue
		}
		p.Catalogue = append(p.Catalogue, *change.Before)
	}
	for _, stored := range before {
		if !differs[stored.Name] {
			p.Catalogue = append(p.Catalogue, stored)
		}
	}
	slices.SortFunc(p.Catalogue, func(a, b feature.Definition) int { return cmp.Compare(a.Name, b.Name) })
}

// overrideKey identifies an override.
type overrideKey struct {
	scope feature.Scope
	name  string
}

func (p *Plan) planOverrides(state State, wanted []catalogue.Override, prune bool) {
	stored := make(map[overrideKey]feature.Setting, len(state.Overrides))
	anomalous := map[string]anomalousRows{}
	for _, o := range state.Overrides {
		switch {
		case o.Misplaced:
			anomalous[o.Name] = anomalous[o.Name].with(o)
		case o.Unset:
		case isOverrideExportable(o, state.Validate):
			stored[overrideKey{o.Scope, o.Name}] = o.Setting()
			if rows, ok := anomalous[o.Name]; ok && o.Scope.IsSystem() {
				anomalous[o.Name] = rows.with(o)
			}
		default:
			p.Skipped++
		}
	}
	for _, o := range wanted {
		key := overrideKey{o.Scope, o.Name}
		current, after := stored[key], feature.SettingOf(o.Enabled)
		unchanged := feature.Change{Scope: o.Scope, Before: current, After: after}.Noop(state.Kinds.Of(o.Scope.Kind))
		if rows, ok := anomalous[o.Name]; ok && o.Scope.IsSystem() {
			unchanged = unchanged && rows.allEqual(after)
			current = rows.last
		}
		delete(stored, key)
		if !unchanged {
			p.Overrides = append(p.Overrides, OverrideChange{feature.Change{Scope: o.Scope, Name: o.Name, Before: current, After: after}, o.Line})
		}
	}
	switch {
	case wanted == nil:
	case !prune:
		p.Unlisted.Overrides = len(stored)
	default:
		for key, current := range stored {
			if rows, ok := anomalous[key.name]; ok && key.scope.IsSystem() {
				current = rows.last
			}
			p.Overrides = append(p.Overrides, OverrideChange{Change: feature.Change{Scope: key.scope, Name: key.name, Before: current}})
		}
	}
	for _, change := range p.Overrides { // a change of the system's override also changes the anomalous rows
		if change.Scope.IsSystem() {
			delete(anomalous, change.Name)
		}
	}
	for _, rows := range anomalous {
		p.Skipped += rows.count
	}
	slices.SortFunc(p.Overrides, func(a, b OverrideChange) int {
		return cmp.Or(cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Scope.ID, b.Scope.ID), cmp.Compare(a.Name, b.Name))
	})
}

// anomalousRows are the misplaced rows of one flag that some release of the app reads as
// the system's override. A change of the system's override changes these rows, too.
type anomalousRows struct {
	count   int             // number of rows
	last    feature.Setting // setting of the last row, including the system's own row
	on, off bool            // any row has this setting
}

func (r anomalousRows) with(o feature.Override) anomalousRows {
	if o.Misplaced {
		r.count++
		r.on, r.off = r.on || o.Enabled, r.off || !o.Enabled
	}
	r.last = o.Setting()
	return r
}

// allEqual reports whether all rows have this setting.
func (r anomalousRows) allEqual(setting feature.Setting) bool {
	return r.on == (setting == feature.On) && r.off == (setting == feature.Off)
}

// Changes returns the plan's override changes for a change-set.
func (p Plan) Changes() []feature.Change {
	changes := make([]feature.Change, len(p.Overrides))
	for i, o := range p.Overrides {
		changes[i] = o.Change
	}
	return changes
}

// TallyDefinitions counts the changes of definitions.
func (p Plan) TallyDefinitions() Tally {
	var t Tally
	for _, d := range p.Definitions {
		t.count(d.Before == nil, d.After == nil)
	}
	return t
}

// TallyOverrides counts changes of overrides.
func TallyOverrides(changes []feature.Change) Tally {
	var t Tally
	for _, c := range changes {
		t.count(c.Before == feature.Inherit, c.After == feature.Inherit)
	}
	return t
}

func (t *Tally) count(added, removed bool) {
	switch {
	case added:
		t.Added++
	case removed:
		t.Removed++
	default:
		t.Changed++
	}
}

// Name returns the flag's name.
func (d DefinitionChange) Name() string {
	if d.After == nil {
		return d.Before.Name
	}
	return d.After.Name
}

// String describes the change.
func (d DefinitionChange) String() string {
	switch {
	case d.Before == nil:
		return fmt.Sprintf("definition of %s: added, default %s", d.Name(), feature.SettingOf(d.After.Default))
	case d.After == nil:
		return fmt.Sprintf("definition of %s: removed", d.Name())
	}
	var parts []string
	if d.Before.Default != d.After.Default {
		parts = append(parts, fmt.Sprintf("default %s -> %s", feature.SettingOf(d.Before.Default), feature.SettingOf(d.After.Default)))
	}
	if d.Before.Description != d.After.Description {
		parts = append(parts, "description")
	}
	if !slices.Equal(d.Before.Kinds(), d.After.Kinds()) {
		parts = append(parts, "scopes")
	}
	if d.Before.Canary != d.After.Canary {
		parts = append(parts, "rollout_mode")
	}
	return fmt.Sprintf("definition of %s: changed (%s)", d.Name(), strings.Join(parts, ", "))
}

// String describes the change.
func (o OverrideChange) String() string {
	if o.Before == o.After {
		return fmt.Sprintf("%s at %s: %s, in every row that the app may read as the system's", o.Name, o.Scope, o.After)
	}
	return fmt.Sprintf("%s at %s: %s -> %s", o.Name, o.Scope, o.Before, o.After)
}
