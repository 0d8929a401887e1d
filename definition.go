package flagtui

import (
	"cmp"
	"fmt"
	"slices"

	"flagtui/internal/feature"
)

// Definition is what an application declares of a flag.
type Definition struct {
	Name        string
	Description string
	// Default is the value where nothing sets the flag. OLI Torus, Flipper, FunWithFlags and
	// django-waffle have no defaults: such a flag is off.
	Default bool
	// Scopes are the kinds of scope at which the flag may be set, such as "system" and
	// "tenant". Without Scopes, the application's usual kinds are allowed. OLI Torus has
	// no usual kinds, so its features need "project", "section" or both.
	Scopes []string
	// Canary reports that rollouts and not rows decide about the feature. Only OLI Torus
	// has canary features.
	Canary bool
}

// definitionsOf returns the definitions in the form of package feature, sorted by name.
// It fails with ErrUsage for an invalid or repeated name, and for an invalid kind.
func definitionsOf(defs []Definition) ([]feature.Definition, error) {
	converted := make([]feature.Definition, 0, len(defs))
	for _, d := range defs {
		def := feature.Definition{Name: d.Name, Description: d.Description, Default: d.Default, Canary: d.Canary}
		if err := def.ValidateName(); err != nil {
			return nil, err
		}
		for _, kind := range d.Scopes {
			if !feature.Kind(kind).IsValid() {
				return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the definition of %q has the scope %q, which is no kind of scope", d.Name, kind),
					Hint: `write "system", "tenant", "project", "section", or another kind of the database`}
			}
			def.Scopes = append(def.Scopes, feature.Kind(kind))
		}
		converted = append(converted, def)
	}
	slices.SortFunc(converted, func(a, b feature.Definition) int { return cmp.Compare(a.Name, b.Name) })
	for i := 1; i < len(converted); i++ {
		if converted[i].Name == converted[i-1].Name {
			return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the flag %q is defined twice", converted[i].Name), Hint: "leave one definition out"}
		}
	}
	return converted, nil
}
