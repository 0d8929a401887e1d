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

// txRef identifies a transaction, so that the server can be asked for its outcome.
type txRef struct {
	pid, xid int64
	work     Work
}

// captureTxRef returns the last statement before a commit. The statement records the
// backend's pid and the transaction's id, and sends the notification. SQLite needs no
// such statement, since a commit to a file always has a known outcome.
func (s *DB) captureTxRef(t *txRef) []Statement {
	if s.Dialect == SQLite {
		return nil
	}
	return []Statement{{Text: `SELECT pg_backend_pid(), txid_current() FROM ` + notify(t.work.Notify), Each: func(rows *sql.Rows) error { return rows.Scan(&t.pid, &t.xid) }}}
}

// errUncertain marks a commit whose outcome is unknown.
var errUncertain = errors.New("the commit was not answered")

// resolveCommit finds the outcome of a transaction whose commit failed. It returns nil
// if the transaction was committed. If the transaction was rolled back, resolveCommit
// returns the error failed. It asks the server over a new connection, for at most the
// statement timeout. If the outcome stays unknown, the error wraps errUncertain.
func (s *DB) resolveCommit(ctx context.Context, t txRef, failed error) error {
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.settings.Timeout)
	defer cancel()
	// After an interrupt by the user, the wait ends sooner.
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

// errPending means that a transaction has not ended.
var errPending = errors.New("the transaction has not ended")

// committed reports whether a transaction was committed. If the transaction is still
// open, committed terminates its backend and returns errPending. A later call then gets
// a final answer.
func (s *DB) committed(ctx context.Context, db *sqlx.DB, t txRef) (committed bool, err error) {
	var status sql.NullString
	err = Query(ctx, db, `SELECT txid_status(?)`, []any{t.xid}, func(rows *sql.Rows) error { return rows.Scan(&status) })
	pgErr, _ := errors.AsType[*pq.Error](err)
	// After a failover, the server refuses a transaction id that it has not reached yet.
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
		// The database holds the change-set only if the transaction was committed.
		return t.work.Recorded(ctx, db, t.work.Change)
	}
	if !status.Valid {
		return false, errPending
	}
	return status.String == "committed", nil
}

// uncertain returns the error for a commit whose outcome is unknown.
func (s *DB) uncertain(t txRef, failed error) error {
	hint := "when the database answers again, check whether the change was made before you try again"
	if t.work.Change != "" {
		hint = fmt.Sprintf("when the database answers again, flagtui history shows %s if the change was made", t.work.Change)
	}
	return &feature.Problem{Kind: feature.ErrUnavailable, Cause: fmt.Errorf("%w: %w", errUncertain, failed), Hint: hint,
		Text: "the connection to " + s.Found.Name() + " was lost while saving: it is not known whether the change was made"}
}

// nothingWritten adds "nothing was written" to the error for an unreachable database, and
// for a write that its caller canceled. The server rolls back an uncommitted transaction,
// even if the connection is lost.
func nothingWritten(err error) error {
	if errors.Is(err, errUncertain) {
		return err
	}
	if errors.Is(err, context.Canceled) {
		return &feature.Problem{Text: "nothing was written", Cause: err}
	}
	problem, ok := errors.AsType[*feature.Problem](err)
	if !ok || !errors.Is(problem.Kind, feature.ErrUnavailable) {
		return err
	}
	extended := *problem
	extended.Text += "; nothing was written"
	return &extended
}
