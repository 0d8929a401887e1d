package feature

import (
	"slices"

	"flagtui/internal/words"
)

// Proposal is a change that waits for confirmation.
type Proposal struct {
	// What is a phrase such as "undo 20261122-031500-k3f9qz", to follow "Failed to".
	// What is empty for the change of one flag, which Change.Done describes.
	What    string
	Changes []Change // Before is the setting that the user saw
	Unknown []Change // changes after which a flag has an unknown default
	Undoes  []Entry  // for an undo, the entries to undo, oldest first
	Kills   string   // for a kill, the flag to turn off for everyone
	// Overridden reports whether the flag to kill has overrides. Overrides are those with
	// targeting, and the misplaced ones: the only ones that the words of a kill need.
	Overridden bool
	Overrides  []Override
	// Irreversible reports that no undo can put back the targeting that a kill removes,
	// because no history keeps it.
	Irreversible bool
}

// ProposeUndo proposes to undo a change-set. entries are the change-set's entries,
// oldest first.
func ProposeUndo(entries []Entry) Proposal {
	p := Proposal{What: words.English.Say(words.TaskUndo, entries[0].Change), Undoes: entries}
	for _, e := range entries {
		p.Changes = append(p.Changes, e.Inverse())
	}
	return p
}

// ProposeKill proposes to turn a flag off for everyone. overrides holds all overrides of
// the flag.
func ProposeKill(name string, overrides []Override, kinds KindList, newRow func(Change) error) Proposal {
	p := Proposal{What: words.English.Say(words.TaskKill, name), Kills: name, Overridden: len(overrides) > 0, Changes: Kill(name, overrides, kinds, newRow)}
	for _, o := range overrides {
		if o.Depends != "" || o.Misplaced {
			p.Overrides = append(p.Overrides, o)
		}
	}
	return p
}

// CountText returns the number of changes: "2 overrides", or "2 changes" if one of them
// keeps the override's setting.
func CountText(l words.Language, changes []Change, kinds KindList) string {
	if slices.ContainsFunc(changes, func(c Change) bool { return c.KeepsSetting(kinds.Of(c.Scope.Kind)) }) {
		return l.Count(len(changes), words.Change)
	}
	return l.Count(len(changes), words.Override)
}

// KilledTargeting returns the targeting of a killed flag, by what the kill does to it.
// The kill removes the targeting where KindInfo.KillsTargeting says so. Other targeting in
// a row of an override stays, and may still decide. Some is ineffective while the flag is
// off.
func (p Proposal) KilledTargeting(kinds KindList) (removed, ineffective, stay []string) {
	if len(p.Changes) == 0 {
		return nil, nil, nil
	}
	for _, o := range p.Overrides {
		list := &removed
		switch {
		case o.Depends == "":
			continue
		case kinds.Of(o.Scope.Kind).Combine.alone(Off):
			list = &ineffective
		case !o.Unset && !kinds.Of(o.Scope.Kind).KillsTargeting:
			list = &stay
		case !o.Scope.IsSystem():
			continue
		}
		*list = join(*list, []string{o.Depends})
	}
	return removed, ineffective, stay
}

// KindOf returns the kind of scope of the first change, or System without changes.
func KindOf(changes []Change) Kind {
	if len(changes) == 0 {
		return System
	}
	return changes[0].Scope.Kind
}

// ChangeTo returns the change that gives the flag another setting at scope, which is the
// view's scope. needed is false if the change would write nothing. If the kind has no
// off, Off becomes Inherit, unless the flag is on without a setting.
func (v View) ChangeTo(info KindInfo, scope Scope, after Setting) (c Change, needed bool) {
	if after == Off && !info.Has(Off) && !v.With(Inherit, info).Is(true) {
		after = Inherit
	}
	c = Change{Scope: scope, Name: v.Name, Before: v.Own(), After: after}
	return c, !c.Noop(info) || v.FromMisplacedRow(scope)
}

// Noop reports whether the change leaves the override unchanged. At a kind that inherits
// nothing, a flag without a row is already off.
func (c Change) Noop(info KindInfo) bool {
	return !c.Everything && (c.Before == c.After || c.Before == Inherit && info.same(c.Before, c.After))
}

// FromMisplacedRow reports whether the system's value comes from a misplaced row. Only
// some releases of the app read such a row as the system's. So a change to the same
// value still has to write a row.
func (v View) FromMisplacedRow(scope Scope) bool { return scope.IsSystem() && v.Misplaced }

// KeepsSetting reports whether the change keeps the setting, and only removes the
// targeting, or puts it back.
func (c Change) KeepsSetting(info KindInfo) bool {
	return c.Everything && info.same(c.Before, c.After)
}

// Text returns the settings before and after the change, with an arrow between them.
// unknown reports whether the change leaves the flag with an unknown default.
func (c Change) Text(l words.Language, info KindInfo, arrow string, unknown bool) string {
	after := c.AfterText(l, info, unknown)
	if c.KeepsSetting(info) {
		return after
	}
	return l.Known(info.Word(c.Before)) + arrow + after
}

// AfterText returns the setting after the change. If the change keeps the setting,
// AfterText says what becomes of the targeting. unknown reports whether the change leaves
// the flag with an unknown default.
func (c Change) AfterText(l words.Language, info KindInfo, unknown bool) string {
	switch {
	case c.KeepsSetting(info) && c.PutsBack:
		return l.Say(words.TargetingPutBack)
	case c.KeepsSetting(info):
		return l.Say(words.TargetingRemoved)
	case unknown:
		return l.Known(info.Word(c.After)) + " (?)"
	}
	return l.Known(info.Word(c.After))
}

// Targeting returns what the change does to the targeting: "removed", "put back", or an
// empty string if it keeps the targeting.
func (c Change) Targeting() string {
	switch {
	case c.PutsBack:
		return "put back"
	case c.Everything:
		return "removed"
	}
	return ""
}

// Flag returns the flag's name in quotation marks. It adds the change's scope if this
// differs from shown.
func (c Change) Flag(l words.Language, shown Scope) string {
	if c.Scope == shown {
		return `"` + c.Name + `"`
	}
	return l.Say(words.FlagAt, c.Name, c.Scope)
}

// Done describes a saved change in the words of the app's web page. rowOnly is the
// View.RowOnly of the flag.
func (c Change) Done(l words.Language, info KindInfo, shown Scope, rowOnly string) string {
	flag := c.Flag(l, shown)
	switch word := info.Word(c.After); {
	case rowOnly != "":
		return l.Say(words.ChangeRowOnly, flag, l.Known(word), rowOnly)
	case word == On.String():
		return l.Say(words.ChangeEnabled, flag)
	case word == Off.String():
		return l.Say(words.ChangeDisabled, flag)
	}
	return l.Say(words.ChangeCleared, flag)
}

// Task returns a phrase for the proposal, to follow "Failed to".
func (p Proposal) Task(l words.Language, shown Scope) string {
	switch {
	case len(p.Undoes) > 0:
		return l.Say(words.TaskUndo, p.Undoes[0].Change)
	case p.Kills != "":
		return l.Say(words.TaskKill, p.Kills)
	case p.What == "":
		return l.Say(words.TaskUpdate, p.Changes[0].Flag(l, shown))
	}
	return p.What
}

// UnknownAfter reports whether a change leaves its flag with an unknown default.
func (p Proposal) UnknownAfter(c Change) bool { return slices.Contains(p.Unknown, c) }
