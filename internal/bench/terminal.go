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
	// patience bounds whatever is waited for.
	patience = 60 * time.Second
	// quiet is how long nothing is written once an effect is over: longer than
	// programs wait between two frames, which is 17 ms at 60 a second.
	quiet = 25 * time.Millisecond
	// frameGap is how long nothing is written once a frame is over.
	frameGap = 4 * time.Millisecond
)

// size is that of a terminal.
type size struct{ columns, rows int }

var usual, wide = size{120, 40}, size{200, 50}

// terminal is a program in a terminal that answers no question.
type terminal struct {
	ctx     context.Context
	cmd     *exec.Cmd
	master  *os.File
	chunks  chan chunk // what the program writes; closed when nothing can follow
	screen  *screen
	began   time.Time
	last    time.Time // when something was written last
	written int
	gone    chan time.Time // when the program has ended
}

// chunk is what one read has returned.
type chunk struct {
	at   time.Time
	text []byte
}

// start starts a program in a terminal.
func start(ctx context.Context, size size, env, command []string) (*terminal, error) {
	master, tty, err := openPTY(size)
	if err != nil {
		return nil, err
	}
	defer tty.Close()
	t := &terminal{ctx: ctx, master: master, chunks: make(chan chunk, 1<<10), screen: newScreen(size.columns, size.rows), gone: make(chan time.Time, 1)}
	t.cmd = exec.Command(command[0], command[1:]...)
	t.cmd.Env = env
	t.cmd.Stdin, t.cmd.Stdout, t.cmd.Stderr = tty, tty, tty
	t.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	t.began = time.Now()
	t.last = t.began
	if err := t.cmd.Start(); err != nil {
		master.Close()
		return nil, err
	}
	go t.collect()
	go func() {
		t.cmd.Wait() // its result is in ProcessState
		t.gone <- time.Now()
	}()
	return t, nil
}

// openPTY makes a terminal. Only a file that Go knows not to block can be
// closed while it is read.
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

func (t *terminal) collect() {
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

// next takes what is written within a time; false: nothing is.
func (t *terminal) next(within time.Duration) bool {
	select {
	case c, open := <-t.chunks:
		if !open {
			return false
		}
		t.last, t.written = c.at, t.written+len(c.text)
		t.screen.Write(c.text)
		return true
	case <-time.After(within):
		return false
	case <-t.ctx.Done():
		return false
	}
}

// await waits until the screen is as wanted, and returns when it was: at the
// end of the frame that made it so.
func (t *terminal) await(what string, wanted func(screen string) bool) (time.Time, error) {
	for !wanted(t.screen.String()) {
		if !t.next(patience) {
			return time.Time{}, errors.Join(t.ctx.Err(), fmt.Errorf("%s: it does not show up on the screen\n%s", what, t.screen))
		}
	}
	for t.next(frameGap) {
	}
	return t.last, nil
}

// settle waits until nothing is written any more.
func (t *terminal) settle(during time.Duration) {
	for t.next(during) {
	}
}

// effect is what a key has come to.
type effect struct {
	ms    float64 // until the screen was as wanted
	bytes float64 // all that was written
}

// press types keys and waits for what they bring, which must not be there yet.
// The moment is a random one, lest it keep step with the program's frames.
func (t *terminal) press(what, keys string, wanted func(screen string) bool) (effect, error) {
	t.settle(quiet + rand.N(quiet))
	if wanted(t.screen.String()) {
		return effect{}, fmt.Errorf("%s: the screen is so already\n%s", what, t.screen)
	}
	before, sent := t.written, time.Now()
	if _, err := t.master.WriteString(keys); err != nil {
		return effect{}, err
	}
	at, err := t.await(what, wanted)
	t.settle(quiet)
	return effect{milliseconds(at.Sub(sent)), float64(t.written - before)}, err
}

// tap types keys that nothing need come of, and returns how many bytes have
// come of them.
func (t *terminal) tap(keys string) (bytes float64, err error) {
	t.settle(4 * quiet)
	before := t.written
	_, err = t.master.WriteString(keys)
	t.settle(8 * quiet)
	return float64(t.written - before), err
}

// ended waits until the program has ended, and returns how long after since.
func (t *terminal) ended(since time.Time) (float64, error) {
	defer t.master.Close()
	for end := time.After(patience); ; {
		select {
		case at := <-t.gone:
			t.gone <- at
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

// kill ends the program, unless it has ended.
func (t *terminal) kill() {
	select {
	case at := <-t.gone:
		t.gone <- at
	default:
		t.cmd.Process.Kill()
		at := <-t.gone
		t.gone <- at
	}
	t.master.Close()
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
