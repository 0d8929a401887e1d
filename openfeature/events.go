package openfeature

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"

	"flagtui"
)

// pendingEvents holds the events that the SDK has not received yet. So a slow SDK gets
// few events with many names of flags, and never makes the client wait.
type pendingEvents struct {
	mu      sync.Mutex
	changed map[string]bool // the names of changed flags
	stale   *time.Time      // nil if the SDK knows since when the database is away
	added   chan struct{}   // has a value if something is pending
}

func newPendingEvents() *pendingEvents {
	return &pendingEvents{changed: map[string]bool{}, added: make(chan struct{}, 1)}
}

// addChange is a function for the client's OnChange.
func (p *pendingEvents) addChange(change flagtui.Change) {
	p.add(func() { p.changed[change.Name] = true })
}

// addStale is a function for the client's OnStale.
func (p *pendingEvents) addStale(since time.Time) { p.add(func() { p.stale = &since }) }

func (p *pendingEvents) add(set func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	set()
	select {
	case p.added <- struct{}{}:
	default: // the goroutine that sends events wakes already
	}
}

// take returns what is pending as events, and removes it.
func (p *pendingEvents) take() []of.Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	var events []of.Event
	if p.stale != nil {
		events = append(events, staleEvent(*p.stale))
		p.stale = nil
	}
	if len(p.changed) > 0 {
		events = append(events, of.Event{EventType: of.ProviderConfigChange, ProviderEventDetails: of.ProviderEventDetails{
			Message: "flags have changed", FlagChanges: slices.Sorted(maps.Keys(p.changed))}})
		clear(p.changed)
	}
	return events
}

// staleEvent returns the event for the time since when the database is away. The zero
// time means that it is back.
func staleEvent(since time.Time) of.Event {
	if since.IsZero() {
		return of.Event{EventType: of.ProviderReady, ProviderEventDetails: of.ProviderEventDetails{Message: "the database is back"}}
	}
	return of.Event{EventType: of.ProviderStale, ProviderEventDetails: of.ProviderEventDetails{
		Message: fmt.Sprintf("the database is away since %s; flags have the values of before", since.UTC().Format(time.RFC3339))}}
}

// firstEventAfter is the time between Init and the first event. After Init the SDK itself
// says that the provider is ready, and an event that came earlier would be lost.
const firstEventAfter = time.Second

// startEvents begins to send events to the SDK. stop ends that.
func (p *Provider) startEvents() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	pending := newPendingEvents()
	endChange, endStale := p.client.OnChange(pending.addChange), p.client.OnStale(pending.addStale)
	if since := p.client.Stale(); !since.IsZero() {
		pending.addStale(since)
	}
	var sender sync.WaitGroup
	sender.Go(func() { p.sendEvents(ctx, pending) })
	return func() {
		endChange()
		endStale()
		cancel()
		sender.Wait()
	}
}

// sendEvents sends what is pending to the SDK until the context ends.
func (p *Provider) sendEvents(ctx context.Context, pending *pendingEvents) {
	first := time.NewTimer(firstEventAfter)
	defer first.Stop()
	select {
	case <-ctx.Done():
		return
	case <-first.C:
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-pending.added:
		}
		for _, event := range pending.take() {
			event.ProviderName = p.Metadata().Name
			select {
			case <-ctx.Done():
				return
			case p.events <- event:
			}
		}
	}
}
