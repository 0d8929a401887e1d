package views

import (
	"time"

	"flagtui/internal/feature"
)

// The column CHANGED shows when the override at the scope last changed, and who changed
// it. The column needs a terminal of at least changedMinWidth cells.
const (
	changedMinWidth = 120
	leastChanged    = len("12w alice")
	changedWidth    = len("12w priya.nair")
)

// SetLastChanges sets the column CHANGED of the named flags. A flag that is missing from
// last has no known change.
func (b *Browse) SetLastChanges(names []string, last map[string]feature.Entry) {
	if b.lastChanges == nil {
		b.lastChanges = map[string]feature.Entry{}
	}
	for _, name := range names {
		b.lastChanges[name] = last[name]
	}
}

// Ages implements Aging.
func (b *Browse) Ages() (counted, wrong time.Time) {
	for _, name := range b.RowsShown() {
		if b.LastChangeShown() {
			wrong = earlier(wrong, ageEnd(b.lastChanges[name].At, b.agesAt))
		}
		if b.query.changes {
			wrong = earlier(wrong, ageEnd(b.changes[name].At, b.agesAt))
		}
	}
	return b.agesAt, wrong
}

// CountAges implements Aging.
func (b *Browse) CountAges(now time.Time) { b.agesAt = now }

// lastChangeText returns a change's text in the column CHANGED, such as "6w alice", or
// "-" for no change.
func (t Theme) lastChangeText(e feature.Entry, now time.Time) string {
	when, who := "", ""
	if !e.At.IsZero() {
		when = t.age(e.At, now)
	}
	if e.Actor != "" || e.Origin == feature.FromOutside {
		who = t.who(e)
	}
	switch {
	case when+who == "":
		return "-"
	case when == "" || who == "":
		return when + who
	}
	return when + " " + who
}

// FirstRow returns the name of the flag in the first visible row, or "".
func (b *Browse) FirstRow() string {
	if names := b.RowsShown(); len(names) > 0 {
		return names[0]
	}
	return ""
}

// RowsShown returns the names of the visible flags.
func (b *Browse) RowsShown() []string {
	var names []string
	for _, i := range b.lines[min(b.rows.top, len(b.lines)):min(b.rows.top+b.rows.height, len(b.lines))] {
		if i >= 0 {
			names = append(names, b.views[i].Name)
		}
	}
	return names
}

// WithoutLastChange returns the names of the visible flags whose last change is not
// read yet. It returns nil if the column CHANGED is hidden.
func (b *Browse) WithoutLastChange() []string {
	if !b.LastChangeShown() {
		return nil
	}
	var names []string
	for _, name := range b.RowsShown() {
		if _, ok := b.lastChanges[name]; !ok {
			names = append(names, name)
		}
	}
	return names
}

// LastChangeShown reports whether the column CHANGED is shown.
func (b *Browse) LastChangeShown() bool {
	return b.terminalWidth >= changedMinWidth && !b.scope.Scope.IsZero()
}
