package simplemodule

import (
	"context"
	"database/sql"
	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"slices"
	"strings"
	"time"

	"flagtui/internal/feature"
)

const (
	// mostRows is how many rows are named in a query.
	mostRows = 5_000
	// MostSearched is how many of the newest records of overrides are searched for
	// overrides that are gone.
	MostSearched = 20_000
)

// severalRows is what the trail writes for the row's id where one record is of
// several rows that it does not name.
const severalRows = "*"

// FindRows implements layout.RowFinder: the rows that are there, and those that the
// newest records of the trail tell of. Where the query says since when, all records
// from then on are searched.
func (l *Layout) FindRows(ctx context.Context, q layout.HistoryFilter) (*layout.HistoryRows, error) {
	if byRow := q.Change == "" && (q.Name != "" || q.Scope.Kind == feature.Tenant || q.Scope.IsSystem()); !byRow || !l.hasTrail() {
		return nil, nil
	}
	found := &layout.HistoryRows{}
	known := map[string]bool{}
	where, args := l.overridesOf(q)
	err := l.Read(ctx, func(ctx context.Context) error {
		return engine.Query(ctx, l.Pool, `SELECT CAST(o.id AS VARCHAR(36)) FROM `+l.overrides.Source()+` o WHERE `+where+` LIMIT ?`, append(args, mostRows+1), func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			known[id] = true
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	if found.All = len(known) > mostRows; found.All {
		return found, nil
	}
	if err := l.findGone(ctx, q, found, known); err != nil {
		return nil, err
	}
	for id, is := range known {
		if is {
			found.Ids = append(found.Ids, id)
		}
	}
	slices.SortFunc(found.Ids, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	found.All = len(found.Ids) > mostRows
	return found, nil
}

// overridesOf is the condition, with its arguments, for the overrides that a
// query by name or scope is of.
func (l *Layout) overridesOf(q layout.HistoryFilter) (string, []any) {
	where, args := []string{`o.scope IS NOT NULL AND o.scope_id IS NOT NULL AND o.name IS NOT NULL`}, []any{}
	if q.Name != "" {
		where, args = append(where, `o.name = ?`), append(args, q.Name)
	}
	if q.Scope.Kind != "" {
		at := `o.scope = ? AND o.scope_id = ?`
		args = append(args, string(q.Scope.Kind), q.Scope.ID)
		if q.System {
			at = `(` + at + ` OR o.scope = 'system' AND o.scope_id = '')`
		}
		where = append(where, at)
	}
	return strings.Join(where, " AND "), args
}

// findGone searches the trail, the newest records first, for rows that are not
// known yet. known tells of each row whether the query is of it.
func (l *Layout) findGone(ctx context.Context, q layout.HistoryFilter, found *layout.HistoryRows, known map[string]bool) error {
	of := layout.HistoryFilter{Name: q.Name, Scope: q.Scope, System: q.System}
	r := &auditReader{Layout: l, q: layout.HistoryFilter{Since: q.Since, Until: q.Until}}
	if err := l.Read(ctx, r.countEntries); err != nil {
		return err
	}
	var from layout.Position
	for searched, more := 0, true; more; {
		if searched >= MostSearched && q.Since.IsZero() {
			found.Searched = from.At
			return nil
		}
		err := l.Read(ctx, func(ctx context.Context) error {
			rows, err := r.rowsAfter(ctx, from, mostRows)
			if err != nil || len(rows) == 0 {
				more = false
				return err
			}
			searched, more, from = searched+len(rows), len(rows) == mostRows, rows[len(rows)-1].position
			return r.chooseGone(ctx, rows, of, found, known)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rowsAfter reads which rows the next records are of.
func (r *auditReader) rowsAfter(ctx context.Context, from layout.Position, n int) (found []trailRow, err error) {
	where, args := r.conditions(from)
	text, id := `NULL`, `0`
	if r.Dialect == engine.SQLite {
		text, id = `CAST(a.created_at AS TEXT)`, `a.rowid`
	}
	err = engine.Query(ctx, r.Pool, `SELECT CAST(a.id AS VARCHAR(36)), a.entity_id, a.created_at, `+text+`, `+id+` FROM `+r.audit.Ref()+` a
		WHERE `+strings.Join(where, " AND ")+r.newestFirst()+` LIMIT ?`, append(args, n), func(rows *sql.Rows) error {
		row := trailRow{position: layout.Position{Started: true}}
		var at engine.TimeValue
		var text sql.NullString
		err := rows.Scan(&row.position.Key, &row.entity, &at, &text, &row.position.ID)
		row.at, row.position.At, row.position.Text = at.Time, at.Time, text.String
		found = append(found, row)
		return err
	})
	return found, err
}

// chooseGone finds out of which overrides rows have been. A row that is there
// may have been another override's before.
func (r *auditReader) chooseGone(ctx context.Context, rows []trailRow, of layout.HistoryFilter, found *layout.HistoryRows, known map[string]bool) error {
	oldest := map[string]time.Time{} // by row
	var ids []string
	for _, row := range rows {
		_, is := known[row.entity]
		switch {
		case row.entity == severalRows:
			found.Unnamed++
		case !is:
			if oldest[row.entity].IsZero() {
				ids = append(ids, row.entity)
			}
			oldest[row.entity] = row.at // the newest come first
		}
	}
	now, err := r.present(ctx, ids)
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool {
		override, there := now[id]
		return there && !oldest[id].Before(override.CreatedAt.Truncate(time.Second))
	})
	changes := map[string]feature.Change{}
	past, err := r.followPast(ctx, ids, now, changes)
	for id, rows := range past {
		known[id] = slices.ContainsFunc(rows, func(row trailRow) bool {
			change := changes[row.position.Key]
			return of.Matches(feature.Entry{Scope: change.Scope, Name: change.Name})
		})
	}
	return err
}
