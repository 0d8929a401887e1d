package views

import (
	"time"
	"unicode/utf8"

	"flagtui/internal/feature"
)

const (
	// defaultMinWidth is the width of a terminal below which the list has a name, a
	// state and one word of where the state comes from, and no headings.
	defaultMinWidth = 60
	// nameMaxWidth is how many columns a name gets before other columns get any.
	nameMaxWidth = 40
	// descriptionMinWidth is the least that a description is worth showing in.
	descriptionMinWidth = 24
)

// The widths of a note: in full, without the words for an inherited value, as one
// word, and as the beginning of that word.
const (
	followingNote = len("Following default")
	overrideNote  = len("Override active")
	shortNote     = len("override")
	leastNote     = len("over")
)

// columnWidths are the widths of browse's columns, in their order on the screen. A
// column of width 0 is left out. The description takes what is left of the line.
type columnWidths struct {
	gap                                                           string
	briefDetail                                                   bool // the detail names the system's value in the shorter words
	name, defaultValue, state, note, detail, changed, description int
}

// statusEnd is where the status, which is the state and the note, ends.
func (c columnWidths) statusEnd() int {
	end := 2 + c.name // 2: the cursor
	for _, w := range []int{c.defaultValue, c.state, c.note} {
		if w > 0 {
			end += len(c.gap) + w
		}
	}
	return end
}

// naturalWidths are the widths of the longest texts of the flags in a list.
type naturalWidths struct {
	flags     int  // how many there are
	name      int  // the longest name that has at most nameMaxWidth
	longNames int  // how many names are longer
	longName  int  // the longest of those
	detail    int  // the longest detail
	described bool // a flag has a description
	changed   bool // the terminal has room for the column CHANGED
}

// add makes room for a flag. A name cannot be wider than it has bytes, or than twice
// its characters: measuring each name would take far longer than all else.
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

// manyLong reports whether the column of names should heed the long names. A few of
// them should not move the other columns away from every name.
func (n naturalWidths) manyLong() bool { return n.longNames*10 > n.flags }

// nameWidth is what the names have before any other column.
func (n naturalWidths) nameWidth() int {
	if n.manyLong() {
		return nameMaxWidth
	}
	return max(n.name, len("FLAG"))
}

// measureColumns finds the longest texts of all flags. It runs when the flags
// change, not for each key, so that no column moves while a filter is typed.
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
		// No column moves when the overrides have been counted.
		b.registeredWidths.detail = max(b.registeredWidths.detail, leastDetail(b.scope.Scope))
	}
	b.fitColumns()
}

// fitColumns fits the columns to the terminal and to the flags of the state shown.
func (b *Browse) fitColumns() {
	natural := b.registeredWidths
	if b.state == showUnregistered || !b.catalogue {
		natural = b.unregisteredWidths
	}
	natural.changed = b.LastChangeShown()
	if b.width < b.terminalWidth { // the preview has the description
		natural.described = false
	}
	b.widths = columnWidthsFor(b.width, b.scope.Scope, natural)
}

// columnWidthsFor divides a line of the terminal among the columns, with two cells
// between them unless a column would lose by it.
func columnWidthsFor(width int, scope feature.Scope, natural naturalWidths) columnWidths {
	tight, roomy := divideLine(" ", width, scope, natural), divideLine("  ", width, scope, natural)
	if roomy.name < tight.name && roomy.name < natural.nameWidth() || roomy.defaultValue < tight.defaultValue || roomy.note < tight.note ||
		roomy.detail < tight.detail || roomy.changed < min(tight.changed, leastChanged) || roomy.description == 0 && tight.description > 0 {
		return tight
	}
	return roomy
}

// divideLine divides a line among the columns. A name is whole up to nameMaxWidth
// before any other column but the state has room. Then come a short note, the
// detail, the last change, the default, the least of a description, and the note in
// full.
func divideLine(gap string, width int, scope feature.Scope, natural naturalWidths) columnWidths {
	c := columnWidths{gap: gap, state: len("[ ] Disabled")}
	left := width - 2 - c.state - len(gap) // 2: the cursor
	notes := notesAt(scope)
	if width < defaultMinWidth {
		if len(notes) > 0 {
			c.note = shortNote
			left -= c.note + len(gap)
		}
		c.name = min(natural.nameWidth(), left)
		return c
	}
	c.name = min(natural.nameWidth(), left)
	left -= c.name
	// widen gives a column a width, if so much is left.
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
		if w <= shortNote {
			widen(&c.note, w)
		}
	}
	widen(&c.detail, min(natural.detail, leastDetail(scope)))
	if natural.changed && scope.Kind.Inherits() {
		widen(&c.changed, leastChanged)
	}
	if scope.Kind.Inherits() {
		widen(&c.defaultValue, len("Disabled"))
	} else {
		widen(&c.defaultValue, len("authoring"))
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
	if natural.changed && !scope.Kind.Inherits() { // the note says when already, and the detail what decides
		widen(&c.changed, min(changedWidth, max(leastChanged, left-len(gap))))
	}
	c.briefDetail = c.detail > 0 && c.detail < min(natural.detail, len("System: Disabled"))
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

// leastDetail is the width below which a detail is left out.
func leastDetail(scope feature.Scope) int {
	if scope.Kind == feature.Tenant {
		return len("System: off")
	}
	return len("not registered")
}

// notesAt returns the widths that a note can have at a scope, the least one first.
func notesAt(scope feature.Scope) []int {
	switch {
	case scope.IsZero(): // no scope, no state
		return nil
	case scope.Kind.Inherits():
		return []int{leastNote, shortNote, overrideNote, followingNote}
	}
	return []int{shortNote, len("since " + time.DateOnly), len("since " + minute)}
}
