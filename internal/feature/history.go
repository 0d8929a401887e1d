package feature

import (
	"cmp"
	"slices"
	"time"
)

// Entry is the record of one override's change. The entries of one change-set
// have the same Change.
type Entry struct {
	ID     int64 // increases with each change
	Change string
	At     time.Time // UTC
	Actor  string
	Reason string // of a change from outside: what flagtui says of it, or empty
	Scope  Scope
	Name   string
	Before Setting
	After  Setting
	Undoes string // the change-set that this one puts back; empty for none
	Origin Origin // who recorded it
}

// Inverse is the change that puts the entry back.
func (e Entry) Inverse() Change {
	return Change{Scope: e.Scope, Name: e.Name, Before: e.After, After: e.Before}
}

// SupersededBy returns the newest later entry that keeps an entry from being
// undone, if there is one. later are the later entries of the same override, in
// any order. A later change-set and its undo cancel each other out. The undo of a
// change-set from before the entry counts like any other change.
func SupersededBy(entry Entry, later []Entry) (by Entry, overtaken bool) {
	since := map[string]bool{} // the change-sets of the later entries
	for _, e := range later {
		since[e.Change] = true
	}
	undone := map[string]bool{} // the change-sets that later ones have undone
	for _, e := range newestFirst(later) {
		switch {
		case undone[e.Change]:
		case since[e.Undoes]:
			undone[e.Undoes] = true
		default:
			return e, true
		}
	}
	return Entry{}, false
}

// newestFirst sorts a copy of the entries.
func newestFirst(entries []Entry) []Entry {
	sorted := slices.Clone(entries)
	slices.SortFunc(sorted, func(a, b Entry) int { return cmp.Compare(b.ID, a.ID) })
	return sorted
}

// Kill returns the changes that turn a flag off everywhere, given all its
// overrides: the system's override and every override that is on are set to off.
// Without a system scope, a row without a scope id is ignored: it is on for
// nobody.
func Kill(name string, overrides []Override, hasSystem bool) []Change {
	whole := Change{Scope: SystemScope(), Name: name, After: Off}
	changes := []Change{}
	for _, o := range overrides {
		switch {
		case o.Scope == whole.Scope:
			whole.Before = SettingOf(o.Enabled)
		case o.Enabled && (hasSystem || o.Scope.ID != ""):
			changes = append(changes, Change{Scope: o.Scope, Name: name, Before: On, After: Off})
		}
	}
	if !hasSystem || whole.Before == Off {
		return changes
	}
	return append([]Change{whole}, changes...)
}
