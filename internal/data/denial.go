package data

import "sync/atomic"

// denial is why nothing may be written to a database of PostgreSQL's as it was
// found last: a standby may be promoted, a role may be granted more or less.
type denial struct{ reason atomic.Pointer[string] }

// readOnly is the reason; empty where writing is allowed.
func (d *denial) readOnly() string {
	if reason := d.reason.Load(); reason != nil {
		return *reason
	}
	return ""
}

func (d *denial) set(reason string) { d.reason.Store(&reason) }
