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

// lastChange holds an override's last change and its text in the column CHANGED.
type lastChange struct {
	entry feature.Entry
	text  string
}

// SetLastChanges sets the column CHANGED of the named flags, with ages as of at. A flag
// that is missing from last has no known change. If no change is new and fresh is false,
// the ages do not change, so that an idle screen is not redrawn.
func (b *Browse) SetLastChanges(at time.Time, names []string, last map[string]feature.Entry, fresh bool) {
	if b.lastChanges == nil {
		b.lastChanges = map[string]lastChange{}
	}
	for _, name := range names {
		had, ok := b.lastChanges[name]
		fresh = fresh || !ok || had.entry != last[name]
	}
	if !fresh {
		return
	}
	for _, name := range names {
		b.lastChanges[name] = lastChange{last[name], b.Theme.lastChangeText(last[name], at)}
	}
}

// lastChangeText returns a change's text in the column CHANGED, such as "6w alice", or
// "-" for no change.
func (t Theme) lastChangeText(e feature.Entry, at time.Time) string {
	when, who := "", ""
	if !e.At.IsZero() {
		when = t.age(e.At, at)
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
