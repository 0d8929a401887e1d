// Package serve is an SSH server whose sessions run one given program, and no shell. A
// public key says who a user is.
//
// The server is written on golang.org/x/crypto/ssh itself. Whatever is not named in this
// package is refused: passwords, forwarding, agents, subsystems such as sftp, and
// variables other than those of the terminal.
package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"flagtui/internal/config"
)

// Reasons for the end of a session. Their texts are for the user.
var (
	errGone     = errors.New("the connection was lost")
	errIdle     = errors.New("this session had no input for too long")
	errChanged  = errors.New("what you may do here has changed; log in again")
	errShutdown = errors.New("the server is stopping")
)

const (
	// handshakeTime limits the time until a client has logged in.
	handshakeTime = 20 * time.Second
	// maxHandshakes is the largest number of clients that are logging in.
	maxHandshakes = 50
	// drainTime limits the time that Serve waits for sessions after ctx has ended.
	drainTime = 10 * time.Second
)

// Server is an SSH server. Its methods are safe for concurrent use.
type Server struct {
	hostKey ssh.Signer
	log     *slog.Logger
	run     func(ctx context.Context, s *Session) (exit int)

	mu       sync.Mutex
	stopping bool
	config   config.Serve
	conns    map[*conn]bool
	sessions map[string]int // the number of sessions of each user
	running  sync.WaitGroup // the sessions
}

// New returns a server that calls run for each session. It reads the host key, or makes
// a new one. run must return soon after its ctx has ended.
func New(c config.Serve, log *slog.Logger, run func(ctx context.Context, s *Session) (exit int)) (*Server, error) {
	key, isNew, err := hostKey(c.HostKey)
	if err != nil {
		return nil, err
	}
	if isNew {
		log.Info("host key made", "file", c.HostKey)
	}
	return &Server{hostKey: key, log: log, run: run, config: c, conns: map[*conn]bool{}, sessions: map[string]int{}}, nil
}

// HostKey returns the fingerprint of the server's key.
func (s *Server) HostKey() string { return ssh.FingerprintSHA256(s.hostKey.PublicKey()) }

// Serve accepts clients until ctx ends. It then ends the sessions, and waits for them at
// most drainTime. It closes the listener.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	defer context.AfterFunc(ctx, func() { listener.Close() })()
	handshakes := make(chan struct{}, maxHandshakes)
	for {
		client, err := listener.Accept()
		if ctx.Err() != nil {
			s.drain()
			return nil
		}
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		if err != nil {
			s.log.Error("no client can be accepted", "error", err.Error())
			time.Sleep(100 * time.Millisecond) // such as for lack of files
			continue
		}
		select {
		case handshakes <- struct{}{}:
		default:
			s.log.Warn("refused", "client", client.RemoteAddr().String(), "why", fmt.Sprintf("%d clients are logging in already", maxHandshakes))
			client.Close()
			continue
		}
		go func() {
			defer func() { <-handshakes }()
			s.login(client)
		}()
	}
}

// drain ends all sessions and waits for them.
func (s *Server) drain() {
	s.mu.Lock()
	s.stopping = true
	s.log.Info("stopping", "connections", len(s.conns))
	for c := range s.conns {
		c.end(errShutdown)
	}
	s.mu.Unlock()
	done := make(chan struct{})
	go func() {
		s.running.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(drainTime):
		s.log.Error("sessions are left that have not ended", "seconds", drainTime.Seconds())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.ssh.Close()
	}
}

// Reload replaces the users and the limits. It ends the sessions of users who may no
// longer log in with their key, or whose rights are others now.
func (s *Server) Reload(c config.Serve) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.config = c
	for connected := range s.conns {
		user, ok := find(c.Users, connected.key)
		if !ok || !sameRights(user, connected.user) {
			connected.end(errChanged)
		}
	}
}

// limits returns the present configuration.
func (s *Server) limits() config.Serve {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.config
}

// admit counts a new session of a user. It returns why there may be none, or an empty
// text.
func (s *Server) admit(user string) (refused string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := 0
	for _, n := range s.sessions {
		all += n
	}
	switch {
	case s.stopping:
		return errShutdown.Error()
	case all >= s.config.Sessions:
		return fmt.Sprintf("the server has %d sessions, which is its limit; try again later", all)
	case s.sessions[user] >= s.config.SessionsEach:
		return fmt.Sprintf("%s has %d sessions, which is the limit for one user; end one of them", user, s.sessions[user])
	}
	s.sessions[user]++
	s.running.Add(1)
	return ""
}

// leave ends what admit has counted.
func (s *Server) leave(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sessions[user]--; s.sessions[user] == 0 {
		delete(s.sessions, user)
	}
	s.running.Done()
}
