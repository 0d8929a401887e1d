package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// History lists change-sets, newest first: all, those of one flag, or those at one
// scope. It holds the pages that have been read so far.
type History struct {
	Theme Theme
	Map   keys.Map

	subject     historySubject
	name        string        // the flag to filter by; empty: none
	scope       feature.Scope // the scope to filter by
	sets        []changeSet
	hasMore     bool // the database has another page
	loadingPage bool // a page is being read
	gaps        Gaps
	rows        rows
	intro       []string // what stands over the list
	width       int
}

// historySubject is what a history is filtered by.
type historySubject int

const (
	everything historySubject = iota
	oneFlag
	oneScope
)

// changeSet is the entries of one change-set.
type changeSet struct {
	feature.Entry                // the newest
	count         int            // how many of its entries have been read
	effect        feature.Effect // of the newest entry at the scope; zero: unknown
}

// Gaps is what is missing in a history.
type Gaps struct {
	Partial  bool      // there is only the app's audit trail
	Unnamed  int       // records of the app that name no override
	Searched time.Time // how far back the app's trail was searched for overrides that are gone; zero: to the end
}

// SearchedBack says how far back the app's trail was searched for removed
// overrides.
func SearchedBack(to time.Time) string {
	return "the app's records of removed overrides from before " + to.UTC().Format(time.DateTime) + " UTC are not searched"
}

// NewHistory makes the screen; its first page is being read.
func NewHistory(t Theme, m keys.Map, name string, scope feature.Scope) *History {
	return &History{Theme: t, Map: m, name: name, scope: scope, loadingPage: true}
}

// Filter is what the history is filtered by: a flag, a scope, or neither.
func (h *History) Filter() (name string, scope feature.Scope) {
	switch h.subject {
	case oneFlag:
		return h.name, feature.Scope{}
	case oneScope:
		return "", h.scope
	}
	return "", feature.Scope{}
}

// Show adds a page. first: it replaces the list. effects are the entries' effects
// at the scope, if they are known.
func (h *History) Show(entries []feature.Entry, effects []feature.Effect, first, more bool, gaps Gaps) {
	was := ""
	if first && h.rows.cursor < len(h.sets) {
		was = h.sets[h.rows.cursor].Change
	}
	if first {
		h.sets, h.rows.cursor = nil, 0
	}
	for i, e := range entries {
		if last := len(h.sets) - 1; last >= 0 && e.Change != "" && h.sets[last].Change == e.Change {
			h.sets[last].count++
			continue
		}
		set := changeSet{Entry: e, count: 1}
		if len(effects) > 0 {
			set.effect = effects[i]
		}
		h.sets = append(h.sets, set)
	}
	for i := range h.sets {
		if was != "" && h.sets[i].Change == was { // the cursor stays on its change-set
			h.rows.cursor = i
		}
	}
	if !first {
		gaps.Unnamed += h.gaps.Unnamed
	}
	h.hasMore, h.loadingPage, h.gaps = more, false, gaps
	if h.width > 0 {
		h.Resize(h.width, h.rows.height+len(h.intro))
	}
	h.rows.resize(len(h.sets), h.rows.height)
}

// EntriesRead is how many entries have been read.
func (h *History) EntriesRead() int {
	n := 0
	for _, set := range h.sets {
		n += set.count
	}
	return n
}

// Failed allows a page to be requested again.
func (h *History) Failed() { h.loadingPage = false }

// Press takes a key.
func (h *History) Press(p keys.Press) Intent {
	switch {
	case p.Matches(h.Map.Leave):
		return Back{}
	case p.Matches(h.Map.Refresh):
		return Refresh{}
	case p.Matches(h.Map.Narrow):
		h.subject = (h.subject + 1) % 3
		if h.subject == oneFlag && h.name == "" {
			h.subject = oneScope
		}
		h.loadingPage = true
		return Search{}
	case p.MatchesAlone(h.Map.Undo):
		return h.undo()
	case p.Matches(h.Map.Details) && len(h.sets) > 0:
		set := h.sets[h.rows.cursor]
		return OpenDetails{Scope: feature.ScopeInfo{Scope: set.Scope}, Name: set.Name}
	case p.MatchesAlone(h.Map.Kill) && len(h.sets) > 0:
		return ReviewKill{Name: h.sets[h.rows.cursor].Name}
	case p.Matches(h.Map.CopyChange) && len(h.sets) > 0 && h.sets[h.rows.cursor].Origin != feature.FromFlagtui && h.sets[h.rows.cursor].Origin != "":
		return ShowNotice{"Only what flagtui has changed can be copied"}
	case p.Matches(h.Map.CopyChange) && len(h.sets) > 0:
		return CopyChange{Change: h.sets[h.rows.cursor].Change}
	case h.rows.press(p, h.Map):
		if h.hasMore && !h.loadingPage && h.rows.cursor+h.rows.height >= len(h.sets) {
			h.loadingPage = true
			return NextPage{}
		}
	}
	return nil
}

func (h *History) undo() Intent {
	switch {
	case len(h.sets) == 0:
		return nil
	case h.sets[h.rows.cursor].Origin == feature.FromApp || h.sets[h.rows.cursor].Origin == feature.FromOutside:
		return ShowNotice{"Only what flagtui has changed can be undone: change the flag instead"}
	case h.gaps.Partial:
		return ShowNotice{"The app's own audit trail cannot be undone; flagtui init records what can"}
	}
	return ReviewUndo{Change: h.sets[h.rows.cursor].Change}
}

// Title implements Screen.
func (h *History) Title() (title, count string) {
	count = fmt.Sprint(len(h.sets))
	if h.hasMore {
		count += "+"
	}
	of := "everything"
	switch h.subject {
	case oneFlag:
		of = h.Theme.clean(h.name)
	case oneScope:
		of = h.Theme.clean(h.scope.String())
	}
	return " History" + h.Theme.dot + of, count
}

// Resize implements Screen.
func (h *History) Resize(width, height int) {
	h.width, h.intro = width, nil
	var notes []string
	if h.gaps.Partial {
		notes = append(notes, "From the app's own audit trail: `flagtui init` would record more.")
	}
	if n := h.gaps.Unnamed; n > 0 {
		notes = append(notes, feature.Plural(n, "record")+" of the app's audit trail left out: nothing tells which override of which flag.")
	}
	if to := h.gaps.Searched; !to.IsZero() {
		text := SearchedBack(to)
		notes = append(notes, strings.ToUpper(text[:1])+text[1:]+": `flagtui history --since DATE` does.")
	}
	for _, text := range notes {
		for _, line := range h.Theme.wrap(text, width-1, 2) {
			h.intro = append(h.intro, " "+line)
		}
	}
	h.rows.resize(len(h.sets), height-len(h.intro))
}

// Body implements Screen.
func (h *History) Body() []string {
	switch {
	case len(h.sets) > 0:
		return slices.Concat(h.intro, h.rows.draw(h.Theme, h.width, h.row))
	case h.loadingPage:
		return slices.Concat(h.intro, []string{"  Reading" + h.Theme.ellipsis})
	}
	return slices.Concat(h.intro, []string{"  Nothing has been changed yet."})
}

// fullTimeMinWidth is the width of a terminal from which times are shown in full.
const fullTimeMinWidth = 90

// row draws one change-set: when, who, what, and why.
func (h *History) row(i int, marked bool) string {
	t, set := h.Theme, h.sets[i]
	when, who := set.At.Format(time.DateTime), 18
	if h.width < fullTimeMinWidth {
		when, who = set.At.Format("01-02 15:04"), 10
	}
	what := fmt.Sprintf("%s %s %s%s%s", t.clean(set.Name), t.clean(set.Scope.String()), set.Before, t.arrow, set.After)
	if set.count > 1 {
		what = fmt.Sprintf("%s: %s%s", feature.Plural(set.count, "override"), t.clean(set.Name), t.ellipsis)
	}
	if set.Undoes != "" {
		what = "undo: " + what
	}
	if e := set.effect; set.count == 1 && e.After != feature.Inherit {
		if what += "  no effect here"; e.Before != e.After {
			what = strings.TrimSuffix(what, "no effect here") + "here " + e.Before.String() + t.arrow + e.After.String()
		}
	}
	actor, reason := t.clean(set.Actor), t.clean(set.Reason)
	switch set.Origin {
	case feature.FromOutside:
		actor, reason = "unknown", t.clean(set.OutsideText())
	case feature.FromApp:
		reason = "in the app"
	}
	line := when + " " + pad(t.cut(actor, who), who) + " " + what
	if room := h.width - 2 - ansi.StringWidth(line) - 2; reason != "" && room > 8 {
		line += "  " + t.cut(reason, room)
	}
	if line = t.cut(line, h.width-2); marked {
		return "> " + line
	}
	return "  " + line
}

// Foot implements Screen.
func (h *History) Foot() string {
	if len(h.sets) == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d  times are UTC", h.rows.cursor+1, len(h.sets))
}

// Keys implements Screen.
func (h *History) Keys() keys.Group { return h.Map.HistoryKeys() }
