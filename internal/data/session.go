package data

import (
	"context"
	"database/sql/driver"
	"errors"
)

// session is a connection whose transactions begin in the message of their
// first statement: a BEGIN costs no round trip of its own.
type session struct {
	pqConn
	link     *link
	readOnly bool
	begin    string // the BEGIN that is still to be sent; empty: none
}

// BeginTx implements driver.ConnBeginTx. A transaction says whether it is
// read-only, as lib/pq's do, lest it depend on the session's default.
func (s *session) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if options.Isolation != 0 {
		return nil, errors.New("only the server's own isolation level is supported")
	}
	s.begin = "BEGIN READ WRITE;\n"
	if options.ReadOnly || s.readOnly {
		s.begin = "BEGIN READ ONLY;\n"
	}
	return transaction{s, ctx}, nil
}

// QueryContext implements driver.QueryerContext.
func (s *session) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (rows driver.Rows, err error) {
	err = s.run(ctx, query, args, func(query string) (err error) {
		rows, err = s.pqConn.QueryContext(ctx, query, args)
		return err
	})
	return rows, err
}

// ExecContext implements driver.ExecerContext.
func (s *session) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (result driver.Result, err error) {
	err = s.run(ctx, query, args, func(query string) (err error) {
		result, err = s.pqConn.ExecContext(ctx, query, args)
		return err
	})
	return result, err
}

// run calls fn with the query, and before it, where a transaction is to begin,
// with BEGIN. With arguments a message can hold one statement only.
func (s *session) run(ctx context.Context, query string, args []driver.NamedValue, fn func(string) error) error {
	begin := s.begin
	s.begin = ""
	switch {
	case begin == "":
		return fn(query)
	case len(args) == 0:
		return begun(fn(begin + query))
	}
	if _, err := s.pqConn.ExecContext(ctx, begin, nil); err != nil {
		return begun(err)
	}
	return fn(query)
}

// Prepare implements driver.Conn. Nothing is prepared here: it would begin no
// transaction, and not outlast one behind a pooler.
func (s *session) Prepare(string) (driver.Stmt, error) {
	return nil, errors.New("statements are not prepared")
}

// notBegun is the error of a connection that was lost before the answer to a
// BEGIN, such as one of a pool whose server was restarted. The transaction is
// undone, if there ever was one, and can be begun again over another.
type notBegun struct{ error }

// Unwrap makes errors.Is work for what the driver says.
func (e notBegun) Unwrap() error { return e.error }

// begun returns the error of a first message.
func begun(err error) error {
	if errors.Is(err, driver.ErrBadConn) {
		return notBegun{err}
	}
	return err
}

// transaction is one of a session. It tells the errors of its commit apart: of
// all others it is certain that nothing was committed.
type transaction struct {
	session *session
	ctx     context.Context
}

// commitError is what a driver says of a commit that it was asked for.
type commitError struct{ error }

// Unwrap makes errors.Is work for what the driver says.
func (e commitError) Unwrap() error { return e.error }

// Commit implements driver.Tx. lib/pq itself does not heed ctx here.
func (t transaction) Commit() error {
	if t.unused() {
		return nil
	}
	defer context.AfterFunc(t.ctx, t.session.link.hurry)()
	if err := t.session.pqConn.Commit(); err != nil {
		return commitError{err}
	}
	return nil
}

// Rollback implements driver.Tx.
func (t transaction) Rollback() error {
	if t.unused() {
		return nil
	}
	return t.session.pqConn.Rollback()
}

// unused tells that no statement was run, and forgets the BEGIN.
func (t transaction) unused() bool {
	unused := t.session.begin != ""
	t.session.begin = ""
	return unused
}
