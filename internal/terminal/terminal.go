package terminal

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// The modes that a screen needs. Some terminals have a cursor for each of
// their two screens: it is hidden on one, and shown on the other. A row that is
// too wide, to a terminal that takes some character for wider than others do,
// is not to go on in the next one.
const (
	modesOn  = ansi.SetModeAltScreenSaveCursor + ansi.HideCursor + ansi.SetModeBracketedPaste + ansi.ResetModeAutoWrap
	modesOff = ansi.SetModeAutoWrap + ansi.ResetModeBracketedPaste + ansi.ResetModeAltScreenSaveCursor + ansi.ShowCursor
	mouseOn  = ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr
	mouseOff = ansi.ResetModeMouseExtSgr + ansi.ResetModeMouseButtonEvent

	// lastRow is where a terminal without an alternate screen goes on.
	lastRow = "\x1b[999H" + ansi.EraseLineRight
)

// enter makes the terminal ours.
func (p *Painter) enter() (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.outside, err = term.MakeRaw(p.in.Fd()); err != nil {
		return fmt.Errorf("the terminal cannot be read key by key: %w", err)
	}
	p.setModes()
	return nil
}

// setModes asks for the modes that a screen needs.
func (p *Painter) setModes() {
	p.canvas.send(modesOn)
	if p.Mouse {
		p.canvas.send(mouseOn)
	}
}

// again makes the terminal ours again after the program was stopped without
// having left it, as by SIGSTOP. (SIGTSTP is not caught: Go does not give a
// signal's default back, which ctrl+z needs.)
func (p *Painter) again() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.outside == nil {
		return
	}
	if _, err := term.MakeRaw(p.in.Fd()); err == nil { // else there is no terminal any more
		p.setModes()
	}
}

// deadly are signals by which Go ends a program at once. The terminal is left
// first. Go does nothing at others that nobody asked for, such as SIGUSR1.
var deadly = []os.Signal{syscall.SIGQUIT, syscall.SIGABRT, syscall.SIGTRAP, syscall.SIGSYS}

// leave makes the terminal what it was before.
func (p *Painter) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.outside == nil {
		return
	}
	modes := lastRow + modesOff
	if p.Mouse {
		modes = mouseOff + modes
	}
	p.canvas.leave(modes, time.Second)
	_ = term.Restore(p.in.Fd(), p.outside) // fails only where there is no terminal any more
	p.outside = nil
}

// obey is Bubble Tea's filter of messages: it does what two of them ask for, and
// turns them into one of the size that the terminal has by then, for which the
// screen is painted anew.
func (p *Painter) obey(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg {
	case tea.ClearScreen():
		return p.size()
	case tea.Suspend():
		p.suspend()
		return p.size()
	}
	return msg
}

// suspend stops the program until a shell continues it.
func (p *Painter) suspend() {
	p.leave()
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	_ = syscall.Kill(0, syscall.SIGTSTP)
	select {
	case <-continued:
	// The system does not stop a program that no shell could continue, such as
	// one that an SSH session runs directly.
	case <-time.After(500 * time.Millisecond):
	}
	_ = p.enter() // fails only where there is no terminal any more
}

// size is the terminal's size. A serial line, for one, may not know it.
func (p *Painter) size() tea.WindowSizeMsg {
	width, height, err := p.measure(p.out.Fd())
	if err != nil || width == 0 || height == 0 {
		width, height = 80, 24
	}
	return tea.WindowSizeMsg{Width: width, Height: height}
}
