package feature

import "fmt"

// Refusal says why a flag cannot be had at a scope, by the catalogue; of
// projects and sections, and where the definition does not allow it, in the
// words of OLI Torus. It is for a flag that is not defined there.
func Refusal(defs []Definition, scope Scope, name string) string {
	for _, def := range defs {
		if def.Name == name && !def.Allows(scope.Kind) && !scope.IsZero() {
			return WrongScope(name, scope.Kind)
		}
	}
	if !scope.Kind.Inherits() {
		return fmt.Sprintf("Feature '%s' is not defined", name)
	}
	return fmt.Sprintf("flag %q is not registered for %s", name, scope)
}

// CatalogueHint says how a catalogue can be given. table tells whether the database
// has the table that keeps one.
func CatalogueHint(table bool) string {
	if table {
		return "give one with --flags FILE, or keep it here with `flagtui register FILE`"
	}
	return "give one with --flags FILE, or keep it here: `flagtui init` makes the table, and then `flagtui register FILE`"
}

// WrongScope says that a definition does not allow a scope of this kind.
func WrongScope(name string, kind Kind) string {
	return fmt.Sprintf("Feature '%s' cannot be used in %s context", name, torusContexts[kind])
}

// torusContexts is what OLI Torus calls the kinds of scope.
var torusContexts = map[Kind]string{Project: "authoring", Section: "delivery", System: "system", Tenant: "tenant"}
