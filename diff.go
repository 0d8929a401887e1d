package flagtui

import (
	"slices"

	"flagtui/internal/feature"
)

// changesBetween returns the changes between two states: of overrides at the system and
// at the scopes of both, of definitions, and of what else decides.
func changesBetween(before, after *state) (changes []Change) {
	for _, name := range union(before.names, after.names) {
		old, now := before.system[name], after.system[name]
		_, wasThere := before.system[name]
		_, isThere := after.system[name]
		change := Change{Scope: System, Name: name, Before: settingOf(old, wasThere), After: settingOf(now, isThere)}
		if change.Before != change.After || wasThere && isThere && !old.Equal(now) || !sameDefinition(before.definition(name), after.definition(name)) {
			changes = append(changes, change)
		}
	}
	for e := range after.scopes.all() {
		if old := before.scopes.find(e.key); old != nil {
			changes = append(changes, changesAt(e.key, before, old.answers, after, e.answers)...)
		}
	}
	return changes
}

// changesAt returns the changes at one scope.
func changesAt(key scopeKey, before *state, old *scopeAnswers, after *state, now *scopeAnswers) (changes []Change) {
	if old.invalid || now.invalid {
		return nil
	}
	for _, name := range union(before.decided(old), after.decided(now)) {
		was, is := before.answer(old, name), after.answer(now, name)
		decides := was.reason == ReasonRollout || is.reason == ReasonRollout
		if was.setting != is.setting || !slices.Equal(was.depends, is.depends) || decides && was.enabled != is.enabled {
			changes = append(changes, Change{Scope: key.scope(), Name: name, Before: was.setting, After: is.setting})
		}
	}
	return changes
}

// decided returns the flags that the rows and rollouts of a scope may decide.
func (s *state) decided(at *scopeAnswers) []string {
	names := make([]string, 0, len(at.numbers)+len(at.unlisted))
	for _, number := range at.numbers {
		names = append(names, s.names[number])
	}
	for name := range at.unlisted {
		names = append(names, name)
	}
	return names
}

// union returns the names of both lists, sorted and each once.
func union(a, b []string) []string {
	names := slices.Concat(a, b)
	slices.Sort(names)
	return slices.Compact(names)
}

func settingOf(row feature.Stored, there bool) Setting {
	if !there {
		return Inherit
	}
	return Setting(row.Setting())
}

func sameDefinition(a, b *feature.Definition) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

// scope returns the scope of a key.
func (k scopeKey) scope() AnyScope {
	switch k.kind {
	case feature.System:
		return System
	case feature.Tenant:
		return Tenant(k.id)
	case feature.Project:
		return ProjectScope{numberOrSlug: numberOrSlug{k.number, k.id}}
	case feature.Section:
		return SectionScope{numberOrSlug: numberOrSlug{k.number, k.id}}
	}
	return Scope(string(k.kind), k.id)
}

// scopeFrom returns a scope of package feature.
func scopeFrom(scope feature.Scope) AnyScope {
	if scope.IsSystem() {
		return System
	}
	key, _ := otherKey(Scope(string(scope.Kind), scope.ID))
	return key.scope()
}
