package model

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
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

// The exported file has every filtered change. An existing file is never overwritten.
// The notice names the file.
func TestExportHistory(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	s := newLongHistory()
	d := open(t, s)
	d.drive("h", "/")
	d.typeText("zoe")
	d.drive("enter")
	s.queries = nil // an export starts at the first page
	d.drive("E")
	name := filepath.Join(dir, now().UTC().Format("flagtui-history-20060102-150405"))
	d.shows("4 changes written to", filepath.Base(name)+".csv")
	s.queries = nil
	d.drive("E")
	d.shows(filepath.Base(name) + "-2.csv")
	for _, file := range []string{name + ".csv", name + "-2.csv"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
		if err != nil || len(lines) != 5 || lines[1][1] != "set-99" || lines[4][1] != "set-399" {
			t.Errorf("%s: %v\n%s", file, err, text)
		}
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 { // root can write anywhere
		t.Chdir("/proc")
	}
	s.queries = nil
	d.drive("E")
	d.shows("the CSV file cannot be written", "start flagtui in a folder that you may write to")
	s.failing(errDown, "History")
	d.drive("E")
	d.shows("cannot reach the database")
}
