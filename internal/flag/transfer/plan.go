package transfer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/flag"
	"flagtui/internal/flag/catalogue"
)

// State is what a database holds before a file is applied to it.
type State struct {
	Definitions []flag.Definition
	Overrides   []flag.Override // by scope, scope id and name
}

// Plan is what a file changes.
type Plan struct {
	Definitions []DefinitionChange // by name
	Overrides   []OverrideChange   // by scope, scope id and name
	// Catalogue is every definition as it is after the plan, by name.
	Catalogue []flag.Definition
	// Spare is how many definitions and overrides the file does not have, and
	// are kept because removing them was not asked for.
	Spare struct{ Definitions, Overrides int }
	// Left is how many rows are not touched since no file can name them.
	Left int
}

// DefinitionChange is one definition that is added (Before is nil), removed
// (After is nil) or changed.
type DefinitionChange struct{ Before, After *flag.Definition }

// OverrideChange is one override's change.
type OverrideChange struct {
	flag.Change
	Line int // where the file asks for it; 0 for what it does not have
}

// Tally counts changes of one sort.
type Tally struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"`
}

// String counts in words.
func (t Tally) String() string {
	return fmt.Sprintf("%d added, %d changed, %d removed", t.Added, t.Changed, t.Removed)
}

// NewPlan compares what a file says with what a database holds. What the file
// does not have is removed if prune says so, and only where the file says
// anything of it: one without definitions is no wish to have none, and one
// that is a catalogue only says nothing of overrides.
func NewPlan(state State, file catalogue.Contents, prune bool) Plan {
	var plan Plan
	plan.define(state.Definitions, file.Definitions, prune)
	plan.override(state.Overrides, file.Overrides, prune)
	return plan
}

func (p *Plan) define(before, wanted []flag.Definition, prune bool) {
	old := make(map[string]*flag.Definition, len(before))
	for i := range before {
		old[before[i].Name] = &before[i]
	}
	for i := range wanted {
		def := &wanted[i]
		was := old[def.Name]
		delete(old, def.Name)
		if was != nil && was.Same(*def) {
			p.Catalogue = append(p.Catalogue, *was)
			continue
		}
		p.Catalogue = append(p.Catalogue, *def)
		p.Definitions = append(p.Definitions, DefinitionChange{was, def})
	}
	for _, was := range old {
		switch {
		case !definable(*was):
			p.Left++
		case len(wanted) == 0:
		case !prune:
			p.Spare.Definitions++
		default:
			p.Definitions = append(p.Definitions, DefinitionChange{Before: was})
			continue
		}
		p.Catalogue = append(p.Catalogue, *was)
	}
	slices.SortFunc(p.Definitions, func(a, b DefinitionChange) int { return cmp.Compare(a.Name(), b.Name()) })
	slices.SortFunc(p.Catalogue, func(a, b flag.Definition) int { return cmp.Compare(a.Name, b.Name) })
}

// overrideKey is what there is one override of.
type overrideKey struct {
	scope flag.Scope
	name  string
}

func (p *Plan) override(before []flag.Override, wanted []catalogue.Override, prune bool) {
	now := make(map[overrideKey]flag.Setting, len(before))
	odd := map[string]oddRows{}
	for _, o := range before {
		switch {
		case o.Odd:
			odd[o.Name] = odd[o.Name].with(o)
		case expressible(o):
			now[overrideKey{o.Scope, o.Name}] = flag.SettingOf(o.Enabled)
			if rows, ok := odd[o.Name]; ok && o.Scope.IsSystem() {
				odd[o.Name] = rows.with(o)
			}
		default:
			p.Left++
		}
	}
	for _, o := range wanted {
		key := overrideKey{o.Scope, o.Name}
		was, after := now[key], flag.SettingOf(o.Enabled)
		same := was == after || was == flag.Follow && after == flag.Off && !o.Scope.Kind.Inherits()
		if rows, ok := odd[o.Name]; ok && o.Scope.IsSystem() {
			same = same && rows.all(after)
			was = rows.last
		}
		delete(now, key)
		if !same {
			p.Overrides = append(p.Overrides, OverrideChange{flag.Change{Scope: o.Scope, Name: o.Name, Before: was, After: after}, o.Line})
		}
	}
	switch {
	case wanted == nil:
	case !prune:
		p.Spare.Overrides = len(now)
	default:
		for key, was := range now {
			if rows, ok := odd[key.name]; ok && key.scope.IsSystem() {
				was = rows.last
			}
			p.Overrides = append(p.Overrides, OverrideChange{Change: flag.Change{Scope: key.scope, Name: key.name, Before: was}})
		}
	}
	for _, change := range p.Overrides { // which changes the odd rows, too
		if change.Scope.IsSystem() {
			delete(odd, change.Name)
		}
	}
	for _, rows := range odd {
		p.Left += rows.n
	}
	slices.SortFunc(p.Overrides, func(a, b OverrideChange) int {
		return cmp.Or(cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Scope.ID, b.Scope.ID), cmp.Compare(a.Name, b.Name))
	})
}

// oddRows are the rows of one flag that some release of the app reads as the
// system's override, though they are not written as one. A change for the system
// changes them, too.
type oddRows struct {
	n       int          // how many they are
	last    flag.Setting // what the last row says, the system's own one included
	on, off bool         // whether any says so
}

func (r oddRows) with(o flag.Override) oddRows {
	if o.Odd {
		r.n++
		r.on, r.off = r.on || o.Enabled, r.off || !o.Enabled
	}
	r.last = flag.SettingOf(o.Enabled)
	return r
}

// all tells that all of them say the same.
func (r oddRows) all(setting flag.Setting) bool {
	return r.on == (setting == flag.On) && r.off == (setting == flag.Off)
}

// Changes are the changes of overrides, as a change-set has them.
func (p Plan) Changes() []flag.Change {
	changes := make([]flag.Change, len(p.Overrides))
	for i, o := range p.Overrides {
		changes[i] = o.Change
	}
	return changes
}

// Defined counts the changes of definitions.
func (p Plan) Defined() Tally {
	var t Tally
	for _, d := range p.Definitions {
		t.count(d.Before == nil, d.After == nil)
	}
	return t
}

// Overridden counts changes of overrides.
func Overridden(changes []flag.Change) Tally {
	var t Tally
	for _, c := range changes {
		t.count(c.Before == flag.Follow, c.After == flag.Follow)
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

// Name is the name of the flag that is defined.
func (d DefinitionChange) Name() string {
	if d.After == nil {
		return d.Before.Name
	}
	return d.After.Name
}

// String tells what becomes of the definition.
func (d DefinitionChange) String() string {
	switch {
	case d.Before == nil:
		return fmt.Sprintf("definition of %s: added, default %s", d.Name(), flag.SettingOf(d.After.Default))
	case d.After == nil:
		return fmt.Sprintf("definition of %s: removed", d.Name())
	}
	var what []string
	if d.Before.Default != d.After.Default {
		what = append(what, fmt.Sprintf("default %s -> %s", flag.SettingOf(d.Before.Default), flag.SettingOf(d.After.Default)))
	}
	if d.Before.Description != d.After.Description {
		what = append(what, "description")
	}
	if !slices.Equal(scopesOf(*d.Before), scopesOf(*d.After)) {
		what = append(what, "scopes")
	}
	if d.Before.Canary != d.After.Canary {
		what = append(what, "rollout_mode")
	}
	return fmt.Sprintf("definition of %s: changed (%s)", d.Name(), strings.Join(what, ", "))
}

// String tells what becomes of the override.
func (o OverrideChange) String() string {
	if o.Before == o.After {
		return fmt.Sprintf("%s at %s: %s, in every row that the app may read as the system's", o.Name, o.Scope, o.After)
	}
	return fmt.Sprintf("%s at %s: %s -> %s", o.Name, o.Scope, o.Before, o.After)
}
