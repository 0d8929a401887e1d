package views

import (
	"slices"
	"strings"
	"unicode/utf8"

	"flagtui/internal/feature"
)

// leastPiece is the least width in which a piece of a text is shown.
const leastPiece = 12

// highlight renders text in a style, with the search's matches in the match style. If
// name is true, text is a flag's name, where matches may be similar.
func (b *Browse) highlight(text string, style ansiStyle, name bool) string {
	t, found := b.Theme, b.found(text, name)
	if len(found) == 0 || t.match.before == "" {
		return style.render(text)
	}
	var line strings.Builder
	last := 0
	for _, span := range found {
		line.WriteString(style.render(text[last:span[0]]))
		line.WriteString(t.match.render(text[span[0]:span[1]]))
		last = span[1]
	}
	line.WriteString(style.render(text[last:]))
	return line.String()
}

// found returns the parts of text that the search found, in order and without overlaps.
func (b *Browse) found(text string, name bool) (spans [][2]int) {
	q := &b.query
	if b.similar {
		if !name {
			return nil
		}
		for _, word := range q.words {
			for _, i := range closestMatch(text, word) {
				spans = append(spans, [2]int{i, i + 1})
			}
		}
	} else {
		for _, word := range q.words {
			spans = append(spans, wordSpans(text, word)...)
		}
	}
	for _, re := range q.regexps {
		spans = append(spans, re.spans(text)...)
	}
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	joined := spans[:0] // merged where they overlap or touch
	for _, span := range spans {
		if n := len(joined); n > 0 && span[0] <= joined[n-1][1] {
			joined[n-1][1] = max(joined[n-1][1], span[1])
		} else if span[0] < span[1] {
			joined = append(joined, span)
		}
	}
	return joined
}

// wordSpans returns the positions of a word in text, ignoring case. The word must be
// lower case.
func wordSpans(text, word string) (spans [][2]int) {
	lower := strings.ToLower(text)
	if len(lower) != len(text) { // lower-casing has changed positions
		return nil
	}
	for from := 0; ; {
		at := strings.Index(lower[from:], word)
		if at < 0 {
			return spans
		}
		spans = append(spans, [2]int{from + at, from + at + len(word)})
		from += at + len(word)
	}
}

// hiddenMatch returns a match that the shown texts do not contain, with the text around
// it, in at most room cells. It returns the last change if the search needs that, or ""
// if every match is visible.
func (b *Browse) hiddenMatch(view *feature.View, room int, shown ...string) string {
	q := &b.query
	if b.similar || len(q.words)+len(q.regexps) == 0 {
		return b.Theme.cut(b.hiddenChange(view), room)
	}
	hidden := func(find func(text string) []int) string {
		for _, text := range shown {
			if find(text) != nil {
				return ""
			}
		}
		for _, text := range []string{view.Description, view.Name} {
			text = b.Theme.clean(text)
			if at := find(text); at != nil {
				return b.Theme.pieceAround(text, at[0], at[1], room)
			}
		}
		return ""
	}
	for _, word := range q.words {
		piece := hidden(func(text string) []int {
			if spans := wordSpans(text, word); spans != nil {
				return spans[0][:]
			}
			return nil
		})
		if piece != "" {
			return piece
		}
	}
	for _, re := range q.regexps {
		piece := hidden(func(text string) []int {
			if spans := re.spans(text); spans != nil {
				return spans[0][:]
			}
			return nil
		})
		if piece != "" {
			return piece
		}
	}
	return b.Theme.cut(b.hiddenChange(view), room)
}

// hiddenChange returns a flag's last change if the search needs it and no column shows
// it.
func (b *Browse) hiddenChange(view *feature.View) string {
	if !b.query.changes || b.widths.changed > 0 || b.changeReplacesDetail() {
		return ""
	}
	return b.changeFound(view)
}

// changeFound returns a flag's last change as the search has read it.
func (b *Browse) changeFound(view *feature.View) string {
	return b.Theme.clean(b.Theme.lastChangeText(b.changes[view.Name], b.agesAt))
}

// pieceAround returns at most room cells of text around a match. The piece starts a
// word before the match if the match still fits.
func (t Theme) pieceAround(text string, start, end, room int) string {
	before := min(10, max(0, room-(end-start)-2)) // bytes
	from := max(0, start-before)
	if from > 0 {
		if blank := strings.IndexByte(text[from:start], ' '); blank >= 0 {
			from += blank + 1
		}
		for !utf8.RuneStart(text[from]) {
			from++
		}
		return t.cut(t.ellipsis+text[from:], room)
	}
	return t.cut(text, room)
}
