//go:build unix

package hooks

import (
	"os/exec"
	"syscall"
)

// killGroup makes cmd start in a process group of its own, which the terminal's ctrl+c
// does not reach. The end of the command's context kills the whole group.
func killGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
