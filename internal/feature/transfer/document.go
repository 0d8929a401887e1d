// Package transfer moves definitions and overrides between databases. It writes them to
// a file, and plans the changes that a file makes. It does not access databases.
package transfer

import (
	"cmp"
	"slices"
	"strings"

	"flagtui/internal/feature"
)

// Document is the content of an export. Equal definitions and overrides make equal
// documents, whatever database they come from.
type Document struct {
	Definitions []Definition `json:"definitions"` // sorted by name
	Overrides   []Override   `json:"overrides"`   // sorted by scope, scope id and name
}

// Definition is the form of a definition in an export.
type Definition struct {
	Name        string         `json:"name"`
	Description string         `json:"description,omitempty"`
	Default     bool           `json:"default_enabled"`
	Scopes      []feature.Kind `json:"scopes,omitempty"` // nil means system and tenant
	RolloutMode string         `json:"rollout_mode,omitempty"`
}

// Override is the form of an override in an export.
type Override struct {
	Scope   feature.Kind `json:"scope"`
	ScopeID string       `json:"scope_id,omitempty"`
	Name    string       `json:"name"`
	Enabled bool         `json:"enabled"`
}

// NewDocument returns the document of these definitions and overrides. It leaves
// out rows that set nothing. skipped is the number of other rows that it leaves out, since
// catalogue.ReadContents or validate refuses them.
func NewDocument(defs []feature.Definition, overrides []feature.Override, validate func(feature.Change) error) (doc Document, skipped int) {
	doc = Document{Definitions: []Definition{}, Overrides: make([]Override, 0, len(overrides))}
	for _, def := range defs {
		if !isDefinitionExportable(def) {
			skipped++
			continue
		}
		doc.Definitions = append(doc.Definitions, Definition{def.Name, strings.ToValidUTF8(def.Description, "\uFFFD"), def.Default, def.Kinds(), def.RolloutMode()})
	}
	slices.SortFunc(doc.Definitions, func(a, b Definition) int { return cmp.Compare(a.Name, b.Name) })
	for _, o := range overrides {
		if o.Unset {
			continue
		}
		if !isOverrideExportable(o, validate) {
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

// isOverrideExportable reports whether a file can hold the override, and applying
// the file writes the same override.
func isOverrideExportable(o feature.Override, validate func(feature.Change) error) bool {
	return !o.Misplaced && o.Scope.Validate() == nil && validate(feature.Change{Scope: o.Scope, Name: o.Name, After: o.Setting()}) == nil
}

// isDefinitionExportable reports whether a file can hold the definition.
func isDefinitionExportable(def feature.Definition) bool {
	return def.ValidateName() == nil && !slices.ContainsFunc(def.Scopes, func(kind feature.Kind) bool { return !kind.IsValid() })
}
