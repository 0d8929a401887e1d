package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// History is the screen of a timeline of change-sets, newest first. It shows the pages
// read so far. The user can limit them to one flag or one scope.
type History struct {
	Theme Theme
	Map   keys.Map
	Kinds feature.KindList // the kinds of scope in the database

	subject     historySubject
	name        string        // the flag to filter by, or ""
	scope       feature.Scope // the scope to filter by
	span        int           // an index of historySpans
	search      historySearch
	sets        []changeSet
	hasMore     bool // whether the database has another page
	loadingPage bool // whether a page is being read
	gaps        Gaps
	searchedFor string    // the search of the newest page
	agesAt      time.Time // the time to which ages are counted
	lines       []historyLine
	columns     historyColumns
	rows        rows     // the rows of lines; the cursor is on a change-set's first line
	intro       []string // the lines above the list
	width       int
}

// historySubject says whose changes a history shows.
type historySubject int

const (
	everything historySubject = iota
	oneFlag
	oneScope
)

// NewHistory returns the screen, which waits for its first page. It starts with the
// changes at the scope, or with all changes if the scope is the system.
func NewHistory(t Theme, m keys.Map, name string, scope feature.Scope) *History {
	h := &History{Theme: t, Map: m, name: name, scope: scope, span: len(historySpans) - 1, search: newHistorySearch(), loadingPage: true}
	if !scope.IsSystem() && !scope.IsZero() {
		h.subject = oneScope
	}
	return h
}

// OfFlag makes the screen start with the flag's changes.
func (h *History) OfFlag() *History {
	h.subject = oneFlag
	return h
}

// Filter returns the flag or the scope whose changes are shown. It returns neither if
// all changes are shown.
func (h *History) Filter() (name string, scope feature.Scope) {
	switch h.subject {
	case oneFlag:
		return h.name, feature.Scope{}
	case oneScope:
		return "", h.scope
	}
	return "", feature.Scope{}
}

// Show adds a page. The first page replaces all pages. The cursor stays on its
// change-set.
func (h *History) Show(page HistoryPage) {
	was := h.selected()
	if page.First {
		h.sets = nil
	} else {
		page.Gaps.Unnamed += h.gaps.Unnamed
	}
	for i, e := range page.Entries {
		effects := page.Effects
		if len(effects) > 0 {
			effects = effects[i : i+1]
		}
		h.add(e, effects)
	}
	h.hasMore, h.loadingPage, h.gaps, h.agesAt, h.searchedFor = page.More, false, page.Gaps, page.ReadAt, page.Search
	if h.width > 0 {
		h.Resize(h.width, h.rows.height+len(h.intro))
	}
	h.rebuild(was)
}

// add adds an entry. An entry of the last change-set joins it.
func (h *History) add(e feature.Entry, effect []feature.Effect) {
	if last := len(h.sets) - 1; last >= 0 && e.Change != "" && h.sets[last].first().Change == e.Change {
		h.sets[last].entries = append(h.sets[last].entries, e)
		h.sets[last].effects = append(h.sets[last].effects, effect...)
		return
	}
	h.sets = append(h.sets, changeSet{entries: []feature.Entry{e}, effects: slices.Clone(effect)})
}

// EntriesRead returns the number of entries read.
func (h *History) EntriesRead() int {
	n := 0
	for _, set := range h.sets {
		n += len(set.entries)
	}
	return n
}

// Failed records that a page could not be read, so that the screen may ask again.
func (h *History) Failed() { h.loadingPage = false }

// Press takes a key.
func (h *History) Press(p keys.Press) Intent {
	if h.search.typing {
		return h.typeSearch(p)
	}
	if h.move(p, h.Map) {
		return h.nextPage()
	}
	set := h.selected()
	switch {
	case p.Matches(h.Map.Leave) && h.search.text() != "":
		return h.setSearch(newHistorySearch())
	case p.Matches(h.Map.Leave):
		return Back{}
	case p.Matches(h.Map.Refresh):
		return Refresh{}
	case p.Matches(h.Map.Filter):
		h.search.typing = true
	case p.Matches(h.Map.Narrow):
		return h.nextSubject()
	case p.Matches(h.Map.Spans()...):
		return h.setSpan(slices.IndexFunc(h.Map.Spans(), func(span key.Binding) bool { return p.Matches(span) }))
	case set == nil:
	case p.MatchesAlone(h.Map.Undo):
		return h.undo(set.first())
	case p.Matches(h.Map.Details):
		return OpenChangeSet{Entries: set.entries}
	case p.MatchesAlone(h.Map.Kill):
		return ReviewKill{Name: set.first().Name}
	case p.Matches(h.Map.CopyChange):
		return set.copyIntent()
	case p.Matches(h.Map.Export):
		return ExportHistory{}
	}
	return nil
}

// nextSubject chooses the next subject.
func (h *History) nextSubject() Intent {
	h.subject = (h.subject + 1) % 3
	if h.subject == oneFlag && h.name == "" {
		h.subject = oneScope
	}
	h.loadingPage = true
	return Search{}
}

// nextPage asks for another page if one is needed.
func (h *History) nextPage() Intent {
	if !h.nearEnd() {
		return nil
	}
	h.loadingPage = true
	return NextPage{}
}

// nearEnd reports whether the cursor is near the end of the pages read, and another
// page exists.
func (h *History) nearEnd() bool {
	return h.hasMore && !h.loadingPage && h.rows.cursor+h.rows.height >= len(h.lines)
}

// undo proposes to undo the change-set of an entry.
func (h *History) undo(e feature.Entry) Intent {
	switch {
	case e.Origin == feature.FromApp || e.Origin == feature.FromOutside:
		return ShowNotice{h.Theme.Say(words.HistoryOnlyOwn)}
	case h.gaps.Partial && !h.gaps.Trail:
		return ShowNotice{h.Theme.Say(words.HistoryNoUndo)}
	case h.gaps.Partial:
		return ShowNotice{h.Theme.Say(words.HistoryNoUndoTrail)}
	}
	return ReviewUndo{Change: e.Change}
}

// Title implements Screen.
func (h *History) Title() (title, count string) {
	t := h.Theme
	of := t.Say(words.HistoryEverything)
	switch {
	case h.subject == oneFlag:
		of = t.clean(h.name)
	case h.subject == oneScope && h.scope.IsSystem():
		of = t.Say(words.HistoryOfSystem)
	case h.subject == oneScope: // the breadcrumb names the scope
		of = t.Say(words.HistoryOfScope, t.kindName(h.Kinds.Of(h.scope.Kind)))
	}
	return " " + t.Say(words.HistoryTitle) + t.dot + of, h.spanTabs()
}

// Resize implements Screen.
func (h *History) Resize(width, height int) {
	h.width, h.intro = width, nil
	t := h.Theme
	var notes []string
	switch {
	case h.gaps.Partial && !h.gaps.Trail:
		notes = append(notes, t.Say(words.HistoryNotKept))
	case h.gaps.Partial:
		notes = append(notes, t.Say(words.HistoryFromTrail))
	}
	if h.gaps.Mixed {
		notes = append(notes, t.Say(words.HistoryMixed))
	}
	if n := h.gaps.Unnamed; n > 0 {
		notes = append(notes, t.Say(words.HistoryUnnamed, t.Count(n, words.HistoryRecord)))
	}
	if to := h.gaps.Searched; !to.IsZero() {
		notes = append(notes, t.Say(words.HistorySearchFrom, capitalized(SearchedBack(t.Language, to))))
	}
	for _, text := range notes {
		for _, line := range t.wrap(text, width-1, 2) {
			h.intro = append(h.intro, " "+line)
		}
	}
	if h.columns.width != width {
		h.fitColumns()
	}
	if len(h.lines) == 0 {
		h.rows.resize(0, height-len(h.intro))
		return
	}
	h.rows.resize(len(h.lines), height-len(h.intro)-1)
	h.showWhole()
	h.intro = append(h.intro, h.headings())
}

// Body implements Screen.
func (h *History) Body() []string {
	switch {
	case len(h.lines) > 0:
		return slices.Concat(h.intro, h.rows.draw(h.Theme, h.width, h.line))
	case h.loadingPage:
		return slices.Concat(h.intro, []string{"  " + h.Theme.reading()})
	}
	return slices.Concat(h.intro, h.nothing())
}

// Foot implements Screen.
func (h *History) Foot() string {
	var parts []string
	if h.search.typing { // first, since the end may be cut off
		parts = append(parts, "/"+h.search.field.draw(h.Theme, max(10, h.width/3)))
	}
	if set := h.selected(); set != nil {
		total := fmt.Sprint(h.shownSets())
		if h.hasMore {
			total += "+"
		}
		parts = append(parts, fmt.Sprintf("%d/%s", h.lines[h.rows.cursor].number, total))
		if set.undoneBy != "" {
			parts = append(parts, h.Theme.Say(words.HistoryUndoneBy, h.Theme.clean(set.undoneBy)))
		}
		if reason := h.Theme.clean(set.first().Reason); textWidth(reason) > h.columns.reason {
			parts = append(parts, h.Theme.Say(words.HistoryReason, reason))
		}
	}
	if text := h.search.text(); text != "" && !h.search.typing {
		parts = append(parts, "/"+h.Theme.clean(text))
	}
	return strings.Join(parts, "  ")
}

// Keys implements Screen.
func (h *History) Keys() keys.Group {
	if h.search.typing {
		return h.Map.FieldKeys("keep", "clear")
	}
	return h.Map.HistoryKeys()
}
