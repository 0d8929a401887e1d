package hooks

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Command is a program that runs after each saved change-set.
type Command struct {
	Args    []string // the program and its arguments; no shell reads them
	Secrets Secrets
	Limit   time.Duration // the time that the program may take; zero selects CommandLimit
}

// CommandLimit is the usual time that a Command may take.
const CommandLimit = 10 * time.Second

// maxOutput is the number of bytes of a program's output that are kept.
const maxOutput = 2000

// Name returns the program's name, which is safe to print.
func (c Command) Name() string { return c.Secrets.Redact(filepath.Base(c.Args[0])) }

// outputWait is the time that Run waits for output after the program's end.
const outputWait = time.Second

// MaxTime returns the longest time that Run takes.
func (c Command) MaxTime() time.Duration { return cmp.Or(c.Limit, CommandLimit) + outputWait }

// Run runs the program with the event in its environment and as JSON on its stdin. It
// fails if the program cannot be started, exits with a code other than 0, or does not
// end in time. The error has the end of the program's output, without secrets.
func (c Command) Run(ctx context.Context, event Event) error {
	limit := cmp.Or(c.Limit, CommandLimit)
	ctx, stop := context.WithTimeoutCause(ctx, limit, fmt.Errorf("it did not end within %v", limit))
	defer stop()
	stdin, err := json.Marshal(event)
	if err != nil {
		return err
	}
	var output tail
	cmd := exec.CommandContext(ctx, c.Args[0], c.Args[1:]...)
	cmd.Env = append(os.Environ(), event.environment()...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(append(stdin, '\n')), &output, &output
	cmd.WaitDelay = outputWait // a child process may keep the output open
	killGroup(cmd)
	switch err = cmd.Run(); {
	case err == nil, errors.Is(err, exec.ErrWaitDelay):
		return nil
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	}
	text := c.Name() + ": " + c.Secrets.Redact(withoutName(err))
	if printed := strings.Join(strings.Fields(c.Secrets.Redact(output.String())), " "); printed != "" {
		text += ": " + printed
	}
	return errors.New(text)
}

// withoutName returns the text of an error without the program's path, because Name has
// the program's name.
func withoutName(err error) string {
	if path := (*os.PathError)(nil); errors.As(err, &path) {
		return path.Err.Error()
	}
	if lookUp := (*exec.Error)(nil); errors.As(err, &lookUp) {
		return lookUp.Err.Error()
	}
	if errors.Is(err, context.Canceled) {
		return "it was interrupted"
	}
	return err.Error()
}

// tail keeps the last bytes that are written to it.
type tail struct {
	kept []byte
	cut  bool // earlier bytes were dropped
}

// Write implements io.Writer.
func (t *tail) Write(text []byte) (int, error) {
	t.kept = append(t.kept, text...)
	if extra := len(t.kept) - maxOutput; extra > 0 {
		t.kept, t.cut = append([]byte{}, t.kept[extra:]...), true
	}
	return len(text), nil
}

// String returns the kept text.
func (t *tail) String() string {
	text := strings.ToValidUTF8(string(t.kept), "")
	if t.cut {
		return "… " + text
	}
	return text
}
