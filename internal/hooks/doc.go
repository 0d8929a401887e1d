// Package hooks runs the program that a context of the config file names, after each
// saved change-set.
package hooks
