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

// The modes of the screen. The cursor is hidden after entering the alternate screen and
// shown after leaving it, because some terminals have a cursor for each screen. Rows do
// not wrap, because terminals may take a character for wider than we do.
const (
	modesOn  = ansi.SetModeAltScreenSaveCursor + ansi.HideCursor + ansi.SetModeBracketedPaste + ansi.ResetModeAutoWrap
	modesOff = ansi.SetModeAutoWrap + ansi.ResetModeBracketedPaste + ansi.ResetModeAltScreenSaveCursor + ansi.ShowCursor
	mouseOn  = ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr
	mouseOff = ansi.ResetModeMouseExtSgr + ansi.ResetModeMouseButtonEvent

	// lastRow moves the cursor to the last row, for a terminal without an alternate
	// screen.
	lastRow = "\x1b[999H" + ansi.EraseLineRight
)

// enter sets raw mode and the modes of the screen.
func (p *Host) enter() (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tty != nil {
		if p.savedState, err = term.MakeRaw(p.tty.Fd()); err != nil {
			return fmt.Errorf("the terminal cannot be read key by key: %w", err)
		}
	}
	p.entered = true
	p.setModes()
	return nil
}

func (p *Host) setModes() {
	p.frames.send(modesOn)
	if p.Mouse {
		p.frames.send(mouseOn)
	}
}

// reenter sets raw mode and the modes again after the program was stopped without
// leave, as by SIGSTOP. SIGTSTP is not caught: Go could not restore its default action,
// which ctrl+z needs.
func (p *Host) reenter() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.entered {
		return
	}
	if _, err := term.MakeRaw(p.tty.Fd()); err == nil { // fails only if the terminal is gone
		p.setModes()
	}
}

// fatalSignals are the signals at which Go ends a program at once. The host restores
// the terminal first.
var fatalSignals = []os.Signal{syscall.SIGQUIT, syscall.SIGABRT, syscall.SIGTRAP, syscall.SIGSYS}

// leave restores the terminal. Without a previous enter it does nothing.
func (p *Host) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.entered {
		return
	}
	modes := lastRow + modesOff
	if p.Mouse {
		modes = mouseOff + modes
	}
	p.frames.leave(modes, time.Second)
	if p.tty != nil {
		_ = term.Restore(p.tty.Fd(), p.savedState) // fails only if the terminal is gone
	}
	p.entered = false
}

// filter is Bubble Tea's message filter. It performs tea.Suspend. It replaces
// tea.Suspend and tea.ClearScreen by a message with the terminal's size, after which
// the next frame is a redraw.
func (p *Host) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg {
	case tea.ClearScreen():
		return p.size()
	case tea.Suspend():
		p.suspend()
		return p.size()
	}
	return msg
}

// suspend stops the program until a shell continues it. It does nothing if the host has
// no terminal of this process.
func (p *Host) suspend() {
	if p.tty == nil {
		return
	}
	p.leave()
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	_ = syscall.Kill(0, syscall.SIGTSTP)
	select {
	case <-continued:
	// The system does not stop a program that no shell could continue, such as one that
	// an SSH session runs directly.
	case <-time.After(500 * time.Millisecond):
	}
	_ = p.enter() // fails only if the terminal is gone
}

// size returns the terminal's size, or 80×24 if the size is unknown, as on a serial
// line.
func (p *Host) size() tea.WindowSizeMsg {
	width, height, err := p.getSize()
	if err != nil || width == 0 || height == 0 {
		width, height = 80, 24
	}
	return tea.WindowSizeMsg{Width: width, Height: height}
}
