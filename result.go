package flagtui

import (
	"fmt"
	"strings"
)

// Result is the value of a flag at a scope, and where it comes from.
type Result struct {
	Name  string
	Scope AnyScope

	// Enabled reports whether the flag is known to be on. It is false if Depends has
	// entries, and if the value was never read.
	Enabled bool

	// Depends lists what the value depends on, such as "25 % of actors". The database
	// alone does not tell the value then.
	Depends []string

	// Source names the origin of the value: the kind of the scope whose override
	// decides, such as "tenant" or "system"; "default" for the definition's default; or
	// "global" and "exemption" for a canary feature. It is empty if nothing was read.
	Source string

	// Reason says why the value is as it is.
	Reason Reason

	// Setting is the scope's own override: On, Off, or Inherit without an override.
	Setting Setting

	// Registered reports whether the catalogue defines the flag. It is false without a
	// catalogue.
	Registered bool

	// Stale reports whether the database was away when the value was looked up. Client.Stale
	// says since when.
	Stale bool
}

// Reason says why a value is as it is.
type Reason string

// The reasons for a value that decides.
const (
	ReasonOverride  Reason = "override"  // the scope's own override
	ReasonInherited Reason = "inherited" // the override of the system
	ReasonDefault   Reason = "default"   // the definition's default, without an override
	ReasonRollout   Reason = "rollout"   // a rollout or an exemption of a canary feature
)

// The reasons for a value that needs attention. Result.Err returns an error for each of
// them.
const (
	// ReasonDepends means that the value depends on Result.Depends.
	ReasonDepends Reason = "depends"
	// ReasonUndefined means that the catalogue does not define the flag. Enabled is
	// still the value that the application reads: it uses overrides of such a flag, too.
	ReasonUndefined Reason = "undefined"
	// ReasonWrongScope means that the definition does not allow the flag at this kind of
	// scope. Enabled is still the value that the application reads.
	ReasonWrongScope Reason = "wrong scope"
	// ReasonInvalidScope means that the database has no such scope: it has none of this
	// kind, the id is malformed, or nothing has the slug or the name. It is also the
	// reason if more than one scope is given.
	ReasonInvalidScope Reason = "invalid scope"
	// ReasonUnavailable means that the scope was never read, because the database did
	// not answer. Enabled is false. With WithDefaultsWhenAway, it is the definition's
	// default, and Source is "default".
	ReasonUnavailable Reason = "unavailable"
)

// Err returns an error if the value needs attention, and nil if it is simply on or off.
// errors.Is finds ErrUnknown for an undefined flag and for a scope that does not exist,
// ErrUsage for a wrong scope, ErrUnavailable for a value that was never read, and
// ErrDepends for a value that depends on something else.
func (r Result) Err() error {
	switch r.Reason {
	case ReasonDepends:
		return &Error{Kind: ErrDepends, Text: fmt.Sprintf("the value of %q at %s depends on %s", r.Name, r.Scope, strings.Join(r.Depends, ", "))}
	case ReasonUndefined:
		return &Error{Kind: ErrUnknown, Text: fmt.Sprintf("the flag %q is not defined", r.Name)}
	case ReasonWrongScope:
		return &Error{Kind: ErrUsage, Text: fmt.Sprintf("the definition of the flag %q does not allow %s", r.Name, r.Scope)}
	case ReasonInvalidScope:
		return &Error{Kind: ErrUnknown, Text: fmt.Sprintf("this database has no scope %s", r.Scope)}
	case ReasonUnavailable:
		return &Error{Kind: ErrUnavailable, Text: fmt.Sprintf("the database did not answer, so the flags at %s are not known", r.Scope)}
	}
	return nil
}
