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

// busyWait is how long SQLite itself waits for a lock. Nothing interrupts it
// there, so it is short, and whileBusy waits on.
const busyWait = 100 * time.Millisecond

// whileBusy calls fn, which must have done nothing when it fails, until no
// other program holds a lock on the SQLite file that fn needs. It gives up,
// with SQLite's own error, when ctx is over or too little of it is left for
// another try.
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

// isBusy tells that a SQLite file is locked by another connection.
func isBusy(err error) bool {
	problem, ok := errors.AsType[*modernc.Error](err)
	if !ok {
		return false
	}
	code := problem.Code() & 0xff // the rest is SQLite's extended code
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

// whileOvertaken calls fn, which must have done nothing when it fails, until
// others no longer get in its way. What a server in serializable isolation
// refuses it may refuse many times while others write, so that is tried until ctx
// is over. All else may be so for ever: it is tried three times, and up to ten times
// within a second.
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

// overtaken tells an error after which the same transaction may succeed.
func overtaken(err error) bool {
	var pgErr *pq.Error
	return errors.Is(err, ErrAgain) || errors.As(err, &pgErr) && (pgErr.Code == pqerror.TRSerializationFailure || pgErr.Code == pqerror.TRDeadlockDetected)
}
