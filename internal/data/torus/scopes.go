package torus

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// The parts of a list of projects or sections.
const (
	partOn       = iota // projects or sections where features are on
	partOff             // other active ones
	partInactive        // deleted or archived ones
	PartCount
)

// Scopes implements layout.Layout. It lists projects or sections in three parts, each by
// id. One round trip reads all parts, each in the order of an index. Features are
// counted only for the scopes on the page.
func (l *Layout) Scopes(ctx context.Context, q layout.ScopeQuery) (layout.ScopePage, error) {
	page := layout.ScopePage{Scopes: []feature.ScopeInfo{}}
	after, _ := strconv.ParseInt(q.After.ID, 10, 64) // 0 at the start
	var found [PartCount][]feature.ScopeInfo
	var statements []engine.Statement
	for part := q.After.Rank; part < PartCount; part++ {
		statements = append(statements, l.selectScopes(part, q, after, &found[part]))
		after = 0
	}
	err := l.Read(ctx, func(ctx context.Context) error { return l.Batch(ctx, l.Pool, statements...) })
	for part := q.After.Rank; part < PartCount && !page.More && err == nil; part++ {
		fit := found[part][:min(len(found[part]), q.Limit-len(page.Scopes))]
		page.Scopes = append(page.Scopes, fit...)
		page.More = len(page.Scopes) >= q.Limit
		page.Next = layout.Cursor{Rank: part}
		if n := len(fit); n > 0 {
			page.Next.ID = fit[n-1].Scope.ID
		}
	}
	return page, err
}

// selectScopes reads up to a page of scopes from one part of the list.
func (l *Layout) selectScopes(part int, q layout.ScopeQuery, after int64, found *[]feature.ScopeInfo) engine.Statement {
	const active = `(h.status = 'active' OR h.status IS NULL)`
	scopeTable, id := l.scopeTables[q.Kind], `o.`+l.columnOf[q.Kind]
	typ := scopeTable.Column("h", "type")
	rows := l.states.Source() + ` o WHERE ` + id + ` = h.id AND ` + l.on()
	var text string
	switch part {
	case partOn: // starts from the rows, because few projects or sections have any
		text = `SELECT ` + id + `, COUNT(*), MAX(h.title), MAX(h.slug), MAX(h.status), MAX(` + typ + `) FROM ` + scopeTable.Source() + ` h, ` + rows + ` AND ` + active
	case partOff:
		id = `h.id`
		text = `SELECT h.id, 0, h.title, h.slug, h.status, ` + typ + ` FROM ` + scopeTable.Source() + ` h WHERE ` + active + ` AND NOT EXISTS (SELECT 1 FROM ` + rows + `)`
	case partInactive:
		id = `h.id`
		text = `SELECT h.id, (SELECT COUNT(*) FROM ` + rows + `), h.title, h.slug, h.status, ` + typ + ` FROM ` + scopeTable.Source() + ` h WHERE h.status <> 'active'`
	}
	condition, args := l.Search([]string{"h.title", "h.slug", "CAST(h.id AS VARCHAR(20))"}, q.Text)
	text += condition + ` AND ` + id + ` > ?`
	if part == partOn {
		text += ` GROUP BY ` + id
	}
	return engine.Statement{Text: text + ` ORDER BY ` + id + ` LIMIT ?`, Args: append(args, after, q.Limit), Each: func(rows *sql.Rows) error {
		info, err := scanScope(rows, q.Kind)
		*found = append(*found, info)
		return err
	}}
}

func scanScope(rows *sql.Rows, kind feature.Kind) (feature.ScopeInfo, error) {
	info := feature.ScopeInfo{Scope: feature.Scope{Kind: kind}, Listed: true}
	var title, slug, status, typ sql.NullString
	err := rows.Scan(&info.Scope.ID, &info.Overrides, &title, &slug, &status, &typ)
	info.Name, info.Slug, info.Status, info.Type = title.String, slug.String, status.String, typ.String
	if !status.Valid {
		info.Status = "active" // as the app reads NULL
	}
	return info, err
}

// SelectNames implements layout.Layout.
func (l *Layout) SelectNames(kind feature.Kind, ids []string, each func(id, name string)) (statements []engine.Statement) {
	var numbers []any
	for _, id := range ids {
		if number, err := idOf(feature.Scope{Kind: kind, ID: id}); err == nil {
			numbers = append(numbers, number)
		}
	}
	for part := range slices.Chunk(numbers, engine.Chunk) {
		statements = append(statements, engine.Statement{Text: `SELECT h.id, h.title FROM ` + l.scopeTables[kind].Source() + ` h WHERE h.id IN (` + engine.Repeat(len(part), "?") + `)`, Args: part, Each: layout.NameInto(each)})
	}
	return statements
}

// SelectSlugs implements layout.Slugged.
func (l *Layout) SelectSlugs(kind feature.Kind, slugs []string, each func(id, slug string)) (statements []engine.Statement) {
	for part := range slices.Chunk(slugs, engine.Chunk) {
		var args []any
		for _, slug := range part {
			args = append(args, slug)
		}
		statements = append(statements, engine.Statement{Text: `SELECT h.id, h.slug FROM ` + l.scopeTables[kind].Source() + ` h WHERE h.slug IN (` + engine.Repeat(len(part), "?") + `)`, Args: args, Each: layout.NameInto(each)})
	}
	return statements
}

// Scope implements layout.Layout. It finds a project or section by id or slug. An id has
// priority.
func (l *Layout) Scope(ctx context.Context, scope feature.Scope) (feature.ScopeInfo, error) {
	info := feature.ScopeInfo{Scope: scope}
	where, args := `h.slug = ?`, []any{scope.ID}
	if id, err := idOf(scope); err == nil {
		where, args = `h.id = ? OR h.slug = ?`, []any{id, scope.ID}
	}
	scopeTable := l.scopeTables[scope.Kind]
	err := l.Read(ctx, func(ctx context.Context) error {
		return engine.Query(ctx, l.Pool, `SELECT h.id, (SELECT COUNT(*) FROM `+l.states.Source()+` o WHERE o.`+l.columnOf[scope.Kind]+` = h.id AND `+l.on()+`),
			h.title, h.slug, h.status, `+scopeTable.Column("h", "type")+` FROM `+scopeTable.Source()+` h WHERE `+where+`
			ORDER BY CASE WHEN h.slug = ? THEN 1 ELSE 0 END DESC`, append(args, scope.ID), func(rows *sql.Rows) (err error) {
			info, err = scanScope(rows, scope.Kind) // the last row counts: a match by id
			return err
		})
	})
	if err != nil || info.Listed {
		return info, err
	}
	var slugs []string
	start, _, _ := strings.Cut(scope.ID, "_")
	for _, text := range []string{start, ""} {
		page, err := l.Scopes(ctx, layout.ScopeQuery{Kind: scope.Kind, Text: text, Limit: 500})
		if err != nil {
			return info, err
		}
		for _, info := range page.Scopes {
			slugs = append(slugs, info.Slug)
		}
	}
	return info, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("no %s has the id or the slug %q", scope.Kind, scope.ID),
		Hint: nearest.Hint(scope.ID, slugs)}
}
