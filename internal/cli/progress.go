package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"flagtui/internal/views"
	"flagtui/internal/words"
)

const (
	progressDelay    = 500 * time.Millisecond // before a command's line; shorter steps show none
	dashboardDelay   = 100 * time.Millisecond // before the line of the dashboard, whose screen is blank until then
	progressInterval = 200 * time.Millisecond // between two updates of the line
)

// progress shows a line on stderr, a terminal, about a step that takes long. Writing
// anything else erases the line first. ascii and delay must be set before the first
// step.
type progress struct {
	stderr *os.File
	ascii  bool          // print the line in ASCII
	delay  time.Duration // time from the start of a step to its line

	mu      sync.Mutex
	current *step
	line    string // the line on the terminal; empty if erased
	ended   bool
}

// step is a part of a command that may take long.
type step struct {
	what  string
	done  atomic.Int64 // number of units done; 0 if unknown
	unit  string
	began time.Time
}

// newProgress returns the progress of stderr. It returns nil if stderr is not a terminal,
// or cannot erase a line. A nil progress shows nothing.
func newProgress(stderr io.Writer) *progress {
	file, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(file.Fd()) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return &progress{stderr: file, delay: progressDelay}
}

// start begins a step, which lasts until end is called.
func (p *progress) start(unit, format string, args ...any) (s *step, end func()) {
	s = &step{what: fmt.Sprintf(format, args...), unit: unit, began: time.Now()}
	if p == nil {
		return s, func() {}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.current
	p.current = s
	stop := make(chan struct{})
	crashed := make(chan error, 1)
	goGuarded(func() { p.draw(s, stop) }, crashed)
	return s, func() {
		close(stop)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.erase()
		if p.current == s {
			p.current = before
		}
	}
}

// rename replaces the name of the present step.
func (p *progress) rename(format string, args ...any) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current != nil {
		p.current.what = fmt.Sprintf(format, args...)
	}
}

// add records that n more units are done.
func (s *step) add(n int) { s.done.Add(int64(n)) }

// set records that n units are done.
func (s *step) set(n int) { s.done.Store(int64(n)) }

// draw prints and updates the line of a step until stop is closed.
func (p *progress) draw(s *step, stop <-chan struct{}) {
	wait := time.NewTimer(p.delay)
	defer wait.Stop()
	for {
		select {
		case <-stop:
			return
		case <-wait.C:
		}
		p.mu.Lock()
		if p.current == s && !p.ended {
			width, _, err := term.GetSize(p.stderr.Fd())
			if err != nil {
				width = 80
			}
			if line := ansi.Truncate(s.text(p.ascii), width-1, ""); line != p.line {
				fmt.Fprint(p.stderr, "\r"+line+"\x1b[K")
				p.line = line
			}
		}
		p.mu.Unlock()
		wait.Reset(progressInterval)
	}
}

// text returns the line of a step: its name, its units and its time.
func (s *step) text(ascii bool) string {
	text := views.Clean(s.what) + "…"
	if ascii {
		text = views.CleanASCII(s.what) + "..."
	}
	if n := s.done.Load(); n > 0 {
		text += " " + words.English.Thousands(int(n)) + " " + s.unit
	}
	if seconds := int(time.Since(s.began).Seconds()); seconds > 0 {
		text += fmt.Sprintf(" (%d s)", seconds)
	}
	return text
}

// erase removes the line.
func (p *progress) erase() {
	if p.line != "" {
		fmt.Fprint(p.stderr, "\r\x1b[K")
		p.line = ""
	}
}

// Write implements io.Writer. It replaces the progress line by text.
func (p *progress) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	return p.stderr.Write(text)
}

// stop erases the line for good, before results are written.
func (p *progress) stop() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	p.ended = true
}
