package views

import (
	"time"

	"flagtui/internal/feature"
)

// The column CHANGED says when the override at the scope shown was changed last, and
// by whom. Terminals of changedMinWidth columns have it.
const (
	changedMinWidth = 120
	leastChanged    = len("12w alice")
	changedWidth    = len("12w priya.nair")
)

// lastChange is the last change of an override, as it was read.
type lastChange struct {
	entry feature.Entry
	text  string
}

// SetLastChanges gives the screen the last changes of these flags at the scope shown,
// as they were at a time; last has no entry for a flag of which none is known. The
// ages stay as they were, unless a change is new or fresh demands it: an idle screen
// writes nothing.
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

// lastChangeText is a change in the column CHANGED: "6w alice"; "-" of nothing.
func (t Theme) lastChangeText(e feature.Entry, at time.Time) string {
	when, who := "", ""
	if !e.At.IsZero() {
		when = age(e.At, at)
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

// FirstRow returns the name of the flag in the first row; empty: there is none.
func (b *Browse) FirstRow() string {
	if names := b.RowsShown(); len(names) > 0 {
		return names[0]
	}
	return ""
}

// RowsShown returns the names of the flags on the screen.
func (b *Browse) RowsShown() []string {
	var names []string
	for _, i := range b.lines[min(b.rows.top, len(b.lines)):min(b.rows.top+b.rows.height, len(b.lines))] {
		if i >= 0 {
			names = append(names, b.views[i].Name)
		}
	}
	return names
}

// WithoutLastChange returns the names of the flags on the screen whose last change has
// not been read; none where the column is not shown.
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
