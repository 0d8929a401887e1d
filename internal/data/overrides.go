package data

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"

	"flagtui/internal/feature"
)

// at returns the condition, and its arguments, for the rows that the app
// reads at scope. It takes any scope that is not exactly "tenant" for the
// system's, whatever the scope id; two ranges let the index on scope be used
// where <> would not.
func at(scope feature.Scope) (string, []any) {
	if scope.IsSystem() {
		return `(o.scope < 'tenant' OR o.scope > 'tenant')`, nil
	}
	return `o.scope = ? AND o.scope_id = ?`, []any{string(scope.Kind), scope.ID}
}

// odd is an expression for "the app reads this row as a system override,
// though it is not written as one".
const odd = `(o.scope <> 'tenant' AND (o.scope <> 'system' OR o.scope_id IS NULL OR o.scope_id <> ''))`

// Stored implements Store.
func (s *sqlStore) Stored(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Stored, error) {
	if s.isScoped(scope.Kind) {
		return s.scoped.stored(ctx, scope, names)
	}
	stored := map[string]feature.Stored{}
	if s.overrides.name == "" {
		return stored, nil
	}
	where, args := at(scope)
	and, more := named(scope, names)
	err := s.read(ctx, func(ctx context.Context) error {
		return s.together(ctx, s.db, s.storedRows(where+and, append(args, more...), func(string) map[string]feature.Stored { return stored }))
	})
	return stored, err
}

// named returns what to add to a condition at a scope, with its arguments, for
// some flags only; of very many the whole scope is read. At system scope the
// names are kept from the choice of the index: a flag's other overrides may be
// many more than the scope's.
func named(scope feature.Scope, names []string) (string, []any) {
	if len(names) == 0 || len(names) > chunk {
		return "", nil
	}
	args := make([]any, len(names))
	for i, name := range names {
		args[i] = name
	}
	column := `o.name`
	if scope.IsSystem() {
		column = `o.name || ''`
	}
	return ` AND ` + column + ` IN (` + list(len(names), "?") + `)`, args
}

// storedRows reads settings into the map that to returns for a scope id. The
// order is the app's: of several rows that it reads as one override, the last
// one counts. It is not by the column itself: SQLite would read every row for
// the sake of the order.
func (s *sqlStore) storedRows(where string, args []any, to func(id string) map[string]feature.Stored) statement {
	var id, name string
	var enabled, isOdd onValue
	row := []any{textInto(&id), textInto(&name), &enabled, &isOdd}
	return statement{text: `SELECT o.scope_id, o.name, o.enabled, NULLIF(` + odd + `, FALSE) FROM ` + s.overrides.source() + ` o WHERE ` + where + `
		ORDER BY o.scope || '', o.scope_id, o.name`, args: args, each: func(rows *sql.Rows) error {
		if err := rows.Scan(row...); err != nil {
			return err
		}
		if stored := to(id); stored != nil {
			stored[name] = feature.Stored{Enabled: bool(enabled), Misplaced: bool(isOdd)}
		}
		return nil
	}}
}

// StoredAt implements Store.
func (s *sqlStore) StoredAt(ctx context.Context, scopes []feature.Scope) (map[feature.Scope]map[string]feature.Stored, error) {
	stored := make(map[feature.Scope]map[string]feature.Stored, len(scopes))
	byKind := map[feature.Kind][]any{} // the ids
	for _, scope := range scopes {
		if stored[scope] == nil {
			stored[scope] = map[string]feature.Stored{}
			byKind[scope.Kind] = append(byKind[scope.Kind], scope.ID)
		}
	}
	var statements []statement
	for kind, ids := range byKind {
		to := func(id string) map[string]feature.Stored { return stored[feature.Scope{Kind: kind, ID: id}] }
		switch {
		case s.isScoped(kind):
			more, err := s.scoped.storedRows(kind, ids, to)
			if err != nil {
				return nil, err
			}
			statements = append(statements, more...)
		case s.overrides.name == "":
		case kind == feature.System:
			where, args := at(feature.SystemScope())
			statements = append(statements, s.storedRows(where, args, func(string) map[string]feature.Stored { return stored[feature.SystemScope()] }))
		default:
			for part := range slices.Chunk(ids, chunk) {
				statements = append(statements, s.storedRows(`o.scope = ? AND o.scope_id IN (`+list(len(part), "?")+`)`, append([]any{string(kind)}, part...), to))
			}
		}
	}
	return stored, s.read(ctx, func(ctx context.Context) error { return s.together(ctx, s.db, statements...) })
}

// Rows implements Store.
func (s *sqlStore) Rows(ctx context.Context, scope feature.Scope, names ...string) ([]feature.Override, error) {
	var found []feature.Override
	var err error
	if s.isScoped(scope.Kind) {
		found, err = s.scoped.rows(ctx, scope, names)
	} else {
		where, args := at(scope)
		and, more := named(scope, names)
		found, err = s.overridesWhere(ctx, ` WHERE `+where+and+` ORDER BY o.scope || '', o.scope_id, o.name`, append(args, more...)...)
	}
	if err == nil && len(names) > 0 {
		err = s.read(ctx, func(ctx context.Context) error { return s.markOutside(ctx, found) })
	}
	if len(names) > chunk {
		found = slices.DeleteFunc(found, func(o feature.Override) bool { return !slices.Contains(names, o.Name) })
	}
	return found, err
}

// isScoped tells whether scopes of this kind are in the table of scoped
// feature flags.
func (s *sqlStore) isScoped(kind feature.Kind) bool {
	return s.scoped != nil && (kind == feature.Project || kind == feature.Section)
}

// Recent implements Store.
func (s *sqlStore) Recent(ctx context.Context, scope feature.Scope) ([]string, error) {
	if s.isScoped(scope.Kind) {
		return s.scoped.recent(ctx, scope)
	}
	if s.overrides.name == "" {
		return nil, nil
	}
	changed := "o.id"
	if s.overrides.has("created_at", "updated_at") {
		changed = "COALESCE(o.updated_at, o.created_at)"
	}
	where, args := at(scope)
	var names []string
	err := s.read(ctx, func(ctx context.Context) error {
		return query(ctx, s.db, `SELECT o.name FROM `+s.overrides.source()+` o WHERE `+where+`
			ORDER BY `+changed+` DESC, o.name`, args, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(textInto(&name))
			names = append(names, name)
			return err
		})
	})
	return names, err
}

// OverrideQuery asks for one page of the overrides of a flag.
type OverrideQuery struct {
	Name  string
	After feature.Scope // where the page before this one ended; zero: the first page
	Limit int           // the most that a page holds; zero: all
}

// OverridePage is one page of overrides.
type OverridePage struct {
	Overrides []feature.Override
	More      bool // whether others follow
}

// Overrides implements Store.
func (s *sqlStore) Overrides(ctx context.Context, q OverrideQuery) (OverridePage, error) {
	page := OverridePage{Overrides: []feature.Override{}}
	limit := math.MaxInt32
	if q.Limit > 0 {
		limit = q.Limit + 1
	}
	var err error
	if !s.isScoped(q.After.Kind) {
		where, args := ` WHERE o.name = ?`, []any{q.Name}
		if q.After.Kind != "" {
			tenant := feature.SettingOf(q.After.Kind == feature.Tenant)
			where, args = where+` AND (o.scope = 'tenant', o.scope, o.scope_id) > (?, ?, ?)`, append(args, s.enabled(tenant), string(q.After.Kind), q.After.ID)
		}
		page.Overrides, err = s.overridesWhere(ctx, where+` ORDER BY o.scope = 'tenant', o.scope, o.scope_id LIMIT ?`, append(args, limit)...)
	}
	if rest := limit - len(page.Overrides); err == nil && s.scoped != nil && rest > 0 {
		var scoped []feature.Override
		scoped, err = s.scoped.named(ctx, q, rest)
		page.Overrides = append(page.Overrides, scoped...)
	}
	if q.Limit > 0 && len(page.Overrides) > q.Limit {
		page.Overrides, page.More = page.Overrides[:q.Limit], true
	}
	if err == nil {
		err = s.read(ctx, func(ctx context.Context) error { return s.markOutside(ctx, page.Overrides) })
	}
	return page, err
}

// All implements Store. Databases differ in how they sort text; bytes do not.
func (s *sqlStore) All(ctx context.Context) ([]feature.Override, error) {
	all, err := s.overridesWhere(ctx, "")
	if err == nil && s.scoped != nil {
		var scoped []feature.Override
		scoped, err = s.scoped.overridesWhere(ctx, "")
		all = append(all, scoped...)
	}
	slices.SortFunc(all, func(a, b feature.Override) int {
		return cmp.Or(cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Scope.ID, b.Scope.ID), cmp.Compare(a.Name, b.Name))
	})
	return all, err
}

// overridesWhere reads whole overrides.
func (s *sqlStore) overridesWhere(ctx context.Context, condition string, args ...any) ([]feature.Override, error) {
	overrides := []feature.Override{}
	if s.overrides.name == "" {
		return overrides, nil
	}
	err := s.read(ctx, func(ctx context.Context) error {
		return query(ctx, s.db, `SELECT `+s.whole()+` FROM `+s.overrides.source()+` o`+condition, args, func(rows *sql.Rows) error {
			row, err := scanOverride(rows)
			overrides = append(overrides, row.Override)
			return err
		})
	})
	return overrides, err
}

// overrideRow is an override with its row's id.
type overrideRow struct {
	id string
	feature.Override
	place  int   // where the row stands in the order in which the app reads rows
	twins  []any // the ids of other rows of the same scope and name
	differ bool  // its twins do not all say the same
}

// whole is the columns that scanOverride reads. An older table may lack the
// ones that say who and when.
func (s *sqlStore) whole() string {
	columns := []string{"o.id", "o.scope", "o.scope_id", "o.name", "o.enabled", odd}
	for _, column := range []string{"created_at", "updated_at", "created_by", "updated_by"} {
		if s.overrides.has(column) {
			columns = append(columns, "o."+column)
		} else {
			columns = append(columns, "NULL")
		}
	}
	return strings.Join(columns, ", ")
}

func scanOverride(rows *sql.Rows) (overrideRow, error) {
	var row overrideRow
	var enabled, isOdd onValue
	var created, updated timeValue
	var createdBy, updatedBy sql.NullString
	err := rows.Scan(textInto(&row.id), textInto(&row.Scope.Kind), textInto(&row.Scope.ID), textInto(&row.Name), &enabled, &isOdd, &created, &updated, &createdBy, &updatedBy)
	row.Enabled, row.Misplaced = bool(enabled), bool(isOdd)
	row.CreatedAt, row.UpdatedAt, row.CreatedBy, row.UpdatedBy = created.Time, updated.Time, createdBy.String, updatedBy.String
	return row, err
}
