package feature

import (
	"math"
	"strings"
	"testing"
)

func TestValidator(t *testing.T) {
	defs := []Definition{{Name: "on", Default: true}, {Name: "off"}, {Name: "set"}, {Name: "odd", Default: true}, {Name: "own", Scopes: []Kind{Tenant}},
		{Name: "write", Scopes: []Kind{Project}}, {Name: "read", Scopes: []Kind{Section}}, {Name: "all", Scopes: []Kind{Project, Section}}}
	system := map[string]Stored{"set": {Enabled: true}, "odd": {Enabled: false, Misplaced: true}, "orphan": {Enabled: true}}
	acme := TenantScope("acme")
	for _, test := range []struct {
		scope         Scope
		name          string
		enabled       bool
		listed, odd   bool
		want, without Fault
	}{
		{SystemScope(), "on", true, true, false, FaultRedundant, ""},
		{SystemScope(), "on", false, true, false, "", ""},
		{SystemScope(), "off", false, true, false, FaultRedundant, ""},
		{SystemScope(), "set", true, true, false, "", ""},
		{SystemScope(), "orphan", true, true, false, FaultUnregistered, ""},
		{SystemScope(), "odd", true, true, false, "", ""}, // the odd row decides
		{Scope{System, "x"}, "odd", false, true, true, "", ""},
		{Scope{"System", ""}, "nobody's", false, true, true, "", ""},
		{acme, "on", true, true, false, FaultRedundant, ""},
		{acme, "on", false, true, false, "", ""},
		{acme, "set", true, true, false, FaultRedundant, FaultRedundant},
		{acme, "set", false, true, false, "", ""},
		{acme, "odd", false, true, false, FaultRedundant, FaultRedundant},
		{acme, "own", false, true, false, FaultRedundant, ""},
		{acme, "orphan", true, true, false, FaultUnregistered, FaultRedundant},
		{acme, "set", true, false, false, FaultUnknownTenant, FaultUnknownTenant},
		{acme, "orphan", true, false, false, FaultUnregistered, FaultUnknownTenant},
		{acme, "", true, false, false, FaultName, FaultName},
		{acme, strings.Repeat("é", MaxName), true, true, false, FaultUnregistered, ""},
		{acme, strings.Repeat("é", MaxName+1), true, true, false, FaultUnregistered, ""},
		{acme, "a\x00", true, true, false, FaultName, FaultName},
		{acme, "a\xff", true, true, false, FaultName, FaultName},
		{TenantScope(strings.Repeat("t", 65)), "set", true, true, false, FaultRedundant, FaultRedundant},
		{TenantScope(""), "set", true, false, false, FaultNoID, FaultNoID},
		{Scope{Project, "1"}, "write", true, true, false, "", ""},
		{Scope{Section, "1"}, "read", false, true, false, "", ""}, // an off row of an older table repeats nothing
		{Scope{Section, "1"}, "all", true, true, false, "", ""},
		{Scope{Section, "1"}, "write", true, true, false, FaultScope, ""},
		{Scope{Project, "1"}, "read", true, true, false, FaultScope, ""},
		{Scope{Project, "1"}, "set", true, true, false, FaultScope, ""}, // for the system and tenants
		{Scope{Project, "1"}, "orphan", true, true, false, FaultUnregistered, ""},
		{Scope{Project, "1"}, "two words", true, true, false, FaultName, FaultName},
		{Scope{Section, "1"}, strings.Repeat("x", 256), true, true, false, FaultName, FaultName},
		{Scope{Section, "1"}, strings.Repeat("x", 255), true, true, false, FaultUnregistered, ""},
		{Scope{Section, ""}, "all", true, true, false, FaultNoID, FaultNoID},
	} {
		o := Override{Scope: test.scope, Name: test.name, Enabled: test.enabled, Misplaced: test.odd}
		if got := NewValidator(defs, system, allInfos(), storable).Fault(o, test.listed); got != test.want {
			t.Errorf("%+v, listed %v: %q, want %q", o, test.listed, got, test.want)
		}
		if got := NewValidator(nil, system, allInfos(), storable).Fault(o, test.listed); got != test.without {
			t.Errorf("without a catalogue: %+v, listed %v: %q, want %q", o, test.listed, got, test.without)
		}
	}
}

// Clearing a redundant override does not change the value at its scope.
func TestRepeatedMakesNoDifference(t *testing.T) {
	for i := range 32 {
		bit := func(n int) bool { return i>>n&1 == 1 }
		defs := []Definition{{Name: "a", Default: bit(0)}}
		system := map[string]Stored{}
		if bit(1) {
			system["a"] = Stored{Enabled: bit(2)}
		}
		scope, own := SystemScope(), map[string]Stored(nil)
		if bit(3) {
			scope, own = TenantScope("acme"), map[string]Stored{"a": {Enabled: bit(4)}}
		}
		before := Resolve(infoOf(scope.Kind), scope, defs, system, own)[0]
		if !before.Overridden() {
			continue
		}
		fault := NewValidator(defs, system, allInfos(), storable).Fault(Override{Scope: scope, Name: "a", Enabled: before.Enabled}, true)
		if own != nil {
			own = nil
		} else {
			system = nil
		}
		after := Resolve(infoOf(scope.Kind), scope, defs, system, own)[0]
		if (fault == FaultRedundant) != (after.Enabled == before.Enabled) {
			t.Errorf("%+v, then %+v: fault %q", before, after, fault)
		}
	}
}

// storable is what both apps say of names.
func storable(c Change) error {
	if infoOf(c.Scope.Kind).OptIn && (len(c.Name) > 255 || strings.Contains(c.Name, " ")) {
		return ErrUsage
	}
	return ValidateName(c.Name, math.MaxInt)
}

func TestStray(t *testing.T) {
	validator := NewValidator([]Definition{{Name: "write", Scopes: []Kind{Project}}}, nil, allInfos(), storable)
	for change, want := range map[Change]bool{
		{Scope: Scope{Project, "1"}, Name: "write"}: false,
		{Scope: Scope{Section, "1"}, Name: "write"}: true,
		{Scope: Scope{Project, "1"}, Name: "gone"}:  true,
	} {
		if got := validator.NotAllowed(change); got != want {
			t.Errorf("%s at %s: %v", change.Name, change.Scope, got)
		}
		if NewValidator(nil, nil, allInfos(), storable).NotAllowed(change) {
			t.Errorf("%s at %s without a catalogue", change.Name, change.Scope)
		}
	}
}

// TestSuspendedIsNotRedundant: where the system's setting decides alone, a scope's own
// row counts again once that setting is gone.
func TestSuspendedIsNotRedundant(t *testing.T) {
	user := KindInfo{Kind: "user", Settings: []Setting{On, Inherit}, Inherits: System, Combine: AboveSet, Without: Off}
	for _, enabled := range []bool{true, false} {
		v := NewValidator(nil, map[string]Stored{"a": {Enabled: enabled}}, KindList{user}, func(Change) error { return nil })
		if got := v.Fault(Override{Scope: Scope{Kind: "user", ID: "1"}, Name: "a", Enabled: true}, true); got != "" {
			t.Errorf("system %v: %q", enabled, got)
		}
	}
}
