package pgtest

import (
	"syscall"
	"testing"
)

// Server is a cluster that belongs to one test. The test can stop and start it.
type Server struct {
	t       testing.TB
	cluster *cluster
}

// New starts a server that is removed when the test ends. It always starts a new server,
// since a shared server cannot be stopped.
func New(t testing.TB) *Server {
	t.Helper()
	cluster, err := newCluster()
	requireNoError(t, err)
	t.Cleanup(func() {
		if err := cluster.remove(); err != nil {
			t.Error(err)
		}
	})
	return &Server{t, cluster}
}

// Database returns the URL of a new, empty database on the server. The URL stays
// valid when the server is stopped and started.
func (s *Server) Database() string {
	s.t.Helper()
	database, err := createDatabase(s.cluster.adminURL())
	requireNoError(s.t, err)
	return database.String()
}

// Stop shuts the server down and closes its connections. It returns when the server
// has exited.
func (s *Server) Stop() { s.cluster.server.stop(syscall.SIGINT) }

// Start starts the server again, and returns when the server answers.
func (s *Server) Start() {
	s.t.Helper()
	requireNoError(s.t, s.cluster.start())
}
