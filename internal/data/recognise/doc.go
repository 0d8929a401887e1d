// Package recognise finds the tables of a database that hold feature flags, and the
// feature flag systems that use the tables. It compares columns, because several systems
// have tables of the same name.
package recognise
