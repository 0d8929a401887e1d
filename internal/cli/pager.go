package cli

import (
	"bytes"
	"cmp"
	"io"
	"os"
	"os/exec"

	"github.com/charmbracelet/x/ansi"
)

// pager is a writer to a terminal. It holds what is written until it knows whether that is
// longer than the screen. If it is, a pager program shows it; otherwise Close writes it.
type pager struct {
	terminal      *os.File
	stderr        io.Writer
	width, height int

	held    bytes.Buffer
	checked int // the bytes of held whose lines are counted
	lines   int // that held takes on the screen
	program *exec.Cmd
	input   io.WriteCloser // of the program
	direct  bool           // there is no program: the terminal gets the text as it comes
}

// page has the results of this command collected for a pager.
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

// count counts the lines of the screen that the whole lines in held take.
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

// start starts the program, and gives it what is held. Without a program the terminal gets it.
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

// Close writes what is held, or waits until the user leaves the program.
func (p *pager) Close() error {
	if p.input == nil {
		_, err := p.held.WriteTo(p.terminal)
		return err
	}
	err := p.input.Close()
	_ = p.program.Wait() // how a pager ends says nothing about the results
	return err
}

// pagerProgram returns the pager of PAGER, or else less if it is installed. It returns nil if
// there is none, and if PAGER is empty or cat.
func pagerProgram(lookup func(string) (string, bool)) *exec.Cmd {
	command, given := lookup("PAGER")
	switch {
	case given && (command == "" || command == "cat"):
		return nil
	case given:
		program := exec.Command("sh", "-c", command)
		less, _ := lookup("LESS")
		program.Env = append(os.Environ(), "LESS="+cmp.Or(less, "FRX")) // as git does, so that PAGER=less shows colours
		return program
	}
	path, err := exec.LookPath("less")
	if err != nil {
		return nil
	}
	return exec.Command(path, "-FRX")
}
