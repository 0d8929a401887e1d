package waffle

import (
	"context"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// RecordsAll implements layout.Layout. Django's log has only the changes of the admin
// pages, without values.
func (l *Layout) RecordsAll() bool { return false }

// Records implements layout.Layout.
func (l *Layout) Records(feature.ChangeSet, []feature.Change) bool { return false }

// SelectTrailStart implements layout.Layout.
func (l *Layout) SelectTrailStart(func(time.Time)) []engine.Statement { return nil }

// SelectTrailRecords implements layout.Layout.
func (l *Layout) SelectTrailRecords([]feature.Change, func(feature.Entry)) []engine.Statement {
	return nil
}

// TrailReader implements layout.Layout.
func (l *Layout) TrailReader(context.Context, layout.HistoryFilter, *layout.HistoryRows) (layout.Reader, error) {
	return nil, nil
}
