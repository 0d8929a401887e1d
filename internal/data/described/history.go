package described

import (
	"context"
	"fmt"
	"time"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// RecordsAll implements layout.Layout. A described table has no audit trail.
func (l *Layout) RecordsAll() bool { return false }

// Records implements layout.Layout.
func (l *Layout) Records(feature.ChangeSet, []feature.Change) bool { return false }

// SelectNewest implements layout.Layout.
func (l *Layout) SelectNewest(q layout.HistoryFilter, limit int, each func(layout.OverrideRow)) []engine.Statement {
	condition, args := `1 = 1`, []any{}
	if q.Name != "" {
		condition, args = l.named(1), []any{q.Name}
	}
	if q.Scope.Kind != "" && l.Holds(q.Scope.Kind) {
		if at, more, err := l.inScopes(q.Scope.Kind, []string{q.Scope.ID}); err == nil {
			condition, args = condition+` AND `+at, append(args, more...)
		}
	}
	order := l.order()
	switch key, _ := l.table.Find(l.table.Key()); {
	case l.updatedAt.Name != "":
		order = ` ORDER BY ` + l.updatedAt.as("o") + ` DESC NULLS LAST`
	case l.hasKey():
		order = ` ORDER BY o.` + l.Ident(key.Name) + ` DESC`
	}
	return []engine.Statement{l.selectRows(condition, args, order+fmt.Sprintf(` LIMIT %d`, limit), overrides(each))}
}

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
