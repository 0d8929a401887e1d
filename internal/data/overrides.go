package data

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"flagtui/internal/flag"
)

// at returns the condition, and its arguments, for the rows that the app
// reads at scope. It takes any scope that is not exactly "tenant" for the
// system's, whatever the scope id; two ranges let the index on scope be used
// where <> would not.
func at(scope flag.Scope) (string, []any) {
	if scope.IsSystem() {
		return `(o.scope < 'tenant' OR o.scope > 'tenant')`, nil
	}
	return `o.scope = ? AND o.scope_id = ?`, []any{string(scope.Kind), scope.ID}
}

// odd is an expression for "the app reads this row as a system override,
// though it is not written as one".
const odd = `(o.scope <> 'tenant' AND (o.scope <> 'system' OR o.scope_id <> ''))`

// Stored implements Store. The order is the app's: of several rows that it
// reads as one override, the last one counts.
func (s *sqlStore) Stored(ctx context.Context, scope flag.Scope, names ...string) (map[string]flag.Stored, error) {
	stored := map[string]flag.Stored{}
	if s.isScoped(scope.Kind) {
		return s.scoped.stored(ctx, scope, names)
	}
	if s.overrides.name == "" {
		return stored, nil
	}
	where, args := at(scope)
	if n := len(names); n > 0 && n <= chunk { // of more, the whole scope is read
		where += ` AND o.name IN (` + list(n, "?") + `)`
		for _, name := range names {
			args = append(args, name)
		}
	}
	order := ``
	if scope.IsSystem() { // not by the column itself: SQLite would read every row for the sake of the order
		order = ` ORDER BY o.scope || '', o.scope_id, o.name`
	}
	err := s.read(ctx, func(ctx context.Context) error {
		var name string
		var enabled onValue
		var isOdd bool
		return query(ctx, s.db, `SELECT o.name, o.enabled, `+odd+` FROM `+s.overrides.ref()+` o
			WHERE `+where+order, args, func(rows *sql.Rows) error {
			err := rows.Scan(&name, &enabled, &isOdd)
			stored[name] = flag.Stored{Enabled: bool(enabled), Odd: isOdd}
			return err
		})
	})
	return stored, err
}

// isScoped tells whether scopes of this kind are in the table of scoped
// feature flags.
func (s *sqlStore) isScoped(kind flag.Kind) bool {
	return s.scoped != nil && (kind == flag.Project || kind == flag.Section)
}

// Recent implements Store.
func (s *sqlStore) Recent(ctx context.Context, scope flag.Scope) ([]string, error) {
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
		return query(ctx, s.db, `SELECT o.name FROM `+s.overrides.ref()+` o WHERE `+where+`
			ORDER BY `+changed+` DESC, o.name`, args, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			names = append(names, name)
			return err
		})
	})
	return names, err
}

// Counts implements Store.
func (s *sqlStore) Counts(ctx context.Context) (map[string]flag.Count, error) {
	counts := map[string]flag.Count{}
	if s.scoped != nil {
		if err := s.scoped.count(ctx, counts); err != nil {
			return nil, err
		}
	}
	if s.overrides.name == "" {
		return counts, nil
	}
	err := s.read(ctx, func(ctx context.Context) error {
		var name string
		var count flag.Count
		return query(ctx, s.db, `SELECT o.name, `+s.onAndOff()+` FROM `+s.overrides.ref()+` o
			WHERE o.scope = 'tenant' GROUP BY o.name`, nil, func(rows *sql.Rows) error {
			err := rows.Scan(&name, &count.On, &count.Off)
			count.On += counts[name].On
			counts[name] = count
			return err
		})
	})
	return counts, err
}

// onAndOff is two columns: how many rows are on, and how many off.
func (s *sqlStore) onAndOff() string {
	return `COALESCE(SUM(CASE WHEN ` + s.isOn + ` THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN ` + s.isOn + ` THEN 0 ELSE 1 END), 0)`
}

// Overrides implements Store.
func (s *sqlStore) Overrides(ctx context.Context, name string) ([]flag.Override, error) {
	found, err := s.overridesWhere(ctx, ` WHERE o.name = ? ORDER BY o.scope = 'tenant', o.scope, o.scope_id`, name)
	if err != nil || s.scoped == nil {
		return found, err
	}
	scoped, err := s.scoped.named(ctx, name)
	return append(found, scoped...), err
}

// All implements Store. Databases differ in how they sort text; bytes do not.
func (s *sqlStore) All(ctx context.Context) ([]flag.Override, error) {
	all, err := s.overridesWhere(ctx, "")
	if err == nil && s.scoped != nil {
		var scoped []flag.Override
		scoped, err = s.scoped.overridesWhere(ctx, "")
		all = append(all, scoped...)
	}
	slices.SortFunc(all, func(a, b flag.Override) int {
		return cmp.Or(cmp.Compare(a.Scope.Kind, b.Scope.Kind), cmp.Compare(a.Scope.ID, b.Scope.ID), cmp.Compare(a.Name, b.Name))
	})
	return all, err
}

// overridesWhere reads whole overrides.
func (s *sqlStore) overridesWhere(ctx context.Context, condition string, args ...any) ([]flag.Override, error) {
	overrides := []flag.Override{}
	if s.overrides.name == "" {
		return overrides, nil
	}
	err := s.read(ctx, func(ctx context.Context) error {
		return query(ctx, s.db, `SELECT `+s.whole()+` FROM `+s.overrides.ref()+` o`+condition, args, func(rows *sql.Rows) error {
			row, err := scanOverride(rows)
			overrides = append(overrides, row.Override)
			return err
		})
	})
	return overrides, err
}

// storedOverride is an override with its row's id.
type storedOverride struct {
	id int64
	flag.Override
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

func scanOverride(rows *sql.Rows) (storedOverride, error) {
	var row storedOverride
	var enabled onValue
	var created, updated timeValue
	var createdBy, updatedBy sql.NullString
	err := rows.Scan(&row.id, &row.Scope.Kind, &row.Scope.ID, &row.Name, &enabled, &row.Odd, &created, &updated, &createdBy, &updatedBy)
	row.Enabled = bool(enabled)
	row.CreatedAt, row.UpdatedAt, row.CreatedBy, row.UpdatedBy = created.Time, updated.Time, createdBy.String, updatedBy.String
	return row, err
}
