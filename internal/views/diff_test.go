package views

import (
	"fmt"
	"reflect"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// diffOf compares the sample's system with its tenant. access.passkeys,
// billing.new_invoice and legacy.fax differ.
func diffOf(m keys.Map) *Diff {
	d := NewDiff(NewTheme(true, false), m, system, tenant("acme", ""))
	d.Show(samplePairs())
	return d
}

func samplePairs() []feature.Pair {
	defs, stored, own, _ := sample()
	defs = append(defs, feature.Definition{Name: "legacy.fax"})
	at := feature.TenantScope("acme")
	return feature.Differences(featuretest.Kind(feature.System), featuretest.Kind(at.Kind), feature.Resolve(featuretest.Kind(system.Scope.Kind), system.Scope, defs, stored, nil), feature.Resolve(featuretest.Kind(at.Kind), at, defs, stored, own))
}

func TestDiffKeys(t *testing.T) {
	checkKeys(t, func() screenWithKeys { return diffOf(keys.Default()) }, []keyCase{
		{"back", "esc", Back{}},
		{"copy the name", "down y", Copy{Text: "billing.new_invoice", What: "the flag's name"}},
		{"mark", "v", nil},
		{"mark all", "V", nil},
		{"no key of ours", "z", nil},
	})
	empty := NewDiff(NewTheme(true, false), keys.Default(), system, tenant("acme", ""))
	for _, known := range []bool{false, true} {
		for _, pressed := range []string{"<", ">", "v", "V", "y", "down"} {
			if got := pressAll(empty, pressed); got != nil {
				t.Errorf("%s with nothing that differs, read %v: %#v", pressed, known, got)
			}
		}
		empty.Show(nil)
	}
}

// The screen proposes feature.CopyChange for each marked flag, or else for the flag
// under the cursor.
func TestDiffCopies(t *testing.T) {
	acme := feature.TenantScope("acme")
	pairs := samplePairs()
	if len(pairs) != 3 {
		t.Fatalf("%d flags differ", len(pairs))
	}
	right := func(i int) feature.Change {
		return feature.CopyChange(featuretest.All(), system.Scope, pairs[i].A, acme, pairs[i].B)
	}
	left := func(i int) feature.Change {
		return feature.CopyChange(featuretest.All(), acme, pairs[i].B, system.Scope, pairs[i].A)
	}
	for _, c := range []struct {
		keys string
		to   string
		want []feature.Change
	}{
		{">", "system to tenant:acme", []feature.Change{right(0)}},
		{"<", "tenant:acme to system", []feature.Change{left(0)}},
		{"down >", "system to tenant:acme", []feature.Change{right(1)}},
		{"v down v <", "tenant:acme to system", []feature.Change{left(0), left(2)}},
		{"v v v home >", "system to tenant:acme", []feature.Change{right(0), right(1), right(2)}},
		{"V >", "system to tenant:acme", []feature.Change{right(0), right(1), right(2)}},
		{"v V >", "system to tenant:acme", []feature.Change{right(0), right(1), right(2)}}, // some were not marked
		{"V V end >", "system to tenant:acme", []feature.Change{right(2)}},
		{"v home v end <", "tenant:acme to system", []feature.Change{left(2)}},
	} {
		d := diffOf(keys.Default())
		d.Resize(80, 20)
		want := ReviewCopy{feature.Proposal{What: fmt.Sprintf("copy %s from %s", feature.Plural(len(c.want), "flag"), c.to), Changes: c.want}}
		if got := pressAll(d, c.keys); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %#v, want %#v", c.keys, got, want)
		}
	}
	// Between two scopes of one kind, the setting itself is copied.
	globex := tenant("globex", "")
	d := NewDiff(NewTheme(true, false), keys.Default(), tenant("acme", ""), globex)
	follows := find(globex, "access.passkeys").At(featuretest.Kind(globex.Scope.Kind), nil, nil)
	d.Show([]feature.Pair{{A: find(tenant("acme", ""), "access.passkeys"), B: follows}})
	if got := d.Press(press("<")).(ReviewCopy).Proposal.Changes[0]; got != (feature.Change{Scope: acme, Name: "access.passkeys", Before: feature.On, After: feature.Inherit}) {
		t.Errorf("what follows is copied as %+v", got)
	}
}

// The cursor and the marks stay on their flags.
func TestDiffStays(t *testing.T) {
	d, pairs := diffOf(keys.Default()), samplePairs()
	d.Resize(80, 20)
	pressAll(d, "v") // the cursor moves on to the second
	d.Show(pairs[1:])
	if got := pressAll(d, "y").(Copy).Text; got != pairs[1].A.Name {
		t.Errorf("the cursor is on %s", got)
	}
	if foot := d.Foot(); foot != "1/2" {
		t.Errorf("a flag that no longer differs is marked: %s", foot)
	}
	d.Show(pairs)
	if foot := d.Foot(); foot != "2/3  1 marked" {
		t.Errorf("it differs again: %s", foot)
	}
	d.Show(nil)
	if got := d.Press(press(">")); got != nil || d.Foot() != "" {
		t.Errorf("nothing differs, and > means %#v", got)
	}
}
