package feature

import "time"

// Origin is who recorded a change.
type Origin string

// The origins. A change from outside was recorded by neither: the override is
// not as the last record says.
const (
	FromFlagtui Origin = "flagtui"
	FromApp     Origin = "app"
	FromOutside Origin = "outside"
)

// Origins lists every origin.
func Origins() []Origin { return []Origin{FromFlagtui, FromApp, FromOutside} }

// stampTolerance is how much later than its record a row's own time may be.
// Records and rows are written in one transaction, but not at one instant, and
// some times are of whole seconds.
const stampTolerance = 5 * time.Second

// LastChange returns the change that an override's present value comes from,
// given the newest record of it (nil: none) and its row (nil: there is none).
// complete: whatever the app changes is recorded too. Its Actor is empty unless
// a record names the person:
//
//   - the row is as the record says: the record;
//   - it is not, or the row was written again later: a change from outside, by
//     nobody, at the row's own time where that is later than the record, and
//     otherwise at no time;
//   - the same where the app keeps no records of its own, but the row's own time
//     is later: the app's change, by the person that the row names;
//   - no record: what the row itself says, with an empty Origin, since nothing
//     confirms it. nil where there is no row either.
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
	same := record.After == now || !record.Scope.Kind.Inherits() && (record.After == On) == (now == On)
	rewritten := at.After(record.At.Add(stampTolerance))
	if same && !rewritten {
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
	Before, After Setting // Inherit: unknown, since no catalogue tells the default
}

// Effects tells the effect of changes at one scope, given one after the other,
// the newest first and none of a flag left out.
type Effects struct {
	scope       Scope
	defaults    map[string]bool // of the flags that are defined; nil: no catalogue is known
	system, own map[string]Setting
}

// NewEffects starts from the overrides as they are now: the system's, and the
// scope's own. Without any definitions a flag that no override sets is neither
// on nor off.
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

// value is a flag's effective value as it was before the changes given so far.
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
