package views

import (
	"time"
	"unicode/utf8"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

const (
	// Below defaultMinWidth the list has a name, a state and a short note, and no
	// headings.
	defaultMinWidth = 60
	// nameMaxWidth is the width that names get before other columns get any width.
	nameMaxWidth = 40
	// descriptionMinWidth is the least width of the column of descriptions.
	descriptionMinWidth = 24
)

// followingNote, overrideNote, shortNote and leastNote are the possible widths of the
// notes' column. followingNote fits every note.
func (t Theme) followingNote() int {
	return t.widest(words.SourceFromSystem, words.SourceFromDefault)
}

// overrideNote fits every note except that of an inherited value.
func (t Theme) overrideNote() int {
	return t.widest(words.SourceOverride, words.SourceSystem, words.SourceExemption, words.SourceNoRollout, words.SourceUnsure)
}

// shortNote fits one word.
func (t Theme) shortNote() int {
	return t.widest(words.OverrideSet, words.ListOrphaned, words.SourceNone, words.SourceExempt, words.SourceUnsureBrief)
}

// leastNote fits the start of a word.
const leastNote = len("over")

// columnWidths holds the widths of the list's columns, in their order on the screen. A
// column of width 0 is left out.
type columnWidths struct {
	gap                                                           string
	briefDetail                                                   bool // whether the detail says "on" rather than "Enabled"
	name, defaultValue, state, note, detail, changed, description int
}

// statusEnd returns the column at which the status ends. The status is the state and
// the note.
func (c columnWidths) statusEnd() int {
	end := 2 + c.name // 2: the cursor
	for _, w := range []int{c.defaultValue, c.state, c.note} {
		if w > 0 {
			end += len(c.gap) + w
		}
	}
	return end
}

// naturalWidths holds the widths that the flags of a list need in the columns.
type naturalWidths struct {
	flags     int // the number of flags
	name      int // the longest name of at most nameMaxWidth
	longNames int // the number of longer names
	longName  int // the longest name, if longer than nameMaxWidth
	detail    int
	described bool // some flag has a description
	changed   bool // the terminal has room for the column CHANGED
}

// add makes room for a flag. Measuring is slow, so add measures only a name that may be
// the widest. A name is at most as wide as its bytes, or twice its characters.
func (n *naturalWidths) add(name, description string, detail int) {
	n.flags++
	if len(name) > n.name && 2*utf8.RuneCountInString(name) > n.name {
		if w := textWidth(name); w <= nameMaxWidth {
			n.name = max(n.name, w)
		} else {
			n.longNames, n.longName = n.longNames+1, max(n.longName, w)
		}
	}
	n.detail = max(n.detail, detail)
	n.described = n.described || description != ""
}

// manyLong reports whether so many names are long that they widen their column. A few
// long names do not move the other columns.
func (n naturalWidths) manyLong() bool { return n.longNames*10 > n.flags }

// nameWidth returns the width that names get before other columns get any width.
func (n naturalWidths) nameWidth() int {
	if n.manyLong() {
		return nameMaxWidth
	}
	return max(n.name, len("FLAG")) // in both languages
}

// measureColumns measures the texts of all flags. It runs when the flags change but not
// while a filter is typed, so that no column moves then.
func (b *Browse) measureColumns() {
	b.registeredWidths, b.unregisteredWidths = naturalWidths{}, naturalWidths{}
	var text [64]byte
	for i := range b.views {
		view, natural := &b.views[i], &b.registeredWidths
		if !view.Registered {
			natural = &b.unregisteredWidths
		}
		natural.add(view.Name, view.Description, len(b.appendDetail(text[:0], view, false)))
	}
	if b.scope.Scope.IsSystem() && (b.counts == nil || b.registeredWidths.detail > 0) {
		// Reserve the column, so that no column moves once the overrides are counted.
		b.registeredWidths.detail = max(b.registeredWidths.detail, b.Theme.leastDetail(b.kind()))
	}
	b.fitColumns()
}

// fitColumns fits the columns to the terminal and to the chosen filter's flags.
func (b *Browse) fitColumns() {
	natural := b.registeredWidths
	if b.state == showUnregistered || !b.catalogue {
		natural = b.unregisteredWidths
	}
	natural.changed = b.LastChangeShown()
	if b.width < b.terminalWidth { // the preview shows the description
		natural.described = false
	}
	b.widths = b.Theme.columnWidthsFor(b.width, b.kind(), natural)
}

// columnWidthsFor divides a line among the columns. The gap is two cells, or one if a
// column needs the room.
func (t Theme) columnWidthsFor(width int, kind feature.KindInfo, natural naturalWidths) columnWidths {
	tight, roomy := t.divideLine(" ", width, kind, natural), t.divideLine("  ", width, kind, natural)
	if roomy.name < tight.name && roomy.name < natural.nameWidth() || roomy.defaultValue < tight.defaultValue || roomy.note < tight.note ||
		roomy.detail < tight.detail || roomy.changed < min(tight.changed, leastChanged) || roomy.description == 0 && tight.description > 0 {
		return tight
	}
	return roomy
}

// divideLine divides a line among the columns. The cursor and the state come first,
// then the name up to nameMaxWidth. Room that is left goes to a short note, the detail,
// the last change, the default, a minimal description and the full note, in this order.
func (t Theme) divideLine(gap string, width int, kind feature.KindInfo, natural naturalWidths) columnWidths {
	c := columnWidths{gap: gap, state: t.stateWidth()}
	left := width - 2 - c.state - len(gap) // 2: the cursor
	notes := t.notesAt(kind)
	if width < defaultMinWidth {
		if len(notes) > 0 {
			c.note = t.shortNote()
			left -= c.note + len(gap)
		}
		c.name = min(natural.nameWidth(), left)
		return c
	}
	c.name = min(natural.nameWidth(), left)
	left -= c.name
	widen := func(column *int, w int) {
		more := w - *column
		if *column == 0 {
			more += len(gap)
		}
		if w > *column && more <= left {
			*column, left = w, left-more
		}
	}
	for _, w := range notes {
		if w <= t.shortNote() {
			widen(&c.note, w)
		}
	}
	widen(&c.detail, min(natural.detail, t.leastDetail(kind)))
	if natural.changed && kind.Has(feature.Inherit) {
		widen(&c.changed, leastChanged)
	}
	if !kind.OptIn {
		widen(&c.defaultValue, t.widest(words.StateEnabled, words.StateDisabled, words.HeadDefault))
	} else {
		widen(&c.defaultValue, len("authoring")) // OLI Torus' own word
	}
	if natural.described {
		widen(&c.description, descriptionMinWidth)
	}
	if c.changed > 0 {
		widen(&c.changed, min(changedWidth, c.changed+left))
	}
	for _, w := range notes {
		widen(&c.note, w)
	}
	if c.detail > 0 {
		most := natural.detail
		if c.description > 0 {
			most = min(most, max(c.detail, width/4))
		}
		widen(&c.detail, min(most, c.detail+left))
	}
	if natural.changed && !kind.Has(feature.Inherit) { // the note has the date, and the detail says what decides
		widen(&c.changed, min(changedWidth, max(leastChanged, left-len(gap))))
	}
	c.briefDetail = c.detail > 0 && c.detail < min(natural.detail, t.widest(words.ListSystemHas)+t.widest(words.StateEnabled, words.StateDisabled))
	switch more := max(0, min(natural.longName-c.name, left)); {
	case c.description == 0:
		c.name += more
	case natural.manyLong():
		c.name, c.description = c.name+more/2, c.description+left-more/2
	default:
		c.description += left
	}
	return c
}

// leastDetail returns the least width of the detail column.
func (t Theme) leastDetail(kind feature.KindInfo) int {
	if kind.Inherits == feature.System {
		return t.widest(words.ListSystemHas) + max(textWidth(t.setting(feature.On)), textWidth(t.setting(feature.Off)))
	}
	return t.widest(words.ListNotRegistered)
}

// notesAt returns the possible widths of a note at a scope, in ascending order.
func (t Theme) notesAt(kind feature.KindInfo) []int {
	switch {
	case kind.Kind == "": // without a scope a flag has no state
		return nil
	case kind.Has(feature.Inherit):
		return []int{leastNote, t.shortNote(), t.overrideNote(), t.followingNote()}
	}
	return []int{t.shortNote(), textWidth(t.Say(words.Since, time.DateOnly)), textWidth(t.Say(words.Since, minute))}
}
