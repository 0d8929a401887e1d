//go:build unix

package hooks

import (
	"os/exec"
	"syscall"
)

// killGroup starts the program in a process group of its own, so that keys of the
// terminal do not reach the group, and ends the whole group with the context.
func killGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
