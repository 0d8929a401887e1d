package data

import (
	"context"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// FirstPage is the first page of the flags at a scope.
type FirstPage struct {
	Definitions []feature.Definition
	// System holds the flags' settings at system scope. Own holds the flags' settings at
	// the scope itself, unless that is the system.
	System, Own map[string]feature.Stored
}

// FirstPage implements Store.
func (s *sqlStore) FirstPage(ctx context.Context, scope feature.Scope, most int) (FirstPage, error) {
	page := FirstPage{System: map[string]feature.Stored{}, Own: map[string]feature.Stored{}}
	l, ok := s.layoutOf(scope.Kind).(layout.FirstPager)
	if !s.info.HasDefinitions || !ok || !s.info.Has(scope.Kind) {
		return page, nil
	}
	add := layout.FirstPage{
		Definition: func(def feature.Definition) { page.Definitions = append(page.Definitions, def) },
		System:     func(name string, stored feature.Stored) { page.System[name] = stored },
		Own:        func(name string, stored feature.Stored) { page.Own[name] = stored },
	}
	first := s.definitionColumns() + ` FROM ` + s.definitions.Source() + ` ORDER BY name` + s.ByBytes + ` LIMIT ?`
	return page, s.Read(ctx, func(ctx context.Context) error {
		return s.Batch(ctx, s.Pool, l.SelectFirstPage(scope, first, []any{most}, add))
	})
}
