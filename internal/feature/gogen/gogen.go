// Package gogen writes a catalogue as Go source with a variable for each flag. Code that
// uses an undefined flag, or asks for a flag at a scope that its definition does not
// allow, does not compile.
package gogen

import (
	"bytes"
	"cmp"
	"fmt"
	"go/format"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"flagtui/internal/feature"
)

// Options says how Write names things.
type Options struct {
	Package string // name of the Go package
	// Scopes are the kinds of scope of a flag whose definition names none. Empty means
	// system and tenant.
	Scopes []feature.Kind
	// Identifiers maps the names of some flags to the names of their variables.
	Identifiers map[string]string
}

// flag is a flag as the template needs it.
type flag struct {
	feature.Definition
	Identifier string
	Comment    []string
	Set        *kindSet
}

// Write returns the Go source of a package with a variable for each definition. The same
// definitions in another order give the same source. Write fails with feature.ErrUsage
// if a name in options is not a name in Go, or if two things of the package would have the
// same name. It fails with feature.ErrUnknown if options names a flag that defs lacks.
func Write(options Options, defs []feature.Definition) ([]byte, error) {
	if !token.IsIdentifier(options.Package) || options.Package == "_" {
		return nil, usage("name one with --package", "%q cannot be the name of a Go package", options.Package)
	}
	defs = slices.SortedFunc(slices.Values(defs), func(a, b feature.Definition) int { return cmp.Compare(a.Name, b.Name) })
	sets, others, err := groupKinds(defs, options.Scopes)
	if err != nil {
		return nil, err
	}
	names, err := declareTypes(sets, others)
	if err != nil {
		return nil, err
	}
	identifiers, err := names.addFlags(defs, options.Identifiers)
	if err != nil {
		return nil, err
	}
	flags := make([]flag, len(defs))
	for i, def := range defs {
		flags[i] = flag{Definition: def, Identifier: identifiers[i], Comment: comment(identifiers[i], def), Set: sets.of(def)}
	}
	var text bytes.Buffer
	if err := source().Execute(&text, map[string]any{"Package": options.Package, "Flags": flags, "Sets": sets.all, "Others": others}); err != nil {
		return nil, err
	}
	return format.Source(text.Bytes())
}

// comment returns the lines of a variable's comment.
func comment(identifier string, def feature.Definition) []string {
	lines := []string{fmt.Sprintf("%s is %q.", identifier, def.Name)}
	if about := strings.Join(strings.Fields(def.Description), " "); about != "" {
		lines = append(lines, "", printable(about))
	}
	return lines
}

// printable escapes unprintable characters, such as bidirectional controls, so that a
// comment shows its real content.
func printable(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case !unicode.IsPrint(r):
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func usage(hint, text string, args ...any) error {
	return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf(text, args...), Hint: hint}
}
