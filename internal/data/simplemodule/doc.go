// Package simplemodule is the layout of simple_module: its override table, its tenants,
// and its audit trail.
package simplemodule
