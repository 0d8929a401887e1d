package simplemodule

import (
	"context"
	"database/sql"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// auditReader reads the records of overrides in simple_module's audit trail. The trail
// also has records of other entities.
type auditReader struct {
	*Layout
	q    layout.HistoryFilter
	of   []any // the rows whose records to read; nil means all rows
	many bool  // more than fewEntries records match, as countEntries found
	rows []auditRow
	past map[string][]auditRow // all records of some rows, by row
}

// auditRow is one record of the trail.
type auditRow struct {
	entity, action, changes, user, correlation string

	now   feature.Override // the scope, the name and the creation of the row as it is now
	there bool             // the row exists

	at       time.Time
	position layout.Position
	own      bool // flagtui_change has the record, too
}

// hasTrail reports whether the app has an audit trail that flagtui can read page by
// page.
func (l *Layout) hasTrail() bool {
	return l.hasAudit && l.audit.Readable && l.audit.Has("created_at")
}

// Next implements layout.Reader.
func (r *auditReader) Next(from layout.Position, n int) []engine.Statement {
	where, args := r.conditions(from)
	r.rows, r.past = nil, map[string][]auditRow{}
	page, args := r.withRows()+` WHERE `+strings.Join(where, " AND ")+r.newestFirst()+` LIMIT ?`, append(args, n)
	created := r.overrides.Column("o", "created_at")
	statements := []engine.Statement{{Text: r.columns() + `, o.id IS NOT NULL, o.scope, o.scope_id, o.name, ` + created + page, Args: args, Each: r.each}}
	if r.Dialect == engine.SQLite {
		return statements
	}
	// identify would need another round trip for the past of these rows.
	rows := `SELECT p.entity_id FROM (SELECT a.entity_id, a.action, CAST(a.changes AS text) AS changes, o.id` + page + `) p
		WHERE p.id IS NULL OR p.action NOT IN ('created', 'bulk_inserted') AND p.changes NOT LIKE '%"old"%'`
	return append(statements, r.selectPast(r.pastOf(rows), args))
}

// withRows returns the FROM clause of the trail a with the rows o, as far as they exist.
func (l *Layout) withRows() string {
	return ` FROM ` + l.audit.Ref() + ` a LEFT JOIN ` + l.overrides.Ref() + ` o ON o.id = ` + l.overrides.Like("id", "a.entity_id") + ` AND CAST(o.id AS VARCHAR(36)) = a.entity_id`
}

// conditions returns the conditions for the records after a position, with their
// arguments.
func (r *auditReader) conditions(from layout.Position) (where []string, args []any) {
	where = []string{r.isOverride()}
	and := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if r.of != nil {
		and(map[bool]string{true: "+", false: ""}[r.many]+"a.entity_id IN ("+engine.Repeat(len(r.of), "?")+")", r.of...)
	}
	since, until := r.q.Since, r.q.Until
	if at, ok := changeTime(r.q.Change); ok { // flagtui's ids contain the time
		since, until = latest(since, at.Add(-idTolerance)), at.Add(idTolerance)
	}
	if !since.IsZero() {
		and("a.created_at >= ?", r.WholeSecond(since))
	}
	if !until.IsZero() {
		and("a.created_at < ?", r.WholeSecond(until.Add(time.Second)))
	}
	switch {
	case !from.Started:
	case r.Dialect == engine.SQLite:
		and("(a.created_at, a.rowid) < (?, ?)", from.Text, from.ID)
	default:
		and("a.created_at <= ? AND (a.created_at, a.id) < (?, ?)", r.TimeArg(from.At), r.TimeArg(from.At), from.Key)
	}
	return where, args
}

// each reads one record into r.rows.
func (r *auditReader) each(rows *sql.Rows) error {
	var now feature.Override
	var there bool
	var created engine.TimeValue
	row, err := r.scan(rows, &there, engine.TextInto(&now.Scope.Kind), engine.TextInto(&now.Scope.ID), engine.TextInto(&now.Name), &created)
	now.CreatedAt = created.Time
	row.now, row.there = now, there
	r.rows = append(r.rows, row)
	return err
}

// isOverride returns the condition that a record concerns an override. A + before the
// column keeps SQLite from using the column's index.
func (r *auditReader) isOverride() string {
	column := `a.entity_type`
	if r.many || r.of != nil && r.Dialect == engine.SQLite {
		column = `+a.entity_type`
	}
	return column + ` = '` + auditEntity + `'`
}

// fewEntries is the largest number of records that SQLite sorts for each page.
const fewEntries = 5000

// countEntries sets r.many. SQLite keeps no statistics, so flagtui chooses the index.
// With many matching records, reading by time is faster. With few, reading by entity
// type or row and then sorting is faster. PostgreSQL chooses the index itself.
func (r *auditReader) countEntries(ctx context.Context) error {
	if r.Dialect != engine.SQLite {
		return nil
	}
	which := `a.entity_type = '` + auditEntity + `'`
	if r.of != nil {
		which = `a.entity_id IN (` + engine.Repeat(len(r.of), "?") + `)`
	}
	return engine.Query(ctx, r.Pool, `SELECT COUNT(*) > ? FROM (SELECT 1 FROM `+r.audit.Ref()+` a WHERE `+which+` LIMIT ?)`,
		append(append([]any{fewEntries}, r.of...), fewEntries+1), func(rows *sql.Rows) error {
			var many engine.OnValue
			err := rows.Scan(&many)
			r.many = bool(many)
			return err
		})
}

// columns returns the SELECT clause of a query for scan. A user is an e-mail address, if
// an index finds it.
func (r *auditReader) columns() string {
	user, correlation, own, text, id := r.audit.Column("a", "user_id"), r.audit.Column("a", "correlation_id"), "NULL", "NULL", "0"
	if r.journal.Exists() && r.audit.Has("correlation_id") {
		own = layout.IsRecorded(r.journal, "a.correlation_id")
	}
	switch {
	case r.Dialect == engine.SQLite:
		text, id = `CAST(a.created_at AS TEXT)`, `a.rowid`
	case r.hasUsers() && r.audit.Has("user_id"):
		user = `COALESCE((SELECT u.email FROM ` + r.users.Ref() + ` u WHERE u.id = ` + r.users.Like("id", user) + `), ` + user + `)`
	}
	return `SELECT CAST(a.id AS VARCHAR(36)), a.entity_id, a.action, a.changes, a.created_at, ` + text + `, ` + id + `, ` + user + `, ` + correlation + `, ` + own
}

// newestFirst returns the ORDER BY clause of the trail. SQLite's rowid keeps the order
// of records with the same time. PostgreSQL does not keep this order.
func (r *auditReader) newestFirst() string {
	switch {
	case r.Dialect == engine.SQLite && r.of != nil && !r.many: // the + keeps SQLite off the index on created_at
		return ` ORDER BY +a.created_at DESC, a.rowid DESC`
	case r.Dialect == engine.SQLite:
		return ` ORDER BY a.created_at DESC, a.rowid DESC`
	}
	return ` ORDER BY a.created_at DESC, a.id DESC`
}

func (r *auditReader) scan(rows *sql.Rows, more ...any) (auditRow, error) {
	row := auditRow{position: layout.Position{Started: true}}
	var at engine.TimeValue
	var changes, text, user, correlation sql.NullString
	var own engine.OnValue
	err := rows.Scan(append([]any{&row.position.Key, &row.entity, &row.action, &changes, &at, &text, &row.position.ID, &user, &correlation, &own}, more...)...)
	row.at, row.position.At, row.position.Text = at.Time, at.Time, text.String
	row.changes, row.user, row.correlation, row.own = changes.String, user.String, correlation.String, bool(own)
	return row, err
}

// Take implements layout.Reader.
func (r *auditReader) Take(ctx context.Context) ([]layout.Record, error) {
	found, err := r.identify(ctx, r.rows)
	all := make([]layout.Record, len(r.rows))
	for i, row := range r.rows {
		change := found[row.position.Key]
		all[i] = layout.Record{Entry: row.entry(change), Position: row.position, Own: row.own || change.Name != "" && changesNothing(row),
			Unnamed: change.Name == "" && !row.own}
	}
	return all, err
}

// entry returns the record as an entry of a history. change is the record's override and
// settings.
func (row auditRow) entry(change feature.Change) feature.Entry {
	e := feature.Entry{ID: number(row.position.Key), Change: row.correlation, At: row.at, Actor: row.user, Origin: feature.FromApp,
		Scope: change.Scope, Name: change.Name, Before: change.Before, After: change.After}
	if e.Change == "" {
		e.Change = row.position.Key
	}
	if name, ok := strings.CutPrefix(row.user, layout.WriterPrefix); ok {
		e.Actor, e.Origin = name, feature.FromFlagtui
	} else if _, ok := changeTime(row.correlation); ok {
		e.Origin = feature.FromFlagtui
	}
	return e
}

// number returns a negative number for a record's id. Ids of flagtui_change are
// positive, so the two never coincide.
func number(key string) int64 {
	if id, err := uuid.Parse(key); err == nil {
		n := int64(0)
		for _, b := range id[:8] {
			n = n<<8 | int64(b)
		}
		return -1 - (n & (1<<62 - 1))
	}
	n, _ := strconv.ParseInt(key, 10, 64)
	return -1 - n
}

// changeID matches a change-set id that flagtui made, and captures the id's time.
var changeID = regexp.MustCompile(`^(\d{8}-\d{6})-[a-z2-7]{6}$`)

// changeTime returns the time in a change-set's id. ok is false if flagtui did not make
// the id.
func changeTime(id string) (at time.Time, ok bool) {
	m := changeID.FindStringSubmatch(id)
	if m == nil {
		return at, false
	}
	at, err := time.Parse("20060102-150405", m[1])
	return at, err == nil
}

// idTolerance is the largest difference that flagtui expects between the database's
// clock and the clock of a change-set's id.
const idTolerance = 26 * time.Hour

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
