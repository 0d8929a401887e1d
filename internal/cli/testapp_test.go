package cli

import (
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/probe/probetest"
)

// appToken is the access token that a testApp accepts.
const appToken = probetest.Token

// testApp is an application of simple_module on a database.
type testApp struct {
	*probetest.App
	db *testDatabase
}

// startApp starts an application with so many workers on a database.
func startApp(t *testing.T, db *testDatabase, workers int, defaults map[string]bool) *testApp {
	t.Helper()
	return &testApp{probetest.New(t, workers, defaults, db.readOverrides), db}
}

// readOverrides reads all overrides as the application does. Of several rows for one flag
// of the system, the last in the order of scope, scope_id and name counts.
func (p *testDatabase) readOverrides() probetest.Overrides {
	rows, err := p.raw.Query(`SELECT scope, scope_id, name, enabled FROM feature_flags_override ORDER BY scope, scope_id, name`)
	if err != nil {
		p.t.Error(err)
		return nil
	}
	defer rows.Close()
	overrides := probetest.Overrides{}
	for rows.Next() {
		var kind, id, name string
		var enabled bool
		if err := rows.Scan(&kind, &id, &name, &enabled); err != nil {
			p.t.Error(err)
		}
		scope := feature.SystemScope()
		if kind == "tenant" {
			scope = feature.TenantScope(id)
		}
		if overrides[scope] == nil {
			overrides[scope] = map[string]bool{}
		}
		overrides[scope][name] = enabled
	}
	return overrides
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
	return usingProbe(a.db.t, a.db.url, a.URL, wait, more)
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
