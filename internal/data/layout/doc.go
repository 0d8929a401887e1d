// Package layout says what a way of storing overrides has to offer the store: the
// interface Layout, and the rows, queries and records that all layouts share.
package layout
