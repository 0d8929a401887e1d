// Package engine opens PostgreSQL and SQLite databases and runs statements on them. It
// handles DSNs, connections, SQL dialects, batches, errors, retries, unanswered commits
// and change notifications. The caller describes each table by a Spec.
package engine
