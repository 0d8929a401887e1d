// Package layout defines the interface Layout, which every way of storing overrides
// implements. It also holds the rows, queries and records that all layouts share.
package layout
