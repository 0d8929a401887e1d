package engine

import (
	"context"
	"database/sql/driver"
	"net"
	"sync"
	"time"

	"github.com/lib/pq"
)

// connector opens connections to PostgreSQL with time limits. lib/pq alone would wait
// until the kernel gives up a silent connection.
type connector struct {
	config   pq.Config
	limit    time.Duration // the time limit of one read or write
	limits   string        // the settings of each transaction; see limitsOf
	readOnly bool
	denied   *Denial // may refuse writes; may be nil
	waiting  func()  // called if the server has no free connection; may be nil
}

// Driver implements driver.Connector.
func (c connector) Driver() driver.Driver { return &pq.Driver{} }

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	made, err := c.connectPreferred(ctx)
	if isFull(err) && c.waiting != nil {
		c.waiting()
	}
	return made, unconnected(err)
}

// connectPreferred connects as target_session_attrs says.
func (c connector) connectPreferred(ctx context.Context) (driver.Conn, error) {
	if c.config.TargetSessionAttrs != pq.TargetSessionAttrsPreferStandby {
		return c.connect(ctx)
	}
	// With PreferStandby, lib/pq would retry for ever if no host answers.
	c.config.TargetSessionAttrs = pq.TargetSessionAttrsStandby
	made, err := c.connect(ctx)
	if err != nil && ctx.Err() == nil {
		c.config.TargetSessionAttrs = pq.TargetSessionAttrsAny
		made, err = c.connect(ctx)
	}
	return made, err
}

// connectError marks an error of connecting, before any statement was sent.
type connectError struct{ error }

// Unwrap returns the driver's error.
func (e connectError) Unwrap() error { return e.error }

func unconnected(err error) error {
	if err == nil {
		return nil
	}
	return connectError{err}
}

// connect tries each host once.
func (c connector) connect(ctx context.Context) (driver.Conn, error) {
	inner, err := pq.NewConnectorConfig(withoutExposedPassfile(c.config))
	if err != nil {
		return nil, err
	}
	l := &dialer{limit: c.limit}
	inner.Dialer(l)
	// lib/pq observes ctx while it dials, but not during the handshake.
	defer context.AfterFunc(ctx, l.expireSoon)()
	made, err := inner.Connect(ctx)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	l.made = true
	l.mu.Unlock()
	return &conn{pqConn: made.(pqConn), dialer: l, limits: c.limits, readOnly: c.readOnly, denied: c.denied}, nil
}

// pqConn lists the methods of lib/pq's connections that database/sql uses.
type pqConn interface {
	driver.Conn
	driver.ExecerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.QueryerContext
	driver.SessionResetter
	driver.Tx
	driver.Validator
}

// dialer opens the network connections of one session.
type dialer struct {
	limit time.Duration
	mu    sync.Mutex
	conn  *boundedConn // the session's network connection
	made  bool         // the session is established; a further connection only cancels its statement
}

// DialContext implements pq.DialerContext.
func (l *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	l.mu.Lock()
	made := l.made
	l.mu.Unlock()
	if made {
		l.expireSoon()
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	bounded := &boundedConn{Conn: conn, limit: l.limit}
	if !made {
		l.mu.Lock()
		before := l.conn
		l.conn = bounded
		l.mu.Unlock()
		if before != nil {
			// If a TLS handshake fails, lib/pq does not close the connection.
			_ = before.Close()
		}
	}
	return bounded, nil
}

// DialTimeout implements pq.Dialer.
func (l *dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return l.DialContext(ctx, network, address)
}

// Dial implements pq.Dialer.
func (l *dialer) Dial(network, address string) (net.Conn, error) {
	return l.DialTimeout(network, address, l.limit)
}

// expireSoon ends the session's reads and writes after clientGrace. Until then the
// server can answer a cancellation.
func (l *dialer) expireSoon() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		// SetDeadline fails only on a closed connection.
		_ = l.conn.SetDeadline(time.Now().Add(clientGrace))
	}
}

// abort closes the session's network connection.
func (l *dialer) abort() {
	l.mu.Lock()
	defer l.mu.Unlock()
	// Close fails only on a closed connection.
	_ = l.conn.Close()
}

// boundedConn limits every read and write to limit. A deadline may end them earlier.
type boundedConn struct {
	net.Conn
	limit    time.Duration
	mu       sync.Mutex
	deadline time.Time
	holding  bool   // writes are held back until flush
	held     []byte // the bytes held back
}

// hold holds back all bytes written until flush.
func (c *boundedConn) hold() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.holding = true
}

// flush sends the bytes held back, and ends the hold.
func (c *boundedConn) flush() {
	c.mu.Lock()
	held := c.held
	c.holding, c.held = false, nil
	c.mu.Unlock()
	if len(held) > 0 {
		// If the write fails, the read that waits for the answer fails, too.
		_, _ = c.Write(held)
	}
}

// SetDeadline implements net.Conn.
func (c *boundedConn) SetDeadline(deadline time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = deadline
	return c.Conn.SetDeadline(deadline)
}

func (c *boundedConn) bound(set func(time.Time) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	end := time.Now().Add(c.limit)
	if !c.deadline.IsZero() && c.deadline.Before(end) {
		end = c.deadline
	}
	return set(end)
}

// Read implements net.Conn.
func (c *boundedConn) Read(p []byte) (int, error) {
	if err := c.bound(c.SetReadDeadline); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

// Write implements net.Conn.
func (c *boundedConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	if c.holding {
		defer c.mu.Unlock()
		c.held = append(c.held, p...)
		return len(p), nil
	}
	c.mu.Unlock()
	if err := c.bound(c.SetWriteDeadline); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}
