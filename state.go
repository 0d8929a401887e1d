package flagtui

import (
	"cmp"
	"maps"
	"slices"

	"flagtui/internal/feature"
)

// state is what the client knows of the database at one moment. Lookups read it without
// locks. It never changes, except that scopes are added to its table.
type state struct {
	moment
	names    []string                      // the flags with a definition or a row of the system, sorted
	numbers  map[string]uint32             // the index of each flag in names
	kinds    feature.KindList              // empty if any kind is accepted
	byKind   map[feature.Kind]*kindAnswers // of the kinds of the scopes
	atSystem *loadedScope                  // nil if nothing was read
	scopes   *scopeTable
	pool     answerPool
}

// moment holds what was read of the database at one moment.
type moment struct {
	definitions []feature.Definition // sorted by name; empty if none is known
	system      map[string]feature.Stored
	unread      bool // nothing was read yet
}

// newState returns the state of a moment, without scopes.
func newState(m moment, kinds feature.KindList, pool answerPool) *state {
	s := &state{moment: m, kinds: kinds, byKind: map[feature.Kind]*kindAnswers{}, scopes: newScopeTable(0, 0), pool: pool}
	for _, def := range m.definitions {
		s.names = append(s.names, def.Name)
	}
	for name := range m.system {
		if s.definition(name) == nil {
			s.names = append(s.names, name)
		}
	}
	slices.Sort(s.names)
	s.numbers = make(map[string]uint32, len(s.names))
	for i, name := range s.names {
		s.numbers[name] = uint32(i)
	}
	switch {
	case m.unread:
	case s.has(feature.System):
		s.atSystem = s.newScope(scopeKey{}, feature.System, nil, feature.ScopeRollouts{}).loadedScope
	default:
		s.atSystem = noScope
	}
	return s
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

// kind returns the values at the scopes of a kind that have no rows. asked is the kind of
// their keys.
func (s *state) kind(asked, kind feature.Kind) *kindAnswers {
	if k := s.byKind[asked]; k != nil {
		return k
	}
	k := &kindAnswers{asked: asked, info: s.kinds.Of(kind), byNumber: make([]*answer, len(s.names))}
	s.byKind[asked] = k
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
	return s.pool.answer(rollouts.Decide(view, catalogue), info, catalogue)
}

// newScope returns a scope with its values. kind is the kind in the database.
func (s *state) newScope(key scopeKey, kind feature.Kind, own map[string]feature.Stored, rollouts feature.ScopeRollouts) tableEntry {
	l := &loadedScope{id: key.id, number: key.number, kind: s.kind(key.kind, kind)}
	var decided []decidedFlag
	for _, name := range s.namesDecidedAt(own, rollouts) {
		a := s.resolve(l.kind.info, name, own, rollouts)
		if number, ok := s.numbers[name]; ok {
			decided = append(decided, decidedFlag{number, a})
			l.decides |= 1 << (number % 64)
			continue
		}
		if l.unlisted == nil {
			l.unlisted = map[string]*answer{}
		}
		l.unlisted[name] = a
	}
	return tableEntry{l, decided}
}

// namesDecidedAt returns the flags that the rows and the rollouts of a scope may decide,
// sorted. Without rollouts, no canary feature can be on.
func (s *state) namesDecidedAt(own map[string]feature.Stored, rollouts feature.ScopeRollouts) []string {
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
func (s *state) answer(at *loadedScope, name string) *answer {
	if at.kind.invalid {
		return invalidScope
	}
	number, ok := s.numbers[name]
	if !ok {
		if a := at.unlisted[name]; a != nil {
			return a
		}
		return at.kind.undefined
	}
	if at.decides&(1<<(number%64)) != 0 {
		if a := s.scopes.answer(at, number); a != nil {
			return a
		}
	}
	return at.kind.byNumber[number]
}

// namesAt returns the flags with a value at a scope, sorted.
func (s *state) namesAt(at *loadedScope) []string {
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
	switch def := s.definition(name); {
	case def == nil:
		return unread
	case defaults:
		return unreadDefaults[def.Default]
	}
	return unreadRegistered
}

// has reports whether the database can have scopes of this kind.
func (s *state) has(kind feature.Kind) bool { return len(s.kinds) == 0 || s.kinds.Has(kind) }
