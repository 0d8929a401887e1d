package feature

import "time"

// Origin names the program that recorded a change.
type Origin string

// The origins. FromOutside means that neither flagtui nor the app recorded the change:
// the override differs from its last record.
const (
	FromFlagtui Origin = "flagtui"
	FromApp     Origin = "app"
	FromOutside Origin = "outside"
)

// Origins returns every origin.
func Origins() []Origin { return []Origin{FromFlagtui, FromApp, FromOutside} }

// OutsideText describes a change from outside.
func (e Entry) OutsideText() string {
	if e.Reason != "" {
		return e.Reason
	}
	return "changed outside flagtui and the app"
}

// stampTolerance is the largest difference between the times of a row and its record.
// Both are written in one transaction, but at two moments, and some times are in whole
// seconds.
const stampTolerance = 5 * time.Second

// LastChange returns the change that an override's present value comes from. It returns
// nil if there is neither a record nor a row. record is the newest record, and row is
// the override's row; both may be nil. complete reports whether the app records its
// changes, too.
//
//   - If the row agrees with the record, the change is the record.
//   - If the row differs, or was written after the record, the change is from
//     outside and has no actor. Its time is the row's if that is later than the
//     record's, and otherwise zero.
//   - If, moreover, the app records nothing and the row has a later time and a
//     name, the change is the app's, by that person.
//   - Without a record, the change has the row's own time and name, and an empty
//     Origin.
func LastChange(record *Entry, row *Override, complete bool) *Entry {
	now, at, by := Inherit, time.Time{}, ""
	if row != nil {
		now = SettingOf(row.Enabled)
		at, by = row.Changed()
	}
	if record == nil {
		if row == nil {
			return nil
		}
		return &Entry{Scope: row.Scope, Name: row.Name, After: now, At: at, Actor: by}
	}
	rewritten := at.After(record.At.Add(stampTolerance))
	if record.Scope.Kind.same(record.After, now) && !rewritten {
		return record
	}
	change := &Entry{Scope: record.Scope, Name: record.Name, Before: record.After, After: now, Origin: FromOutside}
	if rewritten {
		change.At = at
		if !complete && by != "" {
			change.Origin, change.Actor = FromApp, by
		}
	}
	return change
}

// Effect is a flag's effective value at a scope before and after a change.
type Effect struct {
	Before, After Setting // Inherit means unknown, for lack of a catalogue
}

// Effective returns the word for an effective value of an Effect: on, off, or ? if the
// value is unknown.
func (s Setting) Effective() string {
	if s == Inherit {
		return "?"
	}
	return s.String()
}

// Effects computes the effect of each change at one scope. The caller must pass every
// change of a flag, newest first.
type Effects struct {
	scope       Scope
	defaults    map[string]bool // by flag; nil without a catalogue
	system, own map[string]Setting
}

// NewEffects starts at the present overrides at system scope and at scope. Without
// definitions, the value of a flag without overrides is unknown.
func NewEffects(scope Scope, defs []Definition, system, own map[string]Stored) *Effects {
	settings := func(stored map[string]Stored) map[string]Setting {
		all := make(map[string]Setting, len(stored))
		for name, row := range stored {
			all[name] = SettingOf(row.Enabled)
		}
		return all
	}
	e := &Effects{scope: scope, system: settings(system), own: settings(own)}
	if scope.IsSystem() {
		e.own = map[string]Setting{}
	}
	if len(defs) > 0 {
		e.defaults = make(map[string]bool, len(defs))
		for _, def := range defs {
			e.defaults[def.Name] = def.Default
		}
	}
	return e
}

// Of returns the effect of the next older change.
func (e *Effects) Of(change Entry) Effect {
	layer := e.own
	if change.Scope.IsSystem() {
		layer = e.system
	}
	layer[change.Name] = change.After
	after := e.value(change.Name)
	layer[change.Name] = change.Before
	return Effect{Before: e.value(change.Name), After: after}
}

// value returns a flag's effective value before the changes passed so far.
func (e *Effects) value(name string) Setting {
	if !e.scope.Kind.Inherits() {
		return SettingOf(e.own[name] == On)
	}
	if own := e.own[name]; own != Inherit {
		return own
	}
	if system := e.system[name]; system != Inherit || e.defaults == nil {
		return system
	}
	return SettingOf(e.defaults[name])
}
