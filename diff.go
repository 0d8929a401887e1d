package flagtui

import (
	"maps"
	"slices"

	"flagtui/internal/feature"
)

// changesBetween returns the changes between two states: changes of overrides at the
// system and at the scopes of both, of definitions, and of targeting.
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
	for now := range after.scopes.all() {
		key := now.key()
		if old := before.scopes.find(&key); old != nil {
			changes = append(changes, changesAt(before, old, after, now)...)
		}
	}
	return changes
}

// changesAt returns the changes at one scope.
func changesAt(before *state, old *loadedScope, after *state, now *loadedScope) (changes []Change) {
	if old.kind.invalid || now.kind.invalid {
		return nil
	}
	for _, name := range union(before.decided(old), after.decided(now)) {
		was, is := before.answer(old, name), after.answer(now, name)
		decides := was.reason == ReasonRollout || is.reason == ReasonRollout
		if was.setting != is.setting || !slices.Equal(was.depends, is.depends) || decides && was.enabled != is.enabled {
			changes = append(changes, Change{Scope: now.key().scope(), Name: name, Before: was.setting, After: is.setting})
		}
	}
	return changes
}

// decided returns the flags that the rows and rollouts of a scope may decide.
func (s *state) decided(at *loadedScope) (names []string) {
	for _, flag := range s.scopes.decidedAt(at) {
		names = append(names, s.names[flag.number])
	}
	return slices.AppendSeq(names, maps.Keys(at.unlisted))
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
	case "":
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
	key, _ := otherKey(Scope(string(scope.Kind), scope.ID))
	return key.scope()
}
