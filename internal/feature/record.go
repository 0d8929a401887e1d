package feature

import "time"

// Origin is who recorded a change.
type Origin string

// The origins. Neither flagtui nor the app recorded a change from outside: the
// override differs from its last record.
const (
	FromFlagtui Origin = "flagtui"
	FromApp     Origin = "app"
	FromOutside Origin = "outside"
)

// Origins lists every origin.
func Origins() []Origin { return []Origin{FromFlagtui, FromApp, FromOutside} }

// OutsideText says what happened in a change from outside.
func (e Entry) OutsideText() string {
	if e.Reason != "" {
		return e.Reason
	}
	return "changed outside flagtui and the app"
}

// stampTolerance is how much later than its record a row's time may be. Both are
// written in one transaction, but at two moments, and some times are in whole
// seconds.
const stampTolerance = 5 * time.Second

// LastChange returns the change that an override's present value comes from, or
// nil where there is neither a record nor a row. record is the newest record, row
// the override's row; both may be nil. complete: the app records its changes, too.
//
//   - The row agrees with the record: the record.
//   - The row differs, or was written after the record: a change from outside,
//     without an actor. Its time is the row's if that is later than the record,
//     and zero otherwise.
//   - As before, but the app records nothing and the row has a later time and a
//     name: the app's change, by that person.
//   - There is no record: the row's own time and name, with an empty Origin.
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
	Before, After Setting // Inherit: unknown, since no catalogue has the default
}

// Effective returns the word for an effective value of an Effect: on, off, or ?
// where it is unknown.
func (s Setting) Effective() string {
	if s == Inherit {
		return "?"
	}
	return s.String()
}

// Effects computes the effect of each change at one scope. It has to be given
// every change of a flag, the newest first.
type Effects struct {
	scope       Scope
	defaults    map[string]bool // by flag; nil: no catalogue is known
	system, own map[string]Setting
}

// NewEffects starts from the present overrides at system scope and at the scope.
// Without definitions the value of a flag without overrides is unknown.
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

// value is a flag's effective value before the changes that were given so far.
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
