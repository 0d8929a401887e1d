package data

import (
	"context"
	"errors"
	"time"

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
