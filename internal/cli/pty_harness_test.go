package cli

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// patience limits each wait of a test, and is never used up.
const patience = 20 * time.Second

// ptyProgram is a program in a terminal that answers no queries. It keeps every byte of
// the output.
type ptyProgram struct {
	t      *testing.T
	cmd    *exec.Cmd
	screen *os.File // the user's side of the terminal
	tty    *os.File // the program's side
	before *term.State
	ended  chan struct{}

	mu   sync.Mutex
	out  []byte
	from int           // offset at which the next wait starts to search
	more chan struct{} // closed when bytes arrive
}

// setup holds the options for starting a program.
type setup struct {
	size  pty.Winsize
	path  string // path of a program other than flagtui
	env   []string
	shell string // a shell script that gets the command as "$@"
	stdin *os.File
	out   *os.File // stdout in place of the terminal
}

func size(columns, rows uint16) func(*setup) {
	return func(s *setup) { s.size = pty.Winsize{Cols: columns, Rows: rows} }
}

func env(variables ...string) func(*setup) {
	return func(s *setup) { s.env = append(s.env, variables...) }
}

func shell(script string) func(*setup) { return func(s *setup) { s.shell = script } }

func stdin(file *os.File) func(*setup) { return func(s *setup) { s.stdin = file } }

func stdout(file *os.File) func(*setup) { return func(s *setup) { s.out = file } }

// startIn starts flagtui in a new terminal.
func startIn(t *testing.T, args []string, options ...func(*setup)) *ptyProgram {
	t.Helper()
	s := setup{size: pty.Winsize{Cols: 120, Rows: 40}}
	for _, set := range options {
		set(&s)
	}
	program, err := s.path, error(nil)
	if program == "" {
		program, err = binary()
	}
	if err != nil {
		t.Fatal(err)
	}
	args = append([]string{program}, args...)
	if s.shell != "" {
		args = append([]string{"sh", "-c", s.shell, "sh"}, args...)
	}
	p := &ptyProgram{t: t, cmd: exec.Command(args[0], args[1:]...), ended: make(chan struct{}), more: make(chan struct{})}
	p.open(&s.size)
	p.before = p.settings()
	homeDir := t.TempDir()
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + homeDir, "TERM=xterm-256color", "LANG=C.UTF-8"}, s.env...)
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = p.tty, p.tty, p.tty
	if s.stdin != nil {
		p.cmd.Stdin = s.stdin
	}
	if s.out != nil {
		p.cmd.Stdout = s.out
	}
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 2}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.collect()
	go func() {
		p.cmd.Wait() // ProcessState holds the result
		close(p.ended)
	}()
	t.Cleanup(func() {
		syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) // ends the whole process group
		<-p.ended
		p.screen.Close()
		p.tty.Close()
	})
	return p
}

// dashboardOn starts the dashboard and waits for its first screen.
func dashboardOn(t *testing.T, db string, options ...func(*setup)) *ptyProgram {
	t.Helper()
	p := startIn(t, []string{"--db", db}, options...)
	p.waitFor(`All \d`)
	p.waitUntilQuiet()
	return p
}

// open makes the terminal.
func (p *ptyProgram) open(size *pty.Winsize) {
	p.t.Helper()
	screen, tty, err := pty.Open()
	if err != nil {
		p.t.Fatal(err)
	}
	// Go can close a file during a read only if the file is non-blocking.
	fd, err := unix.FcntlInt(screen.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err == nil {
		err = pty.Setsize(tty, size)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	screen.Close()
	p.screen, p.tty = os.NewFile(uintptr(fd), "ptmx"), tty
}

// collect reads the program's output until its end.
func (p *ptyProgram) collect() {
	buf := make([]byte, 1<<16)
	for {
		n, err := p.screen.Read(buf)
		p.mu.Lock()
		p.out = append(p.out, buf[:n]...)
		close(p.more)
		p.more = make(chan struct{})
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// settings returns the modes of the terminal.
func (p *ptyProgram) settings() *term.State {
	p.t.Helper()
	settings, err := term.GetState(p.tty.Fd())
	if err != nil {
		p.t.Fatal(err)
	}
	return settings
}

// send types keys. The next wait ignores earlier output.
func (p *ptyProgram) send(keys string) {
	p.t.Helper()
	p.mu.Lock()
	p.from = len(p.out)
	p.mu.Unlock()
	if _, err := p.screen.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
}

// resize changes the size of the terminal.
func (p *ptyProgram) resize(columns, rows uint16) {
	p.t.Helper()
	p.mu.Lock()
	p.from = len(p.out)
	p.mu.Unlock()
	if err := pty.Setsize(p.tty, &pty.Winsize{Cols: columns, Rows: rows}); err != nil {
		p.t.Fatal(err)
	}
}

// written returns the output so far.
func (p *ptyProgram) written() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return string(p.out)
}

// progressLines matches the progress line, which appears on a slow machine, and its end.
var progressLines = regexp.MustCompile(`\r[^\r\n]*\x1b\[K`)

// output returns a command's output with plain line ends and without the progress line.
func (p *ptyProgram) output() string {
	return strings.ReplaceAll(progressLines.ReplaceAllLiteralString(p.written(), ""), "\r\n", "\n")
}

// moves matches the sequences that move the cursor to another row.
var moves = regexp.MustCompile(`\x1b\[\d+(;\d+)?H`)

// readable returns written text without escape sequences.
func readable(text string) string { return ansi.Strip(moves.ReplaceAllLiteralString(text, "\n")) }

// seen reports whether a pattern matches the output since the last keys within a time.
// It ignores escape sequences.
func (p *ptyProgram) seen(pattern string, within time.Duration) bool {
	re, limit := regexp.MustCompile(pattern), time.After(within)
	for {
		p.mu.Lock()
		text, more := string(p.out[p.from:]), p.more
		p.mu.Unlock()
		if re.MatchString(readable(text)) {
			return true
		}
		select {
		case <-more:
		case <-limit:
			return false
		}
	}
}

// waitFor waits until a pattern matches the output. It fails the test after patience.
func (p *ptyProgram) waitFor(pattern string) {
	p.t.Helper()
	if !p.seen(pattern, patience) {
		p.t.Fatalf("%s does not show up in %q", pattern, p.written()[p.from:])
	}
}

// insist presses a key until the pattern matches, because a confirmation ignores keys at
// first.
func (p *ptyProgram) insist(key, pattern string) {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		p.send(key)
		if p.seen(pattern, 700*time.Millisecond) {
			return
		}
	}
	p.t.Fatalf("%s does not show up in %q", pattern, p.written()[p.from:])
}

// silent reports whether there is no output for a time.
func (p *ptyProgram) silent(during time.Duration) bool {
	p.mu.Lock()
	more := p.more
	p.mu.Unlock()
	select {
	case <-more:
		return false
	case <-time.After(during):
		return true
	}
}

// waitUntilQuiet waits until there is no more output.
func (p *ptyProgram) waitUntilQuiet() {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if p.silent(150 * time.Millisecond) {
			return
		}
	}
	p.t.Fatal("the program does not stop writing")
}

// cost returns the number of bytes written from the start of do until there is no more
// output.
func (p *ptyProgram) cost(do func()) int {
	p.t.Helper()
	before := len(p.written())
	do()
	p.waitUntilQuiet()
	return len(p.written()) - before
}

// signal sends a signal to the program alone.
func (p *ptyProgram) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}
