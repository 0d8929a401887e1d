package data

import (
	"cmp"
	"path/filepath"
	"slices"
	"time"

	"flagtui/internal/feature"
)

// Info is what was found when a database was opened.
type Info struct {
	Dialect  string // "sqlite" or "postgres"
	Version  string // the server's version, or the SQLite library's
	Host     string // empty for SQLite
	Database string // the database's name, or the SQLite file's path
	Schema   string // the schema of the override table; empty for SQLite
	User     string // the database role; empty for SQLite

	// ReadOnly says why nothing can be written here; empty when it can.
	ReadOnly string

	// Filtered are the tables of which row-level security may hide rows from
	// this user, and Views those that are views.
	Filtered, Views []string
	// LeftOut says of each table that is there, but cannot be used, why.
	LeftOut []string

	// Kinds are the kinds of scope that the tables found here can hold.
	Kinds []feature.Kind

	// Live says when a saved change takes effect, as Options had it; the zero value:
	// as the layout of the tables has it.
	Live feature.Live

	HasTenants     bool // tenants_tenant is there and may be read
	HasDefinitions bool // flagtui_definition is there and may be read
	HasJournal     bool // flagtui_change is there
	HasAudit       bool // the app's own audit_log_audit_entry is there
	HasTriggers    bool // the tables notify of every write, the app's own too
}

// Name is the short name that a screen's header shows: "flags@db1" or
// "app.db".
func (f Info) Name() string {
	if f.Dialect == sqlite.name {
		return filepath.Base(f.Database)
	}
	return f.Database + "@" + cmp.Or(f.Host, "local")
}

// LiveAt says when a saved change at a scope of this kind takes effect.
func (f Info) LiveAt(kind feature.Kind) feature.Live {
	switch {
	case f.Live != feature.Live{}:
		return f.Live
	case kind == feature.Project, kind == feature.Section, f.ScopedOnly():
		return feature.LiveOnEveryCheck()
	}
	return feature.LiveByRelease()
}

// Has tells whether the tables found here can hold scopes of this kind.
func (f Info) Has(kind feature.Kind) bool { return slices.Contains(f.Kinds, kind) }

// ScopedOnly tells that flags are set for projects and sections only, so that
// there is no system scope.
func (f Info) ScopedOnly() bool { return len(f.Kinds) > 0 && !f.Has(feature.System) }

// Writable fails with feature.ErrRefused where nothing can be written.
func (f Info) Writable() error {
	if f.ReadOnly == "" {
		return nil
	}
	return &feature.Problem{Kind: feature.ErrRefused, Text: "read-only: " + f.ReadOnly}
}

// Options say which database to open, and how.
type Options struct {
	URL      string // any DSN form that Open's comment lists
	Shown    string // the URL as errors may show it; empty: as it is, without its password
	Schema   string // PostgreSQL: the schema of the override table; empty: look for it
	ReadOnly bool   // refuse writes, in the database's own session too

	// Timeout bounds a connection attempt and each statement; zero means
	// DefaultTimeout.
	Timeout time.Duration

	// Live says for sure when a saved change takes effect; the zero value: that is
	// not known.
	Live feature.Live

	pace pace // of a watch; the zero value is the usual one
}

// target tells which database the options name.
func (o Options) target() (target, error) {
	where, err := parseDSN(o.URL)
	where.shown = cmp.Or(o.Shown, where.path)
	if err == nil && where.dialect == sqlite && o.Schema != "" {
		err = &feature.Problem{Kind: feature.ErrUsage, Text: "--schema was given, but a SQLite database has no schemas", Hint: "leave --schema out"}
	}
	return where, err
}
