package data

import (
	"context"

	"flagtui/internal/feature"
)

// Counts implements Store.
func (s *sqlStore) Counts(ctx context.Context, add func(name string, n feature.Count)) error {
	for _, l := range s.layouts {
		err := s.Read(ctx, func(ctx context.Context) error { return s.Batch(ctx, s.Pool, l.SelectCounts(add)) })
		if err != nil {
			return err
		}
	}
	return nil
}
