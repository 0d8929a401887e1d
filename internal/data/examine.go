package data

import (
	"context"
	"database/sql"
	"flagtui/internal/data/engine"
	"strings"

	"flagtui/internal/feature"
)

// Row is one row of a table of overrides. One of the override table does not
// say who and when.
type Row struct {
	ID  string
	Ref string // its table, as SQL text has it
	feature.Override
	// Listed tells that the app's own table has the tenant, or that there is no
	// such table, or that it is empty: then any id is a tenant. Near is a tenant
	// that it has in place of this one, written in another case or without the
	// spaces around it; empty where none is.
	Listed bool
	Near   string
}

// AnomalyCode says what is odd about how something is stored.
type AnomalyCode string

// What can be odd.
const (
	// OddMisread: the app reads the row as the system's override, though it is
	// not written as one.
	OddMisread AnomalyCode = "misread"
	// OddBoolean: enabled is neither on nor off.
	OddBoolean AnomalyCode = "boolean"
	// OddTime: created_at or updated_at is no time.
	OddTime AnomalyCode = "time"
	// OddDuplicate: a later row is of the same flag and scope.
	OddDuplicate AnomalyCode = "duplicate"
	// OddBoth: the row is of a project and of a section, and is read as both.
	OddBoth AnomalyCode = "both"
	// OddOutside: the row is not as its last record says.
	OddOutside AnomalyCode = "outside"
	// OddGone: there is no row, though the last record says that there is.
	// Row.Enabled is what it says.
	OddGone AnomalyCode = "gone"
	// OddUnique: nothing keeps two rows of one flag and scope apart.
	OddUnique AnomalyCode = "unique"
	// OddIndex: an index that flagtui's queries rely on is missing.
	OddIndex AnomalyCode = "index"
)

// Anomaly is one thing that is odd.
type Anomaly struct {
	Code AnomalyCode
	Row  Row // of OddIndex and OddUnique: none
	// Decides, of OddMisread: of the rows that the app reads as this override,
	// this is the one it goes by. Proper is the id of the row among them that is
	// written as it should be; empty: none is.
	Decides bool
	Proper  string
	Value   string   // OddBoolean: what is stored, or its beginning; OddBoth: the section's id
	Columns []string // OddTime: the columns; OddIndex and OddUnique: to be indexed
	Table   string   // OddIndex and OddUnique: the table, without its schema
	Ref     string   // the same, as SQL text has it
}

// CheckRows implements Store.
func (s *sqlStore) CheckRows(ctx context.Context, row func(Row), tell func(Anomaly)) error {
	var unique map[string]bool
	err := s.Read(ctx, func(ctx context.Context) (err error) {
		unique, err = s.missingIndexes(ctx, tell)
		return err
	})
	for _, l := range s.layouts {
		if err == nil {
			err = l.check(ctx, row, tell, unique[l.main().Name])
		}
	}
	return err
}

// check implements layout.
func (l *simpleModule) check(ctx context.Context, row func(Row), tell func(Anomaly), unique bool) error {
	near := map[string]string{}
	err := l.Read(ctx, func(ctx context.Context) error { return l.nearTenants(ctx, near) })
	if err == nil {
		err = l.eachRow(ctx, near, row)
	}
	steps := []func(context.Context, func(Anomaly)) error{l.misread, l.notBooleans, l.notTimes, l.unrecorded}
	if !unique {
		steps = append(steps, l.duplicates)
	}
	return l.examineBy(ctx, err, steps, tell)
}

// examineBy takes further steps, unless one has failed. Each has the
// statement's time to itself.
func (s *sqlStore) examineBy(ctx context.Context, err error, steps []func(context.Context, func(Anomaly)) error, tell func(Anomaly)) error {
	for _, step := range steps {
		if err == nil {
			err = s.Read(ctx, func(ctx context.Context) error { return step(ctx, tell) })
		}
	}
	return err
}

// rowColumns is what scanRow reads first. A table that is not quite the app's
// may hold NULL.
const rowColumns = `o.id, COALESCE(o.scope, '') AS scope, COALESCE(o.scope_id, '') AS scope_id, COALESCE(o.name, '') AS name, o.enabled`

func (s *sqlStore) scanRow(rows *sql.Rows, more ...any) (Row, error) {
	row := Row{Ref: s.overrides.Ref(), Listed: true}
	var enabled engine.OnValue
	err := rows.Scan(append([]any{engine.TextInto(&row.ID), engine.TextInto(&row.Scope.Kind), engine.TextInto(&row.Scope.ID), engine.TextInto(&row.Name), &enabled}, more...)...)
	row.Enabled = bool(enabled)
	return row, err
}

// page is how many rows eachPage reads with one statement, so that no size of
// table outlasts the time that a statement has.
const page = 10_000

// eachRow reads the whole table, in the order of its ids.
func (s *sqlStore) eachRow(ctx context.Context, near map[string]string, each func(Row)) error {
	listed := `TRUE`
	if s.info.HasTenants {
		listed = `COALESCE(o.scope <> 'tenant', TRUE) OR NOT ` + s.listsTenants() + ` OR EXISTS (SELECT 1 FROM ` + s.tenants.Source() + ` t WHERE t.id = o.scope_id)`
	}
	text := `SELECT ` + rowColumns + `, COALESCE(` + odd + `, TRUE), ` + listed + `
		FROM ` + s.overrides.Source() + ` o WHERE ` + s.overrides.After() + ` ORDER BY o.id LIMIT ?`
	return s.eachPage(ctx, s.overrides, text, func(rows *sql.Rows) (string, error) {
		var isOdd, listed bool
		row, err := s.scanRow(rows, &isOdd, &listed)
		row.Misplaced, row.Listed, row.Near = isOdd, listed, near[row.Scope.ID]
		each(row)
		return row.ID, err
	})
}

// eachPage runs a query for the first rows after an id, in the order of their
// ids, until there are no more. each returns a row's id. The query has t.after in it.
func (s *sqlStore) eachPage(ctx context.Context, t engine.Table, text string, each func(*sql.Rows) (id string, err error)) error {
	last := t.BeforeAll()
	for n := page; n == page; {
		n = 0
		err := s.Read(ctx, func(ctx context.Context) error {
			return engine.Query(ctx, s.Pool, text, []any{last, page}, func(rows *sql.Rows) (err error) {
				last, err = each(rows)
				n++
				return err
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// mostNear bounds how many tenants nearTenants keeps in memory. Those beyond
// are just not listed.
const mostNear = 10_000

// nearTenants fills in which listed tenant one that is not listed was meant to
// be. No index helps with that, and databases fold case differently, so it
// compares here: one pass over the tenants, if there is anything to find.
func (s *sqlStore) nearTenants(ctx context.Context, near map[string]string) error {
	if !s.info.HasTenants {
		return nil
	}
	fold := func(id string) string { return strings.ToLower(strings.TrimSpace(id)) }
	unlisted := map[string][]string{}
	tenants := s.tenants.Source()
	err := engine.Query(ctx, s.Pool, `SELECT d.id FROM (SELECT DISTINCT o.scope_id AS id FROM `+s.overrides.Source()+` o WHERE o.scope = 'tenant') d
		WHERE d.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `+tenants+` t WHERE t.id = d.id) LIMIT ?`, []any{mostNear}, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		unlisted[fold(id)] = append(unlisted[fold(id)], id)
		return err
	})
	delete(unlisted, "")
	if err != nil || len(unlisted) == 0 {
		return err
	}
	return engine.Query(ctx, s.Pool, `SELECT t.id FROM `+tenants+` t ORDER BY t.id`, nil, func(rows *sql.Rows) error {
		var listed string
		err := rows.Scan(&listed)
		for _, id := range unlisted[fold(listed)] {
			near[id] = listed
		}
		return err
	})
}

// misread finds the rows that the app reads as the system's overrides though
// they are not written so. Of several rows of one name it goes by the last,
// in the order in which Stored reads them.
func (s *sqlStore) misread(ctx context.Context, tell func(Anomaly)) error {
	where, args := at(feature.SystemScope())
	return engine.Query(ctx, s.Pool, `SELECT r.id, r.scope, r.scope_id, r.name, r.enabled, r.later IS NULL, r.proper FROM (
			SELECT `+rowColumns+`, COALESCE(`+odd+`, TRUE) AS is_odd, LEAD(o.id) OVER (PARTITION BY o.name ORDER BY o.scope, o.scope_id, o.id) AS later,
				MAX(CASE WHEN o.scope = 'system' AND o.scope_id = '' THEN o.id END) OVER (PARTITION BY o.name) AS proper
			FROM `+s.overrides.Source()+` o WHERE `+where+` OR o.scope IS NULL
		) r WHERE r.is_odd ORDER BY r.id`, args, func(rows *sql.Rows) error {
		oddity := Anomaly{Code: OddMisread}
		row, err := s.scanRow(rows, &oddity.Decides, engine.TextInto(&oddity.Proper))
		row.Misplaced, oddity.Row = true, row
		tell(oddity)
		return err
	})
}

// notBooleans finds values of enabled that are neither on nor off.
func (s *sqlStore) notBooleans(ctx context.Context, tell func(Anomaly)) error {
	where := `o.enabled IS NULL`
	if s.Dialect == engine.SQLite {
		where = `typeof(o.enabled) <> 'integer' OR o.enabled NOT IN (0, 1)`
	}
	return engine.Query(ctx, s.Pool, `SELECT `+rowColumns+`, COALESCE(substr(CAST(o.enabled AS TEXT), 1, 40), 'NULL')
		FROM `+s.overrides.Source()+` o WHERE `+where+` ORDER BY o.id`, nil, func(rows *sql.Rows) (err error) {
		oddity := Anomaly{Code: OddBoolean}
		oddity.Row, err = s.scanRow(rows, &oddity.Value)
		tell(oddity)
		return err
	})
}

// notTimes finds times that are none, on SQLite, where a column takes
// anything. The app's ORM fails on a date that no calendar has, where SQLite's
// own functions take the next one.
func (s *sqlStore) notTimes(ctx context.Context, tell func(Anomaly)) error {
	bad := map[string]string{"created_at": "FALSE", "updated_at": "FALSE"}
	for column := range bad {
		if s.Dialect == engine.SQLite && s.overrides.Has(column) {
			c := "o." + column
			bad[column] = `(` + c + ` IS NOT NULL AND NOT COALESCE(typeof(` + c + `) = 'text' AND datetime(` + c + `) IS NOT NULL AND date(substr(` + c + `, 1, 10)) = substr(` + c + `, 1, 10), FALSE))`
		}
	}
	if bad["created_at"] == bad["updated_at"] {
		return nil // neither column is there, or can be wrong
	}
	return engine.Query(ctx, s.Pool, `SELECT `+rowColumns+`, `+bad["created_at"]+`, `+bad["updated_at"]+`
		FROM `+s.overrides.Source()+` o WHERE `+bad["created_at"]+` OR `+bad["updated_at"]+` ORDER BY o.id`, nil, func(rows *sql.Rows) error {
		var created, updated bool
		row, err := s.scanRow(rows, &created, &updated)
		oddity := Anomaly{Code: OddTime, Row: row}
		if created {
			oddity.Columns = append(oddity.Columns, "created_at")
		}
		if updated {
			oddity.Columns = append(oddity.Columns, "updated_at")
		}
		tell(oddity)
		return err
	})
}

// duplicates finds the rows of which there is a later one, which flagtui keeps.
func (s *sqlStore) duplicates(ctx context.Context, tell func(Anomaly)) error {
	return engine.Query(ctx, s.Pool, `SELECT r.id, r.scope, r.scope_id, r.name, r.enabled FROM (
			SELECT `+rowColumns+`, MAX(o.id) OVER (PARTITION BY o.scope, o.scope_id, o.name) AS last FROM `+s.overrides.Source()+` o
		) r WHERE r.id <> r.last ORDER BY r.id`, nil, func(rows *sql.Rows) (err error) {
		oddity := Anomaly{Code: OddDuplicate}
		oddity.Row, err = s.scanRow(rows)
		tell(oddity)
		return err
	})
}
