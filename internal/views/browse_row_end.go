package views

import (
	"strings"

	"flagtui/internal/feature"
)

// rowEnd returns a flag's detail, last change and description. The news come before the
// description. A match that is hidden replaces the description.
func (b *Browse) rowEnd(view *feature.View, name string) string {
	t, c := b.Theme, b.widths
	detail := t.clean(b.detail(*view))
	news, style := b.news(view)
	if c.description == 0 && !b.endHasHeadings() { // a change or a match may take the rest of the row
		if news != "" {
			return prefixed(c.gap, style.render(t.cut(strings.TrimSuffix(news+", "+detail, ", "), b.pieceRoom())))
		}
		if piece := b.pieceInRow(view, name); piece != "" {
			return c.gap + piece
		}
	}
	if b.changeReplacesDetail() {
		detail = b.changeFound(view)
	}
	end := ""
	if c.detail > 0 {
		end = c.gap + pad(t.cut(detail, c.detail), c.detail)
	}
	if c.changed > 0 {
		changed := ""
		if last, ok := b.lastChanges[view.Name]; ok {
			changed = b.Theme.lastChangeText(last, b.agesAt)
		} else if b.query.changes { // not read for this row yet
			changed = b.changeFound(view)
		}
		end += c.gap + pad(t.cut(changed, c.changed), c.changed)
	}
	if c.description == 0 {
		return end + prefixed(c.gap, b.pieceInRow(view, name))
	}
	if news = t.cut(news, c.description); news != "" && view.Description != "" {
		news += t.cut(t.dot, c.description-textWidth(news))
	}
	room := c.description - textWidth(news)
	description := t.cut(t.clean(view.Description), room)
	if piece := b.hiddenMatch(view, room, name, description); piece != "" {
		description = piece
	}
	return end + c.gap + style.render(news) + b.highlight(description, t.faint, false)
}

// endHasHeadings reports whether the columns after the status have headings. Such
// columns show nothing but their own texts.
func (b *Browse) endHasHeadings() bool {
	c := b.widths
	return b.width >= defaultMinWidth && (c.changed > 0 || c.detail > 0 && b.scope.Scope.IsSystem())
}

// changeReplacesDetail reports whether the detail column shows the last change, because
// the search needs the change and no other column shows it.
func (b *Browse) changeReplacesDetail() bool {
	return b.query.changes && b.widths.changed == 0 && b.endHasHeadings()
}

// pieceInRow returns the text of piece if a row without a description has room for it,
// or "". The foot shows what rows have no room for.
func (b *Browse) pieceInRow(view *feature.View, name string) string {
	room := b.pieceRoom()
	if room < leastPiece {
		return ""
	}
	return b.piece(view, room, name)
}

// piece returns the news of a flag, or else a match that the row hides, in at most width
// cells.
func (b *Browse) piece(view *feature.View, width int, name string) string {
	if news, style := b.news(view); news != "" {
		return style.render(b.Theme.cut(news, width))
	}
	if piece := b.hiddenMatch(view, width, name); piece != "" {
		return b.highlight(piece, b.Theme.faint, false)
	}
	return ""
}

// pieceRoom returns the number of free cells at the end of a row. The free cells follow
// the last column with a heading.
func (b *Browse) pieceRoom() int {
	c := b.widths
	end := c.statusEnd() + len(c.gap)
	if b.endHasHeadings() {
		for _, w := range []int{c.detail, c.changed} {
			if w > 0 {
				end += w + len(c.gap)
			}
		}
	}
	return b.width - end
}

// prefixed returns prefix and text, or "" if text is empty.
func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}
