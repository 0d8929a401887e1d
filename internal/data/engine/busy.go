package engine

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// busyWait is how long SQLite itself waits for a lock. Nothing interrupts that wait, so
// it is short; whileBusy waits longer.
const busyWait = 100 * time.Millisecond

// whileBusy calls fn again while another program holds a lock on the SQLite file. A
// failed fn must not have changed anything. If ctx ends, or too little time is left for
// another try, whileBusy returns SQLite's own error.
func whileBusy(ctx context.Context, fn func() error) error {
	for {
		err := fn()
		if end, ok := ctx.Deadline(); !isBusy(err) || ok && time.Until(end) < clientGrace {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(busyWait / 10): // some locks SQLite does not wait for
		}
	}
}

// isBusy reports whether a SQLite file is locked by another connection.
func isBusy(err error) bool {
	problem, ok := errors.AsType[*modernc.Error](err)
	if !ok {
		return false
	}
	code := problem.Code() & 0xff // the rest is SQLite's extended code
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

// whileOvertaken calls fn until it succeeds or fails for another reason than others who
// write at the same time. fn must have done nothing when it fails. A server in
// serializable isolation may refuse a transaction many times, so that is tried until ctx
// is over. Everything else may never succeed, so it is tried three times, and up to ten
// times within a second.
func whileOvertaken(ctx context.Context, fn func() error) error {
	const slowest = 100 * time.Millisecond
	wait, start := time.Millisecond, time.Now()
	for try := 1; ; try++ {
		err := fn()
		var refused *pq.Error
		if !overtaken(err) {
			return err
		}
		if enough := try >= 10 || try >= 3 && time.Since(start) > time.Second; enough && !errors.As(err, &refused) {
			return err
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) < clientGrace+slowest {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(rand.N(wait)): // not all at the same time again
		}
		wait = min(2*wait, slowest)
	}
}

// ErrAgain is the cause of an error after which the same transaction may succeed.
var ErrAgain = errors.New("another try may succeed")

// overtaken reports whether the same transaction may succeed after this error.
func overtaken(err error) bool {
	var pgErr *pq.Error
	return errors.Is(err, ErrAgain) || errors.As(err, &pgErr) && (pgErr.Code == pqerror.TRSerializationFailure || pgErr.Code == pqerror.TRDeadlockDetected)
}
