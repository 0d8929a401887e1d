package engine

import "sync/atomic"

// Denial holds why a PostgreSQL database cannot be written, as found last: a standby may
// be promoted, a role may get or lose privileges.
type Denial struct{ reason atomic.Pointer[string] }

// readOnly returns the reason; empty if writing is allowed.
func (d *Denial) readOnly() string {
	if reason := d.reason.Load(); reason != nil {
		return *reason
	}
	return ""
}

// Set replaces the reason; an empty one allows writing.
func (d *Denial) Set(reason string) { d.reason.Store(&reason) }
