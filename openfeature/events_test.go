package openfeature

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
	"github.com/open-feature/go-sdk/openfeature/isolated"

	"flagtui"
)

// recordedEvent is an event that a handler got.
type recordedEvent struct {
	kind of.EventType
	of.EventDetails
}

// TestEvents: the SDK learns what the client learns. The clock is synctest's.
func TestEvents(t *testing.T) {
	for name, startsStale := range map[string]bool{"fresh": false, "stale": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				stub := always(flagtui.Result{Registered: true, Source: "system", Reason: flagtui.ReasonOverride})
				if startsStale {
					stub.since = time.Now()
				}
				api := isolated.NewAPI()
				events := make(chan recordedEvent, 100)
				for _, kind := range []of.EventType{of.ProviderReady, of.ProviderConfigChange, of.ProviderStale, of.ProviderError} {
					handler := func(details of.EventDetails) { events <- recordedEvent{kind, details} }
					api.AddHandler(kind, &handler)
				}
				client := api.NewClient()
				expect := func(state of.State, want of.EventType, flags ...string) {
					t.Helper()
					got := <-events
					if got.kind != want || !slices.Equal(got.FlagChanges, flags) || got.ProviderName != "flagtui" || got.Message == "" {
						t.Errorf("the event is %+v, want %s with the flags %q", got, want, flags)
					}
					if client.State() != state {
						t.Errorf("after %s the state is %s, want %s", want, client.State(), state)
					}
				}
				p := newTestProvider(stub)
				if err := api.SetProviderAndWait(t.Context(), p); err != nil {
					t.Fatal(err)
				}
				expect(of.ReadyState, of.ProviderReady)
				if startsStale {
					expect(of.StaleState, of.ProviderStale)
				} else {
					// Several changes before the first event of the provider are one event.
					stub.change("b", "a", "b")
					expect(of.ReadyState, of.ProviderConfigChange, "a", "b")
				}
				stub.becomeStale(time.Now())
				expect(of.StaleState, of.ProviderStale)
				stub.becomeStale(time.Now().Add(time.Second))
				expect(of.StaleState, of.ProviderStale)
				stub.change("c")
				expect(of.StaleState, of.ProviderConfigChange, "c")
				stub.becomeStale(time.Time{})
				expect(of.ReadyState, of.ProviderReady)
				if err := api.Shutdown(context.Background()); err != nil {
					t.Fatal(err)
				}
				stub.change("d")
				synctest.Wait()
				if len(events) > 0 {
					t.Errorf("after Shutdown there is %+v", <-events)
				}
			})
		})
	}
}
