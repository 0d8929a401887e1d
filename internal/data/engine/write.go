package engine

import (
	"context"
	"errors"

	"github.com/jmoiron/sqlx"
)

// Work is what a transaction ends with.
type Work struct {
	Statements []Statement
	Notify     string   // PostgreSQL: the payload of the notification
	Change     string   // the change-set that is recorded; empty: none
	Recorded   recorded // whether a change-set is recorded
	Nothing    bool     // nothing was written, and nothing is to be
}

// Recorded tells whether a change-set is recorded in the database.
type recorded func(ctx context.Context, q sqlx.ExtContext, change string) (bool, error)

// Write runs fn in one transaction, and then the statements that fn returns:
// committed when all succeed, undone otherwise, in which case fn may be run
// again. It is the only door to a write, and is closed when read-only.
func (s *DB) Write(ctx context.Context, fn func(context.Context, *sqlx.Tx) (Work, error)) error {
	if err := s.Server().Writable(); err != nil {
		return err
	}
	err := s.Read(ctx, func(limited context.Context) error {
		return whileOvertaken(limited, func() (err error) {
			for range connections + 1 { // all that wait in the pool may be lost
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

// writeOnce is one try of write. ctx bounds finding out about a commit that was not
// answered, limited all else.
func (s *DB) writeOnce(ctx, limited context.Context, fn func(context.Context, *sqlx.Tx) (Work, error)) error {
	tx, err := s.Pool.BeginTxx(limited, nil)
	if err != nil {
		return err
	}
	defer func() {
		// After a commit this does nothing; a connection that is gone has
		// undone it by itself.
		_ = tx.Rollback()
	}()
	discard, err := s.files.beforeWrite()
	if err != nil {
		return err
	}
	defer func() { discard() }()
	w, err := fn(limited, tx)
	if err != nil || w.Nothing { // then nobody is to be told
		return err
	}
	ref := txRef{work: w}
	if err := s.Batch(limited, tx, s.withOwnPath(append(w.Statements, s.captureTxRef(&ref)...))...); err != nil {
		return err
	}
	discard()
	discard = func() {} // a journal may be another program's from now on
	if err = tx.Commit(); errors.As(err, new(commitError)) && !overtaken(err) {
		return s.resolveCommit(ctx, ref, err)
	}
	return err
}
