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
			main := l.Main()
			identify := func(r layout.Row) layout.Row {
				r.Key, r.KeyIsText = main.Key(), main.KeyIsText()
				return r
			}
			err = l.Check(ctx, func(r layout.Row) { row(identify(r)) }, func(a layout.Anomaly) {
				a.Row = identify(a.Row)
				report(a)
			}, unique[main.Name])
		}
		if err == nil && (s.journal.Exists() || l.RecordsAll()) {
			err = s.unrecorded(ctx, l, report)
		}
	}
	return err
}
