package engine

import "sync/atomic"

// Denial holds the reason why a PostgreSQL database cannot be written. The reason may
// change while the database is open, as when a standby is promoted.
type Denial struct{ reason atomic.Pointer[string] }

// readOnly returns the reason, or an empty text if writing is allowed.
func (d *Denial) readOnly() string {
	if reason := d.reason.Load(); reason != nil {
		return *reason
	}
	return ""
}

// Set replaces the reason. An empty reason allows writing.
func (d *Denial) Set(reason string) { d.reason.Store(&reason) }
