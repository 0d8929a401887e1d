package engine

import "context"

// backgroundKey is the context key of a read that no user waits for. Its value is
// waitsForTurn or hasTurn.
type backgroundKey struct{}

const (
	waitsForTurn = "waits for its turn"
	hasTurn      = "has its turn"
)

// Background returns a context for reads that no user waits for. On PostgreSQL they run
// one after another, so that they need only one connection: a server has few, and a change
// makes all dashboards read at the same time.
func Background(ctx context.Context) context.Context {
	return context.WithValue(ctx, backgroundKey{}, waitsForTurn)
}

// takeTurn waits until no other read in the Background runs, if ctx belongs to one. It
// returns the context for what the read calls, which need not wait again. The caller must
// call done.
func (s *DB) takeTurn(ctx context.Context) (inTurn context.Context, done func(), err error) {
	if s.Dialect != Postgres || ctx.Value(backgroundKey{}) != waitsForTurn {
		return ctx, func() {}, nil
	}
	select {
	case s.turn <- struct{}{}:
		return context.WithValue(ctx, backgroundKey{}, hasTurn), func() { <-s.turn }, nil
	case <-ctx.Done():
		return nil, nil, s.ask(ctx, func(ctx context.Context) error { return ctx.Err() })
	}
}
