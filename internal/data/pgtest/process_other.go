//go:build !linux

package pgtest

import "syscall"

// attributes asks for nothing here: the tests have to run as an ordinary user,
// and a server outlives tests that are killed.
func attributes(*account) *syscall.SysProcAttr { return nil }
