package data

import (
	"context"
	"flagtui/internal/data/layout"
)

// CheckRows implements Store.
func (s *sqlStore) CheckRows(ctx context.Context, row func(layout.Row), report func(layout.Anomaly)) error {
	var unique map[string]bool
	err := s.Read(ctx, func(ctx context.Context) (err error) {
		unique, err = s.missingIndexes(ctx, report)
		return err
	})
	for _, l := range s.layouts {
		if err == nil {
			err = l.Check(ctx, row, report, unique[l.Main().Name])
		}
		if err == nil && (s.journal.Exists() || l.RecordsAll()) {
			err = s.unrecorded(ctx, l, report)
		}
	}
	return err
}
