package engine

import (
	"context"
	"errors"

	"github.com/jmoiron/sqlx"
)

// Work is the end of a transaction.
type Work struct {
	Statements []Statement
	// Then returns statements that run after those, in another round trip. A nil Then
	// returns none.
	Then     func() []Statement
	Notify   string   // PostgreSQL: the payload of the notification
	Change   string   // the change-set that is recorded; empty: none
	Recorded recorded // whether a change-set is recorded
	Nothing  bool     // nothing was written, and nothing will be
}

// recorded reports whether a change-set is recorded in the database.
type recorded func(ctx context.Context, q sqlx.ExtContext, change string) (bool, error)

// Write runs fn in one transaction, and then the statements that fn returns. It commits
// if all succeed; otherwise it rolls back, and may run fn again. Every write goes
// through it. It fails with feature.ErrRefused if the database is read-only.
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

// writeOnce is one try of Write. ctx limits finding the outcome of a commit that was not
// answered, limited everything else.
func (s *DB) writeOnce(ctx, limited context.Context, fn func(context.Context, *sqlx.Tx) (Work, error)) error {
	tx, err := s.Pool.BeginTxx(limited, nil)
	if err != nil {
		return err
	}
	defer func() {
		// After a commit this does nothing. A lost connection has rolled back already.
		_ = tx.Rollback()
	}()
	discard, err := s.files.beforeWrite()
	if err != nil {
		return err
	}
	defer func() { discard() }()
	w, err := fn(limited, tx)
	if err != nil || w.Nothing { // no notification
		return err
	}
	ref := txRef{work: w}
	last := w.Statements
	if w.Then != nil {
		if err := s.Batch(limited, tx, s.withOwnPath(w.Statements)...); err != nil {
			return err
		}
		last = w.Then()
	}
	if err := s.Batch(limited, tx, s.withOwnPath(append(last, s.captureTxRef(&ref)...))...); err != nil {
		return err
	}
	discard()
	discard = func() {} // from now on a journal may belong to another program
	if err = tx.Commit(); errors.As(err, new(commitError)) && !overtaken(err) {
		return s.resolveCommit(ctx, ref, err)
	}
	return err
}
