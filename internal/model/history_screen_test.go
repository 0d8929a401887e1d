package model

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// longHistory is a store whose history has several pages.
type longHistory struct {
	*memory
	past     []feature.Entry // entries, newest first
	queries  []data.HistoryQuery
	reported int // number of queries that asked has returned
}

func (s *longHistory) History(_ context.Context, q data.HistoryQuery) (data.HistoryPage, error) {
	if err := s.enter("History"); err != nil {
		return data.HistoryPage{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queries = append(s.queries, q)
	var found []feature.Entry
	for _, e := range s.past {
		if q.Matches(e) {
			found = append(found, e)
		}
	}
	// A test cannot make a HistoryMark, so the number of calls selects the page.
	pages := 0
	for _, earlier := range slices.Backward(s.queries) {
		if earlier.Since != q.Since || earlier.Scope != q.Scope || earlier.Name != q.Name {
			break
		}
		pages++
	}
	from := min(len(found), (pages-1)*100)
	to := min(len(found), from+100)
	return data.HistoryPage{Entries: found[from:to], More: to < len(found)}, nil
}

// asked returns the queries since its last call.
func (s *longHistory) asked() []data.HistoryQuery {
	s.mu.Lock()
	defer s.mu.Unlock()
	queries := s.queries[s.reported:]
	s.reported = len(s.queries)
	return queries
}

// newLongHistory returns a history of 450 changes, one a minute. Every hundredth change
// is by zoe.
func newLongHistory() *longHistory {
	s := &longHistory{memory: newMemory()}
	for i := range 450 {
		e := entry(fmt.Sprintf("set-%d", i), "carol@bastion", acme, "alpha", feature.Inherit, feature.On)
		if e.At = now().Add(-time.Duration(i) * time.Minute); i%100 == 99 {
			e.Actor = "zoe@ops3"
		}
		s.past = append(s.past, e)
	}
	return s
}

// A search reads pages until it has enough matches, and says when there are no more.
func TestHistorySearchReadsOn(t *testing.T) {
	s := newLongHistory()
	d := open(t, s)
	d.drive("h")
	if n := len(s.asked()); n != 1 {
		t.Fatalf("%d pages were read at first", n)
	}
	d.drive("/")
	d.typeText("zoe")
	d.shows("zoe@ops3", "1/4", "/zoe_")
	d.hides("carol")
	d.drive("enter", "esc")
	d.shows("History · everything", "100/450", "carol")
	d.drive("esc")
	d.shows("1 All")
}

// A key pressed during a read makes the history read the next page afterwards.
func TestHistorySearchGoesOn(t *testing.T) {
	s := newLongHistory()
	d := open(t, s)
	d.drive("h", "/")
	s.asked()
	answers := d.during("z", "o", "e")
	for _, msg := range answers {
		d.update(msg)
	}
	d.shows("1/4", "zoe@ops3")
}

func TestHistorySpan(t *testing.T) {
	s := newLongHistory()
	for i := range s.past {
		s.past[i].At = now().Add(-time.Duration(i) * time.Hour)
	}
	d := open(t, s)
	d.drive("h")
	s.asked()
	d.drive("1")
	if asked := s.asked(); len(asked) != 1 || !asked[0].Since.Equal(now().Add(-24*time.Hour)) {
		t.Errorf("asked for %+v", asked)
	}
	d.shows("1/25", "[1 24h]")
	d.drive("4")
	d.shows("1/100+", "[4 all]")
	if asked := s.asked(); len(asked) != 1 || !asked[0].Since.IsZero() {
		t.Errorf("asked for %+v", asked)
	}
}

// The history of a tenant opens with the changes of the tenant and the system, and with
// their effects. esc leads back.
func TestHistoryOfATenant(t *testing.T) {
	s := newLongHistory()
	s.set(acme, "alpha", feature.On)
	s.set(system, "beta", feature.Off)
	s.past = []feature.Entry{
		{Change: "b", At: now().Add(-time.Minute), Actor: "bob", Scope: system, Name: "beta", Before: feature.On, After: feature.Off, Origin: feature.FromFlagtui},
		{Change: "a", At: now().Add(-time.Hour), Actor: "lena", Scope: acme, Name: "alpha", Before: feature.Inherit, After: feature.On, Origin: feature.FromApp},
		{Change: "0", At: now().Add(-2 * time.Hour), Actor: "deploy", Scope: system, Name: "alpha", Before: feature.Inherit, After: feature.Off, Origin: feature.FromFlagtui},
	}
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{Scope: acme, Listed: true} })
	d.drive("h")
	d.shows("History · what changed for this tenant", "EFFECT HERE",
		"1m ago bob system beta on → off on → OFF flagtui", "1h ago lena tenant alpha inherit → on", "off → ON app", "2h ago deploy system alpha inherit → off")
	if asked := s.asked(); len(asked) != 1 || !asked[0].System || asked[0].Scope != acme {
		t.Errorf("asked for %+v", asked)
	}
}

// Pages are read until an entry matches, but only some at a time, and none after the last.
func TestHistorySearchOfALongHistory(t *testing.T) {
	for _, test := range []struct{ entries, pages int }{{450, 4}, {1450, maxHistoryPages}} {
		s := newLongHistory()
		s.past = nil
		for i := range test.entries {
			s.past = append(s.past, entry(fmt.Sprintf("set-%d", i), "carol@bastion", acme, "alpha", feature.Inherit, feature.On))
		}
		d := open(t, s)
		d.drive("h", "/")
		s.asked()
		d.drive("z")
		if n := len(s.asked()); n != test.pages { // besides the first
			t.Errorf("of %d entries, %d pages were read at once, want %d", test.entries, n, test.pages)
		}
	}
}

// The effects of a further page follow those of the pages before.
func TestEffectsOfSeveralPages(t *testing.T) {
	s := newLongHistory()
	s.past = nil
	for i := range 150 { // off and on in turn, newest first; the newest is off
		e := entry(fmt.Sprintf("set-%d", i), "carol@bastion", acme, "alpha", feature.On, feature.Off)
		if i%2 == 1 {
			e = entry(fmt.Sprintf("set-%d", i), "carol@bastion", acme, "alpha", feature.Off, feature.On)
		}
		e.At = now().Add(-time.Duration(i) * time.Minute)
		s.past = append(s.past, e)
	}
	s.past[149].Before = feature.Inherit
	s.set(acme, "alpha", feature.Off)
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{Scope: acme, Listed: true} })
	d.drive("h")
	s.wantCalls(t, "StoredAt", 1)
	d.drive("end", "end")
	d.shows("150/150")
	if line := strings.Join(strings.Fields(d.line("> ")), " "); !strings.Contains(line, "inherit → on off → ON") {
		t.Errorf("the oldest change is shown as %q", line)
	}
	s.wantCalls(t, "StoredAt", 0)
	d.drive("esc", "S", "h")
	s.wantCalls(t, "StoredAt", 0) // the history of all scopes has no effects
}

// The effects of a tenant's changes cannot be told without the present values.
func TestEffectsThatCannotBeRead(t *testing.T) {
	s := newLongHistory()
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{Scope: acme, Listed: true} })
	s.failing(errDown, "Stored", "StoredAt", "Definitions")
	d.drive("h")
	d.shows("cannot reach the database")
	d.hides("carol")
}
