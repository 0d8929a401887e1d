package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// typeFilter takes a key while the filter is typed: enter keeps it, esc clears it.
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
		if b.wantsChanges && b.changes == nil && !b.changesAsked {
			b.changesAsked = true
			return ReadChanges{}
		}
	}
	return nil
}

func (b *Browse) clearFilter() {
	name := b.selectedName()
	b.typing, b.filter = false, newTextField(feature.MaxFeature)
	b.applyFilter(name)
}

// WantsChanges tells whether the search asks for the last changes of the flags.
func (b *Browse) WantsChanges() bool { return b.wantsChanges }

// SetChanges gives the screen the last change of every flag that has one, at the scope
// shown, as they were at a time.
func (b *Browse) SetChanges(at time.Time, changes map[string]feature.Entry) {
	if b.changes, b.changesAt = changes, at; b.changes == nil {
		b.changes = map[string]feature.Entry{}
	}
	if b.wantsChanges {
		b.applied = false
		b.applyFilter(b.selectedName())
	}
}

// ForgetChanges drops the last changes, which may be out of date: they are read again
// when a search asks for them.
func (b *Browse) ForgetChanges() { b.changes, b.changesAsked = nil, false }

// ChangesFailed lets the last changes be asked for again: they could not be read.
func (b *Browse) ChangesFailed() { b.changesAsked = false }

// Foot implements Screen.
func (b *Browse) Foot() string {
	var parts []string
	if b.typing { // first, since what does not fit is cut
		parts = append(parts, "/"+b.filter.draw(b.Theme, max(10, b.width/3)))
		if b.filter.value() == "" && b.width >= 80 {
			parts = append(parts, b.Theme.faint.render("words  !word  /regex/  is:on  by:alice  since:7d"))
		}
	}
	if b.queryProblem != "" {
		parts = append(parts, b.Theme.warning.render(b.Theme.clean(b.queryProblem)))
	}
	if view, ok := b.selected(); ok && b.widths.description == 0 && b.pieceRoom() < leastPiece { // its row has no room for it
		if piece := b.hiddenMatch(&view, b.width/2, b.Theme.cutMiddle(b.Theme.clean(view.Name), b.widths.name)); piece != "" {
			parts = append(parts, b.highlight(piece, b.Theme.faint, false))
		}
	}
	if at := b.position(); at != "" {
		parts = append(parts, at)
	}
	if n := len(b.marked()); n > 0 {
		parts = append(parts, fmt.Sprintf("%d marked", n))
	}
	if text := b.filter.value(); text != "" && !b.typing {
		parts = append(parts, "/"+b.Theme.clean(text))
	}
	return strings.Join(parts, "  ")
}

// position says which of the rows the cursor is on and, where a search hides flags,
// of how many flags they are.
func (b *Browse) position() string {
	at := min(b.rows.cursor+1, len(b.shown))
	if b.tree.on { // rows are not flags
		at = 0
		if b.rows.cursor < len(b.lines) {
			at = slices.Index(b.shown, b.lines[b.rows.cursor]) + 1
		}
	}
	switch {
	case b.tree.on && at == 0:
		return fmt.Sprintf("%d in %s", len(b.shown), feature.Plural(len(b.tree.modules), "module"))
	case b.filter.value() != "" && b.views != nil:
		text := fmt.Sprintf("%d/%d of %d", at, len(b.shown), len(b.byState))
		if b.similar {
			text += " similar"
		}
		return text
	case at > 0:
		return fmt.Sprintf("%d/%d", at, len(b.shown))
	}
	return ""
}
