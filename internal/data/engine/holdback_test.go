package engine

import (
	"bytes"
	"net"
	"testing"
	"time"
)

// Held bytes are sent exactly once. Later writes are not held.
func TestHoldBack(t *testing.T) {
	t.Parallel()
	var sent sink
	c := &boundedConn{Conn: &sent, limit: time.Minute}
	write := func(text string) {
		if n, err := c.Write([]byte(text)); n != len(text) || err != nil {
			t.Error(n, err)
		}
	}
	write("1")
	c.hold()
	write("2")
	write("3")
	if got := sent.String(); got != "1" {
		t.Errorf("sent %q", got)
	}
	c.flush()
	c.flush()
	write("4")
	if got := sent.String(); got != "1234" {
		t.Errorf("sent %q", got)
	}
}

// sink is a connection that records what is written to it.
type sink struct {
	net.Conn
	bytes.Buffer
}

func (s *sink) Write(p []byte) (int, error)      { return s.Buffer.Write(p) }
func (s *sink) Read(p []byte) (int, error)       { return s.Buffer.Read(p) }
func (s *sink) SetWriteDeadline(time.Time) error { return nil }
