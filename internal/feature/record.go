package feature

import (
	"maps"
	"time"

	"flagtui/internal/words"
)

// Origin names the program that recorded a change.
type Origin string

// The origins. FromOutside means that neither flagtui nor the app recorded the change.
// The override differs from its last record.
const (
	FromFlagtui Origin = "flagtui"
	FromApp     Origin = "app"
	FromOutside Origin = "outside"
)

// Origins returns every origin.
func Origins() []Origin { return []Origin{FromFlagtui, FromApp, FromOutside} }

// OutsideText describes a change from outside.
func (e Entry) OutsideText(l words.Language) string {
	if e.Reason != "" {
		return e.Reason
	}
	return l.Say(words.OutsideBoth)
}

// HowText says how a change set an override, and who made it if a record names a person:
// "set to on by alice@ops1". If elsewhere is set, it names the system.
func (e Entry) HowText(l words.Language, elsewhere bool) string {
	text := l.Say(words.Cleared)
	if e.After != Inherit {
		text = l.Say(words.SetTo, l.Known(e.After.String()))
	}
	if elsewhere {
		text = l.Say(words.ForSystem, text)
	}
	switch {
	case e.Origin == FromOutside:
		return l.Say(words.ByOutside, text)
	case e.Origin != "" && e.Actor != "":
		return l.Say(words.ByActor, text, e.Actor)
	}
	return text
}

// stampTolerance is the largest difference between the times of a row and its record.
// One transaction writes the row and its record, but at different moments, and some
// columns store whole seconds.
const stampTolerance = 5 * time.Second

// LastChange returns the change that set an override's present value. record is the
// newest record, and row is the override's row. Either may be nil. Without both,
// LastChange returns nil. complete reports whether the app records its changes.
//
//   - If the row agrees with the record, LastChange returns the record.
//   - If the row differs, or was written after the record, it returns a change from
//     outside without an actor. The time is the row's time if later than the record,
//     and otherwise zero.
//   - If complete is false, and such a row has a later time and a name, it returns a
//     change by the app with that name.
//   - Without a record, it returns the row's own time and name, with an empty Origin.
func LastChange(kinds KindList, record *Entry, row *Override, complete bool) *Entry {
	now, at, by := Inherit, time.Time{}, ""
	if row != nil {
		now = row.Setting()
		at, by = row.Changed()
	}
	if record == nil {
		if row == nil {
			return nil
		}
		return &Entry{Scope: row.Scope, Name: row.Name, After: now, At: at, Actor: by}
	}
	rewritten := at.After(record.At.Add(stampTolerance))
	if kinds.Of(record.Scope.Kind).same(record.After, now) && !rewritten {
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

// Effects computes the effect of each change at one scope. The caller passes every
// change of a flag, newest first.
type Effects struct {
	info        KindInfo
	defs        map[string]*Definition
	catalogue   bool
	system, own map[string]Stored
}

// NewEffects returns the Effects of a scope whose kind info describes. system and own
// are the present rows of the system and of the scope. Without definitions, the value of
// a flag without a setting is unknown.
func NewEffects(info KindInfo, defs []Definition, system, own map[string]Stored) *Effects {
	e := &Effects{info, make(map[string]*Definition, len(defs)), len(defs) > 0, map[string]Stored{}, map[string]Stored{}}
	maps.Copy(e.system, system)
	if info.Kind != System {
		maps.Copy(e.own, own)
	}
	for i := range defs {
		e.defs[defs[i].Name] = &defs[i]
	}
	return e
}

// Of returns the effect of a change, which must be older than the previous call's.
func (e *Effects) Of(change Entry) Effect {
	rows := e.own
	if change.Scope.IsSystem() {
		rows = e.system
	}
	set := func(setting Setting) {
		row := rows[change.Name]
		row.Enabled, row.Unset = setting == On, setting == Inherit
		rows[change.Name] = row
	}
	set(change.After)
	after := e.value(change.Name)
	set(change.Before)
	return Effect{Before: e.value(change.Name), After: after}
}

// value returns a flag's effective value before the changes that Of has received.
func (e *Effects) value(name string) Setting {
	def := e.defs[name]
	if def == nil {
		def = Undefined(name, e.catalogue, e.info)
	}
	view := ResolveOne(e.info, def, e.system, e.own)
	if len(view.Depends) > 0 {
		return Inherit
	}
	return SettingOf(view.Enabled)
}
