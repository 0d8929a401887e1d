package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// appToken is the access token that a testApp accepts.
const appToken = "s3cret-t0ken"

// testApp stands in for simple_module. Each worker has the overrides in its memory, and
// the workers answer requests in turn. As every release does, a worker reads all
// overrides when it starts.
type testApp struct {
	db       *testDatabase
	url      string          // the address of its flags
	defaults map[string]bool // the flags that its code defines

	mu      sync.Mutex
	workers []map[[3]string]bool // each worker's overrides, by scope, scope_id and name
	next    int

	// rereads is the number of requests after which all workers read again, in place of
	// the app's 30 s. Without it, they never do.
	rereads int
}

// startApp starts an application with so many workers on a database.
func startApp(t *testing.T, db *testDatabase, workers int, defaults map[string]bool) *testApp {
	t.Helper()
	a := &testApp{db: db, defaults: defaults, workers: make([]map[[3]string]bool, workers)}
	for i := range a.workers {
		a.read(i)
	}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.url = server.URL + "/api/feature_flags/"
	return a
}

// read has a worker read all overrides again. Of several rows for one flag of the system,
// the last in the order of scope, scope_id and name counts.
func (a *testApp) read(worker int) {
	rows, err := a.db.raw.Query(`SELECT scope, scope_id, name, enabled FROM feature_flags_override ORDER BY scope, scope_id, name`)
	if err != nil {
		a.db.t.Error(err)
		return
	}
	defer rows.Close()
	memory := map[[3]string]bool{}
	for rows.Next() {
		var key [3]string
		var enabled bool
		if err := rows.Scan(&key[0], &key[1], &key[2], &enabled); err != nil {
			a.db.t.Error(err)
		}
		if key[0] == "system" {
			key[1] = ""
		}
		memory[key] = enabled
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.workers[worker] = memory
}

// ServeHTTP answers as release 0.0.41 does.
func (a *testApp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tenant, isTenant := strings.CutPrefix(r.URL.Path, "/api/feature_flags/tenant/")
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.Header.Get("Authorization") != "Bearer "+appToken:
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"detail":"Not authenticated"}`)
		return
	case isTenant && tenant == "nobody", !isTenant && r.URL.Path != "/api/feature_flags/":
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"detail":"Not Found"}`)
		return
	}
	a.mu.Lock()
	a.next++
	turn := a.next
	a.mu.Unlock()
	if a.rereads > 0 && turn%a.rereads == 0 {
		for worker := range a.workers {
			a.read(worker)
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	memory := a.workers[turn%len(a.workers)]
	flags := []map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(a.defaults)) {
		flag := map[string]any{"name": name, "description": "", "default_enabled": a.defaults[name], "system_enabled": nil}
		enabled, overridden := memory[[3]string{"system", "", name}]
		if !overridden {
			enabled = a.defaults[name]
		}
		if isTenant {
			flag["system_enabled"] = enabled
			own, ok := memory[[3]string{"tenant", tenant, name}]
			if overridden = ok; ok {
				enabled = own
			}
		}
		flag["enabled"], flag["overridden"] = enabled, overridden
		flags = append(flags, flag)
	}
	_ = json.NewEncoder(w).Encode(flags)
}

// Values of wait: for a test in which the app agrees, and for a test in which it never
// does.
const (
	longWait  = "20s"
	shortWait = "300ms"
)

// inContext returns a function that runs a command in a context with the database, a
// probe of the application, its wait, and more settings.
func (a *testApp) inContext(wait, more string) func(args string, more ...string) ran {
	a.db.t.Helper()
	a.db.t.Setenv("APP_TOKEN", appToken)
	return usingProbe(a.db.t, a.db.url, a.url, wait, more)
}

// probed is inContext for any address, where nothing is written.
func probed(t *testing.T, db, address, more string) func(args string, more ...string) ran {
	t.Helper()
	return usingProbe(t, db, address, longWait, more)
}

func usingProbe(t *testing.T, db, address, wait, more string) func(args string, more ...string) ran {
	t.Helper()
	config := writeFile(t, fmt.Sprintf("default_context: here\ncontexts:\n  here:\n    db: %q\n    live: {probe: %q, header: \"Authorization: Bearer ${APP_TOKEN}\", wait: %s}\n    %s\n", db, address, wait, more))
	return func(args string, more ...string) ran {
		t.Helper()
		r := runWith(t, "", append(append(strings.Fields(args), "--config", config), more...)...)
		if strings.Contains(r.out+r.err, appToken) {
			t.Errorf("%s prints the token: %s%s", args, r.out, r.err)
		}
		return r
	}
}
