// Package sqlspy lets a test see the statements that a store runs, and the database's
// plans for them.
package sqlspy

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

// Spy records the statements that a store sends to its database. It leaves out
// statements that set a parameter for the transaction.
type Spy struct {
	under *sqlx.DB
	mu    sync.Mutex
	seen  []Statement
}

// Statement is a recorded statement.
type Statement struct {
	Text string
	Args []driver.NamedValue
}

// On replaces *pool by a pool whose statements a Spy records. The new pool is closed
// when the test ends.
func On(t testing.TB, pool **sqlx.DB) *Spy {
	y := &Spy{under: *pool}
	db := sql.OpenDB(y)
	t.Cleanup(func() { db.Close() })
	*pool = sqlx.NewDb(db, y.under.DriverName())
	return y
}

// Driver implements driver.Connector.
func (y *Spy) Driver() driver.Driver { return y.under.Driver() }

// Connect implements driver.Connector.
func (y *Spy) Connect(ctx context.Context) (driver.Conn, error) {
	under, err := y.under.Conn(ctx)
	if err != nil {
		return nil, err
	}
	c := &spied{spy: y, under: under}
	return c, under.Raw(func(conn any) error { c.spiedConn = conn.(spiedConn); return nil })
}

// spiedConn lists the methods of a connection that database/sql uses.
type spiedConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
}

// spied is a connection whose statements a Spy records.
type spied struct {
	spiedConn
	spy   *Spy
	under *sql.Conn
}

func (c *spied) note(text string, args []driver.NamedValue) {
	c.spy.mu.Lock()
	defer c.spy.mu.Unlock()
	for one := range strings.SplitSeq(text, ";\n") { // DB.Batch joins statements in this way
		setting := strings.HasPrefix(one, "SET LOCAL ") || strings.HasPrefix(one, "SELECT set_config(")
		if one != "" && !setting {
			c.spy.seen = append(c.spy.seen, Statement{one, slices.Clone(args)})
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

// Seen returns the statements recorded since the last call.
func (y *Spy) Seen() []Statement {
	y.mu.Lock()
	defer y.mu.Unlock()
	seen := y.seen
	y.seen = nil
	return seen
}

// Plan returns the database's plan for a statement, line by line. A line that is part of
// another line is indented.
func (y *Spy) Plan(t testing.TB, st Statement) (lines []string) {
	t.Helper()
	if strings.HasPrefix(st.Text, "SET ") { // a SET statement has no plan
		return nil
	}
	explain := "EXPLAIN "
	if y.under.DriverName() != "postgres" {
		explain = "EXPLAIN QUERY PLAN "
	}
	args := make([]any, len(st.Args))
	for i, arg := range st.Args {
		args[i] = arg.Value
	}
	rows, err := y.under.QueryContext(t.Context(), explain+st.Text, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, st.Text)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	values, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		to[i] = &values[i]
	}
	depth := map[any]int{} // the depth of SQLite's lines, by their ids
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			t.Fatal(err)
		}
		indent := ""
		if len(values) == 4 { // SQLite's columns: id, parent, unused, detail
			depth[values[0]] = depth[values[1]] + 1
			indent = strings.Repeat("  ", depth[values[1]])
		}
		lines = append(lines, indent+fmt.Sprint(values[len(values)-1]))
	}
	return lines
}
