package feature

import (
	"fmt"
	"slices"
)

// Proposal is a change that waits to be confirmed.
type Proposal struct {
	// What says what it does, as after "Failed to": "undo 20261122-031500-k3f9qz". It is
	// empty for the change of one flag, which Done words.
	What    string
	Changes []Change // with the settings that were seen
	Unknown []Change // those after which a flag has an unknown default
	Undoes  []Entry  // of an undo: the entries that it puts back, oldest first
	Kills   string   // of a kill: the flag that it turns off for everyone
	// Overrides are, of a kill, all that the flag has.
	Overrides []Override
}

// ProposeUndo proposes to put a change-set back, from its entries, oldest first.
func ProposeUndo(entries []Entry) Proposal {
	p := Proposal{What: "undo " + entries[0].Change, Undoes: entries}
	for _, e := range entries {
		p.Changes = append(p.Changes, e.Inverse())
	}
	return p
}

// ProposeKill proposes to turn a flag off for everyone, from all its overrides.
func ProposeKill(name string, overrides []Override, hasSystem bool) Proposal {
	return Proposal{What: fmt.Sprintf("turn %q off for everyone", name), Kills: name, Overrides: overrides, Changes: Kill(name, overrides, hasSystem)}
}

// KindOf returns the kind of scope that changes are made at; System if there are none.
func KindOf(changes []Change) Kind {
	if len(changes) == 0 {
		return System
	}
	return changes[0].Scope.Kind
}

// ChangeTo returns the change that gives the flag another setting at scope, where the
// view is from. needed is false where that would write nothing.
func (v View) ChangeTo(scope Scope, after Setting) (c Change, needed bool) {
	c = Change{Scope: scope, Name: v.Name, Before: v.Own(), After: after}
	return c, !c.Noop() || v.FromMisplacedRow(scope)
}

// Noop reports whether the change leaves the override as it is. Where nothing is
// inherited, a flag without a row is off already.
func (c Change) Noop() bool {
	return !c.Everything && (c.Before == c.After || c.Before == Inherit && c.After == Off && !c.Scope.Kind.Inherits())
}

// FromMisplacedRow reports whether the system's value comes from a misplaced row, which
// only some releases of the app read as the system's. Then there is something to write
// even if the value stays.
func (v View) FromMisplacedRow(scope Scope) bool { return scope.IsSystem() && v.Misplaced }

// Text returns the settings before and after the change, with an arrow between them.
// unknown: the flag then has an unknown default.
func (c Change) Text(arrow string, unknown bool) string {
	return c.Scope.Kind.Word(c.Before) + arrow + c.AfterText(unknown)
}

// AfterText returns the setting after the change. unknown: the flag then has an unknown
// default.
func (c Change) AfterText(unknown bool) string {
	if unknown {
		return c.Scope.Kind.Word(c.After) + " (?)"
	}
	return c.Scope.Kind.Word(c.After)
}

// Flag names the flag in quotation marks, with its scope unless that is the one shown.
func (c Change) Flag(shown Scope) string {
	if c.Scope == shown {
		return `"` + c.Name + `"`
	}
	return fmt.Sprintf(`"%s" at %s`, c.Name, c.Scope)
}

// Done says what the change has made of a flag, in the words of the app's web page.
// rowOnly is the View.RowOnly of the flag.
func (c Change) Done(shown Scope, rowOnly string) string {
	switch word := c.Scope.Kind.Word(c.After); {
	case rowOnly != "":
		return fmt.Sprintf("row of %s: %s, which %s", c.Flag(shown), word, rowOnly)
	case word == On.String():
		return c.Flag(shown) + " enabled"
	case word == Off.String():
		return c.Flag(shown) + " disabled"
	}
	return "Override cleared for " + c.Flag(shown)
}

// Task says what the proposal does, as after "Failed to".
func (p Proposal) Task(shown Scope) string {
	if p.What == "" {
		return "update flag " + p.Changes[0].Flag(shown)
	}
	return p.What
}

// UnknownAfter reports whether a change leaves its flag with an unknown default.
func (p Proposal) UnknownAfter(c Change) bool { return slices.Contains(p.Unknown, c) }
