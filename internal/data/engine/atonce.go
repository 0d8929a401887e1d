package engine

import (
	"context"
	"iter"

	"github.com/jmoiron/sqlx"
)

// AtOnce runs several reads and returns the first error. On PostgreSQL, the statements
// for which all reads wait are sent as one message. So all reads need as many round trips
// as the longest of them. One failed statement fails the whole message.
//
// The reads take turns, so they may share variables. A read must not hold a lock while it
// waits for the database, and must use its context only in its own goroutine.
func (s *DB) AtOnce(ctx context.Context, reads ...func(context.Context) error) error {
	if s.Dialect == SQLite || len(reads) == 1 {
		for _, read := range reads {
			if err := read(ctx); err != nil {
				return err
			}
		}
		return nil
	}
	// The reads wait for each other, so they take one turn in the Background together.
	ctx, done, err := s.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer done()
	var failed error
	var turns []func() (*request, bool) // each continues a read until its next request
	for _, read := range reads {
		next, stop := iter.Pull(func(wait func(*request) bool) {
			if err := read(context.WithValue(ctx, readerKey{}, &turn{wait})); failed == nil {
				failed = err
			}
		})
		defer stop()
		turns = append(turns, next)
	}
	for len(turns) > 0 {
		var waiting []func() (*request, bool)
		var requests []*request
		for _, next := range turns {
			if r, ok := next(); ok {
				waiting, requests = append(waiting, next), append(requests, r)
			}
			if failed != nil {
				return failed
			}
		}
		s.answer(ctx, requests)
		turns = waiting
	}
	return nil
}

// turn is the state of one read of AtOnce.
type turn struct {
	wait func(*request) bool // waits for the answer; false means that AtOnce has ended
}

// request holds the statements that a read of AtOnce waits for.
type request struct {
	statements []Statement
	err        error
}

// batch runs statements with those of the other reads.
func (t *turn) batch(statements ...Statement) error {
	if len(statements) == 0 {
		return nil
	}
	r := &request{statements: statements}
	if !t.wait(r) {
		return context.Canceled // another read has failed
	}
	return r.err
}

// answer runs the statements of all requests in one round trip.
func (s *DB) answer(ctx context.Context, requests []*request) {
	var all []Statement
	for _, r := range requests {
		all = append(all, r.statements...)
	}
	limited, cancel := context.WithTimeout(ctx, s.settings.Timeout+clientGrace)
	defer cancel()
	err := s.Batch(limited, s.Pool, all...)
	for _, r := range requests {
		r.err = err
	}
}

// readerKey is the context key of what takes the place of a pool for reads: the
// transaction of InSnapshot, or the turn of a read of AtOnce.
type readerKey struct{}

// turnOf returns the turn of the read of AtOnce that ctx belongs to, or nil. A
// transaction is never shared with other reads.
func turnOf(ctx context.Context, q sqlx.ExtContext) *turn {
	if _, pooled := q.(*sqlx.DB); !pooled {
		return nil
	}
	t, _ := ctx.Value(readerKey{}).(*turn)
	return t
}
