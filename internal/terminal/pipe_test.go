package terminal

import (
	"io"
	"strings"
	"sync"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// lockedText collects text from several goroutines.
type lockedText struct {
	mu  sync.Mutex
	all strings.Builder
}

func (l *lockedText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *lockedText) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// A host needs no terminal of its own process. Keys arrive through a pipe and sizes
// through a channel. Suspending does nothing.
func TestOverAPipe(t *testing.T) {
	in, keys := io.Pipe()
	defer keys.Close()
	out, resized := &lockedText{}, make(chan struct{}, 1)
	var mu sync.Mutex
	width := 100
	size := func() (int, int, error) {
		mu.Lock()
		defer mu.Unlock()
		return width, 30, nil
	}
	var quitOnce sync.Once
	var got []string
	s := &scene{}
	s.update = func(msg tea.Msg) tea.Cmd {
		switch msg := msg.(type) {
		case tea.WindowSizeMsg:
			if msg == (tea.WindowSizeMsg{Width: 120, Height: 30}) {
				quitOnce.Do(func() { go keys.Write([]byte("q")) })
			}
		case tea.KeyMsg:
			got = append(got, msg.String())
			switch msg.String() {
			case "up":
				return tea.Suspend
			case "q":
				return tea.Quit
			}
		default:
			if msg == "go" {
				go func() {
					keys.Write([]byte("\x1b["))
					keys.Write([]byte("A"))
					mu.Lock()
					width = 120
					mu.Unlock()
					resized <- struct{}{}
				}()
			}
		}
		return nil
	}
	if err := NewOn(in, out, size, resized).Run(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if strings.Join(got, " ") != "up q" {
		t.Errorf("the keys are %q", got)
	}
	if all := out.text(); !strings.HasPrefix(all, modesOn) || !strings.HasSuffix(all, modesOff) {
		t.Errorf("written: %q", all)
	}
}
