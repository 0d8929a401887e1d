package cli

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// diff --app compares every flag at a scope with what the workers of the app serve.
func TestDiffApp(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.define("alpha", false, "")
		p.define("beta", true, "")
		p.define("gamma", true, "")
		p.define("tenants.only", false, "tenant")
		p.override("system", "", "alpha", true)
		p.override("system", "", "orphan", true)
		p.override("tenant", "acme", "beta", false)
		app := startApp(t, p, 3, map[string]bool{"alpha": false, "beta": true, "gamma": true, "tenants.only": false})
		use := app.inContext(shortWait, "")
		use("diff --app").expect(t, 0, "", "the app serves what is stored at system: 4 flags, 6 answers")
		use("diff --app --tenant acme").expect(t, 0, "", "at tenant:acme: 4 flags")
		use("diff --app --json").expect(t, 0, "[]\n")

		// No worker reads again, as before release 0.0.40.
		use("set alpha=off --yes").expect(t, exitSaved, "*", "but the app ")
		p.override("tenant", "acme", "gamma", true)
		use("diff --app").expect(t, exitNegative, "alpha  system: off (system)  app: on (override)  the app serves another value\n")
		use("diff --app --tenant acme").expect(t, exitNegative, "alpha  tenant:acme: off (system)  app: on (no override)  the app serves another value\n"+
			"gamma  tenant:acme: on (tenant)   app: on (no override)  the app serves it without an override\n")
		// One of three workers reads again: two of three answers are stale.
		app.Reread(1)
		r := use("diff --app --tenant acme --json")
		var rows []struct {
			Name, Differs  string
			Answers        int
			Stored, Served *struct{ Enabled, Overridden bool }
		}
		if err := json.Unmarshal([]byte(r.out), &rows); err != nil || r.code != exitNegative || len(rows) != 2 || rows[0].Name != "alpha" || rows[0].Differs != "value" ||
			rows[0].Answers != 4 || rows[0].Stored.Enabled || !rows[0].Served.Enabled || rows[1].Differs != "override" || !rows[1].Stored.Overridden || rows[1].Served.Overridden {
			t.Errorf("exit %d, %v: %s", r.code, err, r.out)
		}
		use("diff --app -o csv").expect(t, exitNegative, "name,scope,stored_value,stored_source,app_value,app_overridden,differs,answers\nalpha,system,off,system,on,true,value,4\n")
		use("diff --app -o markdown").expect(t, exitNegative, "*")
		app.Reread(0)
		app.Reread(2)
		use("diff --app --tenant acme").expect(t, 0, "")

		// The catalogue is that of another release of the app.
		app.Define(map[string]bool{"alpha": true, "beta": true, "new": true, "tenants.only": false})
		use("diff --app").expect(t, exitNegative, "alpha  system: off (system)  app: off (override)    the catalogue has another default than the app\n"+
			"gamma  system: on (default)  app: -                 the app does not list it\n"+
			"new    system: on (default)  app: on (no override)  the catalogue does not define it\n")
	})
}

// Where the app cannot be asked, diff --app says why and exits with the code of the kind
// of error. The token is never printed.
func TestDiffAppCannotAsk(t *testing.T) {
	db := small(t)
	runWith(t, "", "diff", "--app", "--db", db).expect(t, exitUsage, "", "not known where the app can be asked", `live: {probe: "https://app/api/feature_flags/"`)
	config := writeFile(t, fmt.Sprintf("contexts: {prod: {db: %q}}\n", db))
	runWith(t, "", "diff", "--app", "--config", config, "--context", "prod").expect(t, exitUsage, "", `the context "prod" does not say where the app can be asked`, "add to the context in "+config)
	runWith(t, "", "diff", "--app", "system", "--db", db).expect(t, exitUsage, "", "takes no scopes", "--tenant ID")
	runWith(t, "", "diff", "system", "--tenant", "acme", "tenant:acme", "--db", db).expect(t, exitUsage, "", "takes its two scopes as arguments")
	t.Setenv("APP_TOKEN", appToken)
	status, kind, body := 0, "", ""
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Location", "/login?next="+r.Header.Get("Authorization"))
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	defer app.Close()
	for _, tc := range []struct {
		args   string
		status int
		kind   string
		body   string
		code   int
		want   string
	}{
		{"diff --app", 302, "text/html", "", exitUsage, "redirects the request (302), which flagtui does not follow"},
		{"diff --app", 401, "application/json", `{"detail":"Not authenticated"}`, exitRefused, "does not accept the login (401)"},
		{"diff --app", 403, "application/json", "{}", exitRefused, "scope feature_flags.view"},
		{"diff --app", 404, "application/json", "{}", exitUnknown, "nothing at this address (404)"},
		{"diff --app --tenant acme", 404, "application/json", "{}", exitUnknown, "the app does not know tenant:acme (404)"},
		{"diff --app", 500, "application/json", "{}", exitUnavailable, "answers 500 Internal Server Error"},
		{"diff --app", 200, "text/html", "<html>", exitUsage, "a page of HTML"},
		{"diff --app", 200, "application/json", `{"detail":"` + appToken + `"}`, exitUsage, "not a JSON list of flags"},
		{"diff --app", 200, "application/json", `[{"name":"x"}]`, exitUsage, "without name or enabled"},
	} {
		status, kind, body = tc.status, tc.kind, tc.body
		use := probed(t, db, app.URL+"/", "")
		use(tc.args).expect(t, tc.code, "", tc.want)
		if r := use(tc.args + " --json"); !strings.HasPrefix(r.err, `{"error":{"code":"`) || r.code != tc.code {
			t.Errorf("exit %d: %s", r.code, r.err)
		}
	}
	probed(t, db, strings.Replace(app.URL, "http:", "https:", 1), "")("diff --app").expect(t, exitUnavailable, "", "does not speak TLS")
	app.Close()
	probed(t, db, app.URL, "")("diff --app").expect(t, exitUnavailable, "", "connection refused")
	t.Setenv("APP_TOKEN", "")
	probed(t, db, app.URL, "after_change: ['${NOT_SET_ANYWHERE}']")("diff --app").expect(t, exitUsage, "", "${NOT_SET_ANYWHERE} is not set")
}
