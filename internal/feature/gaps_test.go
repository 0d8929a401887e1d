package feature

import (
	"maps"
	"testing"
	"time"
)

// A gap between two records of an override is a change from outside, by nobody,
// at the newer record's time; without certainty there is none.
func TestGaps(t *testing.T) {
	acme, project := TenantScope("acme"), Scope{Kind: Project, ID: "12"}
	start := time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)
	rec := func(id int64, minute int, scope Scope, before, after Setting) Entry {
		return Entry{ID: id, Change: "c", Actor: "alice", At: start.Add(time.Duration(minute) * time.Minute), Scope: scope, Name: "c.d", Before: before, After: after}
	}
	at := func(e Entry, apart time.Duration) Entry { e.At = e.At.Add(apart); return e }
	named := func(e Entry, name string) Entry { e.Name = name; return e }
	gap := func(minute int, scope Scope, before, after Setting) Entry {
		return Entry{At: start.Add(time.Duration(minute) * time.Minute), Scope: scope, Name: "c.d", Before: before, After: after, Origin: FromOutside}
	}
	for name, test := range map[string]struct {
		records []Entry // newest first
		want    map[int]Entry
	}{
		"nothing": {},
		"one":     {[]Entry{rec(1, 1, acme, On, Off)}, nil},
		"they fit": {[]Entry{rec(3, 3, acme, On, Inherit), rec(2, 2, acme, Off, On), rec(1, 1, acme, Inherit, Off)},
			nil},
		"removed": {[]Entry{rec(2, 2, acme, Inherit, On), rec(1, 1, acme, Inherit, On)},
			map[int]Entry{0: gap(2, acme, On, Inherit)}},
		"at one moment": {[]Entry{rec(2, 1, acme, Inherit, On), rec(1, 1, acme, Inherit, On)},
			map[int]Entry{0: gap(1, acme, On, Inherit)}},
		"two": {[]Entry{rec(3, 3, acme, On, Off), rec(2, 2, acme, Inherit, Off), rec(1, 1, acme, Inherit, On)},
			map[int]Entry{0: gap(3, acme, Off, On), 1: gap(2, acme, On, Inherit)}},
		"others in between": {[]Entry{rec(4, 4, acme, Inherit, On), rec(3, 3, SystemScope(), Inherit, Off), named(rec(2, 2, acme, Inherit, Off), "e.f"), rec(1, 1, acme, Inherit, On)},
			map[int]Entry{0: gap(4, acme, On, Inherit)}},
		"one that cannot be named": {[]Entry{rec(4, 4, acme, Inherit, On), named(rec(-3, 3, Scope{}, On, Inherit), ""), rec(2, 2, acme, Inherit, On), rec(1, 1, acme, Inherit, On)},
			map[int]Entry{2: gap(2, acme, On, Inherit)}},
		"an update that tells no value": {[]Entry{rec(3, 3, acme, Off, On), rec(-2, 2, acme, On, On), rec(1, 1, acme, Inherit, On)}, nil},
		"the app's": {[]Entry{rec(-2, 2, acme, Inherit, On), rec(1, 1, acme, Inherit, On)},
			map[int]Entry{0: gap(2, acme, On, Inherit)}},
		"after the app's": {[]Entry{rec(2, 2, acme, On, Off), rec(-1, 1, acme, Inherit, Off)},
			map[int]Entry{0: gap(2, acme, Off, On)}},
		"two clocks":            {[]Entry{at(rec(2, 1, acme, Inherit, On), time.Second), rec(-1, 1, acme, On, Inherit), rec(1, 0, acme, Inherit, Off)}, nil},
		"a clock set back":      {[]Entry{rec(1, 2, acme, Inherit, On), rec(2, 1, acme, On, Off)}, nil},
		"the trail's one time":  {[]Entry{rec(-2, 1, acme, Off, On), rec(-1, 1, acme, Inherit, On)}, nil},
		"off is no override":    {[]Entry{rec(2, 2, project, Inherit, On), rec(1, 1, project, On, Off)}, nil},
		"on is an override":     {[]Entry{rec(2, 2, project, Inherit, On), rec(1, 1, project, Off, On)}, map[int]Entry{0: gap(2, project, On, Inherit)}},
		"an event of OLI Torus": {[]Entry{rec(-2, 2, project, Inherit, On), rec(-1, 1, project, Inherit, On)}, nil},
	} {
		if got := Gaps(test.records, allInfos()); !maps.Equal(got, test.want) {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}
