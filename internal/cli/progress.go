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

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

const (
	progressDelay    = 500 * time.Millisecond // of a command's line: what is over sooner needs none
	dashboardDelay   = 100 * time.Millisecond // of the dashboard's, which would be a blank screen
	progressInterval = 200 * time.Millisecond // between two lines
)

// progress is stderr on a terminal. Its last line says what the command is doing, once that
// has taken long. The line is erased before anything else is written. ascii and delay are
// set before the first step.
type progress struct {
	stderr *os.File
	ascii  bool          // the line is in ASCII
	delay  time.Duration // of the line of a step

	mu      sync.Mutex
	current *step
	line    string // on the terminal; empty: none
	ended   bool
}

// step is a part of a command that may take long.
type step struct {
	what  string
	done  atomic.Int64 // how far it is, in units; 0: not known
	unit  string
	began time.Time
}

// newProgress returns the progress line of stderr. It returns nil, which is a progress that
// shows nothing, where stderr is no terminal, or one that cannot erase a line.
func newProgress(stderr io.Writer) *progress {
	file, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(file.Fd()) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return &progress{stderr: file, delay: progressDelay}
}

// start says what the command does from now on, until end is called.
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
		p.current = before
	}
}

// add says that n more units of the step are done.
func (s *step) add(n int) { s.done.Add(int64(n)) }

// draw writes the line of a step until stop is closed.
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

// text is the line of a step: what, how far and for how long.
func (s *step) text(ascii bool) string {
	text := views.Clean(s.what) + "…"
	if ascii {
		text = views.CleanASCII(s.what) + "..."
	}
	if n := s.done.Load(); n > 0 {
		text += " " + feature.Thousands(int(n)) + " " + s.unit
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

// Write implements io.Writer: it removes the progress line and writes text to stderr in
// its place.
func (p *progress) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	return p.stderr.Write(text)
}

// stop removes the line for good: from now on the results are written.
func (p *progress) stop() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	p.ended = true
}
