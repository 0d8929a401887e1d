package described

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// tenants is the app's own table of the scopes of a kind.
type tenants struct {
	table engine.Table
	kind  feature.Kind
	id    column
	name  column // the zero column if there is none
}

// checkTenants finds the table of the scopes.
func (l *Layout) checkTenants(found []engine.Table) error {
	config := l.config.Table.Tenants
	if config.Table.Name == "" {
		return nil
	}
	t, err := l.beside(found, "tenants.table", config.Table)
	if err != nil {
		return err
	}
	kinds := slices.DeleteFunc(slices.Clone(l.kinds), func(kind feature.Kind) bool { return kind == feature.System })
	s := &tenants{table: t, kind: kinds[0]}
	if slices.Contains(kinds, feature.Tenant) {
		s.kind = feature.Tenant
	}
	if s.id, err = l.column(t, "tenants.id", config.ID); err != nil {
		return err
	}
	if s.id.form != l.id.form && s.id.form != textForm && l.id.form != textForm {
		return l.config.Problem("tenants.id", fmt.Sprintf("the column %s is %s, and %s is %s", s.id.Name, s.id.Shown, l.id.Name, l.id.Shown), "name the column with the ids that "+l.id.Name+" has")
	}
	if config.Name != "" {
		if s.name, err = l.column(t, "tenants.name", config.Name); err != nil {
			return err
		}
	}
	l.tenants = s
	return nil
}

// title returns the expression for the name of a scope.
func (s *tenants) title() string {
	if s.name.Name == "" {
		return "NULL"
	}
	return s.name.text("t")
}

// lists reports whether a table lists the scopes of a kind.
func (l *Layout) lists(kind feature.Kind) bool { return l.tenants != nil && l.tenants.kind == kind }

// same returns the condition that the row o belongs to the scope t in the app's table.
func (l *Layout) same() string {
	if l.tenants.id.form == l.id.form && l.id.form != textForm {
		return l.tenants.id.as("t") + ` = ` + l.id.as("o")
	}
	return `CAST(` + l.tenants.id.as("t") + ` AS text) = CAST(` + l.id.as("o") + ` AS text)`
}

// withID returns the WHERE clause for the rows at scopes of a kind, with its arguments.
// The kind's scopes must have ids.
func (l *Layout) withID(kind feature.Kind) (where string, args []any) {
	where, args = l.where()
	where += ` AND ` + l.id.as("o") + ` IS NOT NULL`
	if l.kindColumn.Name != "" {
		where, args = where+` AND `+l.kindColumn.text("o")+` = ?`, append(args, l.words[kind])
	}
	return where, args
}

// Scopes implements layout.Layout. The scopes with overrides come first, then the other
// scopes in the app's table. Both parts are sorted by id.
func (l *Layout) Scopes(ctx context.Context, q layout.ScopeQuery) (layout.ScopePage, error) {
	page := layout.ScopePage{Scopes: []feature.ScopeInfo{}}
	if q.Kind == feature.System || !l.Holds(q.Kind) {
		return page, layout.NoScopes(q.Kind)
	}
	var statements []engine.Statement
	if !q.After.Rest {
		statements = append(statements, l.selectOverriding(q, &page))
	}
	if l.lists(q.Kind) {
		statements = append(statements, l.selectOthers(q, &page))
	}
	err := l.Read(ctx, func(ctx context.Context) error { return l.Batch(ctx, l.Pool, statements...) })
	page.More = len(page.Scopes) > 0 && len(page.Scopes) == q.Limit
	return page, err
}

// selectOverriding reads the scopes that have overrides.
func (l *Layout) selectOverriding(q layout.ScopeQuery, page *layout.ScopePage) engine.Statement {
	where, args := l.withID(q.Kind)
	from, title, listed, searched := ` FROM `+l.from(), `NULL`, `0`, []string{"CAST(" + l.id.as("o") + " AS text)"}
	if l.lists(q.Kind) {
		from += ` LEFT JOIN ` + l.tenants.table.Ref() + ` t ON ` + l.same()
		title, listed = `MAX(`+l.tenants.title()+`)`, `MAX(CASE WHEN `+l.tenants.id.as("t")+` IS NULL THEN 0 ELSE 1 END)`
		if l.tenants.name.Name != "" {
			searched = append(searched, l.tenants.title())
		}
	}
	condition, more := l.Search(searched, q.Text)
	where, args = where+condition, append(args, more...)
	if after, err := l.id.arg(q.After.ID); q.After.ID != "" && err == nil {
		where, args = where+` AND `+l.id.compared("o")+` > ?`, append(args, after)
	}
	return engine.Statement{Text: `SELECT ` + l.id.compared("o") + `, COUNT(*), ` + title + `, ` + listed + from + where + ` GROUP BY ` + l.id.compared("o") + ` ORDER BY ` + l.id.compared("o") + ` LIMIT ?`,
		Args: append(args, q.Limit), Each: func(rows *sql.Rows) error {
			info := feature.ScopeInfo{Scope: feature.Scope{Kind: q.Kind}, AnyID: !l.lists(q.Kind)}
			var title sql.NullString
			err := rows.Scan(engine.TextInto(&info.Scope.ID), &info.Overrides, &title, &info.Listed)
			info.Name = title.String
			page.Scopes, page.Next = append(page.Scopes, info), layout.Cursor{ID: info.Scope.ID}
			return err
		}}
}

// selectOthers fills the rest of the page with listed scopes without overrides.
func (l *Layout) selectOthers(q layout.ScopeQuery, page *layout.ScopePage) engine.Statement {
	t := l.tenants
	overriding, args := l.withID(q.Kind)
	where := ` WHERE NOT EXISTS (SELECT 1 FROM ` + l.from() + overriding + ` AND ` + l.same() + `)`
	searched := []string{"CAST(" + t.id.as("t") + " AS text)"}
	if t.name.Name != "" {
		searched = append(searched, t.title())
	}
	condition, more := l.Search(searched, q.Text)
	where, args = where+condition, append(args, more...)
	if after, err := t.id.arg(q.After.ID); q.After.Rest && err == nil {
		where, args = where+` AND `+t.id.compared("t")+` > ?`, append(args, after)
	}
	return engine.Statement{Text: `SELECT ` + t.id.compared("t") + `, ` + t.title() + ` FROM ` + t.table.Ref() + ` t` + where + ` ORDER BY ` + t.id.compared("t") + ` LIMIT ?`, Args: append(args, q.Limit), Each: func(rows *sql.Rows) error {
		info := feature.ScopeInfo{Scope: feature.Scope{Kind: q.Kind}, Listed: true}
		var title sql.NullString
		err := rows.Scan(engine.TextInto(&info.Scope.ID), &title)
		info.Name = title.String
		if len(page.Scopes) < q.Limit {
			page.Scopes, page.Next = append(page.Scopes, info), layout.Cursor{ID: info.Scope.ID, Rest: true}
		}
		return err
	}}
}

// Scope implements layout.Layout.
func (l *Layout) Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error) {
	info := feature.ScopeInfo{Scope: scope, AnyID: !l.lists(scope.Kind)}
	arg, err := l.idArg(scope.Kind, scope.ID)
	if err != nil {
		return info, err
	}
	if info.Scope.ID, err = l.id.id(scope.ID); err != nil {
		return info, err
	}
	where, args := l.withID(scope.Kind)
	statements := []engine.Statement{{Text: `SELECT COUNT(*) FROM ` + l.from() + where + ` AND ` + l.id.compared("o") + ` = ?`, Args: append(args, arg),
		Each: func(rows *sql.Rows) error { return rows.Scan(&info.Overrides) }}}
	if l.lists(scope.Kind) {
		if of, err := l.tenants.id.arg(info.Scope.ID); err == nil {
			statements = append(statements, engine.Statement{Text: `SELECT ` + l.tenants.title() + ` FROM ` + l.tenants.table.Ref() + ` t WHERE ` + l.tenants.id.compared("t") + ` = ?`, Args: []any{of}, Each: func(rows *sql.Rows) error {
				info.Listed = true
				return rows.Scan(engine.TextInto(&info.Name))
			}})
		}
	}
	err = l.Read(ctx, func(ctx context.Context) error { return l.Batch(ctx, l.Pool, statements...) })
	if err != nil || info.Listed || info.Overrides > 0 {
		return info, err
	}
	page, err := l.Scopes(ctx, layout.ScopeQuery{Kind: scope.Kind, Limit: most})
	if err != nil {
		return info, err
	}
	var ids []string
	for _, other := range page.Scopes {
		ids = append(ids, other.Scope.ID)
	}
	return info, unknownScope(scope, ids)
}

// SelectNames implements layout.Layout.
func (l *Layout) SelectNames(kind feature.Kind, ids []string, each func(id, name string)) (statements []engine.Statement) {
	if !l.lists(kind) || l.tenants.name.Name == "" {
		return nil
	}
	t := l.tenants
	var args []any
	for _, id := range ids {
		if arg, err := t.id.arg(id); err == nil {
			args = append(args, arg)
		}
	}
	for part := range slices.Chunk(args, most) {
		statements = append(statements, engine.Statement{Text: strings.Join([]string{`SELECT `, t.id.compared("t"), `, `, t.title(), ` FROM `, t.table.Ref(), ` t WHERE `, t.id.compared("t"), ` IN (`, engine.Repeat(len(part), "?"), `)`}, ""),
			Args: part, Each: layout.NameInto(each)})
	}
	return statements
}
