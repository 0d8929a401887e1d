package openfeature

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"
	"github.com/open-feature/go-sdk/openfeature/isolated"

	"flagtui"
)

// stubClient answers with results that a test gives.
type stubClient struct {
	result func(name string, scope flagtui.AnyScope) flagtui.Result

	mu       sync.Mutex
	since    time.Time
	onChange []func(flagtui.Change)
	onStale  []func(time.Time)
}

func (c *stubClient) Evaluate(name string, scope ...flagtui.AnyScope) flagtui.Result {
	result := c.result(name, scope[0])
	result.Name, result.Scope = name, scope[0]
	return result
}

func (c *stubClient) OnChange(f func(flagtui.Change)) (stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.onChange = append(c.onChange, f)
	return func() { c.mu.Lock(); defer c.mu.Unlock(); c.onChange = nil }
}

func (c *stubClient) OnStale(f func(time.Time)) (stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.onStale = append(c.onStale, f)
	return func() { c.mu.Lock(); defer c.mu.Unlock(); c.onStale = nil }
}

func (c *stubClient) Stale() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.since }

// change calls the functions of OnChange.
func (c *stubClient) change(names ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, name := range names {
		for _, f := range c.onChange {
			f(flagtui.Change{Name: name})
		}
	}
}

// becomeStale calls the functions of OnStale.
func (c *stubClient) becomeStale(since time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.since = since
	for _, f := range c.onStale {
		f(since)
	}
}

// newTestProvider returns a provider of a stub.
func newTestProvider(c *stubClient, options ...Option) *Provider {
	p := NewProvider(nil, options...)
	p.client = c
	return p
}

// register gives a provider to an SDK of its own, and returns a client of that SDK.
func register(t *testing.T, p *Provider) *of.Client {
	t.Helper()
	api := isolated.NewAPI()
	if err := api.SetProviderAndWait(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := api.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return api.NewClient()
}

// always returns a stub with one result for every flag and scope.
func always(result flagtui.Result) *stubClient {
	return &stubClient{result: func(string, flagtui.AnyScope) flagtui.Result { return result }}
}

// TestReasons holds the answer of the SDK beside the result of the client. The caller's
// default is the opposite of what the client would answer.
func TestReasons(t *testing.T) {
	on := flagtui.Result{Enabled: true, Registered: true}
	with := func(change func(*flagtui.Result)) flagtui.Result { r := on; change(&r); return r }
	for name, test := range map[string]struct {
		result flagtui.Result
		reason of.Reason
		code   of.ErrorCode // empty if the value is the client's
	}{
		"the tenant's override":          {with(func(r *flagtui.Result) { r.Source, r.Reason = "tenant", flagtui.ReasonOverride }), of.TargetingMatchReason, ""},
		"the system's override":          {with(func(r *flagtui.Result) { r.Source, r.Reason = "system", flagtui.ReasonInherited }), of.StaticReason, ""},
		"the default":                    {with(func(r *flagtui.Result) { r.Source, r.Reason = "default", flagtui.ReasonDefault }), of.DefaultReason, ""},
		"a rollout":                      {with(func(r *flagtui.Result) { r.Source, r.Reason = "global", flagtui.ReasonRollout }), of.TargetingMatchReason, ""},
		"an exemption":                   {with(func(r *flagtui.Result) { r.Source, r.Reason = "exemption", flagtui.ReasonRollout }), of.TargetingMatchReason, ""},
		"off by override":                {flagtui.Result{Registered: true, Source: "tenant", Reason: flagtui.ReasonOverride}, of.TargetingMatchReason, ""},
		"stale":                          {with(func(r *flagtui.Result) { r.Source, r.Reason, r.Stale = "tenant", flagtui.ReasonOverride, true }), "STALE", ""},
		"stale default":                  {with(func(r *flagtui.Result) { r.Source, r.Reason, r.Stale = "default", flagtui.ReasonDefault, true }), "STALE", ""},
		"undefined":                      {flagtui.Result{Source: "default", Reason: flagtui.ReasonUndefined}, of.ErrorReason, of.FlagNotFoundCode},
		"unknown without a catalogue":    {flagtui.Result{Source: "default", Reason: flagtui.ReasonDefault}, of.ErrorReason, of.FlagNotFoundCode},
		"undefined, but overridden":      {flagtui.Result{Enabled: true, Source: "system", Reason: flagtui.ReasonUndefined}, of.StaticReason, ""},
		"overridden without a catalogue": {flagtui.Result{Enabled: true, Source: "tenant", Reason: flagtui.ReasonOverride}, of.TargetingMatchReason, ""},
		"depends":                        {flagtui.Result{Registered: true, Source: "system", Reason: flagtui.ReasonDepends, Depends: []string{"25 % of actors"}}, of.ErrorReason, of.GeneralCode},
		"undefined, and depends":         {flagtui.Result{Source: "system", Reason: flagtui.ReasonUndefined, Depends: []string{"25 % of actors"}}, of.ErrorReason, of.GeneralCode},
		"no such scope":                  {flagtui.Result{Reason: flagtui.ReasonInvalidScope}, of.ErrorReason, of.InvalidContextCode},
		"never read":                     {flagtui.Result{Registered: true, Reason: flagtui.ReasonUnavailable, Stale: true}, of.ErrorReason, of.GeneralCode},
		"never read, with defaults":      {flagtui.Result{Enabled: true, Registered: true, Source: "default", Reason: flagtui.ReasonUnavailable, Stale: true}, "STALE", ""},
	} {
		t.Run(name, func(t *testing.T) {
			client := register(t, newTestProvider(always(test.result)))
			got, err := client.BooleanValueDetails(t.Context(), "x", !test.result.Enabled, of.NewEvaluationContext("acme", nil))
			want := test.result.Enabled
			if test.code != "" {
				want = !want
			}
			if got.Value != want || got.Reason != test.reason || got.ErrorCode != test.code || (err != nil) != (test.code != "") {
				t.Errorf("%v by reason %s, code %q and error %v; want %v, %s, %q", got.Value, got.Reason, got.ErrorCode, err, want, test.reason, test.code)
			}
			if wantVariant := map[bool]string{true: "on", false: "off"}[want]; test.code == "" && got.Variant != wantVariant || test.code != "" && got.Variant != "" {
				t.Errorf("the variant is %q", got.Variant)
			}
			if scope := got.FlagMetadata["scope"]; scope != "tenant:acme" || got.FlagMetadata["registered"] != test.result.Registered {
				t.Errorf("the metadata is %v", got.FlagMetadata)
			}
			if depends := got.FlagMetadata["depends"]; len(test.result.Depends) > 0 && depends != "25 % of actors" {
				t.Errorf("the metadata says that the value depends on %v", depends)
			}
		})
	}
}

// TestOtherTypes: each flag is a boolean. A flag that does not exist has no type.
func TestOtherTypes(t *testing.T) {
	for want, result := range map[of.ErrorCode]flagtui.Result{
		of.TypeMismatchCode: {Registered: true, Source: "system", Reason: flagtui.ReasonDepends, Depends: []string{"25 % of actors"}},
		of.FlagNotFoundCode: {Source: "default", Reason: flagtui.ReasonUndefined},
	} {
		client := register(t, newTestProvider(always(result)))
		text, err := client.StringValueDetails(t.Context(), "x", "default", of.EvaluationContext{})
		if text.Value != "default" || text.ErrorCode != want || text.Reason != of.ErrorReason || err == nil {
			t.Errorf("string: %+v, %v; want %s", text, err, want)
		}
		whole, err := client.IntValueDetails(t.Context(), "x", 42, of.EvaluationContext{})
		if whole.Value != 42 || whole.ErrorCode != want || err == nil {
			t.Errorf("int: %+v, %v; want %s", whole, err, want)
		}
		float, err := client.FloatValueDetails(t.Context(), "x", 4.5, of.EvaluationContext{})
		if float.Value != 4.5 || float.ErrorCode != want || err == nil {
			t.Errorf("float: %+v, %v; want %s", float, err, want)
		}
		object, err := client.ObjectValueDetails(t.Context(), "x", "o", of.EvaluationContext{})
		if object.Value != "o" || object.ErrorCode != want || err == nil {
			t.Errorf("object: %+v, %v; want %s", object, err, want)
		}
	}
}

// TestLifecycle: a provider answers only between Init and Shutdown. Several domains can
// share it.
func TestLifecycle(t *testing.T) {
	p := newTestProvider(always(flagtui.Result{Enabled: true, Registered: true, Source: "system", Reason: flagtui.ReasonOverride}))
	code := func() of.ErrorCode {
		return p.BooleanEvaluation(t.Context(), "x", false, nil).ResolutionDetail().ErrorCode
	}
	if got := code(); got != of.ProviderNotReadyCode {
		t.Errorf("before Init: %q", got)
	}
	for range 2 {
		api := isolated.NewAPI()
		for _, domain := range []string{"a", "b"} {
			if err := api.SetProviderAndWait(t.Context(), p, of.WithDomain(domain)); err != nil {
				t.Fatal(err)
			}
			client := api.NewClient(of.WithDomain(domain))
			if on, err := client.BooleanValue(t.Context(), "x", false, of.EvaluationContext{}); !on || err != nil || client.State() != of.ReadyState {
				t.Errorf("domain %s: %v, %v, %s", domain, on, err, client.State())
			}
		}
		if err := api.SetProviderAndWait(t.Context(), of.NoopProvider{}, of.WithDomain("a")); err != nil {
			t.Fatal(err)
		}
		if got := code(); got != "" {
			t.Errorf("without one of its domains: %q", got)
		}
		if err := api.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := code(); got != of.ProviderNotReadyCode {
			t.Errorf("after Shutdown: %q", got)
		}
	}
	p.Shutdown()
	if name := p.Metadata().Name; name != "flagtui" || len(p.Hooks()) != 0 {
		t.Errorf("the provider's name is %q, and it has the hooks %v", name, p.Hooks())
	}
}

func TestNoClient(t *testing.T) {
	api := isolated.NewAPI()
	defer func() { _ = api.Shutdown(context.Background()) }()
	err := api.SetProviderAndWait(t.Context(), NewProvider(nil))
	if initError, ok := errors.AsType[*of.ProviderInitError](err); !ok || initError.ErrorCode != of.ProviderFatalCode {
		t.Errorf("a provider without a client: %v", err)
	}
	client := api.NewClient()
	if got, _ := client.BooleanValueDetails(t.Context(), "x", true, of.EvaluationContext{}); !got.Value || got.ErrorCode != of.ProviderFatalCode || client.State() != of.FatalState {
		t.Errorf("%+v in state %s", got, client.State())
	}
}
