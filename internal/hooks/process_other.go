//go:build !unix

package hooks

import "os/exec"

// killGroup does nothing, because this system has no process groups.
func killGroup(*exec.Cmd) {}
