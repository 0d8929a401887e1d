package gogen

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/scopekind"
)

// compilerKind is a kind of scope as the generated code has it.
type compilerKind struct {
	Kind       feature.Kind
	Identifier string
	Type       string // the scope's type
	Argument   string // the expression that makes a flagtui.AnyScope of the variable scope
	// Missing is the method that only the types of the other kinds have.
	Missing string
	// Methods are the methods that the generated code gives to a type of its own.
	Methods []string
}

// ownKinds are the kinds whose types are in package flagtui.
var ownKinds = []feature.Kind{feature.System, feature.Tenant, feature.Project, feature.Section}

// kindSet is the set of the kinds at which some flags may be set.
type kindSet struct {
	Name    string
	Members []compilerKind
	// Methods are the methods of the interface that the scopes of these kinds implement,
	// and no others. A set of one kind has no interface.
	Methods []string
}

// kindSets holds each set of kinds of the catalogue once.
type kindSets struct {
	all      []*kindSet
	byKinds  map[string]*kindSet
	defaults []feature.Kind
}

// of returns the set of the kinds that a definition allows.
func (s kindSets) of(def feature.Definition) *kindSet { return s.byKinds[joinKinds(s.kindsOf(def))] }

func (s kindSets) kindsOf(def feature.Definition) []feature.Kind {
	if len(def.Scopes) == 0 {
		return feature.SortKinds(s.defaults)
	}
	return feature.SortKinds(def.Scopes)
}

// joinKinds joins kinds by a character that no kind has.
func joinKinds(kinds []feature.Kind) string {
	words := make([]string, len(kinds))
	for i, kind := range kinds {
		words[i] = string(kind)
	}
	return strings.Join(words, " ")
}

// groupKinds returns the sets of kinds that the definitions allow, and the kinds whose
// types package flagtui lacks.
func groupKinds(defs []feature.Definition, defaults []feature.Kind) (kindSets, []compilerKind, error) {
	sets := kindSets{byKinds: map[string]*kindSet{}, defaults: defaults}
	if len(defaults) == 0 {
		sets.defaults = []feature.Kind{feature.System, feature.Tenant}
	}
	used := map[string][]feature.Kind{}
	var kinds []feature.Kind
	for _, def := range defs {
		of := sets.kindsOf(def)
		used[joinKinds(of)] = of
		kinds = append(kinds, of...)
	}
	for _, kind := range kinds {
		if !kind.IsValid() {
			return sets, nil, usage("a kind is a word in lower case, such as workspace", "%q cannot be a kind of scope", feature.Shorten(string(kind)))
		}
	}
	others := slices.DeleteFunc(feature.SortKinds(kinds), func(kind feature.Kind) bool { return slices.Contains(ownKinds, kind) })
	if len(others) > scopekind.MostOthers {
		return sets, nil, usage("split the catalogue into several files, each with a package of its own",
			"the catalogue has %d kinds of scope besides system, tenant, project and section, and a package can have %d: %s", len(others), scopekind.MostOthers, strings.ReplaceAll(joinKinds(others), " ", ", "))
	}
	known := describeKinds(others)
	for _, key := range slices.Sorted(maps.Keys(used)) {
		set := newKindSet(used[key], known)
		sets.all = append(sets.all, set)
		sets.byKinds[key] = set
	}
	return sets, known[len(ownKinds) : len(known)-1], nil
}

// describeKinds describes flagtui's kinds, then the others, then one that no set has:
// it stands for kinds that the catalogue does not name.
func describeKinds(others []feature.Kind) []compilerKind {
	var known []compilerKind
	for _, kind := range ownKinds {
		word := capitalize(string(kind))
		known = append(known, compilerKind{Kind: kind, Identifier: word, Type: "flagtui." + word + "Scope", Argument: "scope", Missing: "Not" + word})
	}
	for i, kind := range others {
		word := identifier(string(kind))
		known = append(known, compilerKind{Kind: kind, Identifier: word, Type: word + "Scope", Argument: "scope.scope", Missing: "NotOther" + strconv.Itoa(i+1)})
	}
	known = append(known, compilerKind{Missing: "NotOther" + strconv.Itoa(len(others)+1)})
	for i := range known {
		for j, other := range known {
			if j != i {
				known[i].Methods = append(known[i].Methods, other.Missing)
			}
		}
	}
	return known
}

func newKindSet(kinds []feature.Kind, known []compilerKind) *kindSet {
	var set kindSet
	var words []string
	for _, k := range known {
		switch {
		case slices.Contains(kinds, k.Kind):
			set.Members = append(set.Members, k)
			words = append(words, k.Identifier)
		case len(kinds) > 1:
			set.Methods = append(set.Methods, k.Missing)
		}
	}
	set.Name = strings.Join(words, "Or")
	return &set
}

// Param is the type of the parameter for a scope.
func (s kindSet) Param() string {
	if len(s.Members) == 1 {
		return s.Members[0].Type
	}
	return s.Name
}

// KindNames returns the kinds as texts.
func (s kindSet) KindNames() []string {
	names := make([]string, len(s.Members))
	for i, k := range s.Members {
		names[i] = string(k.Kind)
	}
	return names
}

// Sentence names the kinds as in "system, tenant or workspace".
func (s kindSet) Sentence() string {
	names := s.KindNames()
	if n := len(names) - 1; n > 0 {
		return strings.Join(names[:n], ", ") + " or " + names[n]
	}
	return names[0]
}
