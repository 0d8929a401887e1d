package simplemodule

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"unicode/utf8"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// Scopes implements layout.Layout.
func (l *Layout) Scopes(ctx context.Context, q layout.ScopeQuery) (layout.ScopePage, error) {
	page := layout.ScopePage{Scopes: []feature.ScopeInfo{}}
	if q.Kind != feature.Tenant {
		return page, layout.NoScopes(q.Kind)
	}
	text, args := l.tenantPage(q)
	err := l.Read(ctx, func(ctx context.Context) error {
		return engine.Query(ctx, l.Pool, text, args, func(rows *sql.Rows) error {
			info, err := scanTenant(rows, &page.Next.Rest)
			page.Scopes = append(page.Scopes, info)
			page.Next.ID = info.Scope.ID
			return err
		})
	})
	page.More = len(page.Scopes) > 0 && len(page.Scopes) == q.Limit
	return page, err
}

// tenantPage returns a query for a page of tenants. Tenants with overrides come first,
// then the other listed tenants. Both parts are sorted by id. The query follows indexes
// and reads no more rows than the page needs.
func (l *Layout) tenantPage(q layout.ScopeQuery) (string, []any) {
	if q.Text != "" {
		return l.tenantSearch(q)
	}
	others := func(limit string) string {
		return `SELECT * FROM (SELECT 1 AS rest, t.id, 0, t.name, t.slug, t.status FROM ` + l.tenants.Source() + ` t WHERE t.id > ?
			AND NOT EXISTS (SELECT 1` + l.ofTenant() + `= t.id) ORDER BY t.id LIMIT ` + limit + `) others ORDER BY 1, 2`
	}
	if q.After.Rest {
		return others("?"), []any{q.After.ID, q.Limit}
	}
	details, listed := `NULL, NULL, ''`, ``
	if l.hasTenants {
		details, listed = l.tenantDetails(), ` LEFT JOIN `+l.tenants.Source()+` t ON t.id = s.id`
	}
	text := `WITH RECURSIVE steps (id, n) AS (
			SELECT ` + l.nextTenant("?") + `, 1 UNION ALL
			SELECT ` + l.nextTenant("s.id") + `, s.n + 1 FROM steps s WHERE s.id IS NOT NULL AND s.n < ?)
		SELECT 0 AS rest, s.id, (SELECT COUNT(*)` + l.ofTenant() + `= s.id), ` + details + ` FROM steps s` + listed + ` WHERE s.id IS NOT NULL`
	args := []any{q.After.ID, q.Limit}
	if !l.hasTenants {
		return text + ` ORDER BY 2`, args
	}
	return text + ` UNION ALL ` + others(`(SELECT ? - COUNT(s.id) FROM steps s)`), append(args, "", q.Limit)
}

// ofTenant returns FROM and WHERE clauses for the overrides of tenants. The caller
// appends the value to compare with scope_id.
func (l *Layout) ofTenant() string {
	return ` FROM ` + l.overrides.Source() + ` o WHERE o.scope = 'tenant' AND o.scope_id `
}

// nextTenant returns an expression for the next tenant id with overrides, or NULL after
// the last. A tenant may have many overrides, so a query steps from id to id.
func (l *Layout) nextTenant(id string) string {
	return `(SELECT CAST(o.scope_id AS TEXT)` + l.ofTenant() + `> ` + id + ` ORDER BY o.scope_id LIMIT 1)`
}

// tenantSearch returns a query for the tenants that match q.Text, by id. Tenants with
// and without overrides are mixed, because the user may look for either. The query reads
// the app's table until the page is full. It then searches unlisted tenants up to the
// last id of that page.
func (l *Layout) tenantSearch(q layout.ScopeQuery) (string, []any) {
	unlisted, patterns := l.Search([]string{"s.id"}, q.Text)
	steps := func(until string) string {
		return `steps (id) AS (SELECT ` + l.nextTenant("?") + ` UNION ALL
			SELECT ` + l.nextTenant("s.id") + ` FROM steps s WHERE s.id IS NOT NULL` + until + `)
		SELECT 0 AS rest, found.id, (SELECT COUNT(*)` + l.ofTenant() + `= found.id), found.name, found.slug, found.status FROM (`
	}
	found := func(status string) string {
		return `SELECT s.id, NULL AS name, NULL AS slug, ` + status + ` AS status FROM steps s WHERE s.id IS NOT NULL`
	}
	const end = `) found ORDER BY 2 LIMIT ?`
	if !l.hasTenants {
		return `WITH RECURSIVE ` + steps(``) + found(`''`) + unlisted + end, append(append([]any{q.After.ID}, patterns...), q.Limit)
	}
	condition, args := l.Search([]string{"t.name", "t.slug", "t.id"}, q.Text)
	text := `WITH RECURSIVE listed AS (SELECT t.id, t.name, t.slug, t.status FROM ` + l.tenants.Source() + ` t WHERE t.id > ?` + condition + ` ORDER BY t.id LIMIT ?),
		` + steps(` AND (s.id >= (SELECT MAX(l.id) FROM listed l HAVING COUNT(*) = ?)) IS NOT TRUE`) + `SELECT * FROM listed UNION ALL ` + found(l.anyID()) + unlisted + `
			AND NOT EXISTS (SELECT 1 FROM ` + l.tenants.Source() + ` t WHERE t.id = s.id)` + end
	args = append(append([]any{q.After.ID}, args...), q.Limit, q.After.ID, q.Limit)
	return text, append(append(args, patterns...), q.Limit)
}

// listsTenants returns the condition that the app's table lists any tenant.
func (l *Layout) listsTenants() string {
	return `((SELECT 1 FROM ` + l.tenants.Source() + ` t ORDER BY t.id LIMIT 1) IS NOT NULL)`
}

// anyID returns an expression for the status of an unlisted tenant. The status is empty
// if the app's table lists no tenant, because then any id is a tenant. Otherwise the
// status is NULL.
func (l *Layout) anyID() string {
	return `CASE WHEN ` + l.listsTenants() + ` THEN NULL ELSE '' END`
}

// tenantDetails returns the columns name, slug and status of a listed or unlisted
// tenant.
func (l *Layout) tenantDetails() string {
	return `t.name, t.slug, CASE WHEN t.id IS NULL THEN ` + l.anyID() + ` ELSE t.status END`
}

// scanTenant reads the columns id, overrides, name, slug and status. more receives the
// columns before id.
func scanTenant(rows *sql.Rows, more ...any) (feature.ScopeInfo, error) {
	info := feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Tenant}}
	var name, slug, status sql.NullString
	err := rows.Scan(append(more, engine.TextInto(&info.Scope.ID), &info.Overrides, &name, &slug, &status)...)
	info.Name, info.Slug, info.Status, info.Listed = name.String, slug.String, status.String, name.Valid
	info.AnyID = !name.Valid && status.Valid
	return info, err
}

// Scope implements layout.Layout.
func (l *Layout) Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error) {
	info := feature.ScopeInfo{Scope: scope, Listed: true}
	id, err := l.storedSpelling(ctx, scope.ID)
	if err != nil {
		return info, err
	}
	scope.ID = id
	text, args := `SELECT CAST(? AS VARCHAR(64)), (SELECT COUNT(*) FROM `+l.overrides.Source()+` o WHERE o.scope = 'tenant' AND o.scope_id = ?), `, []any{scope.ID, scope.ID}
	if l.hasTenants {
		text += l.tenantDetails() + ` FROM (SELECT 1) one LEFT JOIN ` + l.tenants.Source() + ` t ON t.id = ?`
		args = append(args, scope.ID)
	} else {
		text += `NULL, NULL, ''`
	}
	err = l.Read(ctx, func(ctx context.Context) error {
		return engine.Query(ctx, l.Pool, text, args, func(rows *sql.Rows) (err error) {
			info, err = scanTenant(rows)
			info.Scope = scope
			return err
		})
	})
	if err == nil && !info.Listed && info.Overrides == 0 {
		err = l.Validate(feature.Change{Scope: scope, Name: "-"}, true)
	}
	if err != nil || info.Listed || info.Overrides > 0 {
		return info, err
	}
	return info, l.unknownScope(ctx, scope)
}

// SelectNames implements layout.Layout.
func (l *Layout) SelectNames(kind feature.Kind, ids []string, each func(id, name string)) (statements []engine.Statement) {
	if kind != feature.Tenant || !l.hasTenants {
		return nil
	}
	for part := range slices.Chunk(ids, engine.Chunk) {
		args := make([]any, len(part))
		for i, id := range part {
			args[i] = id
		}
		statements = append(statements, engine.Statement{Text: `SELECT t.id, t.name FROM ` + l.tenants.Source() + ` t WHERE t.id IN (` + engine.Repeat(len(part), "?") + `)`, Args: args, Each: layout.NameInto(each)})
	}
	return statements
}

// unknownScope returns the error for an unknown tenant. Its hint names the nearest ids.
func (l *Layout) unknownScope(ctx context.Context, scope feature.Scope) error {
	// Most mistyped ids have the right first letters. The second search adds other ids.
	start := string([]rune(scope.ID)[:min(2, utf8.RuneCountInString(scope.ID))])
	var ids []string
	for _, text := range []string{start, ""} {
		page, err := l.Scopes(ctx, layout.ScopeQuery{Kind: scope.Kind, Text: text, Limit: 500})
		if err != nil {
			return err
		}
		for _, info := range page.Scopes {
			if !slices.Contains(ids, info.Scope.ID) {
				ids = append(ids, info.Scope.ID)
			}
		}
	}
	return &feature.Problem{Kind: feature.ErrUnknown, Hint: nearest.Hint(scope.ID, ids),
		Text: fmt.Sprintf("unknown %s %q: neither a table nor an override has it", scope.Kind, scope.ID)}
}
