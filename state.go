package flagtui

import (
	"cmp"
	"maps"
	"slices"

	"flagtui/internal/feature"
)

// state is what the client knows of the database at one moment. Lookups read it without
// locks. It does not change, but for scopes that are added to its table.
type state struct {
	moment
	kinds    feature.KindList // empty if any kind is accepted
	names    []string         // the flags with a definition or a row of the system, sorted
	number   map[string]uint32
	byKind   map[feature.Kind]*kindAnswers // of the kinds of the scopes
	atSystem *scopeAnswers                 // nil if nothing was read
	scopes   *scopeTable
	make     answerer
}

// moment holds what was read of the database at one moment.
type moment struct {
	definitions []feature.Definition // sorted by name; empty if none is known
	system      map[string]feature.Stored
	unread      bool // nothing was read yet
}

// newState returns the state of a moment, without scopes.
func newState(m moment, kinds feature.KindList, make answerer) *state {
	s := &state{moment: m, kinds: kinds, byKind: map[feature.Kind]*kindAnswers{}, scopes: newScopeTable(0), make: make}
	for _, def := range m.definitions {
		s.names = append(s.names, def.Name)
	}
	for name := range m.system {
		if s.definition(name) == nil {
			s.names = append(s.names, name)
		}
	}
	slices.Sort(s.names)
	s.number = indexOf(s.names)
	switch {
	case m.unread:
	case s.has(feature.System):
		s.atSystem = s.newScope(feature.SystemScope(), nil, feature.ScopeRollouts{})
	default:
		s.atSystem = noScope
	}
	return s
}

// indexOf returns the index of each name.
func indexOf(names []string) map[string]uint32 {
	index := make(map[string]uint32, len(names))
	for i, name := range names {
		index[name] = uint32(i)
	}
	return index
}

// withScopes returns the state with another table of scopes.
func (s *state) withScopes(scopes *scopeTable) *state {
	next := *s
	next.scopes = scopes
	return &next
}

// definition returns the definition of a flag, or nil.
func (s *state) definition(name string) *feature.Definition {
	i, ok := slices.BinarySearchFunc(s.definitions, name, func(d feature.Definition, name string) int { return cmp.Compare(d.Name, name) })
	if !ok {
		return nil
	}
	return &s.definitions[i]
}

// kind returns the values at the scopes of a kind that have no rows.
func (s *state) kind(kind feature.Kind) *kindAnswers {
	if k := s.byKind[kind]; k != nil {
		return k
	}
	k := &kindAnswers{info: s.kinds.Of(kind), byNumber: make([]*answer, len(s.names))}
	s.byKind[kind] = k
	for i, name := range s.names {
		k.byNumber[i] = s.resolve(k.info, name, nil, feature.ScopeRollouts{})
	}
	k.undefined = s.resolve(k.info, "", nil, feature.ScopeRollouts{})
	return k
}

// resolve returns the value of a flag at a scope with these rows and rollouts.
func (s *state) resolve(info feature.KindInfo, name string, own map[string]feature.Stored, rollouts feature.ScopeRollouts) *answer {
	catalogue := len(s.definitions) > 0
	def := s.definition(name)
	registered := def != nil
	if !registered {
		def = feature.Undefined(name, catalogue, info)
	}
	view := feature.ResolveOne(info, def, s.system, own)
	view.Registered = registered
	return s.make.answer(rollouts.Decide(view, catalogue), info, catalogue)
}

// newScope returns the values at a scope.
func (s *state) newScope(scope feature.Scope, own map[string]feature.Stored, rollouts feature.ScopeRollouts) *scopeAnswers {
	answers := &scopeAnswers{scope: scope, kind: s.kind(scope.Kind), rollouts: rollouts}
	for _, name := range s.decidedAt(own, rollouts) {
		a := s.resolve(answers.kind.info, name, own, rollouts)
		if number, ok := s.number[name]; ok {
			answers.numbers, answers.answers = append(answers.numbers, number), append(answers.answers, a)
			continue
		}
		if answers.unlisted == nil {
			answers.unlisted = map[string]*answer{}
		}
		answers.unlisted[name] = a
	}
	return answers
}

// decidedAt returns the flags that the rows and the rollouts of a scope may decide,
// sorted. Without rollouts, no canary feature can be on.
func (s *state) decidedAt(own map[string]feature.Stored, rollouts feature.ScopeRollouts) []string {
	names := slices.Collect(maps.Keys(own))
	if !rollouts.Scope.IsZero() {
		for _, def := range s.definitions {
			if def.Canary {
				names = append(names, def.Name)
			}
		}
		names = slices.AppendSeq(names, maps.Keys(rollouts.Of))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// answer returns the value of a flag at a scope of this state.
func (s *state) answer(at *scopeAnswers, name string) *answer {
	if at.invalid {
		return invalidScope
	}
	if number, ok := s.number[name]; ok {
		return at.of(number)
	}
	if a := at.unlisted[name]; a != nil {
		return a
	}
	return at.kind.undefined
}

// namesAt returns the flags with a value at a scope, sorted.
func (s *state) namesAt(at *scopeAnswers) []string {
	if len(at.unlisted) == 0 {
		return s.names
	}
	names := slices.AppendSeq(slices.Clone(s.names), maps.Keys(at.unlisted))
	slices.Sort(names)
	return names
}

// unavailable returns the answer for a flag at a scope that was never read. With
// defaults it is the definition's default, and otherwise off.
func (s *state) unavailable(name string, defaults bool) *answer {
	def := s.definition(name)
	return unavailable[def != nil][defaults && def != nil && def.Default]
}

// has reports whether the database can have scopes of this kind.
func (s *state) has(kind feature.Kind) bool { return len(s.kinds) == 0 || s.kinds.Has(kind) }
