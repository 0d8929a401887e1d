package pgtest

import (
	"syscall"
	"testing"
)

// Server is a cluster for one test alone, which can take it away.
type Server struct {
	t       testing.TB
	cluster *cluster
}

// New starts a server, which is removed when the test ends. It takes initdb
// and postgres: a server that others use cannot be stopped.
func New(t testing.TB) *Server {
	t.Helper()
	cluster, err := newCluster()
	require(t, err)
	t.Cleanup(func() {
		if err := cluster.remove(); err != nil {
			t.Error(err)
		}
	})
	return &Server{t, cluster}
}

// Database returns the URL of a new, empty database on the server. It stays
// the same when the server is stopped and started.
func (s *Server) Database() string {
	s.t.Helper()
	database, err := create(s.cluster.admin())
	require(s.t, err)
	return database.String()
}

// Stop shuts the server down and breaks its connections. It returns when
// nothing listens any more.
func (s *Server) Stop() { s.cluster.server.stop(syscall.SIGINT) }

// Start starts the server again, and returns when it answers.
func (s *Server) Start() {
	s.t.Helper()
	require(s.t, s.cluster.start())
}
