package terminal

import (
	"slices"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/creack/pty"
)

// Sequences and characters that arrive in parts are put together. ESC is a key if
// nothing follows it.
func TestPartsOfKeys(t *testing.T) {
	d := newDesk(t, &pty.Winsize{Cols: 80, Rows: 24})
	s := &scene{}
	var got []string
	s.update = func(msg tea.Msg) tea.Cmd {
		if msg == "go" {
			go func() {
				for _, part := range []string{"\x1b]11;rgb:1e1e", "/1e1e/2e2e\x1b", "\\", "\xc3", "\xa9", "\x1b[1;", "5C", "\x1bP>|term", " y 1\x1b\\", "\x1b[20", "0~y", "\x1b[2", "01~", "\x1b"} {
					d.typed(part)
					time.Sleep(5 * time.Millisecond) // a pause as on a slow line
				}
			}()
		}
		if key, is := msg.(tea.KeyMsg); is {
			if got = append(got, key.String()); key.Type == tea.KeyEscape {
				d.typed("q")
			} else if key.String() == "q" {
				return tea.Quit
			}
		}
		return nil
	}
	if err := New(d.tty, d.tty).Run(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if want := []string{"é", "ctrl+right", "[y]", "esc", "q"}; !slices.Equal(got, want) {
		t.Errorf("the keys are %q, want %q", got, want)
	}
	d.left()
}
