// Package probetest serves flags over HTTP as an application of simple_module does.
package probetest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/probe"
)

// Overrides are the overrides of an application's table, by scope and flag.
type Overrides map[feature.Scope]map[string]bool

// Token is the access token that the application accepts.
const Token = "s3cret"

// App is an application of simple_module 0.0.41, whose workers answer in turn. Each has
// the overrides in its memory.
type App struct {
	URL string

	mu       sync.Mutex
	defaults map[string]bool
	read     func() Overrides
	workers  []Overrides
	answers  int
	rereadIn int // the number of answers after which all workers read again, or 0
	refusal  func(http.ResponseWriter, *http.Request)
	unknown  string // the id of a tenant that the application does not know
}

// New starts an application with some workers. defaults are the flags that its code
// defines, and read returns what its table holds.
func New(t testing.TB, workers int, defaults map[string]bool, read func() Overrides) *App {
	a := &App{defaults: defaults, read: read, workers: make([]Overrides, workers)}
	a.Reread()
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.URL = server.URL + "/api/feature_flags/"
	return a
}

// Probe returns a probe of the application.
func (a *App) Probe(wait time.Duration) *probe.Probe {
	return &probe.Probe{URL: a.URL, Header: http.Header{"Authorization": {"Bearer " + Token}}, Wait: wait}
}

// Reread makes workers read the table again, as they do when they start or hear of a
// change. Without numbers all workers do.
func (a *App) Reread(workers ...int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.reread(workers...)
}

func (a *App) reread(workers ...int) {
	now := a.read()
	for i := range a.workers {
		if len(workers) == 0 || slices.Contains(workers, i) {
			a.workers[i] = now
		}
	}
}

// Define replaces the flags that the application's code defines, as another release does.
func (a *App) Define(defaults map[string]bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.defaults = defaults
}

// ForgetTenant makes the application answer 404 for a tenant.
func (a *App) ForgetTenant(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.unknown = id
}

// RereadAfter makes all workers read the table again after so many answers, as release
// 0.0.41 does after 30 s.
func (a *App) RereadAfter(answers int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.rereadIn = answers
}

// Refuse makes the application answer otherwise. A nil refusal ends that.
func (a *App) Refuse(refusal func(http.ResponseWriter, *http.Request)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refusal = refusal
}

// RefuseAsOld makes the application answer as release 0.0.1 does, which knows no tokens.
func (a *App) RefuseAsOld() {
	a.Refuse(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/auth/login", http.StatusFound) })
}

// Answers returns the number of requests that the application has got.
func (a *App) Answers() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.answers
}

// ServeHTTP implements http.Handler.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	worker := a.answers % len(a.workers)
	if a.answers++; a.rereadIn > 0 {
		if a.rereadIn--; a.rereadIn == 0 {
			a.reread()
		}
	}
	tenant, isTenant := strings.CutPrefix(r.URL.Path, "/api/feature_flags/tenant/")
	switch {
	case a.refusal != nil:
		a.refusal(w, r)
	case r.Header.Get("Authorization") != "Bearer "+Token:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"detail":"Not authenticated"}`))
	case !isTenant && r.URL.Path != "/api/feature_flags/", isTenant && tenant == a.unknown:
		http.NotFound(w, r)
	case isTenant:
		a.list(w, a.workers[worker], feature.TenantScope(tenant))
	default:
		a.list(w, a.workers[worker], feature.SystemScope())
	}
}

// list writes the flags that the application's code defines: a tenant's override decides,
// else the system's, else the default.
func (a *App) list(w http.ResponseWriter, memory Overrides, scope feature.Scope) {
	flags := []map[string]any{}
	for name, enabled := range a.defaults {
		flag := map[string]any{"name": name, "description": "", "default_enabled": enabled, "system_enabled": nil}
		if system, ok := memory[feature.SystemScope()][name]; ok {
			enabled = system
		}
		if !scope.IsSystem() {
			flag["system_enabled"] = enabled
		}
		own, overridden := memory[scope][name]
		if overridden {
			enabled = own
		}
		flag["enabled"], flag["overridden"] = enabled, overridden
		flags = append(flags, flag)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(flags)
}

// ReadAll returns all overrides of a store.
func ReadAll(t testing.TB, store interface {
	All(context.Context) ([]feature.Override, error)
}) Overrides {
	all, err := store.All(context.Background())
	if err != nil {
		t.Error(err)
	}
	overrides := Overrides{}
	for _, o := range all {
		if overrides[o.Scope] == nil {
			overrides[o.Scope] = map[string]bool{}
		}
		overrides[o.Scope][o.Name] = o.Enabled
	}
	return overrides
}
