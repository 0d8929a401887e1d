package engine

import "sync/atomic"

// Denial is why nothing may be written to a database of PostgreSQL's as it was
// found last: a standby may be promoted, a role may be granted more or less.
type Denial struct{ reason atomic.Pointer[string] }

// readOnly is the reason; empty where writing is allowed.
func (d *Denial) readOnly() string {
	if reason := d.reason.Load(); reason != nil {
		return *reason
	}
	return ""
}

// Set replaces the reason; an empty one allows writing.
func (d *Denial) Set(reason string) { d.reason.Store(&reason) }
