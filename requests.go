package flagtui

import (
	"context"
	"sync"
)

// requests are the requests of other goroutines to the reader.
type requests struct {
	mu      sync.Mutex
	scopes  map[scopeKey]*scopeRequest
	refresh chan struct{} // closed after the next refresh; nil if none is requested
	wake    chan struct{} // has a value if there is a request
}

// scopeRequest asks for a scope. The answer may leave the memory at once, so the request
// holds it.
type scopeRequest struct {
	done  chan struct{} // closed after the reader has set the other fields
	state *state
	at    *loadedScope // nil if the database is away
}

func newRequests() requests {
	return requests{scopes: map[scopeKey]*scopeRequest{}, wake: make(chan struct{}, 1)}
}

// request asks the reader for scopes, and waits until it has tried to read them. It fails
// with the error of ctx, and with ErrClosed.
func (c *Client) request(ctx context.Context, keys ...scopeKey) ([]*scopeRequest, error) {
	asked := make([]*scopeRequest, len(keys))
	if c.fake != nil {
		for i, key := range keys {
			s, at := c.fake.read(key)
			asked[i] = &scopeRequest{state: s, at: at}
		}
		return asked, nil
	}
	r := &c.requests
	r.mu.Lock()
	for i, key := range keys {
		if r.scopes[key] == nil {
			r.scopes[key] = &scopeRequest{done: make(chan struct{})}
		}
		asked[i] = r.scopes[key]
	}
	r.mu.Unlock()
	for _, request := range asked {
		if err := c.await(ctx, request.done); err != nil {
			return nil, err
		}
	}
	return asked, nil
}

// Refresh reads the database again now. Afterwards the client answers by every change
// that was committed before the call. It fails with ErrUnavailable if the database is
// away. A program need not call Refresh: the client notices changes by itself.
func (c *Client) Refresh(ctx context.Context) error {
	if c.fake != nil {
		return nil
	}
	r := &c.requests
	r.mu.Lock()
	if r.refresh == nil {
		r.refresh = make(chan struct{})
	}
	done := r.refresh
	r.mu.Unlock()
	if err := c.await(ctx, done); err != nil {
		return err
	}
	if c.staleSince.Load() != 0 {
		return &Error{Kind: ErrUnavailable, Text: "the database is away, so flags may be out of date"}
	}
	return nil
}

// await wakes the reader and waits for done.
func (c *Client) await(ctx context.Context, done chan struct{}) error {
	select {
	case <-done:
		return nil
	case c.requests.wake <- struct{}{}:
	default: // the reader wakes already
	}
	select {
	case <-done:
		return nil
	case <-c.life.Done():
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

var errClosed = &Error{Kind: ErrClosed, Text: "the client is closed"}

// take returns the requests and removes them.
func (r *requests) take() (scopes map[scopeKey]*scopeRequest, refresh chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	scopes, refresh = r.scopes, r.refresh
	r.scopes, r.refresh = map[scopeKey]*scopeRequest{}, nil
	return scopes, refresh
}
