package feature

import (
	"cmp"
	"slices"
	"time"
)

// Entry is one override's change, as history records it. The entries of one
// change-set share Change.
type Entry struct {
	ID     int64 // its place in the order of the changes
	Change string
	At     time.Time // UTC
	Actor  string
	Reason string
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

// SupersededBy tells which later entry keeps an entry from being undone: the
// newest one that still stands. later are the entries of the same override
// after it, in any order. An entry whose change-set was undone again does not
// stand, and neither does the undoing; one that undoes what was there before
// the entry is a change like any other.
func SupersededBy(entry Entry, later []Entry) (by Entry, overtaken bool) {
	since := map[string]bool{} // the change-sets of the later entries
	for _, e := range later {
		since[e.Change] = true
	}
	undone := map[string]bool{} // those that a standing entry has undone
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

// Kill returns what turns a flag off everywhere, given all its overrides: the
// system's override is set to off, where there is a system, and so is every
// other that is on, whoever it is for. Where there is no system, a row of
// neither a project nor a section is on for nobody.
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
