package engine

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// conn is a connection that relies on no setting of the server's session. A pooler may
// run each transaction in another session, with settings that other clients have
// changed. Every transaction therefore sends its own settings. The settings precede the
// first statement in the same message, so they cost no round trip. A statement outside
// of a transaction runs in a read-only transaction of its own.
type conn struct {
	pqConn
	dialer   *dialer
	limits   string // the settings of each transaction; see limitsOf
	readOnly bool
	denied   *Denial
	begin    string // the BEGIN to send before the next statement, or empty
	open     bool   // BeginTx has begun a transaction
}

// limitsOf returns the settings of a transaction with this statement timeout. jit is
// off, since it can take half a second to compile a query, and flagtui's queries are
// short.
func limitsOf(timeout time.Duration) string {
	return fmt.Sprintf("SET LOCAL statement_timeout = %d;\nSET LOCAL idle_in_transaction_session_timeout = %d;\nSET LOCAL jit = off;\n",
		timeout.Milliseconds(), 2*timeout.Milliseconds())
}

// With safePath, a name without a schema always means one of PostgreSQL's own functions,
// operators or types. Otherwise, another user's object in a schema of the search_path
// could run with this user's rights. withOwnPath names the exceptions.
const safePath = "SET LOCAL search_path = pg_catalog, pg_temp;\n"

// readOnlyBlock begins a message of several statements, which PostgreSQL runs as one
// transaction. READ COMMITTED overrides the role's default, and never fails because of
// concurrent transactions.
const readOnlyBlock = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY;\n"

// ownPath marks the context of a statement that runs with the session's own search_path.
type ownPath struct{}

// BeginTx implements driver.ConnBeginTx. Its BEGIN says READ WRITE or READ ONLY, so the
// session's default does not matter.
func (s *conn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	mode := ""
	switch sql.IsolationLevel(options.Isolation) {
	case sql.LevelDefault:
	case sql.LevelRepeatableRead:
		mode = "ISOLATION LEVEL REPEATABLE READ, "
	default:
		return nil, errors.New("only repeatable read and the server's own isolation level are supported")
	}
	if options.ReadOnly || s.readOnly || s.denied != nil && s.denied.readOnly() != "" {
		mode += "READ ONLY"
	} else {
		mode += "READ WRITE"
	}
	s.begin = "BEGIN " + mode + ";\n" + s.limits + safePath
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

// run calls fn with the query, preceded by any pending start of a transaction. Such a
// message takes no parameters, so Query and Batch write the arguments into the text.
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

// Prepare implements driver.Conn. It always fails: a prepared statement would not begin
// the transaction, and would not survive behind a pooler.
func (s *conn) Prepare(string) (driver.Stmt, error) {
	return nil, errors.New("statements are not prepared")
}

// notBegun marks the loss of a connection before BEGIN was answered, as after a server's
// restart. The transaction can begin again over another connection.
type notBegun struct{ error }

// Unwrap returns the driver's error.
func (e notBegun) Unwrap() error { return e.error }

// notBegunIf marks an error of a transaction's first message as notBegun if the
// connection was lost.
func notBegunIf(err error) error {
	if errors.Is(err, driver.ErrBadConn) {
		return notBegun{err}
	}
	return err
}

// transaction is a transaction of a conn. Commit marks its errors as commitError, since
// only a failed commit has an uncertain outcome.
type transaction struct {
	conn *conn
	ctx  context.Context
}

// commitError marks the driver's error for a commit.
type commitError struct{ error }

// Unwrap returns the driver's error.
func (e commitError) Unwrap() error { return e.error }

// Commit implements driver.Tx. lib/pq does not observe ctx during a commit.
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

// unused reports whether no statement was run, and discards the unsent BEGIN.
func (t transaction) unused() bool {
	unused := t.conn.begin != ""
	t.conn.begin = ""
	return unused
}
