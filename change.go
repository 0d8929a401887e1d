package flagtui

import "flagtui/internal/feature"

// Setting is a flag's override at one scope.
type Setting uint8

// The settings.
const (
	Inherit Setting = Setting(feature.Inherit) // no override
	Off     Setting = Setting(feature.Off)
	On      Setting = Setting(feature.On)
)

// String returns "inherit", "off" or "on".
func (s Setting) String() string { return feature.Setting(s).String() }

// Change is a change of one override. OnChange receives the changes that were found, and
// Set makes the changes that it is given.
type Change struct {
	Scope AnyScope
	Name  string
	// Before is the setting before the change. Set ignores it, unless IfUnchanged is
	// given.
	Before Setting
	// After is the setting after the change. In OnChange, Before and After are equal if
	// something besides the setting has changed, such as the definition or a rollout.
	After Setting
}

// ChangeSet is the result of a write.
type ChangeSet struct {
	// ID identifies the changes in the history, for Undo. It is empty if every flag
	// was as requested already.
	ID string
	// Changes are the overrides that were changed.
	Changes []Change
	// Recorded reports whether the history has the changes. It is false in a database
	// without the table flagtui_change, unless the application's own audit trail has them.
	Recorded bool
}

// WriteOption says who changes flags, and why.
type WriteOption func(*writeOptions)

// writeOptions are the settings that the options of a write change.
type writeOptions struct {
	actor, author, reason string
	ifUnchanged           bool
}

// By names the person or the program that makes the change, such as "alice@ops1". Every
// write needs it.
func By(actor string) WriteOption { return func(o *writeOptions) { o.actor = actor } }

// Author names the application's own user by e-mail address. The application's audit
// trail then records that user. A write fails with ErrUnknown if there is no such user.
func Author(email string) WriteOption { return func(o *writeOptions) { o.author = email } }

// Because says why the flags are changed. The history keeps it.
func Because(reason string) WriteOption { return func(o *writeOptions) { o.reason = reason } }

// IfUnchanged makes Set fail with ErrConflict if an override is neither Change.Before
// nor Change.After. Nothing is written then.
func IfUnchanged() WriteOption { return func(o *writeOptions) { o.ifUnchanged = true } }
