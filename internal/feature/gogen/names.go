package gogen

import (
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"
	"unicode"

	"flagtui/internal/feature"
)

// declared maps each exported name of the generated package to a description of its
// owner.
type declared map[string]string

// add declares a name. It fails with feature.ErrUsage if the name is taken.
func (d declared) add(name, what, hint string) error {
	if other, taken := d[name]; taken {
		return usage(hint, "%s and %s would both be %s in Go", other, what, name)
	}
	d[name] = what
	return nil
}

// declareTypes declares everything but the flags.
func declareTypes(sets kindSets, others []compilerKind) (declared, error) {
	names := declared{"Flag": "the type Flag", "All": "the function All", "ByName": "the function ByName"}
	const hint = "rename one of them in the catalogue"
	for _, other := range others {
		for _, name := range []string{other.Identifier, other.Type} {
			if err := names.add(name, fmt.Sprintf("the kind of scope %q", other.Kind), hint); err != nil {
				return nil, err
			}
		}
	}
	for _, set := range sets.all {
		types := []string{set.Name + "Flag"}
		if len(set.Members) > 1 {
			types = append(types, set.Name)
		}
		for _, name := range types {
			if err := names.add(name, "the type of flags for scopes of the kind "+set.Sentence(), hint); err != nil {
				return nil, err
			}
		}
	}
	return names, nil
}

// addFlags declares the flags, and returns their identifiers in the order of defs. chosen
// has the identifiers of some flags, by the name of the flag.
func (d declared) addFlags(defs []feature.Definition, chosen map[string]string) ([]string, error) {
	types := maps.Clone(d)
	identifiers := make([]string, len(defs))
	for i, def := range defs {
		id, isChosen := chosen[def.Name]
		if !isChosen {
			id = identifier(def.Name)
			if _, taken := types[id]; taken {
				id = prefix + id
			}
		} else if !token.IsIdentifier(id) || !token.IsExported(id) {
			return nil, usage("an exported name starts with an upper-case letter, and has only letters, digits and _", "the flag %q cannot have the name %q in Go", feature.Shorten(def.Name), feature.Shorten(id))
		}
		if err := d.add(id, fmt.Sprintf("the flag %q", def.Name), fmt.Sprintf("choose a name for one of them: --as '%s=…'", def.Name)); err != nil {
			return nil, err
		}
		identifiers[i] = id
	}
	for _, name := range slices.Sorted(maps.Keys(chosen)) {
		if !slices.ContainsFunc(defs, func(def feature.Definition) bool { return def.Name == name }) {
			return nil, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("the catalogue has no flag %q, for which --as has a name", feature.Shorten(name))}
		}
	}
	return identifiers, nil
}

// prefix starts the identifier of a flag whose name cannot start an exported identifier.
const prefix = "Feature"

// identifier returns an exported Go identifier for a name, such as BillingNewInvoice for
// billing.new_invoice.
func identifier(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, word := range words {
		words[i] = capitalize(word)
	}
	id := strings.Join(words, "")
	if !token.IsExported(id) {
		return prefix + id // the name starts with a digit or a letter without an upper case
	}
	return id
}

func capitalize(word string) string {
	letters := []rune(word)
	letters[0] = unicode.ToUpper(letters[0])
	return string(letters)
}
