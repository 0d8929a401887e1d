package data

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"regexp"
	"strings"
	"sync"

	"github.com/jmoiron/sqlx"
)

// recorder hands everything on to a database, and keeps the statements.
type recorder struct {
	*sql.DB
	mu         sync.Mutex
	statements []ran
}

// ran is a statement that was run.
type ran struct {
	text string
	args []any
}

// Connect implements driver.Connector.
func (r *recorder) Connect(ctx context.Context) (driver.Conn, error) {
	held, err := r.Conn(ctx)
	if err != nil {
		return nil, err
	}
	conn := recorded{recorder: r, held: held}
	return &conn, held.Raw(func(real any) error {
		conn.Conn = real.(driver.Conn)
		return nil
	})
}

func (r *recorder) note(text string, values []driver.NamedValue) {
	r.mu.Lock()
	defer r.mu.Unlock()
	args := make([]any, len(values))
	for i, value := range values {
		args[i] = value.Value
	}
	r.statements = append(r.statements, ran{text, args})
}

// recorded is a connection whose statements are kept.
type recorded struct {
	driver.Conn
	recorder *recorder
	held     *sql.Conn
}

func (c *recorded) Close() error { return c.held.Close() }

func (c *recorded) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	return c.Conn.(driver.ConnBeginTx).BeginTx(ctx, options)
}

func (c *recorded) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	c.recorder.note(text, args)
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, text, args)
}

func (c *recorded) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	c.recorder.note(text, args)
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, text, args)
}

func (c *recorded) CheckNamedValue(value *driver.NamedValue) error {
	if checker, ok := c.Conn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(value)
	}
	return driver.ErrSkip
}

// plansOf returns how the database reads each statement about a table that do
// makes a store run, one after another.
func (p *place) plansOf(table string, do func(Store) error) []string {
	p.t.Helper()
	s := p.open().(*sqlStore)
	plain := s.db
	r := &recorder{DB: plain.DB}
	db := sql.OpenDB(r)
	defer db.Close()
	s.db = sqlx.NewDb(db, s.name)
	err := do(s)
	s.db = plain
	if err != nil {
		p.t.Fatal(err)
	}
	var plans []string
	for _, statement := range r.statements {
		if strings.Contains(statement.text, table) {
			plans = append(plans, p.plan(s, statement.text, statement.args)+"\n")
		}
	}
	if len(plans) == 0 {
		p.t.Fatalf("nothing was asked of %s", table)
	}
	return plans
}

// readsAll tells whether a plan reads the whole of a table, or of an index of
// it. SQLite's plans name it by its alias.
func (p *place) readsAll(plan, table, alias string) bool {
	if !p.pg {
		return regexp.MustCompile(`SCAN (` + alias + `|` + table + `)\b`).MatchString(plan)
	}
	scan := regexp.MustCompile(`Scan.* on ` + table + `\b.*\n(.*)\n`)
	for _, m := range scan.FindAllStringSubmatch(plan, -1) {
		if !strings.Contains(m[1], " Cond: ") { // nothing says where to look
			return true
		}
	}
	return false
}

// sorts tells whether a plan reads rows in another order than they are wanted.
func sorts(plan string) bool {
	return strings.Contains(plan, "Sort") || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "HashAggregate")
}
