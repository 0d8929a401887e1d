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
