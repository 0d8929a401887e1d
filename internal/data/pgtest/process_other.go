//go:build !linux

package pgtest

import "syscall"

// processAttributes returns nil on this system: the tests must run as an ordinary
// user, and a server outlives tests that are killed.
func processAttributes(*account) *syscall.SysProcAttr { return nil }
