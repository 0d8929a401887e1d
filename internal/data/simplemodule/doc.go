// Package simplemodule implements the layout of simple_module: an override table,
// tenants and an audit trail.
package simplemodule
