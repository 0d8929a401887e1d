package feature

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"flagtui/internal/words"
)

// Entry is the record of one override's change. All entries of a change-set have the
// same Change.
type Entry struct {
	ID     int64 // increases with each change
	Change string
	At     time.Time // UTC
	Actor  string
	Reason string // the reason, or flagtui's remark for a change from outside
	Scope  Scope
	Name   string
	Before Setting
	After  Setting
	Undoes string // the change-set that this one puts back; may be empty
	Origin Origin // the program that recorded the change
	// Everything reports whether the change also removed the targeting. With PutsBack,
	// the change put the targeting back.
	Everything, PutsBack bool
}

// Made returns the change that the entry records.
func (e Entry) Made() Change {
	return Change{Scope: e.Scope, Name: e.Name, Before: e.Before, After: e.After, Everything: e.Everything, PutsBack: e.PutsBack}
}

// Text returns the settings before and after, with an arrow between them. If the change
// kept the setting, Text says what became of the targeting.
func (e Entry) Text(l words.Language, kinds KindList, arrow string) string {
	return e.Made().Text(l, kinds.Of(e.Scope.Kind), arrow, false)
}

// TargetingText says what the change did to the targeting. It returns an empty string if
// the change kept the targeting.
func (e Entry) TargetingText(l words.Language) string {
	switch {
	case !e.Everything:
		return ""
	case e.PutsBack:
		return l.Say(words.TargetingWasPutBack)
	}
	return l.Say(words.TargetingWasRemoved)
}

// Inverse returns the change that puts the entry back.
func (e Entry) Inverse() Change {
	return Change{Scope: e.Scope, Name: e.Name, Before: e.After, After: e.Before, Everything: e.Everything, PutsBack: e.Everything && !e.PutsBack}
}

// SupersededBy returns the newest later entry that prevents the undo of an entry.
// overtaken is false if there is none. later holds the later entries of the same
// override, in any order. A later change-set and its undo cancel each other out. The
// undo of a change-set from before the entry counts as a change.
func SupersededBy(entry Entry, later []Entry) (by Entry, overtaken bool) {
	since := map[string]bool{} // change-sets of the later entries
	for _, e := range later {
		since[e.Change] = true
	}
	undone := map[string]bool{} // change-sets that later entries have undone
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

// newestFirst returns a copy of the entries, newest first.
func newestFirst(entries []Entry) []Entry {
	sorted := slices.Clone(entries)
	slices.SortFunc(sorted, func(a, b Entry) int { return cmp.Compare(b.ID, a.ID) })
	return sorted
}

// UnknownAfter returns the changes that leave a flag with its default, when no catalogue
// is known. system holds the system's overrides before the changes. The changes are made
// together.
func UnknownAfter(kinds KindList, changes []Change, system map[string]Stored) []Change {
	after := map[string]Stored{}
	maps.Copy(after, system)
	for _, c := range changes {
		if !c.Scope.IsSystem() {
			continue
		}
		if delete(after, c.Name); c.After != Inherit {
			after[c.Name] = Stored{Enabled: c.After == On}
		}
	}
	var unknown []Change
	for _, c := range changes {
		info := kinds.Of(c.Scope.Kind)
		if c.After == Inherit && ResolveOne(info, Undefined(c.Name, false, info), after, nil).UnknownDefault() {
			unknown = append(unknown, c)
		}
	}
	return unknown
}

// Kill returns the changes that turn a flag off everywhere. overrides holds all
// overrides of the flag. The changes set the system's override and every override that
// is on to off. At a kind of scope without off, they remove the override. They also
// remove everything in Depends. If Combine gives the system's setting precedence, the
// overrides below the system stay. Without a system scope, Kill ignores a row without a
// scope id, because such a row is on for nobody. newRow validates a change that inserts
// a row. If newRow fails, Kill omits the system's override (see CheckKilled).
func Kill(name string, overrides []Override, kinds KindList, newRow func(Change) error) []Change {
	system := kinds.Of(System)
	whole := Change{Scope: SystemScope(), Name: name, After: system.killed()}
	changes := make([]Change, 1, len(overrides)+1) // the first place is for the system's
	for _, o := range overrides {
		info := kinds.Of(o.Scope.Kind)
		switch {
		case o.Scope == whole.Scope:
			whole.Before = max(whole.Before, o.Setting())
			whole.Everything = whole.Everything || o.Depends != ""
		case o.Setting() != On, !kinds.Has(System) && o.Scope.ID == "":
		case info.Combine == AboveOff || info.Combine == AboveSet:
		default:
			changes = append(changes, Change{Scope: o.Scope, Name: name, Before: On, After: info.killed()})
		}
	}
	if !kinds.Has(System) || whole.Noop(system) || whole.Before == Inherit && !whole.Everything && newRow(whole) != nil {
		return changes[1:]
	}
	changes[0] = whole
	return changes
}

// killed returns the setting of a killed flag at a scope of this kind.
func (k KindInfo) killed() Setting {
	if k.Has(Off) {
		return Off
	}
	return Inherit
}

// CheckKilled fails with ErrRefused if the changes of Kill leave the flag on. This
// happens if the default is on and newRow refuses the system's override.
func CheckKilled(name string, overrides []Override, changes []Change, defs []Definition, kinds KindList, newRow func(Change) error) error {
	whole := Change{Scope: SystemScope(), Name: name, After: Off}
	stored := slices.ContainsFunc(overrides, func(o Override) bool { return o.Scope == whole.Scope })
	if !kinds.Has(System) || stored || newRow(whole) == nil || slices.ContainsFunc(changes, func(c Change) bool { return c.Scope == whole.Scope }) {
		return nil
	}
	for _, def := range defs {
		if def.Name == name && def.Default {
			return &Problem{Kind: ErrRefused, Text: fmt.Sprintf("%q is on by default, and its name is too long for the system's override that would turn it off", Shorten(name)),
				Hint: "nothing was written; flagtui set turns off single overrides, and the default is in the application's code"}
		}
	}
	return nil
}
