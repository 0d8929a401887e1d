package engine

import (
	"context"
	"database/sql/driver"
	"net"
	"sync"
	"time"

	"github.com/lib/pq"
)

// connector makes connections to PostgreSQL that answer or fail in time. lib/pq alone
// would wait until the kernel gives a silent network up.
type connector struct {
	config   pq.Config
	limit    time.Duration // how long one read or write may take
	limits   string        // see limitsOf
	readOnly bool
	denied   *Denial // nil: writing is allowed unless readOnly
}

// Driver implements driver.Connector.
func (c connector) Driver() driver.Driver { return &pq.Driver{} }

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if c.config.TargetSessionAttrs != pq.TargetSessionAttrsPreferStandby {
		made, err := c.connect(ctx)
		return made, unconnected(err)
	}
	// lib/pq would try for ever if no host answers.
	c.config.TargetSessionAttrs = pq.TargetSessionAttrsStandby
	made, err := c.connect(ctx)
	if err != nil && ctx.Err() == nil {
		c.config.TargetSessionAttrs = pq.TargetSessionAttrsAny
		made, err = c.connect(ctx)
	}
	return made, unconnected(err)
}

// connectError is an error of connecting: the database was not asked for anything yet.
type connectError struct{ error }

// Unwrap makes errors.Is work for what the driver says.
func (e connectError) Unwrap() error { return e.error }

func unconnected(err error) error {
	if err == nil {
		return nil
	}
	return connectError{err}
}

// Connect makes one attempt at each host.
func (c connector) connect(ctx context.Context) (driver.Conn, error) {
	inner, err := pq.NewConnectorConfig(withoutExposedPassfile(c.config))
	if err != nil {
		return nil, err
	}
	l := &dialer{limit: c.limit}
	inner.Dialer(l)
	// lib/pq heeds ctx while it dials, but not in the handshake.
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

// pqConn is what database/sql uses of lib/pq's connections.
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

// dialer opens the network connections of one session. It implements pq.DialerContext.
type dialer struct {
	limit time.Duration
	mu    sync.Mutex
	conn  *boundedConn // the session's own
	made  bool         // the session exists: a further connection cancels its statement
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
			// lib/pq does not close a connection on which TLS has failed.
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

// expireSoon gives the session's reads and writes a last clientGrace: only the server's
// answer to a cancellation is still of use.
func (l *dialer) expireSoon() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		// It fails only on a connection that is closed.
		_ = l.conn.SetDeadline(time.Now().Add(clientGrace))
	}
}

// abort closes the connection.
func (l *dialer) abort() {
	l.mu.Lock()
	defer l.mu.Unlock()
	// It fails only on a connection that is closed.
	_ = l.conn.Close()
}

// boundedConn limits every read and write to limit, and to the deadline if one is set.
type boundedConn struct {
	net.Conn
	limit    time.Duration
	mu       sync.Mutex
	deadline time.Time
	holding  bool   // what is written is held back until flush
	held     []byte // since hold
}

// hold keeps what is written from now on, until flush.
func (c *boundedConn) hold() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.holding = true
}

// flush writes what was held back, and ends the hold.
func (c *boundedConn) flush() {
	c.mu.Lock()
	held := c.held
	c.holding, c.held = false, nil
	c.mu.Unlock()
	if len(held) > 0 {
		// If the write fails, no answer comes, and the read that waits for the answer
		// fails, too.
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
