package layout

import (
	"database/sql"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// ScopeQuery asks for one page of the scopes of a kind.
type ScopeQuery struct {
	Kind  feature.Kind
	Text  string // part of the id, slug or name, whatever its case; empty: all
	After Cursor // where the page before this one ended; zero: the first page
	Limit int    // the most that a page holds
}

// Cursor is the end of a page.
type Cursor struct {
	ID   string
	Rest bool // the page ended after all scopes with overrides
	Rank int  // of projects and sections: the part of the list
}

// ScopePage is one page of scopes.
type ScopePage struct {
	Scopes []feature.ScopeInfo
	// Next continues the list; More: something may follow.
	Next Cursor
	More bool
}

// OverrideQuery asks for one page of the overrides of a flag.
type OverrideQuery struct {
	Name  string
	After feature.Scope // where the page before this one ended; zero: the first page
	Limit int           // the most that a page holds; zero: all
}

// NameInto returns a function that reads a row of an id and a name.
func NameInto(each func(id, name string)) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var id string
		var name sql.NullString
		err := rows.Scan(engine.TextInto(&id), &name)
		each(id, name.String)
		return err
	}
}
