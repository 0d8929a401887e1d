package data

import (
	"context"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
)

// The Store's methods use these types of the engine and of layouts.
type (
	Server      = engine.Server
	Signal      = engine.Signal
	Crash       = engine.Crash
	Way         = engine.Way
	ScopeQuery  = layout.ScopeQuery
	ScopePage   = layout.ScopePage
	Cursor      = layout.Cursor
	Row         = layout.Row
	Anomaly     = layout.Anomaly
	AnomalyCode = layout.AnomalyCode

	HistoryFilter = layout.HistoryFilter
	OverrideQuery = layout.OverrideQuery
)

// Background returns a context for reads that no user waits for. On PostgreSQL they run
// one after another, over one connection.
func Background(ctx context.Context) context.Context { return engine.Background(ctx) }

// DefaultTimeout bounds a connection attempt and each statement.
const DefaultTimeout = engine.DefaultTimeout

// The ways in which a watch learns of changes.
const (
	Notified = engine.Notified
	Polling  = engine.Polling
	Blind    = engine.Blind
)

// The anomalies.
const (
	AnomalyMisread   = layout.AnomalyMisread
	AnomalyBoolean   = layout.AnomalyBoolean
	AnomalyTime      = layout.AnomalyTime
	AnomalyDuplicate = layout.AnomalyDuplicate
	AnomalyBoth      = layout.AnomalyBoth
	AnomalyOutside   = layout.AnomalyOutside
	AnomalyGone      = layout.AnomalyGone
	AnomalyApp       = layout.AnomalyApp
	AnomalyUnique    = layout.AnomalyUnique
	AnomalyIndex     = layout.AnomalyIndex
)
