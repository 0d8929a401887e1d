package engine

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// conn is a connection that depends on no setting of the server's session:
// a pooler may give each transaction to another one, and others may have
// changed it. Every transaction brings its own settings along, in the message of
// its first statement, so that they cost no round trip. What runs outside of a
// transaction of ours is one by itself, and read-only.
type conn struct {
	pqConn
	dialer   *dialer
	limits   string // see limitsOf
	readOnly bool
	denied   *Denial
	begin    string // the BEGIN that is still to be sent; empty: none
	open     bool   // a transaction is open, or begins with the next statement
}

// limitsOf returns what a transaction sets for itself whose statements may take
// as long as timeout. To compile a query (jit) takes up to half a second, and
// none of ours runs long enough to win it back.
func limitsOf(timeout time.Duration) string {
	return fmt.Sprintf("SET LOCAL statement_timeout = %d;\nSET LOCAL idle_in_transaction_session_timeout = %d;\nSET LOCAL jit = off;\n",
		timeout.Milliseconds(), 2*timeout.Milliseconds())
}

// safePath makes names without a schema mean PostgreSQL's own functions,
// operators and types only. On a search_path that others may create in they
// could mean theirs, which would run with this user's rights. withOwnPath tells
// what runs with another one.
const safePath = "SET LOCAL search_path = pg_catalog, pg_temp;\n"

// readOnlyBlock begins a message of several statements that is a transaction
// by itself: the server commits it at its end, and rolls it back where one
// fails. It never fails for what others do at the same time, whatever the
// role's default isolation.
const readOnlyBlock = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY;\n"

// ownPath marks the context of a statement that wants the search_path of the
// session as it is.
type ownPath struct{}

// BeginTx implements driver.ConnBeginTx. A transaction says whether it is
// read-only, as lib/pq's do, lest it depend on the session's default.
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

// run calls fn with the query, and before it what a transaction begins with,
// in the same message. Such a message takes no arguments: query and batch
// write them into the text.
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

// Prepare implements driver.Conn. Nothing is prepared here: it would begin no
// transaction, and not outlast one behind a pooler.
func (s *conn) Prepare(string) (driver.Stmt, error) {
	return nil, errors.New("statements are not prepared")
}

// notBegun is the error of a connection that was lost before the answer to a
// BEGIN, such as one of a pool whose server was restarted. The transaction is
// undone, if there ever was one, and can be begun again over another.
type notBegun struct{ error }

// Unwrap makes errors.Is work for what the driver says.
func (e notBegun) Unwrap() error { return e.error }

// notBegunIf returns the error of the first message of a transaction: a notBegun where
// the connection was lost.
func notBegunIf(err error) error {
	if errors.Is(err, driver.ErrBadConn) {
		return notBegun{err}
	}
	return err
}

// transaction is one of a session. It tells the errors of its commit apart: of
// all others it is certain that nothing was committed.
type transaction struct {
	conn *conn
	ctx  context.Context
}

// commitError is what a driver says of a commit that it was asked for.
type commitError struct{ error }

// Unwrap makes errors.Is work for what the driver says.
func (e commitError) Unwrap() error { return e.error }

// Commit implements driver.Tx. lib/pq itself does not heed ctx here.
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

// unused tells that no statement was run, and forgets the BEGIN.
func (t transaction) unused() bool {
	unused := t.conn.begin != ""
	t.conn.begin = ""
	return unused
}
