package data

import "flagtui/internal/data/engine"

// What the engine says of a database is part of what the store says.
type (
	Server = engine.Server
	Signal = engine.Signal
	Crash  = engine.Crash
	Way    = engine.Way
)

// DefaultTimeout bounds a connection attempt and each statement.
const DefaultTimeout = engine.DefaultTimeout

// The ways in which a watch learns of changes.
const (
	Notified = engine.Notified
	Polling  = engine.Polling
	Blind    = engine.Blind
)
