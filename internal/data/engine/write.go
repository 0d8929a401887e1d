package engine

import (
	"context"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"
)

// Work holds the last statements of a transaction.
type Work struct {
	Statements []Statement
	// Then returns statements that run after Statements, in another round trip. It may
	// be nil.
	Then     func() []Statement
	Notify   string   // the payload of PostgreSQL's notification
	Change   string   // the id of the recorded change-set; empty if none is recorded
	Recorded recorded // reports whether a change-set is recorded
	Nothing  bool     // nothing was written, and the transaction is rolled back
}

// recorded reports whether a change-set is recorded in the database.
type recorded func(ctx context.Context, q sqlx.ExtContext, change string) (bool, error)

// Write runs fn in one transaction, and then the statements that fn returns. It commits
// if all succeed, and otherwise rolls back. It may run fn again after a rollback. Write
// fails with feature.ErrRefused if the database is read-only. Every write of flagtui
// goes through Write.
//
// The time limit holds for each message, since a transaction of 100,000 rows may take
// longer than any statement. It also holds for all tries together.
func (s *DB) Write(ctx context.Context, fn func(context.Context, *sqlx.Tx) (Work, error)) error {
	if err := s.Server().Writable(); err != nil {
		return err
	}
	err := s.Read(ctx, func(limited context.Context) error {
		return whileOvertaken(limited, func() (err error) {
			for range connections + 1 { // every idle connection of the pool may be lost
				err = whileBusy(limited, func() error { return s.writeOnce(ctx, limited, fn) })
				if !errors.As(err, new(notBegun)) {
					break
				}
			}
			return err
		})
	})
	return nothingWritten(err)
}

// writeOnce is one try of Write. The context limited applies to getting a connection.
func (s *DB) writeOnce(ctx, limited context.Context, fn func(context.Context, *sqlx.Tx) (Work, error)) error {
	conn, err := s.Pool.Connx(limited)
	if err != nil {
		return err
	}
	defer conn.Close() // never fails after the transaction has ended
	ctx = withStatementLimit(ctx, s.settings.Timeout+clientGrace)
	tx, err := conn.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		// After a commit, Rollback does nothing. If the connection is lost, the server
		// rolls back.
		_ = tx.Rollback()
	}()
	discard, err := s.files.beforeWrite()
	if err != nil {
		return err
	}
	defer func() { discard() }()
	w, err := fn(ctx, tx)
	if err != nil || w.Nothing {
		return err
	}
	ref := txRef{work: w}
	last := w.Statements
	if w.Then != nil {
		if err := s.Batch(ctx, tx, s.withOwnPath(w.Statements)...); err != nil {
			return err
		}
		last = w.Then()
	}
	if err := s.Batch(ctx, tx, s.withOwnPath(append(last, s.captureTxRef(&ref)...))...); err != nil {
		return err
	}
	discard()
	discard = func() {} // after the commit, a journal may belong to another program
	if err = tx.Commit(); errors.As(err, new(commitError)) && !overtaken(err) {
		return s.resolveCommit(ctx, ref, err)
	}
	return err
}

// statementLimit is the context key of the time limit of each message to the database.
type statementLimit struct{}

// withStatementLimit returns a context in which the time limit holds for each message of a
// Batch or Query, and not for all of them together.
func withStatementLimit(ctx context.Context, limit time.Duration) context.Context {
	return context.WithValue(ctx, statementLimit{}, limit)
}

// limitStatement applies the limit of withStatementLimit to one message.
func limitStatement(ctx context.Context) (context.Context, context.CancelFunc) {
	limit, ok := ctx.Value(statementLimit{}).(time.Duration)
	if !ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, limit)
}
