package cli

import (
	"bytes"
	"cmp"
	"io"
	"os"
	"os/exec"

	"github.com/charmbracelet/x/ansi"
)

// pager is a writer to a terminal. It holds text until the text is longer than the
// screen, and then starts a pager program. Close writes the text if no program was
// started.
type pager struct {
	terminal      io.Writer
	stderr        io.Writer
	width, height int

	held    bytes.Buffer
	checked int // number of bytes of held whose lines are counted
	lines   int // number of screen lines of these bytes
	program *exec.Cmd
	input   io.WriteCloser // the program's stdin
	direct  bool           // text goes to the terminal, for lack of a program
}

// page sends this command's results through a pager.
func (a *app) page(width, height int) {
	a.pager = &pager{terminal: a.stdout, stderr: a.stderr, width: width, height: height}
	a.out.Reset(output{a.pager, a.progress})
}

// Write implements io.Writer.
func (p *pager) Write(text []byte) (int, error) {
	switch {
	case p.direct:
		return p.terminal.Write(text)
	case p.input != nil:
		return p.input.Write(text)
	}
	p.held.Write(text)
	p.count()
	if p.lines >= p.height {
		return len(text), p.start()
	}
	return len(text), nil
}

// count counts the screen lines of the complete lines in held.
func (p *pager) count() {
	for {
		line, _, whole := bytes.Cut(p.held.Bytes()[p.checked:], []byte("\n"))
		if !whole {
			return
		}
		p.checked += len(line) + 1
		p.lines += 1 + max(0, ansi.StringWidth(string(line))-1)/max(1, p.width)
	}
}

// start starts the program and writes the held text to it. Without a program, the text
// goes to the terminal.
func (p *pager) start() error {
	p.program = pagerProgram(os.LookupEnv)
	if p.program != nil {
		p.program.Stdout, p.program.Stderr = p.terminal, p.stderr
		var err error
		if p.input, err = p.program.StdinPipe(); err == nil {
			err = p.program.Start()
		}
		if err != nil {
			p.input = nil
		}
	}
	if p.input == nil {
		p.direct = true
		_, err := p.held.WriteTo(p.terminal)
		return err
	}
	_, err := p.held.WriteTo(p.input)
	return err
}

// Close writes the held text, or waits until the user leaves the program.
func (p *pager) Close() error {
	if p.input == nil {
		_, err := p.held.WriteTo(p.terminal)
		return err
	}
	err := p.input.Close()
	_ = p.program.Wait() // a pager's exit code says nothing about the results
	return err
}

// pagerProgram returns the pager that PAGER names, or else less. It returns nil if there
// is none, or if PAGER is empty or cat.
func pagerProgram(lookup func(string) (string, bool)) *exec.Cmd {
	command, given := lookup("PAGER")
	switch {
	case given && (command == "" || command == "cat"):
		return nil
	case given:
		program := exec.Command("sh", "-c", command)
		less, _ := lookup("LESS")
		program.Env = append(os.Environ(), "LESS="+cmp.Or(less, "FRX")) // with git's default LESS, PAGER=less shows colours
		return program
	}
	path, err := exec.LookPath("less")
	if err != nil {
		return nil
	}
	return exec.Command(path, "-FRX")
}
