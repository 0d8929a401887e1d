// Package transfer carries definitions and overrides between databases: it
// writes what is stored to a file, and plans what a file changes. It reads
// nothing from a database itself.
package transfer

import (
	"cmp"
	"slices"
	"strings"

	"flagtui/internal/flag"
)

// Document is what an export holds. Equal contents make equal documents,
// whatever database they were read from.
type Document struct {
	Definitions []Definition `json:"definitions"` // by name
	Overrides   []Override   `json:"overrides"`   // by scope, scope id and name
}

// Definition is a definition as an export writes it.
type Definition struct {
	Name        string      `json:"name"`
	Description string      `json:"description,omitempty"`
	Default     bool        `json:"default_enabled"`
	Scopes      []flag.Kind `json:"scopes,omitempty"` // nil: system and tenant
	RolloutMode string      `json:"rollout_mode,omitempty"`
}

// Override is an override as an export writes it.
type Override struct {
	Scope   flag.Kind `json:"scope"`
	ScopeID string    `json:"scope_id,omitempty"`
	Name    string    `json:"name"`
	Enabled bool      `json:"enabled"`
}

// NewDocument makes the document of what is stored. A row that an export
// cannot express, since no file that names it would be taken, is left out;
// left is how many are.
func NewDocument(defs []flag.Definition, overrides []flag.Override) (doc Document, skipped int) {
	doc = Document{Definitions: []Definition{}, Overrides: make([]Override, 0, len(overrides))}
	for _, def := range defs {
		if !isDefinitionExportable(def) {
			skipped++
			continue
		}
		doc.Definitions = append(doc.Definitions, Definition{def.Name, strings.ToValidUTF8(def.Description, "\uFFFD"), def.Default, normalizedScopes(def), def.RolloutMode()})
	}
	slices.SortFunc(doc.Definitions, func(a, b Definition) int { return cmp.Compare(a.Name, b.Name) })
	for _, o := range overrides {
		if !isOverrideExportable(o) {
			skipped++
			continue
		}
		doc.Overrides = append(doc.Overrides, Override{o.Scope.Kind, o.Scope.ID, o.Name, o.Enabled})
	}
	slices.SortFunc(doc.Overrides, func(a, b Override) int {
		return cmp.Or(cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.ScopeID, b.ScopeID), cmp.Compare(a.Name, b.Name))
	})
	return doc, skipped
}

// isOverrideExportable tells whether an override can be named in a file, and written
// again from there.
func isOverrideExportable(o flag.Override) bool {
	return !o.Odd && o.Scope.Validate() == nil && o.Scope.Kind.ValidateName(o.Name) == nil
}

// isDefinitionExportable is expressible for a definition.
func isDefinitionExportable(def flag.Definition) bool {
	return def.ValidateName() == nil &&
		!slices.ContainsFunc(def.Scopes, func(kind flag.Kind) bool { return !slices.Contains(flag.Kinds(), kind) })
}

// normalizedScopes returns the definition's scopes in the order of flag.Kinds, each
// once; nil where they are the system and the tenants, as without any.
func normalizedScopes(def flag.Definition) []flag.Kind {
	kinds := slices.DeleteFunc(flag.Kinds(), func(kind flag.Kind) bool { return !def.Allows(kind) })
	if slices.Equal(kinds, []flag.Kind{flag.System, flag.Tenant}) {
		return nil
	}
	return kinds
}
