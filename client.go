package flagtui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Client reads the flags of one database, and changes them. Its methods are safe for any
// number of goroutines.
type Client struct {
	options options
	state   atomic.Pointer[state] // never nil
	// staleSince is the time since when the database is away, in Unix nanoseconds. It is
	// zero while the state is up to date.
	staleSince atomic.Int64
	sweep      atomic.Int32 // how often unused scopes were looked for
	requests   requests
	listeners  listeners
	undefined  undefinedNames

	reader *reader // nil for a Fake
	fake   *fake   // nil for a database

	life context.Context // ends with Close
	end  context.CancelFunc
	work sync.WaitGroup // the goroutines of the client
}

// Open reads the flags of a database, and keeps them up to date until Close. The DSN has
// any form that the command's --db accepts, such as "postgres://app@db1/app" or
// "sqlite:////srv/app/app.db".
//
// Open fails with ErrUnavailable if the database is away, unless WithDefaultsWhenAway is
// given. It fails with ErrUsage if the DSN or an option is invalid, or if the database
// has no table of flags that the client knows. ctx limits Open only.
func Open(ctx context.Context, dsn string, chosen ...Option) (*Client, error) {
	o, err := newOptions(dsn, chosen)
	if err != nil {
		return nil, exported(err)
	}
	c := newClient(o)
	if err := c.startReader(ctx); err != nil {
		c.Close()
		return nil, exported(err)
	}
	return c, nil
}

// newClient returns a client that has read nothing.
func newClient(o options) *Client {
	c := &Client{options: o, requests: newRequests()}
	c.life, c.end = context.WithCancel(context.Background())
	c.listeners.init(&c.work, c.life)
	c.state.Store(newState(moment{definitions: o.catalogue, unread: true}, nil, newAnswerPool()))
	return c
}

// Close closes the connections, and waits until no function of OnChange or OnStale runs
// any more. So such a function must not call Close. A closed client still answers from
// memory.
func (c *Client) Close() error {
	c.end()
	c.work.Wait()
	return nil
}

// Stale returns the time at which the client noticed that the database is away, or the
// zero time if it is not. Meanwhile the client answers from what it read before.
func (c *Client) Stale() time.Time {
	since := c.staleSince.Load()
	if since == 0 {
		return time.Time{}
	}
	return time.Unix(0, since)
}

// Warm reads scopes that are not in memory, all at once, so that the first look at them
// need not wait. It fails with ErrUnavailable if the database is away, and with ErrUnknown
// if it has no such scope.
func (c *Client) Warm(ctx context.Context, scopes ...AnyScope) error {
	var keys []scopeKey // of the scopes that are not in memory
	var asked []AnyScope
	for i, scope := range scopes {
		var key scopeKey
		ok := key.set(scopes[i : i+1])
		_, at := c.loaded(&key)
		switch {
		case !ok || at != nil && at.kind.invalid:
			return Result{Scope: scope, Reason: ReasonInvalidScope}.Err()
		case at == nil:
			keys, asked = append(keys, key), append(asked, scope)
		}
	}
	requests, err := c.request(ctx, keys...)
	if err != nil {
		return err
	}
	for i, request := range requests {
		switch {
		case request.at == nil:
			return Result{Scope: asked[i], Reason: ReasonUnavailable}.Err()
		case request.at.kind.invalid:
			return Result{Scope: asked[i], Reason: ReasonInvalidScope}.Err()
		}
	}
	return nil
}
