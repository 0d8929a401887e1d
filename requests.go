package flagtui

import (
	"context"
	"sync"
)

// requests are what other goroutines ask of the reader.
type requests struct {
	mu      sync.Mutex
	scopes  map[scopeKey]chan struct{} // closed once the scope is read, or cannot be
	refresh chan struct{}              // closed after the next refresh; nil if none is requested
	wake    chan struct{}              // has a value if there is a request
}

func newRequests() requests {
	return requests{scopes: map[scopeKey]chan struct{}{}, wake: make(chan struct{}, 1)}
}

// request asks the reader for a scope, and waits until it has tried to read the scope. It
// fails with the error of ctx, and with ErrClosed.
func (c *Client) request(ctx context.Context, key scopeKey) error {
	if c.fake != nil {
		c.fake.read(key)
		return nil
	}
	r := &c.requests
	r.mu.Lock()
	done := r.scopes[key]
	if done == nil {
		done = make(chan struct{})
		r.scopes[key] = done
	}
	r.mu.Unlock()
	return c.await(ctx, done)
}

// refresh waits until the reader has read everything again, from now on.
func (c *Client) refresh(ctx context.Context) error {
	r := &c.requests
	r.mu.Lock()
	if r.refresh == nil {
		r.refresh = make(chan struct{})
	}
	done := r.refresh
	r.mu.Unlock()
	return c.await(ctx, done)
}

// await wakes the reader and waits for done.
func (c *Client) await(ctx context.Context, done chan struct{}) error {
	select {
	case c.requests.wake <- struct{}{}:
	default: // the reader wakes already
	}
	select {
	case <-done:
		return nil
	case <-c.life.Done():
		return &Error{Kind: ErrClosed, Text: "the client is closed"}
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take returns the requests and removes them.
func (r *requests) take() (scopes map[scopeKey]chan struct{}, refresh chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	scopes, refresh = r.scopes, r.refresh
	r.scopes, r.refresh = map[scopeKey]chan struct{}{}, nil
	return scopes, refresh
}
