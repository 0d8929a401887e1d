package waffle

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// Scopes implements layout.Layout. The users, groups or teams for whom flags are on come
// first, then all others. Both parts are sorted by id.
func (l *Layout) Scopes(ctx context.Context, q layout.ScopeQuery) (layout.ScopePage, error) {
	page := layout.ScopePage{Scopes: []feature.ScopeInfo{}}
	m := l.membersOf(q.Kind)
	if m == nil {
		return page, layout.NoScopes(q.Kind)
	}
	var statements []engine.Statement
	if !q.After.Rest {
		statements = append(statements, l.selectMembers(m, q, &page))
	}
	if m.owners.exists() {
		statements = append(statements, l.selectOthers(m, q, &page))
	}
	err := l.Read(ctx, func(ctx context.Context) error { return l.Batch(ctx, l.Pool, statements...) })
	page.More = len(page.Scopes) > 0 && len(page.Scopes) == q.Limit
	return page, err
}

// join returns the join of a table of members o with the table of owners u. title is an
// expression for an owner's name.
func (m *members) join() (join, title string) {
	if !m.owners.exists() {
		return "", "NULL"
	}
	return ` LEFT JOIN ` + m.owners.ref + ` u ON u.` + m.owners.id + ` = o.` + m.id, m.owners.titleOf()
}

// titleOf returns the expression for the name of an owner u.
func (o owners) titleOf() string {
	if o.name == "" {
		return "NULL"
	}
	return "u." + o.title
}

// search returns the condition that an id or a name contains a text.
func (l *Layout) search(id string, o owners, text string) (string, []any) {
	searched := []string{"CAST(" + id + " AS text)"}
	if o.exists() && o.name != "" {
		searched = append(searched, o.titleOf())
	}
	return l.Search(searched, text)
}

// selectMembers reads a page of the members for whom flags are on.
func (l *Layout) selectMembers(m *members, q layout.ScopeQuery, page *layout.ScopePage) engine.Statement {
	join, title := m.join()
	where, args := l.search("o."+m.id, m.owners, q.Text)
	if after, err := m.arg(q.After.ID); q.After.ID != "" && err == nil {
		where, args = where+` AND o.`+m.id+` > ?`, append(args, after)
	}
	listed := "0"
	if m.owners.exists() {
		listed = `MAX(CASE WHEN u.` + m.owners.id + ` IS NULL THEN 0 ELSE 1 END)`
	}
	return engine.Statement{Text: `SELECT o.` + m.id + `, COUNT(*), MAX(` + title + `), ` + listed + ` FROM ` + m.table.Ref() + ` o` + join + ` WHERE 1 = 1` + where +
		` GROUP BY o.` + m.id + ` ORDER BY o.` + m.id + ` LIMIT ?`, Args: append(args, q.Limit), Each: func(rows *sql.Rows) error {
		info := feature.ScopeInfo{Scope: feature.Scope{Kind: m.kind}, AnyID: !m.owners.exists()}
		err := rows.Scan(engine.TextInto(&info.Scope.ID), &info.Overrides, engine.TextInto(&info.Name), &info.Listed)
		page.Scopes, page.Next = append(page.Scopes, info), layout.Cursor{ID: info.Scope.ID}
		return err
	}}
}

// selectOthers fills the rest of the page with owners for whom no flag is on.
func (l *Layout) selectOthers(m *members, q layout.ScopeQuery, page *layout.ScopePage) engine.Statement {
	id := "u." + m.owners.id
	where, args := l.search(id, m.owners, q.Text)
	if after, err := m.arg(q.After.ID); q.After.Rest && err == nil {
		where, args = where+` AND `+id+` > ?`, append(args, after)
	}
	return engine.Statement{Text: `SELECT ` + id + `, ` + m.owners.titleOf() + ` FROM ` + m.owners.ref + ` u WHERE NOT EXISTS (SELECT 1 FROM ` + m.table.Ref() + ` o WHERE o.` + m.id + ` = ` + id + `)` + where +
		` ORDER BY ` + id + ` LIMIT ?`, Args: append(args, q.Limit), Each: func(rows *sql.Rows) error {
		info := feature.ScopeInfo{Scope: feature.Scope{Kind: m.kind}, Listed: true}
		err := rows.Scan(engine.TextInto(&info.Scope.ID), engine.TextInto(&info.Name))
		if len(page.Scopes) < q.Limit {
			page.Scopes, page.Next = append(page.Scopes, info), layout.Cursor{ID: info.Scope.ID, Rest: true}
		}
		return err
	}}
}

// Scope implements layout.Layout. It finds a user, a group or a team by the id or by the
// name. An id has priority.
func (l *Layout) Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error) {
	m := l.membersOf(scope.Kind)
	info := feature.ScopeInfo{Scope: scope, AnyID: m == nil || !m.owners.exists()}
	if m == nil {
		return info, layout.NoScopes(scope.Kind)
	}
	id, wrong := m.arg(scope.ID)
	var err error
	switch {
	case m.owners.exists():
		err = l.findOwner(ctx, m, id, wrong == nil, &info)
	case wrong != nil:
		return info, wrong
	default:
		err = l.Read(ctx, func(ctx context.Context) error {
			return engine.Query(ctx, l.Pool, `SELECT COUNT(*) FROM `+m.table.Ref()+` o WHERE o.`+m.id+` = ?`, []any{id}, func(rows *sql.Rows) error { return rows.Scan(&info.Overrides) })
		})
	}
	if err != nil || info.Listed || info.Overrides > 0 {
		return info, err
	}
	page, err := l.Scopes(ctx, layout.ScopeQuery{Kind: scope.Kind, Limit: engine.Chunk})
	if err != nil {
		return info, err
	}
	var names []string
	for _, other := range page.Scopes {
		names = append(names, cmp.Or(other.Name, other.Scope.ID))
	}
	of := "the id"
	if m.owners.name != "" {
		of += " or the " + m.owners.name
	}
	return info, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("no %s has %s %q", scope.Kind, of, scope.ID), Hint: nearest.Hint(scope.ID, names)}
}

// findOwner reads an owner by the id if byID is true, and otherwise by the name.
func (l *Layout) findOwner(ctx context.Context, m *members, id any, byID bool, info *feature.ScopeInfo) error {
	o := m.owners
	var where []condition
	if byID {
		where = append(where, condition{`u.` + o.id + ` = ?`, []any{id}})
	}
	if o.name != "" {
		where = append(where, condition{o.titleOf() + ` = ?`, []any{info.Scope.ID}})
	}
	return l.Read(ctx, func(ctx context.Context) error {
		for _, c := range where {
			err := engine.Query(ctx, l.Pool, `SELECT u.`+o.id+`, `+o.titleOf()+`, (SELECT COUNT(*) FROM `+m.table.Ref()+` o WHERE o.`+m.id+` = u.`+o.id+`) FROM `+o.ref+` u WHERE `+c.where, c.args, func(rows *sql.Rows) error {
				info.Listed = true
				return rows.Scan(engine.TextInto(&info.Scope.ID), engine.TextInto(&info.Name), &info.Overrides)
			})
			if err != nil || info.Listed {
				return err
			}
		}
		return nil
	})
}

// SelectSlugs implements layout.Slugged. The slugs are ids and names.
func (l *Layout) SelectSlugs(kind feature.Kind, slugs []string, each func(id, slug string)) (statements []engine.Statement) {
	m := l.membersOf(kind)
	var names []any
	for _, slug := range slugs {
		if _, err := m.arg(slug); err == nil {
			each(slug, slug)
		} else if m.owners.name != "" {
			names = append(names, slug)
		}
	}
	for part := range slices.Chunk(names, engine.Chunk) {
		statements = append(statements, engine.Statement{Text: `SELECT u.` + m.owners.id + `, ` + m.owners.titleOf() + ` FROM ` + m.owners.ref + ` u WHERE ` + m.owners.titleOf() + ` IN (` + engine.Repeat(len(part), "?") + `)`,
			Args: part, Each: layout.NameInto(each)})
	}
	return statements
}

// SelectNames implements layout.Layout.
func (l *Layout) SelectNames(kind feature.Kind, ids []string, each func(id, name string)) (statements []engine.Statement) {
	m := l.membersOf(kind)
	if m == nil || m.owners.name == "" {
		return nil
	}
	var args []any
	for _, id := range ids {
		if arg, err := m.arg(id); err == nil {
			args = append(args, arg)
		}
	}
	for part := range slices.Chunk(args, engine.Chunk) {
		statements = append(statements, engine.Statement{Text: `SELECT u.` + m.owners.id + `, ` + m.owners.titleOf() + ` FROM ` + m.owners.ref + ` u WHERE u.` + m.owners.id + ` IN (` + engine.Repeat(len(part), "?") + `)`,
			Args: part, Each: layout.NameInto(each)})
	}
	return statements
}

// fewIDs is the largest number of ids that Impact returns.
const fewIDs = 3

// Impact implements layout.Impacter.
func (l *Layout) Impact(ctx context.Context, name string) (feature.Impact, error) {
	impact := feature.Impact{Inheriting: -1}
	parts := l.allParts()
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.kind == feature.System })
	if len(parts) == 0 {
		return impact, nil
	}
	statement := l.selectSet(parts, named(name), ` ORDER BY 6, 3`, func(row layout.OverrideRow) {
		if impact.On++; len(impact.OnNames) < fewIDs {
			impact.OnNames = append(impact.OnNames, string(row.Scope.Kind)+" "+row.Scope.ID)
		}
	})
	return impact, l.Read(ctx, func(ctx context.Context) error { return l.Batch(ctx, l.Pool, statement) })
}
