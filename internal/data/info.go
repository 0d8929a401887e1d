package data

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Info describes an open database.
type Info struct {
	engine.Server
	Schema string // the schema of the override table; empty on SQLite

	// Kinds are the kinds of scope that the tables can hold.
	Kinds feature.KindList

	// Allowed holds the scopes that this user may use; nil means all. Package limit sets
	// Allowed.
	Allowed []feature.Scope

	HasDefinitions bool // flagtui_definition exists and flagtui may read it
	OwnDefinitions bool // the app keeps its definitions in a table of its own
	HasJournal     bool // flagtui_change exists
	KeepsRows      bool // flagtui_change has columns for whole rows
	HasTriggers    bool // triggers notify of every write to the watched tables

	// validate is layout.Layout.Validate of the kind's layout.
	validate func(change feature.Change, isNew bool) error

	mains []string // the names of the layouts' main tables
}

// Has reports whether the tables can hold scopes of this kind.
func (f Info) Has(kind feature.Kind) bool { return f.Kinds.Has(kind) }

// Allows reports whether this user may use the scope.
func (f Info) Allows(scope feature.Scope) bool {
	return f.Allowed == nil || slices.Contains(f.Allowed, scope)
}

// Validate fails for a change that the database cannot hold, as layout.Layout.Validate
// does.
func (f Info) Validate(change feature.Change, isNew bool) error {
	if f.validate == nil {
		return feature.ValidateName(change.Name, math.MaxInt)
	}
	return f.validate(change, isNew)
}

// ValidateChange is Validate for a change that a user asks for. It fails with
// feature.ErrRefused for a scope that is not in Allowed, and for off at a kind of scope
// that has no row for it.
func (f Info) ValidateChange(change feature.Change) error {
	if !f.Allows(change.Scope) {
		return f.RefuseScope(change.Scope)
	}
	err := f.Validate(change, false)
	if info := f.Kinds.Of(change.Scope.Kind); err == nil && change.After == feature.Off && !info.Has(feature.Off) {
		err = &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%q cannot be off at %s alone: the app has no off for one %s", change.Name, change.Scope, info.Name),
			Hint: "nothing was written; flagtui clear removes what turns it on there"}
	}
	return err
}

// ValidateStored is Validate for an override that is stored already.
func (f Info) ValidateStored(change feature.Change) error { return f.Validate(change, false) }

// ValidateNew is Validate for an override that is not stored yet.
func (f Info) ValidateNew(change feature.Change) error { return f.Validate(change, true) }

// Options holds the database to open and the settings for it.
type Options struct {
	URL      string // a DSN in any form that Open accepts
	Shown    string // the URL that errors show; empty for URL without its password
	Schema   string // the schema of the override table on PostgreSQL; empty to search for the table
	ReadOnly bool   // refuse writes, also in the database session

	// Timeout bounds each connection attempt and each statement. Zero means
	// DefaultTimeout.
	Timeout time.Duration

	// Live says when a saved change takes effect. The zero value means that this is
	// unknown.
	Live feature.Live

	// Layout describes the app's tables. With a nil Layout, flagtui looks for tables that
	// it knows.
	Layout *layout.Config

	// Poll is the interval at which a watch compares the tables of a database that does
	// not notify. Zero means 2 s.
	Poll time.Duration

	// BackgroundReads is the number of reads of Background that run at the same time. Zero
	// means one.
	BackgroundReads int

	// Waiting is called each time that the PostgreSQL server has no free connection. It may
	// be nil.
	Waiting func()

	pace engine.Pace      // the timing of a watch; the zero value is the default
	now  func() time.Time // the clock of a watch; nil selects time.Now
}

// target returns the database that the options name.
func (o Options) target() (engine.Target, error) {
	where, err := engine.ParseDSN(o.URL)
	where.Shown = cmp.Or(o.Shown, where.Path)
	if err == nil && where.Dialect == engine.SQLite && o.Schema != "" {
		err = &feature.Problem{Kind: feature.ErrUsage, Text: "--schema was given, but a SQLite database has no schemas", Hint: "leave --schema out"}
	}
	return where, err
}

// settings returns the settings of the database's connections.
func (o Options) settings(readOnly bool) engine.Settings {
	pace := o.pace.OrUsual()
	if o.Poll > 0 {
		pace.Poll = o.Poll
	}
	return engine.Settings{ReadOnly: readOnly, Timeout: o.Timeout, Pace: pace, Tables: knownTables(o.Layout),
		Now: o.now, BackgroundReads: o.BackgroundReads, Waiting: o.Waiting}
}

// Name returns the short name of the database. After Open, Info.Name is the same.
func (o Options) Name() string {
	where, err := o.target()
	if err != nil {
		return "the database"
	}
	return where.Name()
}

// PassfileWarning returns a warning if the password file is ignored because of its mode.
// Otherwise it returns an empty text.
func (o Options) PassfileWarning() string {
	where, err := o.target()
	if err != nil {
		return ""
	}
	return where.PassfileWarning()
}

// allowedText lists the scopes in Allowed.
func (f Info) allowedText() string {
	words := make([]string, len(f.Allowed))
	for i, scope := range f.Allowed {
		words[i] = scope.String()
	}
	return strings.Join(words, ", ")
}

// RefuseScope returns the error for a scope that is not in Allowed. It is the same
// whether or not the scope exists.
func (f Info) RefuseScope(scope feature.Scope) error {
	return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("you may not use %s here, but %s only", scope, f.allowedText()), Hint: "nothing was read or written"}
}

// RefuseAll returns the error for an action that concerns every scope, where Allowed does
// not have all.
func (f Info) RefuseAll(action string) error {
	return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("you may not %s: that concerns every scope, and you may use %s only", action, f.allowedText()), Hint: "nothing was written"}
}

// CheckKill fails with feature.ErrRefused if this user may not use all scopes, or if the
// database may hide rows that turn a flag on. A kill would miss those rows.
func (f Info) CheckKill(name string) error {
	if f.Allowed != nil {
		return f.RefuseAll(fmt.Sprintf("use the kill switch of %q", name))
	}
	if !slices.ContainsFunc(f.mains, func(name string) bool { return slices.Contains(f.Filtered, name) }) {
		return nil
	}
	return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%s, so a kill might not turn %q off for everyone", f.RowsHidden(), name),
		Hint: "nothing was written; kill as a user who sees every row (`flagtui doctor` prints the policy for that), or set the flag off where you know that it is on"}
}
