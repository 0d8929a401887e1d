package feature

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestOvertaken(t *testing.T) {
	entry := Entry{ID: 1, Change: "c1"}
	for name, tc := range map[string]struct {
		later []Entry
		by    string
	}{
		"nothing since":           {nil, ""},
		"changed since":           {[]Entry{{ID: 2, Change: "c2"}}, "c2"},
		"changed and put back":    {[]Entry{{ID: 2, Change: "c2"}, {ID: 3, Change: "c3", Undoes: "c2"}}, ""},
		"in any order":            {[]Entry{{ID: 3, Change: "c3", Undoes: "c2"}, {ID: 2, Change: "c2"}}, ""},
		"the undo undone":         {[]Entry{{ID: 2, Change: "c2"}, {ID: 3, Change: "c3", Undoes: "c2"}, {ID: 4, Change: "c4", Undoes: "c3"}}, "c2"},
		"undone already":          {[]Entry{{ID: 2, Change: "c2", Undoes: "c1"}}, "c2"},
		"undone, and that undone": {[]Entry{{ID: 2, Change: "c2", Undoes: "c1"}, {ID: 3, Change: "c3", Undoes: "c2"}}, ""},
		"two, one put back":       {[]Entry{{ID: 2, Change: "c2"}, {ID: 3, Change: "c3"}, {ID: 4, Change: "c4", Undoes: "c3"}}, "c2"},
	} {
		by, overtaken := SupersededBy(entry, tc.later)
		if by.Change != tc.by || overtaken != (tc.by != "") {
			t.Errorf("%s: overtaken by %q (%v), want %q", name, by.Change, overtaken, tc.by)
		}
	}
}

// An entry can be undone exactly if its override still has, or has again, the setting
// that the entry made. This holds for any sequence of changes, undos and redos.
func TestOvertakenAtRandom(t *testing.T) {
	type made struct {
		Entry
		from, to int // versions of the override: another for every change
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var all []made
		value, version := map[int]Setting{0: Inherit}, 0
		var undoings func(change string) int // and those of the undoings
		undoings = func(change string) (n int) {
			for _, e := range all {
				if e.Undoes == change {
					n += 1 + undoings(e.Change)
				}
			}
			return n
		}
		for n := range 12 {
			id := fmt.Sprint("c", n)
			if len(all) > 0 && random.IntN(3) > 0 {
				at := random.IntN(len(all))
				e := all[at]
				var later []Entry
				roundabout := false // it may have come back without each change being undone
				for _, l := range all[at+1:] {
					later = append(later, l.Entry)
					roundabout = roundabout || l.Undoes != "" && !slices.ContainsFunc(later, func(e Entry) bool { return e.Change == l.Undoes })
				}
				_, overtaken := SupersededBy(e.Entry, later)
				refused := overtaken || value[version] != e.After
				if want := undoings(e.Change)%2 > 0 || version != e.to; refused != want && !(refused && roundabout) {
					t.Fatalf("%+v: undoing %s is refused: %v, want %v", all, e.Change, refused, want)
				}
				if !refused {
					inverse := e.Inverse()
					all = append(all, made{Entry{ID: int64(n), Change: id, Before: inverse.Before, After: inverse.After, Undoes: e.Change}, e.to, e.from})
					version = e.from
				}
				continue
			}
			next := (value[version] + 1 + Setting(random.IntN(2))) % 3
			all = append(all, made{Entry{ID: int64(n), Change: id, Before: value[version], After: next}, version, n + 1})
			version = n + 1
			value[version] = next
		}
	}
}

// A kill that cannot turn off a flag whose default is on is refused.
func TestCheckKilled(t *testing.T) {
	long, tenant := strings.Repeat("n", MaxName+1), Scope{Kind: Tenant, ID: "acme"}
	kinds := KindList{infoOf(System), infoOf(Tenant)}
	fits := func(c Change) error { return ValidateName(c.Name, MaxName) }
	for _, tc := range []struct {
		about   string
		name    string
		on      bool // the default
		scope   Scope
		refused bool
	}{
		{"off by default", long, false, tenant, false},
		{"on by default", long, true, tenant, true},
		{"on by default, with the system's row", long, true, SystemScope(), false},
		{"on by default, with a name that fits", "a.b", true, tenant, false},
	} {
		overrides := []Override{{Scope: tc.scope, Name: tc.name, Enabled: true}}
		changes := Kill(tc.name, overrides, kinds, fits)
		err := CheckKilled(tc.name, overrides, changes, []Definition{{Name: tc.name, Default: tc.on}}, kinds, fits)
		if errors.Is(err, ErrRefused) != tc.refused || (err != nil) != tc.refused {
			t.Errorf("%s: %v", tc.about, err)
		}
	}
}

func TestKillByKinds(t *testing.T) {
	actor := Scope{Kind: "actor", ID: "Account;12"}
	kinds := func(system, actors []Setting, combine Combine) KindList {
		return KindList{{Kind: System, Settings: system}, {Kind: "actor", Settings: actors, Inherits: System, Combine: combine}}
	}
	all, onOnly := []Setting{On, Off, Inherit}, []Setting{On, Inherit}
	for _, tc := range []struct {
		about     string
		kinds     KindList
		overrides []Override
		want      []Change
	}{
		{"off where the kind has it", kinds(all, all, OwnFirst), []Override{{Scope: SystemScope(), Enabled: true}, {Scope: actor, Name: "f", Enabled: true}},
			[]Change{{Scope: SystemScope(), Name: "f", Before: On, After: Off}, {Scope: actor, Name: "f", Before: On, After: Off}}},
		{"removed where the kind has no off", kinds(onOnly, onOnly, AnyOn), []Override{{Scope: SystemScope(), Enabled: true}, {Scope: actor, Name: "f", Enabled: true}},
			[]Change{{Scope: SystemScope(), Name: "f", Before: On, After: Inherit}, {Scope: actor, Name: "f", Before: On, After: Inherit}}},
		{"with targeting", kinds(onOnly, onOnly, AnyOn), []Override{{Scope: SystemScope(), Enabled: true}, {Scope: SystemScope(), Unset: true, Depends: "25 % of actors"}},
			[]Change{{Scope: SystemScope(), Name: "f", Before: On, After: Inherit, Everything: true}}},
		{"only targeting", kinds(onOnly, onOnly, AnyOn), []Override{{Scope: SystemScope(), Unset: true, Depends: "25 % of actors"}},
			[]Change{{Scope: SystemScope(), Name: "f", After: Inherit, Everything: true}}},
		{"nothing", kinds(onOnly, onOnly, AnyOn), nil, []Change{}},
		{"an off above suffices", kinds(all, all, AboveOff), []Override{{Scope: SystemScope(), Enabled: true}, {Scope: actor, Name: "f", Enabled: true}},
			[]Change{{Scope: SystemScope(), Name: "f", Before: On, After: Off}}},
		{"a setting above suffices", kinds(all, onOnly, AboveSet), []Override{{Scope: actor, Name: "f", Enabled: true}},
			[]Change{{Scope: SystemScope(), Name: "f", After: Off}}},
	} {
		if got := Kill("f", tc.overrides, tc.kinds, anyChange); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %+v, want %+v", tc.about, got, tc.want)
		}
	}
}
