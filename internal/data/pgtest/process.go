package pgtest

import (
	"os"
	"os/exec"
	"runtime"
	"time"
)

// process is a program that was started. A nil process counts as stopped.
type process struct {
	cmd    *exec.Cmd
	exited chan struct{} // closed when the program has exited
	err    error         // the exit status, once exited is closed
}

// launch starts a command from a thread that lives until the command exits. Linux kills
// the command when the thread that started it ends; see processAttributes.
func launch(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(p.exited)
		err := cmd.Start()
		started <- err
		if err == nil {
			p.err = cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// wait waits until the process exits. It fails if the exit status is not 0.
func (p *process) wait() error {
	<-p.exited
	return p.err
}

func (p *process) running() bool {
	if p == nil {
		return false
	}
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// stop sends the signal and waits until the process has exited. It kills the
// process if that takes too long.
func (p *process) stop(signal os.Signal) {
	if !p.running() {
		return
	}
	if err := p.cmd.Process.Signal(signal); err != nil { // some systems do not support the signal
		p.cmd.Process.Kill()
	}
	select {
	case <-p.exited:
	case <-time.After(timeout):
		p.cmd.Process.Kill()
		<-p.exited
	}
}
