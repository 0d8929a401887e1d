package simplemodule

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

const (
	// mostRows is the largest number of row ids in a query, and of records in a page of
	// findDeleted.
	mostRows = 5_000
	// MostSearched is the number of newest records that findDeleted reads.
	MostSearched = 20_000
)

// severalRows replaces the row id in a record about several rows. Such a record does not
// name its rows.
const severalRows = "*"

// FindRows implements layout.RowFinder. It finds existing rows in the override table,
// and deleted rows in the newest records of the audit trail. If q.Since is set, FindRows
// searches all records since then.
func (l *Layout) FindRows(ctx context.Context, q layout.HistoryFilter) (*layout.HistoryRows, error) {
	if byRow := q.Change == "" && (q.Name != "" || q.Scope.Kind == feature.Tenant || q.Scope.IsSystem()); !byRow || !l.hasTrail() {
		return nil, nil
	}
	found := &layout.HistoryRows{}
	known, existing := map[string]bool{}, 0
	where, args := l.overridesOf(q)
	statements := []engine.Statement{{Text: `SELECT CAST(o.id AS VARCHAR(36)) FROM ` + l.overrides.Source() + ` o WHERE ` + where + ` LIMIT ?`, Args: append(args, mostRows+1), Each: func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		known[id] = true
		existing++
		return err
	}}}
	if l.Dialect == engine.Postgres {
		statements = append(statements, l.selectDeleted(q, found, known)...)
	}
	err := l.Read(ctx, func(ctx context.Context) error { return l.Batch(ctx, l.Pool, statements...) })
	if err != nil {
		return nil, err
	}
	if existing > mostRows {
		return &layout.HistoryRows{All: true}, nil
	}
	if l.Dialect == engine.SQLite {
		if err := l.findDeleted(ctx, q, found, known); err != nil {
			return nil, err
		}
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

// overridesOf returns the condition for the overrides that q selects by name and scope,
// with its arguments.
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

// selectDeleted does on PostgreSQL what findDeleted does on SQLite, in one round trip. It
// reads only the records of deleted rows of which one record may name the query's flag or
// scope. A record that contains a backslash may spell any name.
func (l *Layout) selectDeleted(q layout.HistoryFilter, found *layout.HistoryRows, known map[string]bool) []engine.Statement {
	r := &auditReader{Layout: l, q: layout.HistoryFilter{Since: q.Since, Until: q.Until}, past: map[string][]auditRow{}}
	where, args := r.conditions(layout.Position{})
	isDeleted := `o.id IS NULL`
	if l.overrides.Has("created_at") { // a later row may have got the id
		isDeleted += ` OR a.created_at < date_trunc('second', o.created_at)`
	}
	newest := ` WHERE ` + strings.Join(where, " AND ") + r.newestFirst()
	if q.Since.IsZero() {
		newest += fmt.Sprintf(` LIMIT %d`, MostSearched)
	}
	searched := `SELECT a.entity_id, ` + isDeleted + ` AS is_deleted` + r.withRows() + newest
	words := []string{q.Name}
	switch {
	case q.Name != "":
	case q.System:
		words = []string{q.Scope.ID, string(feature.System)}
	default:
		words = []string{cmp.Or(q.Scope.ID, string(q.Scope.Kind))}
	}
	names, texts := `strpos(CAST(a.changes AS text), ?) > 0`, []any{`\`}
	for _, word := range words {
		names, texts = names+` OR strpos(CAST(a.changes AS text), ?) > 0`, append(texts, `"`+word+`"`)
	}
	// OFFSET 0 makes PostgreSQL follow the index for each row.
	deleted := `SELECT d.entity_id FROM (SELECT DISTINCT n.entity_id FROM (` + searched + `) n WHERE n.is_deleted) d
		WHERE EXISTS (SELECT 1 FROM ` + l.audit.Ref() + ` a WHERE a.entity_id = d.entity_id AND ` + ofOverride + ` AND (` + names + `) OFFSET 0)`
	past := r.selectPast(r.pastOf(deleted), append(slices.Clone(args), texts...))
	past.Done = func() error {
		delete(r.past, severalRows)
		changes := map[string]feature.Change{}
		applyPast(r.past, nil, changes)
		of := layout.HistoryFilter{Name: q.Name, Scope: q.Scope, System: q.System}
		for id, rows := range r.past {
			known[id] = known[id] || concerns(rows, changes, of)
		}
		return nil
	}
	return []engine.Statement{past, {Text: `SELECT COUNT(*), MIN(n.created_at), COUNT(*) FILTER (WHERE n.entity_id = ?) FROM (SELECT a.entity_id, a.created_at FROM ` + l.audit.Ref() + ` a` + newest + `) n`, Args: append([]any{severalRows}, args...), Each: func(rows *sql.Rows) error {
		var searched int
		var oldest engine.TimeValue
		err := rows.Scan(&searched, &oldest, &found.Unnamed)
		if searched >= MostSearched && q.Since.IsZero() {
			found.Searched = oldest.Time
		}
		return err
	}}}
}

// findDeleted searches the trail, newest records first, for deleted rows. For each one
// it sets known[id] to whether q selects the row's override.
func (l *Layout) findDeleted(ctx context.Context, q layout.HistoryFilter, found *layout.HistoryRows, known map[string]bool) error {
	of := layout.HistoryFilter{Name: q.Name, Scope: q.Scope, System: q.System}
	r := &auditReader{Layout: l, q: layout.HistoryFilter{Since: q.Since, Until: q.Until}, past: map[string][]auditRow{}}
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
			return r.identifyDeleted(ctx, rows, of, found, known)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rowsAfter reads the ids and times of the next n records.
func (r *auditReader) rowsAfter(ctx context.Context, from layout.Position, n int) (found []auditRow, err error) {
	where, args := r.conditions(from)
	text, id := `NULL`, `0`
	if r.Dialect == engine.SQLite {
		text, id = `CAST(a.created_at AS TEXT)`, `a.rowid`
	}
	err = engine.Query(ctx, r.Pool, `SELECT CAST(a.id AS VARCHAR(36)), a.entity_id, a.created_at, `+text+`, `+id+` FROM `+r.audit.Ref()+` a
		WHERE `+strings.Join(where, " AND ")+r.newestFirst()+` LIMIT ?`, append(args, n), func(rows *sql.Rows) error {
		row := auditRow{position: layout.Position{Started: true}}
		var at engine.TimeValue
		var text sql.NullString
		err := rows.Scan(&row.position.Key, &row.entity, &at, &text, &row.position.ID)
		row.at, row.position.At, row.position.Text = at.Time, at.Time, text.String
		found = append(found, row)
		return err
	})
	return found, err
}

// identifyDeleted adds the deleted rows of some records to known. SQLite may give a
// deleted row's id to a new row. Records older than the new row belong to the deleted
// one.
func (r *auditReader) identifyDeleted(ctx context.Context, rows []auditRow, of layout.HistoryFilter, found *layout.HistoryRows, known map[string]bool) error {
	oldest := map[string]time.Time{} // the time of each row's oldest record
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
			oldest[row.entity] = row.at // the oldest record comes last
		}
	}
	now, err := r.presentRows(ctx, ids)
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool {
		override, there := now[id]
		return there && !oldest[id].Before(override.CreatedAt.Truncate(time.Second))
	})
	changes := map[string]feature.Change{}
	past, err := r.readPast(ctx, ids, now, changes)
	for id, rows := range past {
		known[id] = concerns(rows, changes, of)
	}
	return err
}

// concerns reports whether one of a row's records belongs to a history.
func concerns(rows []auditRow, changes map[string]feature.Change, of layout.HistoryFilter) bool {
	return slices.ContainsFunc(rows, func(row auditRow) bool {
		change := changes[row.position.Key]
		return of.Matches(feature.Entry{Scope: change.Scope, Name: change.Name})
	})
}
