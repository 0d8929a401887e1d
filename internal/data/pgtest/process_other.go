//go:build !linux

package pgtest

import "syscall"

// processAttributes returns nil on this system. The tests must run as an ordinary user,
// and a server outlives killed tests.
func processAttributes(*account) *syscall.SysProcAttr { return nil }
