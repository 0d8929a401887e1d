package data

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"flagtui/internal/flag"
	"flagtui/internal/flag/nearest"
)

// scopedLayout is OLI Torus' table of scoped feature flags: a row for a
// feature and a project, or a section, means that it is on there; no row, that
// it is off. A table from before that change has a column enabled, and there
// that column decides.
type scopedLayout struct {
	*sqlStore
	states   table                // scoped_feature_flag_states
	homes    map[flag.Kind]table  // projects, sections
	columnOf map[flag.Kind]string // the column of states that names one
	authors  table
	events   table // audit_log_events
}

// presence tells that a row by itself means on.
func (l *scopedLayout) presence() bool { return !l.states.has("enabled") }

// on is the column, or the constant, that tells whether a row means on.
func (l *scopedLayout) on() string {
	if l.presence() {
		return "1 = 1"
	}
	return "o.enabled"
}

// homeID is the id of a project or a section as its column takes it.
func homeID(scope flag.Scope) (int64, error) {
	id, err := strconv.ParseInt(scope.ID, 10, 64)
	if err != nil {
		return 0, &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("no %s %q: it has no such id", scope.Kind, scope.ID)}
	}
	return id, nil
}

func (l *scopedLayout) stored(ctx context.Context, scope flag.Scope, names []string) (map[string]flag.Stored, error) {
	stored := map[string]flag.Stored{}
	id, err := homeID(scope)
	if err != nil {
		return nil, err
	}
	where, args := `o.`+l.columnOf[scope.Kind]+` = ?`, []any{id}
	if n := len(names); n > 0 && n <= chunk {
		where += ` AND o.feature_name IN (` + list(n, "?") + `)`
		for _, name := range names {
			args = append(args, name)
		}
	}
	return stored, l.read(ctx, func(ctx context.Context) error {
		return query(ctx, l.db, `SELECT o.feature_name, `+l.on()+` FROM `+l.states.ref()+` o WHERE `+where, args, func(rows *sql.Rows) error {
			var name string
			var on onValue
			err := rows.Scan(&name, &on)
			stored[name] = flag.Stored{Enabled: bool(on)}
			return err
		})
	})
}

func (l *scopedLayout) recent(ctx context.Context, scope flag.Scope) ([]string, error) {
	id, err := homeID(scope)
	if err != nil {
		return nil, err
	}
	var names []string
	err = l.read(ctx, func(ctx context.Context) error {
		names = nil
		return query(ctx, l.db, `SELECT o.feature_name FROM `+l.states.ref()+` o WHERE o.`+l.columnOf[scope.Kind]+` = ?
			ORDER BY o.updated_at DESC, o.feature_name`, []any{id}, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			names = append(names, name)
			return err
		})
	})
	return names, err
}

// count adds, to counts, in how many projects and sections each feature is on.
func (l *scopedLayout) count(ctx context.Context, counts map[string]flag.Count) error {
	return l.read(ctx, func(ctx context.Context) error {
		return query(ctx, l.db, `SELECT o.feature_name, SUM(CASE WHEN `+l.on()+` THEN 1 ELSE 0 END) FROM `+l.states.ref()+` o
			GROUP BY o.feature_name`, nil, func(rows *sql.Rows) error {
			var name string
			var on int
			err := rows.Scan(&name, &on)
			count := counts[name]
			count.On += on
			counts[name] = count
			return err
		})
	})
}

// whole is the columns that scan reads.
func (l *scopedLayout) whole() string {
	return `o.id, o.feature_name, o.project_id, o.section_id, ` + l.on() + `, o.inserted_at, o.updated_at`
}

func (l *scopedLayout) scan(rows *sql.Rows) (storedOverride, error) {
	var row storedOverride
	var project, section sql.NullInt64
	var on onValue
	var inserted, updated timeValue
	err := rows.Scan(&row.id, &row.Name, &project, &section, &on, &inserted, &updated)
	row.Scope = homeScope(project, section)
	row.Enabled, row.CreatedAt = bool(on), inserted.Time
	if !updated.Equal(inserted.Time) {
		row.UpdatedAt = updated.Time
	}
	return row, err
}

func homeScope(project, section sql.NullInt64) flag.Scope {
	if project.Valid {
		return flag.Scope{Kind: flag.Project, ID: strconv.FormatInt(project.Int64, 10)}
	}
	return flag.Scope{Kind: flag.Section, ID: strconv.FormatInt(section.Int64, 10)}
}

// overridesWhere reads whole rows; the condition may be empty.
func (l *scopedLayout) overridesWhere(ctx context.Context, condition string, args ...any) ([]flag.Override, error) {
	overrides := []flag.Override{}
	err := l.read(ctx, func(ctx context.Context) error {
		overrides = overrides[:0]
		return query(ctx, l.db, `SELECT `+l.whole()+` FROM `+l.states.ref()+` o`+condition, args, func(rows *sql.Rows) error {
			row, err := l.scan(rows)
			overrides = append(overrides, row.Override)
			return err
		})
	})
	return overrides, err
}

// scopes lists projects or sections: those with features that are on, then
// the others, and the deleted and archived ones last.
func (l *scopedLayout) scopes(ctx context.Context, q ScopeQuery) (ScopePage, error) {
	page := ScopePage{Scopes: []flag.ScopeInfo{}}
	states := `(SELECT COUNT(*) FROM ` + l.states.ref() + ` o WHERE o.` + l.columnOf[q.Kind] + ` = h.id)`
	rank := `CASE WHEN COALESCE(h.status, 'active') <> 'active' THEN 2 WHEN ` + states + ` > 0 THEN 0 ELSE 1 END`
	condition, args := search([]string{"h.title", "h.slug", "CAST(h.id AS VARCHAR(20))"}, q.Text)
	after := int64(0)
	if q.After.id != "" {
		after, _ = strconv.ParseInt(q.After.id, 10, 64)
	}
	args = append([]any{q.After.rank, q.After.rank, after}, args...)
	err := l.read(ctx, func(ctx context.Context) error {
		return query(ctx, l.db, `SELECT * FROM (SELECT h.id, `+states+` AS n, h.title, h.slug, h.status, `+l.homeType(q.Kind)+` AS type, `+rank+` AS rank
				FROM `+l.homes[q.Kind].ref()+` h) h
			WHERE (h.rank > ? OR h.rank = ? AND h.id > ?)`+condition+` ORDER BY h.rank, h.id LIMIT ?`, append(args, q.Limit), func(rows *sql.Rows) error {
			info, rank, err := scanHome(rows, q.Kind)
			page.Scopes = append(page.Scopes, info)
			page.Next = Cursor{id: info.Scope.ID, rank: rank}
			return err
		})
	})
	page.More = len(page.Scopes) > 0 && len(page.Scopes) == q.Limit
	return page, err
}

// homeType is a section's type; a project has none.
func (l *scopedLayout) homeType(kind flag.Kind) string {
	if l.homes[kind].has("type") {
		return "h.type"
	}
	return "NULL"
}

func scanHome(rows *sql.Rows, kind flag.Kind) (info flag.ScopeInfo, rank int, err error) {
	info = flag.ScopeInfo{Scope: flag.Scope{Kind: kind}, Listed: true}
	var title, slug, status, typ sql.NullString
	err = rows.Scan(&info.Scope.ID, &info.Overrides, &title, &slug, &status, &typ, &rank)
	info.Name, info.Slug, info.Status, info.Type = title.String, slug.String, status.String, typ.String
	if !status.Valid {
		info.Status = "active" // as the app reads it
	}
	return info, rank, err
}

// scope looks a project or a section up, by its id or by its slug.
func (l *scopedLayout) scope(ctx context.Context, scope flag.Scope) (flag.ScopeInfo, error) {
	info := flag.ScopeInfo{Scope: scope}
	where, args := `h.slug = ?`, []any{scope.ID}
	if id, err := homeID(scope); err == nil {
		where, args = `h.id = ? OR h.slug = ?`, []any{id, scope.ID}
	}
	err := l.read(ctx, func(ctx context.Context) error {
		return query(ctx, l.db, `SELECT h.id, (SELECT COUNT(*) FROM `+l.states.ref()+` o WHERE o.`+l.columnOf[scope.Kind]+` = h.id),
			h.title, h.slug, h.status, `+l.homeType(scope.Kind)+`, 0 FROM `+l.homes[scope.Kind].ref()+` h WHERE `+where+`
			ORDER BY CASE WHEN h.slug = ? THEN 1 ELSE 0 END DESC`, append(args, scope.ID), func(rows *sql.Rows) (err error) {
			info, _, err = scanHome(rows, scope.Kind) // of several, the id comes last and counts
			return err
		})
	})
	if err != nil || info.Listed {
		return info, err
	}
	var slugs []string
	start, _, _ := strings.Cut(scope.ID, "_")
	for _, text := range []string{start, ""} {
		page, err := l.scopes(ctx, ScopeQuery{Kind: scope.Kind, Text: text, Limit: 500})
		if err != nil {
			return info, err
		}
		for _, home := range page.Scopes {
			slugs = append(slugs, home.Slug)
		}
	}
	return info, &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("no %s has the id or the slug %q", scope.Kind, scope.ID),
		Hint: nearest.Hint(scope.ID, slugs)}
}
