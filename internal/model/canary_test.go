package model

import (
	"context"

	"flagtui/internal/flag"
)

func (s *memory) Gates(context.Context, []flag.Scope, ...string) (map[flag.Scope]flag.Gates, error) {
	return s.gates, s.enter("Gates")
}

func (s *memory) Rollouts(context.Context) (map[string]flag.Asides, error) {
	return nil, s.enter("Rollouts")
}
