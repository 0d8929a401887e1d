package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

const (
	// timeout limits every wait.
	timeout = 60 * time.Second
	// quietPeriod is the time without output after which an effect is over. It is longer
	// than the 17 ms between two frames at 60 frames a second.
	quietPeriod = 25 * time.Millisecond
	// frameGap is the time without output after which a frame is complete.
	frameGap = 4 * time.Millisecond
)

// size is the size of a terminal.
type size struct{ columns, rows int }

var defaultSize, wideSize = size{120, 40}, size{200, 50}

// terminal runs a program in a pseudo-terminal. It answers no queries.
type terminal struct {
	ctx        context.Context
	cmd        *exec.Cmd
	master     *os.File
	chunks     chan chunk // the program's output; closed after the last chunk
	screen     *screen
	started    time.Time
	lastOutput time.Time // time of the last output
	written    int
	exited     chan time.Time // receives the time of the program's exit
}

// chunk is the result of one read.
type chunk struct {
	at   time.Time
	text []byte
}

// start starts a program in a new terminal.
func start(ctx context.Context, size size, env, command []string) (*terminal, error) {
	master, tty, err := openPTY(size)
	if err != nil {
		return nil, err
	}
	defer tty.Close()
	t := &terminal{ctx: ctx, master: master, chunks: make(chan chunk, 1<<10), screen: newScreen(size.columns, size.rows), exited: make(chan time.Time, 1)}
	t.cmd = exec.Command(command[0], command[1:]...)
	t.cmd.Env = env
	t.cmd.Stdin, t.cmd.Stdout, t.cmd.Stderr = tty, tty, tty
	t.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	t.started = time.Now()
	t.lastOutput = t.started
	if err := t.cmd.Start(); err != nil {
		master.Close()
		return nil, err
	}
	go t.readOutput()
	go func() {
		t.cmd.Wait() // ProcessState holds the result
		t.exited <- time.Now()
	}()
	return t, nil
}

// openPTY opens a pseudo-terminal. The master is non-blocking, because Go can close only
// such a file during a read.
func openPTY(size size) (master, tty *os.File, err error) {
	blocking, tty, err := pty.Open()
	if err != nil {
		return nil, nil, err
	}
	defer blocking.Close()
	fd, err := unix.FcntlInt(blocking.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		err = errors.Join(unix.SetNonblock(fd, true), pty.Setsize(tty, &pty.Winsize{Cols: uint16(size.columns), Rows: uint16(size.rows)}))
	}
	if err != nil {
		tty.Close()
		return nil, nil, err
	}
	return os.NewFile(uintptr(fd), "ptmx"), tty, nil
}

func (t *terminal) readOutput() {
	defer close(t.chunks)
	buffer := make([]byte, 1<<16)
	for {
		n, err := t.master.Read(buffer)
		if n > 0 {
			t.chunks <- chunk{time.Now(), append([]byte(nil), buffer[:n]...)}
		}
		if err != nil {
			return
		}
	}
}

// readChunk waits for output and shows the output on the screen. It returns false if no
// output arrives in time, or at the end of the output.
func (t *terminal) readChunk(within time.Duration) bool {
	select {
	case c, open := <-t.chunks:
		if !open {
			return false
		}
		t.lastOutput, t.written = c.at, t.written+len(c.text)
		t.screen.Write(c.text)
		return true
	case <-time.After(within):
		return false
	case <-t.ctx.Done():
		return false
	}
}

// waitFor waits until the screen meets a condition. It returns the end time of the frame
// that met the condition.
func (t *terminal) waitFor(what string, done func(screen string) bool) (time.Time, error) {
	for !done(t.screen.String()) {
		if !t.readChunk(timeout) {
			return time.Time{}, errors.Join(t.ctx.Err(), fmt.Errorf("%s: it does not show up on the screen\n%s", what, t.screen))
		}
	}
	for t.readChunk(frameGap) {
	}
	return t.lastOutput, nil
}

// waitUntilQuiet waits until nothing has been written for the given time.
func (t *terminal) waitUntilQuiet(during time.Duration) {
	for t.readChunk(during) {
	}
}

// effect is the result of a key.
type effect struct {
	ms    float64 // time until the screen met the condition
	bytes float64 // bytes written since the key
}

// press types keys and waits until the screen meets a condition. It fails if the screen
// meets the condition already. It waits a random time first, so that keys are not in
// step with the program's frames.
func (t *terminal) press(what, keys string, done func(screen string) bool) (effect, error) {
	t.waitUntilQuiet(quietPeriod + rand.N(quietPeriod))
	if done(t.screen.String()) {
		return effect{}, fmt.Errorf("%s: the screen is so already\n%s", what, t.screen)
	}
	before, sent := t.written, time.Now()
	if _, err := t.master.WriteString(keys); err != nil {
		return effect{}, err
	}
	at, err := t.waitFor(what, done)
	t.waitUntilQuiet(quietPeriod)
	return effect{milliseconds(at.Sub(sent)), float64(t.written - before)}, err
}

// send types keys without waiting for a condition, and returns the number of bytes
// written in response.
func (t *terminal) send(keys string) (bytes float64, err error) {
	t.waitUntilQuiet(4 * quietPeriod)
	before := t.written
	_, err = t.master.WriteString(keys)
	t.waitUntilQuiet(8 * quietPeriod)
	return float64(t.written - before), err
}

// waitForExit waits until the program has exited. It returns the milliseconds that
// passed between since and the exit.
func (t *terminal) waitForExit(since time.Time) (float64, error) {
	defer t.master.Close()
	for end := time.After(timeout); ; {
		select {
		case at := <-t.exited:
			t.exited <- at
			return milliseconds(at.Sub(since)), nil
		case c, open := <-t.chunks:
			if t.written += len(c.text); !open {
				t.chunks = nil
			}
		case <-end:
			return 0, fmt.Errorf("the program does not end\n%s", t.screen)
		case <-t.ctx.Done():
			return 0, t.ctx.Err()
		}
	}
}

// kill ends the program if it still runs, and closes the terminal.
func (t *terminal) kill() {
	select {
	case at := <-t.exited:
		t.exited <- at
	default:
		t.cmd.Process.Kill()
		at := <-t.exited
		t.exited <- at
	}
	t.master.Close()
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
