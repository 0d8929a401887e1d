// Package terminal shows a Bubble Tea program's screens on a terminal, in place of
// Bubble Tea v1's own renderer, which looks sixty times a second whether there
// is anything to draw, and then writes every line that has changed as a whole.
// This paints when a frame is there, and what differs in it.
//
// Without its renderer Bubble Tea leaves the terminal alone. So what else it
// does to one is done here too: raw mode, the alternate screen, suspending,
// and telling the model the terminal's size. Of its commands for a terminal
// only tea.Suspend and tea.ClearScreen have an effect.
package terminal

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"

	_ "flagtui/internal/terminal/quiet" // before bubbletea asks the terminal a question
)

// Painter is a terminal that a program is shown on.
type Painter struct {
	// Mouse: the program gets tea.MouseMsgs of buttons and of the wheel. To be
	// set before Run.
	Mouse bool

	in, out *os.File
	measure func(fd uintptr) (width, height int, err error)
	canvas  canvas
	mu      sync.Mutex
	outside *term.State // the terminal's settings before it was entered; nil: it is not
}

// New makes a painter on a terminal: in is where keys come from.
func New(in, out *os.File) *Painter {
	return &Painter{in: in, out: out, measure: term.GetSize, canvas: canvas{out: out}}
}

// Send writes a sequence that shows nothing, such as one that fills the
// clipboard, never in the midst of a frame. The model's code may call it at
// any time during Run.
func (p *Painter) Send(sequence string) { p.canvas.send(sequence) }

// Run shows a program until it quits, ctx ends or the terminal goes away, and
// leaves the terminal as it was. The error is Bubble Tea's, or a *Panic of the
// model or of a goroutine of Run.
func (p *Painter) Run(ctx context.Context, model tea.Model) error {
	running, stop := context.WithCancel(ctx)
	defer stop()
	shown := &painted{Model: model, canvas: &p.canvas, stop: stop}
	p.canvas.catch = shown.catch // before the first goroutine writes
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
		return p.obey(model, msg)
	}))
	keys.start(program.Quit)
	resized := make(chan os.Signal, 1)
	signal.Notify(resized, syscall.SIGWINCH)
	defer signal.Stop(resized)
	outer := make(chan os.Signal, 4)
	signal.Notify(outer, append(deadly, syscall.SIGCONT)...)
	defer signal.Stop(outer)
	go func() {
		defer program.Quit()
		defer shown.catch()
		for {
			program.Send(p.size())
			select {
			case <-resized:
			case s := <-outer:
				if s == syscall.SIGCONT { // whoever stopped the program may have changed the terminal
					p.again()
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
	if bug := shown.crashed(); bug != nil {
		return bug
	}
	return err
}
