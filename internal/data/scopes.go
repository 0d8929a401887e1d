package data

import (
	"context"
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
	id   string
	rest bool // the scopes with overrides are all behind
	rank int  // of projects and sections: how far the list has come
}

// ScopePage is one page of scopes.
type ScopePage struct {
	Scopes []feature.ScopeInfo
	// Next continues the list; More tells whether anything may follow.
	Next Cursor
	More bool
}

// Scopes implements Store.
func (s *sqlStore) Scopes(ctx context.Context, q ScopeQuery) (ScopePage, error) {
	if !s.info.Has(q.Kind) {
		return ScopePage{Scopes: []feature.ScopeInfo{}}, noScopes(q.Kind)
	}
	return s.layoutOf(q.Kind).scopes(ctx, q)
}

// Scope implements Store.
func (s *sqlStore) Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error) {
	if err := s.validate(feature.Change{Scope: scope, Name: "-"}); err != nil || scope.IsSystem() {
		return feature.ScopeInfo{Scope: scope, Listed: true}, err
	}
	return s.layoutOf(scope.Kind).scope(ctx, scope)
}

// ScopeNames implements Store.
func (s *sqlStore) ScopeNames(ctx context.Context, scopes []feature.Scope) (map[feature.Scope]string, error) {
	byKind := map[feature.Kind][]string{} // the ids
	for _, scope := range scopes {
		byKind[scope.Kind] = append(byKind[scope.Kind], scope.ID)
	}
	names := map[feature.Scope]string{}
	var statements []engine.Statement
	for kind, ids := range byKind {
		if l := s.layoutOf(kind); l != nil {
			statements = append(statements, l.selectNames(kind, ids, func(id, name string) {
				if name != "" {
					names[feature.Scope{Kind: kind, ID: id}] = name
				}
			})...)
		}
	}
	if len(statements) == 0 {
		return names, nil
	}
	return names, s.Read(ctx, func(ctx context.Context) error { return s.Batch(ctx, s.Pool, statements...) })
}

// readName returns a function that reads a row of an id and a name.
func readName(each func(id, name string)) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var id string
		var name sql.NullString
		err := rows.Scan(engine.TextInto(&id), &name)
		each(id, name.String)
		return err
	}
}
