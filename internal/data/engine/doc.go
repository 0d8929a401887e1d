// Package engine opens PostgreSQL and SQLite databases and runs statements on them:
// DSNs, connections, what differs in the SQL, batches, errors in words, retries, the
// outcome of a commit that was not answered, and notice of changes. It knows tables
// only by the Spec that its caller gives.
package engine
