package engine

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// busyWait limits how long SQLite itself waits for a lock. The wait is short, because
// nothing can interrupt it. whileBusy tries again.
const busyWait = 100 * time.Millisecond

// whileBusy calls fn again while another connection locks the SQLite file, or while the
// PostgreSQL server has no free connection. A failed fn must have changed nothing.
// whileBusy returns fn's error when ctx ends or leaves too little time for another try.
func whileBusy(ctx context.Context, fn func() error) error {
	const longest = time.Second
	wait := busyWait
	for {
		err := fn()
		full := isFull(err)
		if end, ok := ctx.Deadline(); !full && !isBusy(err) || ok && time.Until(end) < clientGrace {
			return err
		}
		pause := busyWait / 10 // SQLite does not wait for some locks
		if full {
			pause = wait/2 + rand.N(wait) // random, so that clients do not all try at the same time
			wait = min(2*wait, longest)
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// isBusy reports whether err means that another connection has locked the SQLite file.
func isBusy(err error) bool {
	problem, ok := errors.AsType[*modernc.Error](err)
	if !ok {
		return false
	}
	code := problem.Code() & 0xff // the basic code, without the extended bits
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

// whileOvertaken calls fn again while concurrent writes make it fail. A failed fn must
// have changed nothing. PostgreSQL's serialization failures and deadlocks are retried
// until ctx ends. For other conflicts, fn runs at least three times, and up to ten times
// in the first second.
func whileOvertaken(ctx context.Context, fn func() error) error {
	const slowest = 100 * time.Millisecond
	wait, start := time.Millisecond, time.Now()
	for try := 1; ; try++ {
		err := fn()
		if !overtaken(err) {
			return err
		}
		if enough := try >= 10 || try >= 3 && time.Since(start) > time.Second; enough && !collided(err) {
			return err
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) < clientGrace+slowest {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(rand.N(wait)): // random, so that clients do not collide again
		}
		wait = min(2*wait, slowest)
	}
}

// ErrAgain marks errors after which a retry of the transaction may succeed.
var ErrAgain = errors.New("another try may succeed")

// overtaken reports whether a retry of the transaction may succeed after err. After a
// unique violation, a retry finds the row that another transaction has inserted.
func overtaken(err error) bool {
	return errors.Is(err, ErrAgain) || collided(err) || hasCode(err, pqerror.UniqueViolation)
}

// collided reports whether PostgreSQL ended the transaction in favour of another one.
func collided(err error) bool {
	return hasCode(err, pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected)
}

func hasCode(err error, codes ...pqerror.Code) bool {
	problem, ok := errors.AsType[*pq.Error](err)
	return ok && slices.Contains(codes, problem.Code)
}
