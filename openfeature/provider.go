// Package openfeature is a provider of flagtui's flags for OpenFeature's Go SDK,
// github.com/open-feature/go-sdk.
//
// The provider answers from the memory of a flagtui.Client, which reads the database only
// for the first look at a scope. All flags are booleans.
//
// A program that imports both packages gives one of them another name:
//
//	import (
//		of "github.com/open-feature/go-sdk/openfeature"
//
//		"flagtui/openfeature"
//	)
package openfeature

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"

	"flagtui"
)

// Provider is an of.FeatureProvider. It may be used by any number of goroutines.
type Provider struct {
	client  client // nil if there is none
	sources []scopeSource

	ready  atomic.Bool
	events chan of.Event

	mu   sync.Mutex // for stop
	stop func()     // ends the events; nil before Init and after Shutdown
}

// client has the methods of flagtui.Client that the provider needs.
type client interface {
	Evaluate(name string, scope ...flagtui.AnyScope) flagtui.Result
	OnChange(f func(flagtui.Change)) (stop func())
	OnStale(f func(since time.Time)) (stop func())
	Stale() time.Time
}

var (
	_ of.FeatureProvider          = (*Provider)(nil)
	_ of.ContextAwareStateHandler = (*Provider)(nil)
	_ of.EventHandler             = (*Provider)(nil)
)

// NewProvider returns a provider that answers from a client. Give it to the SDK, whose
// SetProviderAndWait initializes it. Close the client yourself, after the SDK's Shutdown.
func NewProvider(client *flagtui.Client, options ...Option) *Provider {
	p := &Provider{events: make(chan of.Event)}
	if client != nil {
		p.client = client
	}
	for _, option := range options {
		option(p)
	}
	if len(options) == 0 {
		TenantFrom(of.TargetingKey)(p)
	}
	return p
}

// Metadata returns the name "flagtui".
func (p *Provider) Metadata() of.Metadata { return of.Metadata{Name: "flagtui"} }

// Hooks returns no hooks.
func (p *Provider) Hooks() []of.Hook { return nil }

// EventChannel returns the channel from which the SDK reads events.
func (p *Provider) EventChannel() <-chan of.Event { return p.events }

// Init is InitWithContext without a context.
func (p *Provider) Init(evaluation of.EvaluationContext) error {
	return p.InitWithContext(context.Background(), evaluation)
}

// InitWithContext makes the provider ready. It does nothing if the provider is ready: the
// SDK calls it for each domain.
func (p *Provider) InitWithContext(context.Context, of.EvaluationContext) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.client == nil {
		return &of.ProviderInitError{ErrorCode: of.ProviderFatalCode, Message: "the provider has no client"}
	}
	if p.stop == nil {
		p.stop = p.startEvents()
	}
	p.ready.Store(true)
	return nil
}

// Shutdown is ShutdownWithContext without a context.
func (p *Provider) Shutdown() { _ = p.ShutdownWithContext(context.Background()) }

// ShutdownWithContext makes the provider not ready, and ends its events. It does not close
// the client.
func (p *Provider) ShutdownWithContext(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ready.Store(false)
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	return nil
}
