package feature

import (
	"fmt"
	"slices"

	"flagtui/internal/words"
)

// Refusal returns the reason why the catalogue does not allow a flag at a scope. The
// catalogue may lack the flag. For projects and sections, Refusal uses OLI Torus' words.
func Refusal(defs []Definition, info KindInfo, scope Scope, name string) string {
	for _, def := range defs {
		if def.Name == name && !def.Allows(info) && !scope.IsZero() {
			return WrongScope(name, info)
		}
	}
	if info.OptIn || scope.IsZero() {
		return fmt.Sprintf("Feature '%s' is not defined", name)
	}
	return fmt.Sprintf("flag %q is not registered for %s", name, scope)
}

// LockedProblem returns the error for a change of a locked flag. reason is View.Locked.
func LockedProblem(name, reason string) error {
	return &Problem{Kind: ErrRefused, Text: fmt.Sprintf("%q is locked: %s", name, reason), Hint: "nothing was written; flagtui never changes a locked flag: change it in the app"}
}

// NoCatalogue returns the text that no catalogue is known, followed by CatalogueHint.
func NoCatalogue(table bool) string {
	return "no catalogue of flags is known, so names cannot be checked; " + CatalogueHint(words.English, table)
}

// CatalogueHint says how to give a catalogue. table reports whether the database has the
// table for a catalogue.
func CatalogueHint(l words.Language, table bool) string {
	if table {
		return l.Say(words.CatalogueHint)
	}
	return l.Say(words.CatalogueHintInit)
}

// WrongScope returns the text that a definition does not allow scopes of this kind.
func WrongScope(name string, info KindInfo) string {
	context := info.Name
	if info.OptIn {
		context = torusContexts[info.Kind]
	}
	return fmt.Sprintf("Feature '%s' cannot be used in %s context", name, context)
}

// Context returns OLI Torus' word for the scopes that allow the flag: authoring,
// delivery or both. It returns an empty string if neither projects nor sections allow
// it.
func (d Definition) Context() string {
	switch project, section := slices.Contains(d.Scopes, Project), slices.Contains(d.Scopes, Section); {
	case project && section:
		return "both"
	case project:
		return torusContexts[Project]
	case section:
		return torusContexts[Section]
	}
	return ""
}

// torusContexts are OLI Torus' words for the kinds of scope.
var torusContexts = map[Kind]string{Project: "authoring", Section: "delivery"}
