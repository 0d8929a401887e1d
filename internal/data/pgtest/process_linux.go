package pgtest

import "syscall"

// attributes has a program run as user, unless that is nil, and has the kernel
// end it with the thread that started it, so that no server outlives its
// tests, even if they are killed.
func attributes(user *account) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if user != nil {
		attr.Credential = &syscall.Credential{Uid: uint32(user.uid), Gid: uint32(user.gid)}
	}
	return attr
}
