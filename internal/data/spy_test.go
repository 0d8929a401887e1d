package data

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"
)

// spy stands between a store and its database, and notes every statement but
// those that set a parameter for the transaction.
type spy struct {
	under *sql.DB
	mu    sync.Mutex
	ran   []ran
}

// ran is a statement that was run.
type ran struct {
	text string
	args []driver.NamedValue
}

// spyOn lets a spy see what a store does from now on.
func spyOn(t *testing.T, s *sqlStore) *spy {
	y := &spy{under: s.Pool.DB}
	db := sql.OpenDB(y)
	t.Cleanup(func() { db.Close() })
	s.Pool = sqlx.NewDb(db, s.Dialect.Name)
	return y
}

// Driver implements driver.Connector.
func (y *spy) Driver() driver.Driver { return y.under.Driver() }

// Connect implements driver.Connector.
func (y *spy) Connect(ctx context.Context) (driver.Conn, error) {
	under, err := y.under.Conn(ctx)
	if err != nil {
		return nil, err
	}
	c := &spied{spy: y, under: under}
	return c, under.Raw(func(conn any) error { c.spiedConn = conn.(spiedConn); return nil })
}

type spiedConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
}

// spied is a connection that a spy sees.
type spied struct {
	spiedConn
	spy   *spy
	under *sql.Conn
}

func (c *spied) note(text string, args []driver.NamedValue) {
	c.spy.mu.Lock()
	defer c.spy.mu.Unlock()
	for one := range strings.SplitSeq(text, ";\n") { // as batch sends them
		setting := strings.HasPrefix(one, "SET LOCAL ") || strings.HasPrefix(one, "SELECT set_config(")
		if one != "" && !setting {
			c.spy.ran = append(c.spy.ran, ran{one, slices.Clone(args)})
		}
	}
}

// QueryContext implements driver.QueryerContext.
func (c *spied) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	c.note(text, args)
	return c.spiedConn.QueryContext(ctx, text, args)
}

// ExecContext implements driver.ExecerContext.
func (c *spied) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	c.note(text, args)
	return c.spiedConn.ExecContext(ctx, text, args)
}

// Close implements driver.Conn.
func (c *spied) Close() error { return c.under.Close() }

// seen returns the statements since the last time.
func (y *spy) seen() []ran {
	y.mu.Lock()
	defer y.mu.Unlock()
	ran := y.ran
	y.ran = nil
	return ran
}

// plan is how the database runs a statement, line by line.
func (y *spy) plan(t *testing.T, r ran, explain string) (lines []string) {
	t.Helper()
	if strings.HasPrefix(r.text, "SET ") { // it has none
		return nil
	}
	args := make([]any, len(r.args))
	for i, arg := range r.args {
		args[i] = arg.Value
	}
	rows, err := y.under.QueryContext(t.Context(), explain+r.text, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, r.text)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	values, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		to[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprint(values[len(values)-1])) // SQLite: id, parent, unused, detail
	}
	return lines
}
