package layout

import (
	"database/sql"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// ScopeQuery asks for one page of the scopes of a kind.
type ScopeQuery struct {
	Kind  feature.Kind
	Text  string // a part of the id, slug or name, in any case; an empty Text selects all
	After Cursor // the previous page's Next, or zero for the first page
	Limit int    // the largest number of scopes in a page
}

// Cursor is the end of a page.
type Cursor struct {
	ID   string
	Rest bool // all scopes with overrides were listed
	Rank int  // the part of the list of projects or sections
}

// ScopePage is one page of scopes.
type ScopePage struct {
	Scopes []feature.ScopeInfo
	Next   Cursor // the start of the next page
	More   bool   // another page may follow
}

// OverrideQuery asks for one page of the overrides of a flag.
type OverrideQuery struct {
	Name  string
	After feature.Scope // the scope of the previous page's last override, or zero for the first page
	Limit int           // the largest number of overrides in a page; zero means no limit

	// WithScopes asks for what is known of the page's scopes, too.
	WithScopes bool
	// Unmarked leaves out the comparison with the history, which takes longer than reading
	// the overrides. Outside is then always false, and users may be ids.
	Unmarked bool
}

// NameInto returns a function that reads a row with an id and a name.
func NameInto(each func(id, name string)) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var id string
		var name sql.NullString
		err := rows.Scan(engine.TextInto(&id), &name)
		each(id, name.String)
		return err
	}
}
