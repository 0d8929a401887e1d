package views

import (
	"slices"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// changeSet holds the entries of one change-set that have been read, newest first.
type changeSet struct {
	entries  []feature.Entry
	effects  []feature.Effect // the entries' effects at the scope, or nil if unknown
	undoneBy string           // the actor of the undo, or ""
}

func (c *changeSet) first() feature.Entry { return c.entries[0] }

// copyIntent returns the intent that copies the change-set.
func (c *changeSet) copyIntent() Intent {
	if e := c.first(); e.Origin == feature.FromApp || e.Origin == feature.FromOutside {
		return CopyChange{Entries: c.entries}
	}
	return CopyChange{Change: c.first().Change}
}

func (c *changeSet) oneName() bool {
	return !slices.ContainsFunc(c.entries, func(e feature.Entry) bool { return e.Name != c.first().Name })
}

func (c *changeSet) oneScope() bool {
	return !slices.ContainsFunc(c.entries, func(e feature.Entry) bool { return e.Scope != c.first().Scope })
}

// flags returns the number of flags in the entries.
func (c *changeSet) flags() int {
	names := map[string]bool{}
	for _, e := range c.entries {
		names[e.Name] = true
	}
	return len(names)
}

// maxEntriesListed is the largest number of a change-set's entries that get a row.
const maxEntriesListed = 5

// historyLine is a line of the list: a day's heading, the first row of a change-set,
// the row of an entry, or the number of entries without a row.
type historyLine struct {
	day    string
	set    int // an index of History.sets
	number int // the number of the change-set in the list, in its first row only
	entry  int // an index of the entries, or -1
	more   int
}

// rebuild rebuilds the list. If the list still shows the change-set in was, it puts the
// cursor there.
func (h *History) rebuild(was *changeSet) {
	h.markUndone()
	h.lines = h.lines[:0]
	cursor, day, number := 0, "", 0
	for i := range h.sets {
		set := &h.sets[i]
		if !slices.ContainsFunc(set.entries, func(e feature.Entry) bool { return h.Theme.entryMatches(e, h.search.words) }) {
			continue
		}
		if text := h.Theme.dayWords(set.first().At, h.agesAt); text != day {
			day = text
			h.lines = append(h.lines, historyLine{day: day})
		}
		if was != nil && sameSet(was.first(), set.first()) {
			cursor = len(h.lines)
		}
		number++
		h.lines = append(h.lines, historyLine{set: i, number: number, entry: -1})
		if len(set.entries) == 1 {
			h.lines[len(h.lines)-1].entry = 0
			continue
		}
		for e := range set.entries[:min(maxEntriesListed, len(set.entries))] {
			h.lines = append(h.lines, historyLine{set: i, entry: e})
		}
		if more := len(set.entries) - maxEntriesListed; more > 0 {
			h.lines = append(h.lines, historyLine{set: i, entry: -1, more: more})
		}
	}
	h.columns.width = 0 // fits the columns again
	if h.width > 0 {
		h.Resize(h.width, h.rows.height+len(h.intro))
	}
	h.rows.resize(len(h.lines), h.rows.height)
	h.rows.moveTo(cursor)
	h.skipToSet(false)
}

// Ages implements Aging.
func (h *History) Ages() (counted, wrong time.Time) {
	for _, line := range h.lines[min(h.rows.top, len(h.lines)):min(h.rows.top+h.rows.height, len(h.lines))] {
		switch {
		case line.day != "": // another day is today from midnight
			wrong = earlier(wrong, h.agesAt.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1))
		case line.number > 0 && h.columns.age > 0:
			wrong = earlier(wrong, ageEnd(h.sets[line.set].first().At, h.agesAt))
		}
	}
	return h.agesAt, wrong
}

// CountAges implements Aging.
func (h *History) CountAges(now time.Time) {
	h.agesAt = now
	h.rebuild(h.selected())
}

// markUndone finds out who has undone each change-set. An undo that is itself undone
// does not count.
func (h *History) markUndone() {
	undone := map[string]string{} // actors by change-set
	for i := range h.sets {       // newest first
		set, e := &h.sets[i], h.sets[i].first()
		set.undoneBy = undone[e.Change]
		if e.Undoes != "" && set.undoneBy == "" {
			undone[e.Undoes] = e.Actor
		}
	}
}

// sameSet reports whether two entries belong to one change-set. An entry from outside
// has no change-set, so its other fields are compared.
func sameSet(a, b feature.Entry) bool {
	if a.Change == "" && b.Change == "" {
		return a.At.Equal(b.At) && a.Scope == b.Scope && a.Name == b.Name
	}
	return a.Change == b.Change
}

// selected returns the change-set under the cursor, or nil.
func (h *History) selected() *changeSet {
	if h.rows.cursor >= len(h.lines) || h.lines[h.rows.cursor].number == 0 {
		return nil
	}
	return &h.sets[h.lines[h.rows.cursor].set]
}

// shownSets returns the number of shown change-sets.
func (h *History) shownSets() int {
	for _, line := range slices.Backward(h.lines) {
		if line.number > 0 {
			return line.number
		}
	}
	return 0
}

// move moves the cursor to another change-set. It returns false if the key does not
// move the cursor.
func (h *History) move(p keys.Press, m keys.Map) bool {
	was := h.rows.cursor
	if !h.rows.press(p, m) {
		return false
	}
	h.skipToSet(h.rows.cursor < was)
	return true
}

// SelectLine puts the cursor on the change-set in a line of the body.
func (h *History) SelectLine(line int) {
	h.rows.selectLine(line - len(h.intro))
	h.skipToSet(h.rows.cursor < len(h.lines) && h.lines[h.rows.cursor].day == "")
}

// skipToSet moves the cursor to the nearest first row of a change-set. It searches
// upwards if up is true, otherwise downwards. If it finds none, it searches the other
// way.
func (h *History) skipToSet(up bool) {
	for _, step := range map[bool][]int{true: {-1, 1}, false: {1, -1}}[up] {
		for at := h.rows.cursor; at >= 0 && at < len(h.lines); at += step {
			if h.lines[at].number > 0 {
				h.rows.moveTo(at)
				h.showWhole()
				return
			}
		}
	}
}

// showWhole scrolls until every row of the selected change-set is visible. With the
// first change-set it also shows the first day's heading.
func (h *History) showWhole() {
	if h.rows.cursor == 1 {
		h.rows.top = 0
	}
	last := h.rows.cursor
	for last+1 < len(h.lines) && h.lines[last+1].day == "" && h.lines[last+1].number == 0 {
		last++
	}
	if last >= h.rows.top+h.rows.height {
		h.rows.top = min(last-h.rows.height+1, h.rows.cursor)
	}
}

func (h *History) line(i int, marked bool) string {
	t, line := h.Theme, h.lines[i]
	switch {
	case line.day != "":
		return t.sectionLine(line.day, h.width)
	case line.more > 0:
		return h.columns.line(t, historyCells{what: "  " + t.Say(words.HistoryMore, t.ellipsis, line.more)}, false, true)
	}
	return h.columns.line(t, h.cells(line), marked, h.sets[line.set].undoneBy != "")
}
