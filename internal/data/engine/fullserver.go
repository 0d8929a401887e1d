package engine

import (
	"errors"
	"slices"
	"strings"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// isFull reports whether err means that the server, or a pooler in front of it, has no free
// connection now. The statement was not sent, so another try is safe.
func isFull(err error) bool {
	pgErr, ok := errors.AsType[*pq.Error](err)
	return ok && (pgErr.Code == pqerror.TooManyConnections ||
		slices.ContainsFunc(fullTexts, func(text string) bool { return strings.Contains(pgErr.Message, text) }))
}

// fullTexts are parts of messages that poolers send with a general error code. PgBouncer
// also passes PostgreSQL's own messages on, in a message of its own.
var fullTexts = []string{
	"no more connections allowed",   // PgBouncer: max_client_conn, max_user_client_connections
	"query_wait_timeout",            // PgBouncer: no connection of the pool became free
	"too many clients already",      // PostgreSQL: max_connections
	"connection slots are reserved", // PostgreSQL: max_connections, for an ordinary role
	"too many connections for",      // PostgreSQL: CONNECTION LIMIT of a role or a database
	"ax client connections reached", // Supavisor
	"max clients reached",           // Supavisor
}
