package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// typeFilter takes a key while the filter is being typed.
func (b *Browse) typeFilter(p keys.Press) Intent {
	name := b.selectedName()
	switch {
	case p.Matches(b.Map.Choose):
		b.typing = false
	case p.Matches(b.Map.Leave):
		b.clearFilter()
	case b.rows.press(p, b.Map.WithoutLetters()):
	case b.filter.press(p):
		b.applyFilter(name)
		b.moveToName(name)
		if b.wantsChanges && b.changes == nil && !b.changesAsked {
			b.changesAsked = true
			return ReadChanges{}
		}
	}
	return nil
}

// moveToName puts the cursor on the best match. Best is a name whose parts start with
// the search words, next a name that contains the words. If the flag named by had
// matches as well, the cursor stays on it. The cursor also stays on a module of the
// tree.
func (b *Browse) moveToName(had string) {
	if had == "" || len(b.query.words) == 0 || b.similar {
		return
	}
	best, least := -1, wordsElsewhere
	if view, ok := b.selected(); ok && view.Name == had {
		least = b.query.placeInName(view.Name)
	}
	for row, i := range b.lines {
		if least == wordsStartParts {
			break
		}
		if i < 0 { // a module
			continue
		}
		if place := b.query.placeInName(b.views[i].Name); place < least {
			best, least = row, place
		}
	}
	if best >= 0 {
		b.rows.moveTo(best)
	}
}

// These constants are the places where a search finds its words in a flag, the best
// place first.
const (
	wordsStartParts = iota // each word starts a part of the name
	wordsInName
	wordsElsewhere // a word is only in the description
)

// placeInName returns the place of the search words in a name.
func (q *query) placeInName(name string) int {
	place := wordsStartParts
	name = strings.ToLower(name)
	for _, word := range q.words {
		switch {
		case startsPart(name, word):
		case strings.Contains(name, word):
			place = wordsInName
		default:
			return wordsElsewhere
		}
	}
	return place
}

// startsPart reports whether a part of a name starts with a word. Both must be lower
// case.
func startsPart(name, word string) bool {
	for at := range name {
		if startPenalty(name, at) == 0 && strings.HasPrefix(name[at:], word) {
			return true
		}
	}
	return false
}

func (b *Browse) clearFilter() {
	name := b.selectedName()
	b.typing, b.filter = false, newTextField(feature.MaxName)
	b.applyFilter(name)
}

// WantsChanges reports whether the search needs the last changes of the flags.
func (b *Browse) WantsChanges() bool { return b.wantsChanges }

// SetChanges sets the last changes of the flags at the scope, as read at a time. Flags
// without a change are missing from changes.
func (b *Browse) SetChanges(at time.Time, changes map[string]feature.Entry) {
	if b.changes, b.changesAt = changes, at; b.changes == nil {
		b.changes = map[string]feature.Entry{}
	}
	if b.wantsChanges {
		b.applied = false
		b.applyFilter(b.selectedName())
	}
}

// ForgetChanges drops the last changes, which may be out of date. The next search that
// needs them reads them again.
func (b *Browse) ForgetChanges() { b.changes, b.changesAsked = nil, false }

// ChangesFailed records that the last changes could not be read. The next search asks
// for them again.
func (b *Browse) ChangesFailed() { b.changesAsked = false }

// Foot implements Screen.
func (b *Browse) Foot() string {
	var parts []string
	if b.typing { // first, because the end may be cut off
		parts = append(parts, "/"+b.filter.draw(b.Theme, max(10, b.width/3)))
		if b.filter.value() == "" && b.width >= 80 {
			parts = append(parts, b.Theme.faint.render(b.Theme.Say(words.ListQueryHint)))
		}
	}
	if b.queryProblem != "" {
		parts = append(parts, b.Theme.warning.render(b.Theme.clean(b.queryProblem)))
	}
	if view, ok := b.selected(); ok && b.widths.description == 0 && b.pieceRoom() < leastPiece { // the row has no room for it
		if piece := b.piece(&view, b.width*2/5, b.Theme.cutMiddle(b.Theme.clean(view.Name), b.widths.name)); piece != "" {
			parts = append(parts, piece)
		}
	}
	if at := b.position(); at != "" {
		parts = append(parts, at)
	}
	if n := len(b.marked()); n > 0 {
		parts = append(parts, b.Theme.Say(words.Marked, n))
	}
	if text := b.filter.value(); text != "" && !b.typing {
		parts = append(parts, "/"+b.Theme.clean(text))
	}
	return strings.Join(parts, "  ")
}

// position returns the number of the row under the cursor and the number of rows.
// During a search it adds the number of all flags.
func (b *Browse) position() string {
	at := min(b.rows.cursor+1, len(b.shown))
	if b.tree.on { // a row may be a module
		at = 0
		if b.rows.cursor < len(b.lines) {
			at = slices.Index(b.shown, b.lines[b.rows.cursor]) + 1
		}
	}
	switch {
	case b.tree.on && at == 0:
		return b.Theme.Say(words.ListInModules, len(b.shown), b.Theme.Count(len(b.tree.modules), words.InModules))
	case b.filter.value() != "" && b.views != nil:
		if b.similar {
			return b.Theme.Say(words.ListSimilar, at, len(b.shown), len(b.byState))
		}
		return b.Theme.Say(words.ListFound, at, len(b.shown), len(b.byState))
	case at > 0:
		return fmt.Sprintf("%d/%d", at, len(b.shown))
	}
	return ""
}
