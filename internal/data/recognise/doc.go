// Package recognise tells from the tables of a database which of them hold feature
// flags, and of which system. It looks at the columns, because systems share the names
// of tables.
package recognise
