package terminal

import (
	"errors"
	"io"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/creack/pty"
)

// panicking is a reader and writer. It panics at each Read, and at a Write of the text
// at.
type panicking struct {
	io.Writer
	at string
}

func (p panicking) Write(text []byte) (int, error) {
	if strings.Contains(string(text), p.at) {
		panic("oh no")
	}
	return p.Writer.Write(text)
}

func (panicking) Read([]byte) (int, error) { panic("oh no") }
func (panicking) Cancel() bool             { return true }
func (panicking) Close() error             { return nil }

// ended is an input at its end.
type ended struct{ panicking }

func (ended) Read([]byte) (int, error) { return 0, io.EOF }

// A panic in any goroutine of Run ends the program and restores the terminal. The error
// has the panic's value and stack.
func TestAPanicOfAGoroutine(t *testing.T) {
	for name, test := range map[string]struct {
		inject func(*desk, *Host)
		where  string
	}{
		"writing a frame": {func(d *desk, p *Host) { p.frames.out = panicking{d.tty, "FRAME"} }, "(*frameWriter).write"},
		"the size":        {func(_ *desk, p *Host) { p.getSize = func() (int, int, error) { panic("oh no") } }, "(*Host).size"},
	} {
		d := newDesk(t, &pty.Winsize{Cols: 80, Rows: 24})
		p := New(d.tty, d.tty)
		test.inject(d, p)
		bug := (*Panic)(nil)
		err := p.Run(t.Context(), &scene{update: func(tea.Msg) tea.Cmd { return nil }, view: func() string { return "FRAME" }})
		if !errors.As(err, &bug) || bug.Value != "oh no" || !strings.Contains(string(bug.Stack), test.where) {
			t.Errorf("%s: the error is %v", name, err)
		}
		d.left()
	}
}

// A panic in any goroutine of the keyboard is recorded and stops the program.
func TestAPanicOfTheKeyboard(t *testing.T) {
	for name, test := range map[string]struct {
		inject func(*keyboard)
		want   string
	}{
		"reading":          {func(k *keyboard) { k.file = panicking{} }, "oh no"},
		"cutting":          {func(k *keyboard) { close(k.events) }, "send on closed channel"},
		"the end of input": {func(k *keyboard) { k.file, k.onEnd = ended{}, func() { panic("oh no") } }, "oh no"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, &pty.Winsize{Cols: 80, Rows: 24})
			k, err := newKeyboard(d.tty, false)
			if err != nil {
				t.Fatal(err)
			}
			stopped := make(chan struct{}, 2)
			m := &hostedModel{stop: func() { stopped <- struct{}{} }}
			k.catch = m.catch
			k.onEnd = func() {}
			test.inject(k)
			k.start(k.onEnd)
			d.typed("x\n")
			<-stopped
			if bug := m.panicked(); bug == nil || !strings.Contains(bug.Error(), test.want) {
				t.Errorf("the panic is %v", bug)
			}
			k.close()
		})
	}
}
