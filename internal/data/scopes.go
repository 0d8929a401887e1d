package data

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"flagtui/internal/flag"
	"flagtui/internal/flag/nearest"
)

// ScopeQuery asks for one page of the scopes of a kind.
type ScopeQuery struct {
	Kind  flag.Kind
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
	Scopes []flag.ScopeInfo
	// Next continues the list; More tells whether anything may follow.
	Next Cursor
	More bool
}

// Scopes implements Store.
func (s *sqlStore) Scopes(ctx context.Context, q ScopeQuery) (ScopePage, error) {
	page := ScopePage{Scopes: []flag.ScopeInfo{}}
	if s.isScoped(q.Kind) {
		return s.scoped.scopes(ctx, q)
	}
	if q.Kind != flag.Tenant || !s.facts.Has(flag.Tenant) {
		return page, &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("this database has no %s", q.Kind.Plural())}
	}
	text, args := s.tenantPage(q)
	err := s.read(ctx, func(ctx context.Context) error {
		return query(ctx, s.db, text, args, func(rows *sql.Rows) error {
			info, err := scanTenant(rows, &page.Next.rest)
			page.Scopes = append(page.Scopes, info)
			page.Next.id = info.Scope.ID
			return err
		})
	})
	page.More = len(page.Scopes) > 0 && len(page.Scopes) == q.Limit
	return page, err
}

// tenantPage is a query for tenants that have overrides, by id, and then for
// the others that the app's table lists. Both are read in the order of an
// index, from where the last page ended, and no further than the page is long.
//
// A tenant may have many overrides, so the first half steps from id to id: each
// row of steps is a tenant, the next one, and how many were found that belong
// into the page, before it and with it.
func (s *sqlStore) tenantPage(q ScopeQuery) (string, []any) {
	overrides := ` FROM ` + s.overrides.ref() + ` o WHERE o.scope = 'tenant' AND o.scope_id `
	listed := func(id string) string { return `` }
	details, columns := `NULL, NULL, NULL`, []string{}
	if s.facts.HasTenants {
		listed = func(id string) string { return ` LEFT JOIN ` + s.tenants.ref() + ` t ON t.id = ` + id }
		details, columns = `t.name, t.slug, t.status`, []string{"t.name", "t.slug"}
	}
	others := func(limit string) (string, []any) {
		condition, patterns := search(append(columns, "t.id"), q.Text)
		return `SELECT * FROM (SELECT 1 AS rest, t.id, 0, ` + details + ` FROM ` + s.tenants.ref() + ` t WHERE t.id > ?` + condition + `
			AND NOT EXISTS (SELECT 1` + overrides + `= t.id) ORDER BY t.id LIMIT ` + limit + `) others ORDER BY 1, 2`, patterns
	}
	if q.After.rest {
		text, patterns := others("?")
		return text, append(append([]any{q.After.id}, patterns...), q.Limit)
	}
	next := func(id string) string {
		return `(SELECT CAST(o.scope_id AS TEXT)` + overrides + `> ` + id + ` ORDER BY o.scope_id LIMIT 1)`
	}
	condition, patterns := search(append(columns, "s.next"), q.Text)
	text := `WITH RECURSIVE steps (id, next, before, found) AS (
			SELECT CAST('' AS TEXT), ` + next("?") + `, 0, 0 UNION ALL
			SELECT s.next, ` + next("s.next") + `, s.found, s.found + CASE WHEN TRUE` + condition + ` THEN 1 ELSE 0 END
			FROM steps s` + listed("s.next") + ` WHERE s.next IS NOT NULL AND s.found < ?)
		SELECT 0 AS rest, s.id, (SELECT COUNT(*)` + overrides + `= s.id), ` + details + ` FROM steps s` + listed("s.id") + ` WHERE s.found > s.before`
	args := append(append([]any{q.After.id}, patterns...), q.Limit)
	if !s.facts.HasTenants {
		return text + ` ORDER BY 2`, args
	}
	more, patterns := others(`(SELECT ? - MAX(s.found) FROM steps s)`)
	return text + ` UNION ALL ` + more, append(append(append(args, ""), patterns...), q.Limit)
}

// scanTenant reads id, overrides, name, slug and status.
func scanTenant(rows *sql.Rows, more ...any) (flag.ScopeInfo, error) {
	info := flag.ScopeInfo{Scope: flag.Scope{Kind: flag.Tenant}}
	var name, slug, status sql.NullString
	err := rows.Scan(append(more, &info.Scope.ID, &info.Overrides, &name, &slug, &status)...)
	info.Name, info.Slug, info.Status, info.Listed = name.String, slug.String, status.String, name.Valid
	return info, err
}

// search is a condition that text is part of one of the columns.
func search(columns []string, text string) (condition string, args []any) {
	if text == "" {
		return "", nil
	}
	pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(text)) + "%"
	var parts []string
	for _, column := range columns {
		parts = append(parts, `LOWER(`+column+`) LIKE ? ESCAPE '\'`)
		args = append(args, pattern)
	}
	return ` AND (` + strings.Join(parts, " OR ") + `)`, args
}

// Scope implements Store.
func (s *sqlStore) Scope(ctx context.Context, scope flag.Scope) (flag.ScopeInfo, error) {
	info := flag.ScopeInfo{Scope: scope, Listed: true}
	if err := s.validate(flag.Change{Scope: scope, Name: "-"}); err != nil || scope.IsSystem() {
		return info, err
	}
	if s.isScoped(scope.Kind) {
		return s.scoped.scope(ctx, scope)
	}
	text, args := `SELECT CAST(? AS VARCHAR(64)), (SELECT COUNT(*) FROM `+s.overrides.ref()+` o WHERE o.scope = 'tenant' AND o.scope_id = ?), `, []any{scope.ID, scope.ID}
	if s.facts.HasTenants {
		text += `t.name, t.slug, t.status FROM (SELECT 1) one LEFT JOIN ` + s.tenants.ref() + ` t ON t.id = ?`
		args = append(args, scope.ID)
	} else {
		text += `NULL, NULL, NULL`
	}
	err := s.read(ctx, func(ctx context.Context) error {
		return query(ctx, s.db, text, args, func(rows *sql.Rows) (err error) {
			info, err = scanTenant(rows)
			info.Scope = scope
			return err
		})
	})
	if err != nil || info.Listed || info.Overrides > 0 {
		return info, err
	}
	return info, s.unknownScope(ctx, scope)
}

// unknownScope names the ids nearest to one that nothing knows.
func (s *sqlStore) unknownScope(ctx context.Context, scope flag.Scope) error {
	// The likeliest slips keep the first letters; the rest is a sample.
	start := string([]rune(scope.ID)[:min(2, utf8.RuneCountInString(scope.ID))])
	var ids []string
	for _, text := range []string{start, ""} {
		page, err := s.Scopes(ctx, ScopeQuery{Kind: scope.Kind, Text: text, Limit: 500})
		if err != nil {
			return err
		}
		for _, info := range page.Scopes {
			if !slices.Contains(ids, info.Scope.ID) {
				ids = append(ids, info.Scope.ID)
			}
		}
	}
	return &flag.Problem{Kind: flag.ErrUnknown, Hint: nearest.Hint(scope.ID, ids),
		Text: fmt.Sprintf("no %s %q: neither a table nor an override knows it", scope.Kind, scope.ID)}
}
