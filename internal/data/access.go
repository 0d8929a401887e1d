package data

import (
	"context"
	"sync/atomic"
)

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

// Access implements Store.
func (s *sqlStore) Access(ctx context.Context) (readOnly string, err error) {
	if s.dialect == sqlite || s.facts.ReadOnly == askedFor {
		return s.facts.ReadOnly, nil
	}
	now := &sqlStore{dialect: s.dialect, db: s.db, timeout: s.timeout, pace: s.pace, where: s.where, names: s.names}
	found, err := now.inspectPostgres(ctx, s.where)
	if err == nil {
		err = now.adopt(found, s.schema)
	}
	if err != nil {
		return "", err
	}
	s.access.set(now.facts.ReadOnly)
	return now.facts.ReadOnly, nil
}
