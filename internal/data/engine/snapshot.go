package engine

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"
)

// InSnapshot runs fn in a read-only transaction. All reads of fn with its context see the
// database at one moment. InSnapshot runs fn again if a connection of the pool was lost
// before the first read.
func (s *DB) InSnapshot(ctx context.Context, fn func(context.Context) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if s.Dialect == Postgres {
		options.Isolation = sql.LevelRepeatableRead // SQLite has no other
	}
	once := func() error {
		limited, cancel := context.WithTimeout(ctx, s.settings.Timeout+clientGrace)
		defer cancel()
		var tx *sqlx.Tx
		err := whileBusy(limited, func() (err error) {
			tx, err = s.Pool.BeginTxx(ctx, options) // the transaction may take longer than one statement
			return err
		})
		if err != nil {
			return s.Explain(err)
		}
		// The transaction only reads, so it does not matter how it ends.
		defer func() { _ = tx.Rollback() }()
		return fn(context.WithValue(ctx, readerKey{}, tx))
	}
	var err error
	for range connections + 1 { // every idle connection of the pool may be lost
		if err = once(); !errors.As(err, new(notBegun)) {
			break
		}
	}
	return err
}

// readerOf returns the transaction of InSnapshot if ctx has one, and otherwise q.
func readerOf(ctx context.Context, q sqlx.ExtContext) sqlx.ExtContext {
	if tx, ok := ctx.Value(readerKey{}).(*sqlx.Tx); ok {
		return tx
	}
	return q
}
