package probe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"flagtui/internal/feature"
)

// row is an override of the application's table.
type row struct{ scope, id, name string }

// worker is a worker of simple_module with the overrides in its memory.
type worker map[row]bool

// serve answers as simple_module does: a tenant's override, else the system's, else the
// default. The default of beta is on.
func (w worker) serve(answer http.ResponseWriter, tenant string) {
	flags := []map[string]any{}
	for name, enabled := range map[string]bool{"alpha": false, "beta": true} {
		flag := map[string]any{"name": name, "description": "", "default_enabled": enabled, "system_enabled": nil}
		own, overridden := w[row{"system", "", name}]
		if overridden {
			enabled = own
		}
		if tenant != "" {
			flag["system_enabled"] = enabled
			if own, overridden = w[row{"tenant", tenant, name}]; overridden {
				enabled = own
			}
		}
		flag["enabled"], flag["overridden"] = enabled, overridden
		flags = append(flags, flag)
	}
	answer.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(answer).Encode(flags)
}

// serveApp starts an application. answer gets the number of each request, from 0 on.
func serveApp(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) Probe {
	t.Helper()
	var count atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(int(count.Add(1))-1, w, r) }))
	t.Cleanup(server.Close)
	return Probe{URL: server.URL + "/api/feature_flags/", Header: http.Header{"Authorization": {"Bearer s3cret"}}, Wait: 400 * time.Millisecond}
}

// release41 answers as release 0.0.41 does: workers answer in turn, each with its memory
// of the time.
func release41(memory func(n int) worker) func(int, http.ResponseWriter, *http.Request) {
	return func(n int, w http.ResponseWriter, r *http.Request) {
		tenant, isTenant := strings.CutPrefix(r.URL.Path, "/api/feature_flags/tenant/")
		switch {
		case r.Header.Get("Authorization") != "Bearer s3cret":
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"detail":"Not authenticated"}`)
		case r.URL.Path == "/api/feature_flags":
			http.Redirect(w, r, "/api/feature_flags/", http.StatusTemporaryRedirect)
		case isTenant && tenant == "acme":
			memory(n).serve(w, tenant)
		case r.URL.Path == "/api/feature_flags/":
			memory(n).serve(w, "")
		default:
			http.NotFound(w, r)
		}
	}
}

var (
	system = feature.SystemScope()
	acme   = feature.TenantScope("acme")
	before = worker{{"system", "", "beta"}: true}
	after  = worker{{"system", "", "beta"}: false, {"tenant", "acme", "alpha"}: true}
	stored = []Stored{{Scope: system, Name: "beta", Own: feature.Off, System: feature.Off}, {Scope: acme, Name: "alpha", Own: feature.On}, {Scope: acme, Name: "beta", System: feature.Off}}
)

// always returns what is stored while nobody changes anything.
func always(flags ...Stored) func(context.Context) ([]Stored, error) {
	return func(context.Context) ([]Stored, error) { return flags, nil }
}

func TestConfirm(t *testing.T) {
	for name, test := range map[string]struct {
		memory  func(n int) worker
		answers int
		want    string
	}{
		"announced":             {func(int) worker { return after }, 12, ""},
		"workers read again":    {func(n int) worker { return map[bool]worker{true: before, false: after}[n < 2] }, 24, ""},
		"workers in turn":       {func(n int) worker { return map[bool]worker{true: after, false: before}[n%2 == 0] }, 0, `the app still serves Enabled for "beta" at system after 400ms`},
		"one of six workers":    {func(n int) worker { return map[bool]worker{true: before, false: after}[n%6 == 5] }, 0, `the app still serves Enabled for "beta" at system after 400ms`},
		"never read again":      {func(int) worker { return before }, 0, `the app still serves Enabled for "beta" at system after 400ms`},
		"the tenant's is stale": {func(int) worker { return worker{{"system", "", "beta"}: false} }, 0, `the app still serves Disabled for "alpha" at tenant:acme after 400ms`},
	} {
		t.Run(name, func(t *testing.T) {
			answers, err := serveApp(t, release41(test.memory)).Confirm(t.Context(), always(stored...))
			if answers != test.answers || (err == nil) != (test.want == "") || err != nil && err.Error() != test.want {
				t.Errorf("%d answers, %v, want %s", answers, err, test.want)
			}
		})
	}
	// The value is the same with and without the override: only overridden tells.
	p := serveApp(t, release41(func(int) worker { return before }))
	if _, err := p.Confirm(t.Context(), always(Stored{Scope: system, Name: "beta"})); err == nil || !strings.Contains(err.Error(), `the app still serves "beta" at system with an override`) {
		t.Error(err)
	}
}

// An error that asking again does not change is returned at once. No error has the
// token.
func TestConfirmFailsAtOnce(t *testing.T) {
	say := func(code int, kind, body string) func(int, http.ResponseWriter, *http.Request) {
		return func(n int, w http.ResponseWriter, r *http.Request) {
			if w.Header().Set("Content-Type", kind); code/100 == 3 {
				w.Header().Set("Location", "/login?next="+r.Header.Get("Authorization"))
			}
			w.WriteHeader(code)
			fmt.Fprint(w, body)
		}
	}
	for want, answer := range map[string]func(int, http.ResponseWriter, *http.Request){
		"redirects the request (302), which":            say(302, "text/html", ""), // release 0.0.1 with a token
		"redirects the request (307), which":            say(307, "", ""),
		"does not accept the login (401)":               say(401, "application/json", `{"detail":"Not authenticated"}`),
		"does not let this login see flags (403)":       say(403, "application/json", "{}"),
		"has nothing at this address (404)":             say(404, "text/html", ""),
		"answers with a page of HTML":                   say(200, "text/html; charset=utf-8", "<html>"),
		"answers with a page of HTML, a login perhaps":  say(200, "text/plain", "\n<!doctype html>"),
		"is not a JSON list of flags":                   say(200, "application/json", `{"detail":"s3cret"}`),
		"has flags without name or enabled":             say(200, "application/json", `[{"name":"beta"}]`),
		`does not list "beta", so it cannot say`:        say(200, "application/json", `[]`),
		"the app answers 503 Service Unavailable after": say(503, "text/html", ""),
	} {
		p := serveApp(t, answer)
		if strings.Contains(want, " after") {
			p.Wait = 50 * time.Millisecond
		} else {
			p.Wait = time.Hour
		}
		if _, err := p.Confirm(t.Context(), always(stored...)); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%v, want %s", err, want)
		}
	}
	app := serveApp(t, release41(func(int) worker { return after }))
	if _, err := app.Ask(t.Context(), feature.TenantScope("no one/else")); err == nil || !strings.Contains(err.Error(), "does not know tenant:no one/else") {
		t.Error(err)
	}
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	for url, want := range map[string]string{secure.URL: "certificate is not trusted", strings.Replace(app.URL, "http:", "https:", 1): "does not speak TLS"} {
		if _, err := (Probe{URL: url}).Ask(t.Context(), system); err == nil || !strings.Contains(err.Error(), want) || !errors.As(err, &final{}) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := (Probe{URL: "http://127.0.0.1:1/s3cret"}).Ask(t.Context(), system); err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "connection refused") {
		t.Error(err)
	}
}
