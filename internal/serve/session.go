package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"flagtui/internal/config"
)

// Session is one session of a user.
type Session struct {
	User     config.User
	Client   string    // the client's IP address
	Command  string    // the command to run; empty for none
	Terminal *Terminal // nil if the client asked for no terminal
	Stdin    io.Reader
	Stdout   io.Writer
	Stderr   io.Writer

	env map[string]string
}

// Getenv returns a variable of the client's terminal, or an empty text.
func (s *Session) Getenv(name string) string { return s.env[name] }

// variables are the only ones that are taken from a client, besides TERM.
var variables = []string{"COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "TERM"}

// Terminal is the client's terminal.
type Terminal struct {
	// Resized receives after the size has changed.
	Resized chan struct{}

	mu            sync.Mutex
	width, height int
}

// Size returns the size in columns and rows.
func (t *Terminal) Size() (width, height int, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.width, t.height, nil
}

func (t *Terminal) resize(width, height uint32) {
	const most = 4096 // larger than any screen; limits the memory for a frame
	t.mu.Lock()
	t.width, t.height = int(min(width, most)), int(min(height, most))
	t.mu.Unlock()
	select {
	case t.Resized <- struct{}{}:
	default: // the reader will ask for the newest size
	}
}

// session serves one channel: it waits for the request that starts the program, runs the
// program and sends its exit code.
func (c *conn) session(offered ssh.NewChannel) {
	channel, requests, err := offered.Accept()
	if err != nil {
		return
	}
	defer channel.Close()
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	finish, ok := c.begin(cancel)
	if !ok {
		return
	}
	defer finish()
	client, _, err := net.SplitHostPort(c.client)
	if err != nil {
		client = c.client
	}
	s := &Session{User: c.user, Client: client, Stdin: channel, Stdout: channel, Stderr: channel.Stderr(), env: map[string]string{}}
	started := make(chan struct{})
	go func() {
		c.answer(s, requests, sync.OnceFunc(func() { close(started) }))
		cancel(errGone) // the channel is closed
	}()
	select {
	case <-started:
	case <-time.After(handshakeTime):
		return
	case <-ctx.Done():
		return
	}
	if s.Terminal != nil {
		input := &watchedReader{Reader: channel, idle: time.AfterFunc(c.server.limits().Idle, func() { cancel(errIdle) }), limit: c.server.limits().Idle}
		defer input.idle.Stop()
		s.Stdin = input
	}
	exit := c.run(ctx, s)
	if why := context.Cause(ctx); ctx.Err() != nil && !errors.Is(why, errGone) {
		fmt.Fprintf(s.Stderr, "flagtui: %v\r\n", why)
		c.server.log.Info("session ended", "user", c.user.Name, "client", c.client, "why", why.Error())
	}
	_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{uint32(exit)}))
	_ = channel.CloseWrite()
}

// run runs the program. A panic ends this session only.
func (c *conn) run(ctx context.Context, s *Session) (exit int) {
	defer func() {
		if value := recover(); value != nil {
			c.server.log.Error("panic", "user", c.user.Name, "client", c.client, "value", fmt.Sprint(value), "stack", string(debug.Stack()))
			exit = exitPanic
		}
	}()
	return c.server.run(ctx, s)
}

// exitPanic is the exit code of a program that has panicked.
const exitPanic = 9

// watchedReader restarts a timer at each input.
type watchedReader struct {
	io.Reader
	idle  *time.Timer
	limit time.Duration
}

// Read implements io.Reader.
func (r *watchedReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if n > 0 {
		r.idle.Reset(r.limit)
	}
	return n, err
}

// answer answers the requests of a channel until it closes. It calls start when the
// program is to run; s does not change afterwards but for the terminal's size.
func (c *conn) answer(s *Session, requests <-chan *ssh.Request, start func()) {
	started := false
	for request := range requests {
		ok := false
		switch kind := request.Type; {
		case kind == "window-change":
			var size struct{ Columns, Rows, Width, Height uint32 }
			if ok = s.Terminal != nil && ssh.Unmarshal(request.Payload, &size) == nil; ok {
				s.Terminal.resize(size.Columns, size.Rows)
			}
		case started: // the rest comes before the program
		case kind == "env":
			var variable struct{ Name, Value string }
			if ok = ssh.Unmarshal(request.Payload, &variable) == nil && slices.Contains(variables, variable.Name) && len(variable.Value) <= 256; ok {
				s.env[variable.Name] = variable.Value
			}
		case kind == "pty-req":
			var asked struct {
				Term                         string
				Columns, Rows, Width, Height uint32
				Modes                        string
			}
			if ok = s.Terminal == nil && ssh.Unmarshal(request.Payload, &asked) == nil && len(asked.Term) <= 256; ok {
				s.Terminal = &Terminal{Resized: make(chan struct{}, 1)}
				s.Terminal.resize(asked.Columns, asked.Rows)
				s.env["TERM"] = asked.Term
			}
		case kind == "shell":
			ok, started = true, true
		case kind == "exec":
			var command struct{ Line string }
			if ok = ssh.Unmarshal(request.Payload, &command) == nil; ok {
				s.Command, started = command.Line, true
			}
		}
		if !ok && request.Type != "env" && request.Type != "eow@openssh.com" && request.Type != "signal" {
			c.refused(request.Type)
		}
		if request.WantReply {
			_ = request.Reply(ok, nil) // fails only for a lost client
		}
		if started {
			start()
		}
	}
}
