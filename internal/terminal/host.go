// Package terminal runs a Bubble Tea program on a terminal. It replaces the renderer of
// Bubble Tea v1, which wakes sixty times a second and writes each changed line as a
// whole. This package writes a frame as soon as the model has drawn it, and writes only
// the text that differs.
//
// Without its renderer, Bubble Tea does not control the terminal at all. This package
// therefore also sets raw mode and the alternate screen, suspends the program, and
// sends the model the terminal's size. Of Bubble Tea's commands for a terminal only
// tea.Suspend and tea.ClearScreen have an effect.
package terminal

import (
	"context"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"

	_ "flagtui/internal/terminal/quiet" // initialized before bubbletea, which queries the terminal
)

// Host runs a program on a terminal.
type Host struct {
	// Mouse lets the program receive tea.MouseMsgs of buttons and the wheel. Set it
	// before Run.
	Mouse bool

	in         io.Reader
	getSize    func() (width, height int, err error)
	resized    <-chan struct{} // see NewOn
	tty        *os.File        // the process's own terminal, or nil
	frames     frameWriter
	mu         sync.Mutex
	entered    bool
	savedState *term.State // the terminal's settings before enter
}

// New returns a host on the terminal out that reads keys from in.
func New(in, out *os.File) *Host {
	p := NewOn(in, out, func() (int, int, error) { return term.GetSize(out.Fd()) }, nil)
	p.tty = in
	return p
}

// NewOn returns a host that reads keys from in and writes frames to out, such as the
// two ends of an SSH session. The remote terminal must already be in raw mode. size
// returns the size of the screen. resized, which may be nil, receives when the size
// changes. This host handles no signals and never suspends the program.
func NewOn(in io.Reader, out io.Writer, size func() (width, height int, err error), resized <-chan struct{}) *Host {
	return &Host{in: in, getSize: size, resized: resized, frames: frameWriter{out: out}}
}

// Send writes an invisible sequence, such as one that sets the clipboard, between two
// frames. Any goroutine may call Send during Run.
func (p *Host) Send(sequence string) { p.frames.send(sequence) }

// Run runs a program until it quits, ctx ends or the terminal goes away, and restores
// the terminal. It fails with Bubble Tea's error, or with a *Panic of the model or one
// of Run's goroutines.
func (p *Host) Run(ctx context.Context, model tea.Model) error {
	running, stop := context.WithCancel(ctx)
	defer stop()
	shown := &hostedModel{Model: model, frames: &p.frames, stop: stop}
	p.frames.catch = shown.catch // before any goroutine writes
	if err := p.enter(); err != nil {
		return err
	}
	defer p.leave()
	keys, err := newKeyboard(p.in, p.Mouse)
	if err != nil {
		return err
	}
	defer keys.close()
	keys.catch = shown.catch
	program := tea.NewProgram(shown, tea.WithInput(keys), tea.WithoutRenderer(), tea.WithoutSignalHandler(), tea.WithFilter(func(model tea.Model, msg tea.Msg) (kept tea.Msg) {
		defer shown.catch()
		return p.filter(model, msg)
	}))
	keys.start(program.Quit)
	winch, outer := make(chan os.Signal, 1), make(chan os.Signal, 4)
	if p.tty != nil {
		signal.Notify(winch, syscall.SIGWINCH)
		defer signal.Stop(winch)
		signal.Notify(outer, append(fatalSignals, syscall.SIGCONT)...)
		defer signal.Stop(outer)
	}
	go func() {
		defer program.Quit()
		defer shown.catch()
		for {
			program.Send(p.size())
			select {
			case <-winch:
			case <-p.resized:
			case s := <-outer:
				if s == syscall.SIGCONT { // another program may have changed the terminal
					p.reenter()
					continue
				}
				p.leave()
				signal.Reset(s)
				_ = syscall.Kill(os.Getpid(), s.(syscall.Signal))
			case <-running.Done():
				return
			}
		}
	}()
	_, err = program.Run()
	if bug := shown.panicked(); bug != nil {
		return bug
	}
	return err
}
