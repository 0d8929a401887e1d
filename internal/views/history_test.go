package views

import (
	"encoding/csv"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// timeline returns a history with a page, at 120x40.
func timeline(page HistoryPage) *History {
	h := NewHistory(NewTheme(true, false), keys.Default(), "billing.new_invoice", feature.SystemScope())
	h.Show(page)
	h.Resize(120, 40)
	return h
}

// body returns a screen's text with single blanks.
func body(s Screen) string { return strings.Join(strings.Fields(strings.Join(s.Body(), "\n")), " ") }

// The cursor moves from one change-set to the next, past headings and entries.
func TestTheCursorOfATimeline(t *testing.T) {
	h := timeline(historyOf(days()))
	sets := []string{"c6", "c5", "req-7", "", "c3", "c2", "c1"}
	at := func(keys string, want string) {
		t.Helper()
		pressAll(h, keys)
		if got := h.selected().first().Change; got != want {
			t.Errorf("after %s the cursor is on %q, not on %q", keys, got, want)
		}
	}
	at("home", sets[0])
	for _, set := range sets[1:] {
		at("down", set)
	}
	at("down", sets[6])
	for i := 5; i >= 0; i-- {
		at("up", sets[i])
	}
	at("up", sets[0])
	at("G", "c1")
	at("g", "c6")
	for line, want := range map[int]string{1: "c6", 2: "c6", 3: "c6", 4: "c6", 5: "c5", 8: "c3", 12: "c3"} { // 0 is the line of the headings
		h.SelectLine(line)
		if got := h.selected().first().Change; got != want {
			t.Errorf("a click on line %d selects %q, not %q", line, got, want)
		}
	}
}

// All rows of the selected change-set are visible, even on a low terminal. So is the
// day of the top row.
func TestATimelineThatScrolls(t *testing.T) {
	h := timeline(historyOf(days()))
	h.Resize(120, 9)
	for range 4 {
		pressAll(h, "down")
		h.Resize(120, 9)
	}
	if text := body(h); !strings.Contains(text, "7 scopes") || !strings.Contains(text, "… 2 more") {
		t.Errorf("a part of the change-set is out of sight:\n%s", strings.Join(h.Body(), "\n"))
	}
	h.Resize(120, 6)
	pressAll(h, "G")
	h.Resize(120, 6)
	if top := h.Body()[1]; !strings.Contains(top, "… 2 more") || !strings.Contains(h.Body()[0], "28 Feb (UTC)") {
		t.Errorf("the day of the topmost row is not told:\n%s", strings.Join(h.Body(), "\n"))
	}
	pressAll(h, "g")
	h.Resize(120, 9)
	if !strings.Contains(h.Body()[1], "today, 1 Mar") {
		t.Errorf("the first day's heading is out of sight:\n%s", strings.Join(h.Body(), "\n"))
	}
}

// The cursor and the lines on the screen stay where they are when the ages are counted again.
func TestAgesOfATimeline(t *testing.T) {
	h := timeline(historyOf(days()))
	for range days() {
		h.Resize(100, 6)
		before := ansi.Strip(strings.Join(h.Body(), "\n"))
		h.CountAges(h.agesAt)
		if after := ansi.Strip(strings.Join(h.Body(), "\n")); after != before {
			t.Errorf("the screen was\n%s\nand is\n%s", before, after)
		}
		pressAll(h, "down")
	}
}

// The cursor stays on its change-set when a page is read again or a search finds it.
// Later pages are appended, and a change-set on two pages is one.
func TestPagesOfATimeline(t *testing.T) {
	all := days()
	h := timeline(HistoryPage{Entries: all[:7], First: true, More: true, ReadAt: all[0].At})
	if got := pressAll(h, "G"); got != (NextPage{}) {
		t.Fatalf("at the end: %#v", got)
	}
	if got := pressAll(h, "up G"); got != nil {
		t.Errorf("while a page is read: %#v", got)
	}
	h.Show(HistoryPage{Entries: all[7:], ReadAt: all[0].At})
	if got := h.selected().first().Change; got != "c3" || len(h.selected().entries) != 7 || h.shownSets() != 7 {
		t.Errorf("on %q with %d entries, of %d", got, len(h.selected().entries), h.shownSets())
	}
	newer := feature.Entry{Change: "c7", At: all[0].At.Add(time.Second), Name: "a", Scope: system.Scope, After: feature.On}
	h.Show(HistoryPage{Entries: append([]feature.Entry{newer}, all...), First: true, ReadAt: newer.At})
	typeText(h, "/TWICE 28")
	if got := h.selected().first().Change; got != "c3" || h.shownSets() != 1 {
		t.Errorf("on %q of %d", got, h.shownSets())
	}
	pressAll(h, "esc")
	if got := h.selected().first().Change; got != "c3" || h.shownSets() != 8 {
		t.Errorf("without the search on %q of %d", got, h.shownSets())
	}
}

// A search looks for words in flag, scope, actor, reason and day. All words must match.
func TestSearchingATimeline(t *testing.T) {
	for text, want := range map[string]int{
		"": 7, "passkeys": 1, "INVOICE": 5, "lena": 1, "unknown": 1, "outside": 1, "twice": 1, "2026-02": 2, "28 feb": 1, "acme": 3,
		"invoice alice": 2, "passkeys alice": 0, "wayne": 1,
	} {
		h := timeline(historyOf(days()))
		typeText(h, "/"+text)
		if got := h.shownSets(); got != want {
			t.Errorf("%q finds %d, not %d:\n%s", text, got, want, strings.Join(h.Body(), "\n"))
		}
		matching := 0
		for _, e := range days() {
			if h.Matches()(e) {
				matching++
			}
		}
		if (matching > 0) != (want > 0) {
			t.Errorf("%q: Matches finds %d", text, matching)
		}
	}
	page := historyOf(days())
	page.More = true
	h := timeline(page)
	if got := pressAll(h, "/ l"); got != (NextPage{}) || h.Wanted() != h.rows.height {
		t.Errorf("a search that does not fill the screen: %#v, wanted %d", got, h.Wanted())
	}
	typeText(h, "en")
	if h.WantsMore() {
		t.Error("another page is wanted while one is read")
	}
	h.Show(HistoryPage{More: true, ReadAt: page.ReadAt, Search: "l"})
	if !h.WantsMore() {
		t.Error("no page is wanted after one for an older search")
	}
	h.Show(HistoryPage{More: true, ReadAt: page.ReadAt, Search: "len"})
	if h.WantsMore() {
		t.Error("the search goes on by itself")
	}
	if got := pressAll(h, "enter esc"); got == (Back{}) || h.search.text() != "" {
		t.Errorf("esc clears the search first: %#v", got)
	}
	if got := pressAll(h, "esc"); got != (Back{}) {
		t.Errorf("and then leaves: %#v", got)
	}
}

// A heading is whole even if the texts below are shorter.
func TestHeadingsOfATimeline(t *testing.T) {
	page := historyOf(days())
	for i := range page.Entries {
		page.Entries[i].Origin = feature.FromApp
	}
	h := timeline(page)
	if text := body(h); !strings.Contains(text, " SOURCE ") {
		t.Errorf("no heading SOURCE in\n%s", text)
	}
}

func TestSpansOfATimeline(t *testing.T) {
	h := timeline(historyOf(days()))
	if h.Span() != 0 {
		t.Error("it does not start with everything")
	}
	for key, want := range map[string]time.Duration{"1": 24 * time.Hour, "2": 7 * 24 * time.Hour, "3": 30 * 24 * time.Hour, "4": 0} {
		h.span = 3
		if key == "4" {
			h.span = 0
		}
		if got := pressAll(h, key); got != (Search{}) || h.Span() != want {
			t.Errorf("%s: %#v, %v", key, got, h.Span())
		}
		if got := pressAll(h, key); got != nil {
			t.Errorf("%s again: %#v", key, got)
		}
		_, tabs := h.Title()
		if !strings.Contains(tabs, "["+key+" ") {
			t.Errorf("%s: the tabs are %q", key, tabs)
		}
	}
	h.Press(press("1"))
	h.Show(historyOf(nil))
	if !strings.Contains(body(h), "Nothing was changed in the last 24h.") {
		t.Error(body(h))
	}
}

// A change-set that flagtui recorded is copied by its id, any other by its entries.
func TestCopyingFromATimeline(t *testing.T) {
	all := days()
	for at, want := range map[int]Intent{
		0: CopyChange{Change: "c6"}, 2: CopyChange{Entries: all[3:4]}, 3: CopyChange{Entries: all[4:5]}, 4: CopyChange{Change: "c3"},
	} {
		h := timeline(historyOf(all))
		for range at {
			h.Press(press("down"))
		}
		if got := h.Press(press("Y")); !reflect.DeepEqual(got, want) {
			t.Errorf("%d: %#v, want %#v", at, got, want)
		}
	}
	if got := pressAll(timeline(historyOf(all)), "E"); got != (ExportHistory{}) {
		t.Errorf("E: %#v", got)
	}
}

func TestAge(t *testing.T) {
	now := time.Date(2026, 11, 30, 3, 50, 0, 0, time.UTC)
	for ago, want := range map[time.Duration]string{
		-time.Hour: "now", 0: "now", 59 * time.Second: "now", time.Minute: "1m", 59*time.Minute + 59*time.Second: "59m", time.Hour: "1h", 23 * time.Hour: "23h",
		24 * time.Hour: "1d", 13 * 24 * time.Hour: "13d", 14 * 24 * time.Hour: "2w", 364 * 24 * time.Hour: "52w", 365 * 24 * time.Hour: "1y", 800 * 24 * time.Hour: "2y",
	} {
		if got := (Theme{}).age(now.Add(-ago), now); got != want {
			t.Errorf("%v ago: %q, not %q", ago, got, want)
		}
		end := ageEnd(now.Add(-ago), now)
		last, next := (Theme{}).age(now.Add(-ago), end.Add(-1)), (Theme{}).age(now.Add(-ago), end)
		if last != want && want != "52w" || next == want { // a year ends within its 53rd week
			t.Errorf("%v ago: %q until %v, then %q", ago, last, end, next)
		}
	}
	east := time.FixedZone("east", 5*3600) // another day in UTC
	for at, want := range map[time.Time]string{
		now: "today, 30 Nov", now.In(east): "today, 30 Nov", time.Date(2026, 11, 30, 4, 0, 0, 0, east): "yesterday, 29 Nov",
		now.AddDate(0, 0, -2): "Sat 28 Nov", now.AddDate(-1, 0, 0): "30 Nov 2025",
	} {
		if got := (Theme{}).dayWords(at, now); got != want {
			t.Errorf("%v: %q, not %q", at, got, want)
		}
	}
}

func TestHistoryCSV(t *testing.T) {
	e := days()[0]
	e.Reason, e.Actor = "=cmd|' /C calc'!A0", "a\nb,\"c\""
	lines, err := csv.NewReader(strings.NewReader(HistoryCSV([]feature.Entry{e}, []feature.Effect{{Before: feature.Off, After: feature.Inherit}}))).ReadAll()
	want := [][]string{{"at", "change", "source", "actor", "reason", "scope", "scope_id", "name", "before", "after", "effective_before", "effective_after"},
		{"2026-03-01T03:03:45Z", "c6", "flagtui", `a\nb,"c"`, "'=cmd|' /C calc'!A0", "tenant", "acme", "access.passkeys", "inherit", "on", "off", "?"}}
	if err != nil || !reflect.DeepEqual(lines, want) {
		t.Errorf("%v\n%q\nwant\n%q", err, lines, want)
	}
	if text := HistoryCSV(nil, nil); text != "at,change,source,actor,reason,scope,scope_id,name,before,after\n" {
		t.Errorf("%q", text)
	}
}

// An undo marks its change-set as undone, unless the undo is itself undone.
func TestATimelineMarksWhatIsUndone(t *testing.T) {
	h := timeline(historyOf(days())) // c5 undoes c2
	pressAll(h, "G up")
	if got := h.Foot(); h.selected().first().Change != "c2" || !strings.Contains(got, "undone by bob@ops2") {
		t.Errorf("on %s the foot is %q", h.selected().first().Change, got)
	}
	redo := days()[2]
	redo.Change, redo.Undoes, redo.Actor, redo.At = "c9", "c5", "alice@ops1", redo.At.Add(time.Hour)
	h = timeline(historyOf(append([]feature.Entry{redo}, days()...)))
	pressAll(h, "G up")
	if got := h.Foot(); strings.Contains(got, "undone") {
		t.Errorf("after the undo was undone the foot is %q", got)
	}
	pressAll(h, "g down down")
	if got := h.Foot(); h.selected().first().Change != "c5" || !strings.Contains(got, "undone by alice@ops1") {
		t.Errorf("on %s the foot is %q", h.selected().first().Change, got)
	}
}
