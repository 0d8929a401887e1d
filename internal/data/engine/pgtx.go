package engine

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// conn is a connection that depends on no setting of the server's session: a pooler may
// give each transaction to another session, and other clients may have changed its
// settings. Every transaction sends its own settings in the message of its first
// statement, so they cost no round trip. A statement outside of a transaction becomes a
// read-only transaction.
type conn struct {
	pqConn
	dialer   *dialer
	limits   string // see limitsOf
	readOnly bool
	denied   *Denial
	begin    string // the BEGIN that is still to be sent; empty: none
	open     bool   // a transaction is open, or begins with the next statement
}

// limitsOf returns the settings of a transaction whose statements may take as long as
// timeout. jit is off: compiling a query takes up to half a second, and no query of ours
// runs long enough to gain from it.
func limitsOf(timeout time.Duration) string {
	return fmt.Sprintf("SET LOCAL statement_timeout = %d;\nSET LOCAL idle_in_transaction_session_timeout = %d;\nSET LOCAL jit = off;\n",
		timeout.Milliseconds(), 2*timeout.Milliseconds())
}

// safePath makes names without a schema mean PostgreSQL's own functions, operators and
// types only. Otherwise an object that another user created in a schema of the
// search_path could run with this user's rights. withOwnPath says what runs with another
// path.
const safePath = "SET LOCAL search_path = pg_catalog, pg_temp;\n"

// readOnlyBlock begins a message of several statements, which is a transaction: the
// server commits it at its end, and rolls it back if one fails. READ COMMITTED never
// fails for what others do at the same time, whatever the role's default.
const readOnlyBlock = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY;\n"

// ownPath marks the context of a statement that runs with the session's own search_path.
type ownPath struct{}

// BeginTx implements driver.ConnBeginTx. A transaction says whether it is read-only, so
// that it does not depend on the session's default.
func (s *conn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if options.Isolation != 0 {
		return nil, errors.New("only the server's own isolation level is supported")
	}
	s.begin = "BEGIN READ WRITE;\n"
	if options.ReadOnly || s.readOnly || s.denied != nil && s.denied.readOnly() != "" {
		s.begin = "BEGIN READ ONLY;\n"
	}
	s.begin += s.limits + safePath
	s.open = true
	return transaction{s, ctx}, nil
}

// QueryContext implements driver.QueryerContext.
func (s *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (rows driver.Rows, err error) {
	err = s.run(ctx, query, args, func(query string) (err error) {
		rows, err = s.pqConn.QueryContext(ctx, query, args)
		return err
	})
	return rows, err
}

// ExecContext implements driver.ExecerContext.
func (s *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (result driver.Result, err error) {
	err = s.run(ctx, query, args, func(query string) (err error) {
		result, err = s.pqConn.ExecContext(ctx, query, args)
		return err
	})
	return result, err
}

// run calls fn with the query, preceded by the start of the transaction in the same
// message. Such a message takes no parameters: Query and Batch write the arguments into
// the text.
func (s *conn) run(ctx context.Context, query string, args []driver.NamedValue, fn func(string) error) error {
	if len(args) > 0 {
		return errors.New("a statement has arguments that are not in its text")
	}
	begin := s.begin
	s.begin = ""
	switch {
	case begin != "":
		return notBegunIf(fn(begin + query))
	case s.open:
		return fn(query)
	}
	block := readOnlyBlock + s.limits
	if ctx.Value(ownPath{}) == nil {
		block += safePath
	}
	return fn(block + query)
}

// Prepare implements driver.Conn. Nothing is prepared: a prepared statement would not
// begin the transaction, nor survive it behind a pooler.
func (s *conn) Prepare(string) (driver.Stmt, error) {
	return nil, errors.New("statements are not prepared")
}

// notBegun is the error of a connection that was lost before BEGIN was answered, for
// example one of the pool whose server was restarted. The transaction can be begun again
// over another connection.
type notBegun struct{ error }

// Unwrap makes errors.Is work for what the driver says.
func (e notBegun) Unwrap() error { return e.error }

// notBegunIf returns the error of a transaction's first message: a notBegun if the
// connection was lost.
func notBegunIf(err error) error {
	if errors.Is(err, driver.ErrBadConn) {
		return notBegun{err}
	}
	return err
}

// transaction is a transaction of a conn. It marks the errors of its commit: after all
// others, nothing was committed for certain.
type transaction struct {
	conn *conn
	ctx  context.Context
}

// commitError is the driver's error for a commit.
type commitError struct{ error }

// Unwrap makes errors.Is work for what the driver says.
func (e commitError) Unwrap() error { return e.error }

// Commit implements driver.Tx. lib/pq ignores ctx here.
func (t transaction) Commit() error {
	t.conn.open = false
	if t.unused() {
		return nil
	}
	defer context.AfterFunc(t.ctx, t.conn.dialer.expireSoon)()
	if err := t.conn.pqConn.Commit(); err != nil {
		return commitError{err}
	}
	return nil
}

// Rollback implements driver.Tx.
func (t transaction) Rollback() error {
	t.conn.open = false
	if t.unused() {
		return nil
	}
	return t.conn.pqConn.Rollback()
}

// unused reports whether no statement was run, and drops the BEGIN.
func (t transaction) unused() bool {
	unused := t.conn.begin != ""
	t.conn.begin = ""
	return unused
}
