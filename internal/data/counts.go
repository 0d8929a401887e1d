package data

import (
	"context"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// Counts implements Store.
func (s *sqlStore) Counts(ctx context.Context, add func(name string, n feature.Count)) error {
	var statements []engine.Statement
	for _, l := range s.layouts {
		statements = append(statements, l.SelectCounts(add))
	}
	return s.Read(ctx, func(ctx context.Context) error { return s.Batch(ctx, s.Pool, statements...) })
}
