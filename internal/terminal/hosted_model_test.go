package terminal

import (
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/creack/pty"
)

// A command that panics ends the program and restores the terminal, even within a
// batch. The error has the command's stack.
func TestAPanicOfACommand(t *testing.T) {
	for name, cmd := range map[string]tea.Cmd{
		"alone":      func() tea.Msg { panic("oh no") },
		"in a batch": tea.Batch(func() tea.Msg { return nil }, func() tea.Msg { panic("oh no") }),
	} {
		d := newDesk(t, &pty.Winsize{Cols: 80, Rows: 24})
		s := &scene{}
		s.update = func(msg tea.Msg) tea.Cmd {
			if msg == "go" {
				return cmd
			}
			return nil
		}
		bug := (*Panic)(nil)
		if err := New(d.tty, d.tty).Run(t.Context(), s); !errors.As(err, &bug) || bug.Value != "oh no" || !strings.Contains(string(bug.Stack), "TestAPanicOfACommand") {
			t.Errorf("%s: the error is %v", name, err)
		}
		d.left()
	}
}
