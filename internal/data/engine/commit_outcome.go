package engine

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"flagtui/internal/feature"
)

// txRef names a transaction to the server, to ask about it later.
type txRef struct {
	pid, xid int64
	work     Work
}

// captureTxRef is the last statement before a commit: it records the backend's pid
// and the transaction's id, and notifies. On SQLite there is none: no answer gets
// lost on the way from a file.
func (s *DB) captureTxRef(t *txRef) []Statement {
	if s.Dialect == SQLite {
		return nil
	}
	return []Statement{{Text: `SELECT pg_backend_pid(), txid_current() FROM ` + notify(t.work.Notify), Each: func(rows *sql.Rows) error { return rows.Scan(&t.pid, &t.xid) }}}
}

// errUncertain: a commit was not answered, and nobody knows what became of it.
var errUncertain = errors.New("the commit was not answered")

// resolveCommit finds out what became of a transaction whose commit failed: it
// returns nil where it was committed after all, and the error that it failed
// with where it was not. The server is asked over a new connection, until it
// answers or the statement timeout is over.
func (s *DB) resolveCommit(ctx context.Context, t txRef, failed error) error {
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.settings.Timeout)
	defer cancel()
	// Whoever interrupts wants to know, too, but not to wait as long.
	defer context.AfterFunc(ctx, func() { time.AfterFunc(2*clientGrace, cancel) })()
	db, err := s.again()
	if err != nil {
		return s.uncertain(t, failed)
	}
	defer db.Close()
	for {
		committed, err := s.committed(limited, sqlx.NewDb(db, s.Dialect.Name), t)
		switch {
		case err == nil && committed:
			return nil
		case err == nil:
			return failed
		}
		select {
		case <-limited.Done():
			return s.uncertain(t, failed)
		case <-time.After(busyWait / 2):
		}
	}
}

// errPending: a transaction has not ended yet.
var errPending = errors.New("the transaction has not ended")

// committed tells how a transaction ended. One that has not, because its
// client's commit is still on its way or will never come, is made to end:
// only then the answer is final.
func (s *DB) committed(ctx context.Context, db *sqlx.DB, t txRef) (committed bool, err error) {
	var status sql.NullString
	err = Query(ctx, db, `SELECT txid_status(?)`, []any{t.xid}, func(rows *sql.Rows) error { return rows.Scan(&status) })
	pgErr, _ := errors.AsType[*pq.Error](err)
	// A server that took the place of another may not have got to that number.
	elsewhere := pgErr != nil && pgErr.Code == pqerror.InvalidParameterValue
	if err != nil && !elsewhere {
		return false, err
	}
	if status.String == "in progress" {
		err = Query(ctx, db, `SELECT pg_terminate_backend(a.pid) FROM pg_catalog.pg_stat_activity a
			WHERE a.pid = ? AND CAST(CAST(a.backend_xid AS TEXT) AS BIGINT) = CAST(? AS BIGINT) % 4294967296`,
			[]any{t.pid, t.xid}, func(*sql.Rows) error { return nil })
		return false, errors.Join(errPending, err)
	}
	if t.work.Change != "" {
		// What the database holds now is what counts.
		return t.work.Recorded(ctx, db, t.work.Change)
	}
	if !status.Valid {
		return false, errPending
	}
	return status.String == "committed", nil
}

// uncertain is the error where the database cannot be asked.
func (s *DB) uncertain(t txRef, failed error) error {
	hint := "look at it when the database answers again, before you try again"
	if t.work.Change != "" {
		hint = fmt.Sprintf("when the database answers again, flagtui history shows %s if it was", t.work.Change)
	}
	return &feature.Problem{Kind: feature.ErrUnavailable, Cause: fmt.Errorf("%w: %w", errUncertain, failed), Hint: hint,
		Text: "the connection to " + s.Found.Name() + " was lost while saving: it is not known whether the change was made"}
}

// nothingWritten adds, to the error of a database that was not there for a
// write, what everyone would ask next. A transaction that was not committed
// is undone by the server, whether or not it still hears from the client.
func nothingWritten(err error) error {
	problem, ok := errors.AsType[*feature.Problem](err)
	if !ok || problem.Kind != feature.ErrUnavailable || errors.Is(err, errUncertain) {
		return err
	}
	extended := *problem
	extended.Text += "; nothing was written"
	return &extended
}
