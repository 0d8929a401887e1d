package pgtest

import "syscall"

// processAttributes lets a program run as user, if user is not nil. The kernel kills the
// program when the thread that started it ends. Therefore no server outlives its tests,
// even if the tests are killed.
func processAttributes(user *account) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if user != nil {
		attr.Credential = &syscall.Credential{Uid: uint32(user.uid), Gid: uint32(user.gid)}
	}
	return attr
}
