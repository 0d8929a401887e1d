// Package hooks runs what a context of the config file asks for after each saved
// change-set.
package hooks
