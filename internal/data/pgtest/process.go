package pgtest

import (
	"os"
	"os/exec"
	"runtime"
	"time"
)

// process is a program that was launched. A nil one has stopped already.
type process struct {
	cmd    *exec.Cmd
	exited chan struct{} // closed when it has exited
	err    error         // how it exited, from then on
}

// launch starts a command. The thread that starts it stays until it exits:
// where the kernel ends a program together with its parent, the parent is that
// thread.
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

// wait waits until the process exits, and fails if the program did.
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

// stop ends the process with the signal, or the hard way if that does not
// help, and waits until it has exited.
func (p *process) stop(signal os.Signal) {
	if !p.running() {
		return
	}
	if err := p.cmd.Process.Signal(signal); err != nil { // not every system has it
		p.cmd.Process.Kill()
	}
	select {
	case <-p.exited:
	case <-time.After(patience):
		p.cmd.Process.Kill()
		<-p.exited
	}
}
