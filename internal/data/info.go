package data

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Info is what was found when a database was opened.
type Info struct {
	engine.Server
	Schema string // the schema of the override table; empty for SQLite

	// Kinds are the kinds of scope that the tables found here can hold.
	Kinds feature.KindList

	HasDefinitions bool // flagtui_definition is there and may be read
	HasJournal     bool // flagtui_change is there
	HasTriggers    bool // the tables notify of every write, the app's own too

	mains []string // the names of the main tables of the layouts
}

// Has reports whether the tables found here can hold scopes of this kind.
func (f Info) Has(kind feature.Kind) bool { return f.Kinds.Has(kind) }

// Options say which database to open, and how.
type Options struct {
	URL      string // any DSN form that Open's comment lists
	Shown    string // the URL as errors may show it; empty: as it is, without its password
	Schema   string // PostgreSQL: the schema of the override table; empty: look for it
	ReadOnly bool   // refuse writes, in the database's own session too

	// Timeout bounds a connection attempt and each statement; zero means
	// DefaultTimeout.
	Timeout time.Duration

	// Live says when a saved change takes effect, if the user knows. The zero value
	// means that it is not known.
	Live feature.Live

	// Layout describes the app's tables; nil: flagtui looks for tables that it knows.
	Layout *layout.Config

	pace engine.Pace // of a watch; the zero value is the usual one
}

// target tells which database the options name.
func (o Options) target() (engine.Target, error) {
	where, err := engine.ParseDSN(o.URL)
	where.Shown = cmp.Or(o.Shown, where.Path)
	if err == nil && where.Dialect == engine.SQLite && o.Schema != "" {
		err = &feature.Problem{Kind: feature.ErrUsage, Text: "--schema was given, but a SQLite database has no schemas", Hint: "leave --schema out"}
	}
	return where, err
}

// settings are those of the database's connections.
func (o Options) settings(readOnly bool) engine.Settings {
	return engine.Settings{ReadOnly: readOnly, Timeout: o.Timeout, Pace: o.pace, Tables: knownTables(o.Layout)}
}

// Name is the short name of the database, as Info.Name will be once it is open.
func (o Options) Name() string {
	where, err := o.target()
	if err != nil {
		return "the database"
	}
	return where.Name()
}

// PassfileWarning says that the password file of these options is not read because
// of its mode, and what to do; empty where there is nothing to say.
func (o Options) PassfileWarning() string {
	where, err := o.target()
	if err != nil {
		return ""
	}
	return where.PassfileWarning()
}

// CheckKill refuses, as an ErrRefused, to turn a flag off for everyone where rows
// that turn it on may be hidden.
func (f Info) CheckKill(name string) error {
	if !slices.ContainsFunc(f.mains, func(name string) bool { return slices.Contains(f.Filtered, name) }) {
		return nil
	}
	return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%s: whether %q is then off for everyone could not be known", f.RowsHidden(), name),
		Hint: "nothing was written; do it as a user who sees every row (`flagtui doctor` has the policy for it), or set the flag off where you know that it is on"}
}
