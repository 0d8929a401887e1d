package data

import "sync/atomic"

// access is why nothing may be written to a database of PostgreSQL's as it was
// found last: a standby may be promoted, a role may be granted more or less.
type access struct{ reason atomic.Pointer[string] }

// readOnly is the reason; empty where writing is allowed.
func (a *access) readOnly() string {
	if reason := a.reason.Load(); reason != nil {
		return *reason
	}
	return ""
}

func (a *access) set(reason string) { a.reason.Store(&reason) }
