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

// Scopes implements Store. Both halves of the list are read in the order of
// an index, from where the last page ended.
func (s *sqlStore) Scopes(ctx context.Context, q ScopeQuery) (ScopePage, error) {
	page := ScopePage{Scopes: []flag.ScopeInfo{}}
	if s.isScoped(q.Kind) {
		return s.scoped.scopes(ctx, q)
	}
	if q.Kind != flag.Tenant || !s.facts.Has(flag.Tenant) {
		return page, &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("this database has no %s", q.Kind.Plural())}
	}
	err := s.read(ctx, func(ctx context.Context) error {
		cursor := q.After
		if !cursor.rest {
			found, err := s.overridingTenants(ctx, q.Text, cursor.id, q.Limit)
			if err != nil {
				return err
			}
			page.add(found, q.Limit)
			if page.More {
				return nil
			}
			cursor = Cursor{rest: true}
		}
		if !s.facts.HasTenants {
			return nil
		}
		found, err := s.otherTenants(ctx, q.Text, cursor.id, q.Limit-len(page.Scopes))
		page.add(found, q.Limit)
		page.Next.rest = true
		return err
	})
	return page, err
}

// add appends what was found. A full page may have a next one.
func (p *ScopePage) add(found []flag.ScopeInfo, limit int) {
	p.Scopes = append(p.Scopes, found...)
	if len(found) > 0 {
		p.Next = Cursor{id: found[len(found)-1].Scope.ID}
	}
	p.More = len(p.Scopes) >= limit
}

// overridingTenants lists the tenants that have overrides, by id.
func (s *sqlStore) overridingTenants(ctx context.Context, text, after string, limit int) ([]flag.ScopeInfo, error) {
	details, join := `NULL, NULL, NULL`, ``
	searched := []string{"o.scope_id"}
	if s.facts.HasTenants {
		details, join = `MAX(t.name), MAX(t.slug), MAX(t.status)`, ` LEFT JOIN `+s.tenants.ref()+` t ON t.id = o.scope_id`
		searched = append(searched, "t.name", "t.slug")
	}
	condition, args := search(searched, text)
	return s.scopeInfos(ctx, `SELECT o.scope_id, COUNT(*), `+details+` FROM `+s.overrides.ref()+` o`+join+`
		WHERE o.scope = 'tenant' AND o.scope_id > ?`+condition+` GROUP BY o.scope_id ORDER BY o.scope_id LIMIT ?`,
		append(append([]any{after}, args...), limit))
}

// otherTenants lists the tenants of the app's table that override nothing.
func (s *sqlStore) otherTenants(ctx context.Context, text, after string, limit int) ([]flag.ScopeInfo, error) {
	condition, args := search([]string{"t.id", "t.name", "t.slug"}, text)
	return s.scopeInfos(ctx, `SELECT t.id, 0, t.name, t.slug, t.status FROM `+s.tenants.ref()+` t
		WHERE t.id > ?`+condition+` AND NOT EXISTS (
			SELECT 1 FROM `+s.overrides.ref()+` o WHERE o.scope = 'tenant' AND o.scope_id = t.id)
		ORDER BY t.id LIMIT ?`, append(append([]any{after}, args...), limit))
}

// scopeInfos runs a query for id, overrides, name, slug and status.
func (s *sqlStore) scopeInfos(ctx context.Context, text string, args []any) ([]flag.ScopeInfo, error) {
	var infos []flag.ScopeInfo
	err := query(ctx, s.db, text, args, func(rows *sql.Rows) error {
		info := flag.ScopeInfo{Scope: flag.Scope{Kind: flag.Tenant}}
		var name, slug, status sql.NullString
		err := rows.Scan(&info.Scope.ID, &info.Overrides, &name, &slug, &status)
		info.Name, info.Slug, info.Status, info.Listed = name.String, slug.String, status.String, name.Valid
		infos = append(infos, info)
		return err
	})
	return infos, err
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
		infos, err := s.scopeInfos(ctx, text, args)
		if err == nil {
			info = infos[0]
			info.Scope = scope
		}
		return err
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
