package terminal

import (
	"context"
	"errors"
	"os"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// desk is a pseudo-terminal with a simulated user.
type desk struct {
	t      *testing.T
	keys   *os.File // the user's side
	tty    *os.File
	before *term.State

	more   *sync.Cond
	all    string // everything written
	closed bool
}

func newDesk(t *testing.T, size *pty.Winsize) *desk {
	t.Helper()
	keys, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keys.Close() })
	if err := pty.Setsize(tty, size); err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, keys: keys, tty: tty, more: sync.NewCond(&sync.Mutex{})}
	d.before = d.settings()
	go func() {
		buf := make([]byte, 1<<12)
		for !d.closed {
			n, err := keys.Read(buf)
			d.more.L.Lock()
			d.all += string(buf[:n])
			d.closed = err != nil
			d.more.Broadcast()
			d.more.L.Unlock()
		}
	}()
	return d
}

// until waits until is returns true. It returns everything written.
func (d *desk) until(is func() bool) string {
	d.more.L.Lock()
	defer d.more.L.Unlock()
	for !is() {
		d.more.Wait()
	}
	return d.all
}

func (d *desk) sees(text string) { d.until(func() bool { return strings.Contains(d.all, text) }) }

func (d *desk) settings() *term.State {
	d.t.Helper()
	settings, err := term.GetState(d.tty.Fd())
	if err != nil {
		d.t.Fatal(err)
	}
	return settings
}

// left checks that the terminal's settings are restored, and returns everything
// written.
func (d *desk) left() string {
	d.t.Helper()
	if after := d.settings(); *after != *d.before {
		d.t.Errorf("the terminal's settings are %+v, and were %+v", after, d.before)
	}
	d.tty.Close()
	return d.until(func() bool { return d.closed })
}

func (d *desk) typed(keys string) {
	if _, err := d.keys.WriteString(keys); err != nil {
		d.t.Error(err)
	}
}

// scene is a test program. It handles the first message, which is the terminal's size,
// and passes all others to update.
type scene struct {
	size   tea.WindowSizeMsg
	init   func()
	view   func() string
	update func(tea.Msg) tea.Cmd
}

func (s *scene) Init() tea.Cmd {
	if s.init != nil {
		s.init()
	}
	return nil
}

func (s *scene) View() string {
	switch {
	case s.view != nil:
		return s.view()
	case s.size.Width == 0:
		return ""
	}
	return "nothing\nto see"
}

func (s *scene) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if size, is := msg.(tea.WindowSizeMsg); is && s.size.Width == 0 {
		s.size = size
		return s, func() tea.Msg { return "go" }
	}
	return s, s.update(msg)
}

func quit(tea.Msg) tea.Cmd { return tea.Quit }

var modes = []struct{ on, off, what string }{
	{"\x1b[?1049h", "\x1b[?1049l", "the alternate screen"},
	{"\x1b[?25l", "\x1b[?25h", "hiding the cursor"},
	{"\x1b[?2004h", "\x1b[?2004l", "bracketed paste"},
	{"\x1b[?7l", "\x1b[?7h", "rows that end at the edge"},
	{"\x1b[?1002h", "\x1b[?1002l", "the mouse"},
	{"\x1b[?1006h", "\x1b[?1006l", "the mouse's wide coordinates"},
}

// The terminal is restored however the program ends.
func TestTheTerminalIsRestored(t *testing.T) {
	fail := func() { panic("a bug of the test") }
	for name, test := range map[string]struct {
		scene scene
		bug   bool
	}{
		"quit":            {scene{update: quit}, false},
		"panic in Init":   {scene{init: fail, update: quit}, true},
		"panic in View":   {scene{view: func() string { fail(); return "" }, update: quit}, true},
		"panic in Update": {scene{update: func(tea.Msg) tea.Cmd { fail(); return nil }}, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, &pty.Winsize{Cols: 80, Rows: 24})
			p := New(d.tty, d.tty)
			p.Mouse = true
			err := p.Run(t.Context(), &test.scene)
			bug := (*Panic)(nil)
			if errors.As(err, &bug) != test.bug || !test.bug && err != nil {
				t.Errorf("the error is %v", err)
			}
			if test.bug && (!strings.Contains(err.Error(), "a bug of the test") || !strings.Contains(string(bug.Stack), "host_test.go")) {
				t.Errorf("the bug is %q in %s", err, bug.Stack)
			}
			all := d.left()
			for _, mode := range modes {
				if strings.Count(all, mode.on) != 1 || strings.Count(all, mode.off) != 1 || strings.Index(all, mode.on) > strings.Index(all, mode.off) {
					t.Errorf("%s is not switched on and off, once, in %q", mode.what, all)
				}
			}
			if !strings.HasSuffix(all, modesOff) {
				t.Errorf("after its end it writes: %q", all)
			}
		})
	}
}

// After a panic the model is not called again.
func TestAPanicIsTheLastWord(t *testing.T) {
	d := newDesk(t, &pty.Winsize{Cols: 80, Rows: 24})
	calls := 0
	s := &scene{update: func(tea.Msg) tea.Cmd { calls++; d.typed("yyy"); panic("a bug of the test") }}
	if err := New(d.tty, d.tty).Run(t.Context(), s); err == nil || calls != 1 {
		t.Errorf("the model is called %d times (%v)", calls, err)
	}
	d.left()
}

func TestTheContextEnds(t *testing.T) {
	d := newDesk(t, &pty.Winsize{Cols: 80, Rows: 24})
	ctx, stop := context.WithCancel(t.Context())
	s := &scene{update: func(tea.Msg) tea.Cmd { stop(); return nil }}
	if err := New(d.tty, d.tty).Run(ctx, s); err != nil {
		t.Error(err)
	}
	d.left()
}

// Without a terminal to read from, nothing is written.
func TestNoTerminal(t *testing.T) {
	d := newDesk(t, &pty.Winsize{Cols: 80, Rows: 24})
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer nothing.Close()
	if err := New(nothing, d.tty).Run(t.Context(), &scene{}); err == nil {
		t.Error("keys are read from nothing")
	}
	if all := d.left(); all != "" {
		t.Errorf("%q is written", all)
	}
}

// A request or a new size redraws the whole screen. Another key does not.
func TestRedraw(t *testing.T) {
	const whole = "nothing\r\nto see"
	for name, test := range map[string]struct {
		do    func(*desk)
		until tea.Msg
		times int
	}{
		"asked for": {func(d *desk) { d.typed("\x0c") }, tea.WindowSizeMsg{Width: 80, Height: 24}, 2},
		"resize": {func(d *desk) {
			if err := errors.Join(pty.Setsize(d.tty, &pty.Winsize{Cols: 100, Rows: 30}), syscall.Kill(syscall.Getpid(), syscall.SIGWINCH)); err != nil {
				t.Error(err)
			}
		}, tea.WindowSizeMsg{Width: 100, Height: 30}, 2},
		"another key": {func(d *desk) { d.typed("\x0b") }, tea.KeyMsg{Type: tea.KeyCtrlK}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, &pty.Winsize{Cols: 80, Rows: 24})
			p := New(d.tty, d.tty)
			going := false
			s := &scene{update: func(msg tea.Msg) tea.Cmd {
				switch {
				case reflect.DeepEqual(msg, tea.KeyMsg{Type: tea.KeyCtrlL}):
					return tea.ClearScreen
				case msg == "go":
					going = true
					return func() tea.Msg { d.sees(whole); test.do(d); return nil }
				case going && reflect.DeepEqual(msg, test.until):
					return func() tea.Msg { return "shown" }
				case msg == "shown":
					p.Send("sent")
					return func() tea.Msg { d.sees("sent"); return tea.Quit() }
				}
				return nil
			}}
			if err := p.Run(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			all := d.left()
			if n := strings.Count(all, whole); n != test.times || strings.Count(all, "\x1b[2J") != n {
				t.Errorf("the screen is redrawn %d times, want %d: %q", n, test.times, all)
			}
			if strings.Count(all, "sent") != 1 || strings.Contains(all, "1002") {
				t.Errorf("it writes %q", all)
			}
		})
	}
}
