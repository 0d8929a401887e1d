package terminal

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/creack/pty"
)

// The program receives the terminal's size, or 80×24 if the terminal reports none.
func TestSize(t *testing.T) {
	for _, test := range []struct {
		size pty.Winsize
		want tea.WindowSizeMsg
	}{
		{pty.Winsize{Cols: 100, Rows: 30}, tea.WindowSizeMsg{Width: 100, Height: 30}},
		{pty.Winsize{}, tea.WindowSizeMsg{Width: 80, Height: 24}},
	} {
		d := newDesk(t, &test.size)
		s := &scene{update: quit}
		if err := New(d.tty, d.tty).Run(t.Context(), s); err != nil || s.size != test.want {
			t.Errorf("a terminal of %+v is %+v (%v)", test.size, s.size, err)
		}
		d.left()
	}
}

func TestMouse(t *testing.T) {
	d := newDesk(t, &pty.Winsize{Cols: 80, Rows: 24})
	p := New(d.tty, d.tty)
	p.Mouse = true
	s := &scene{}
	s.update = func(msg tea.Msg) tea.Cmd {
		if msg == "go" {
			d.typed("\x1b[<65;3;4M")
		}
		if mouse, is := msg.(tea.MouseMsg); is {
			if mouse.X != 2 || mouse.Y != 3 || mouse.Button != tea.MouseButtonWheelDown {
				t.Errorf("it gets %+v", mouse)
			}
			return tea.Quit
		}
		return nil
	}
	if err := p.Run(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	d.left()
}
