package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The doctor asks the app for the system and for the tenants of the newest changes.
func TestDoctorAsksTheApp(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		p.define("alpha", false, "")
		p.define("beta", true, "")
		for _, tenant := range []string{"acme", "globex", "initech", "umbrella", "nobody"} {
			p.exec(fmt.Sprintf(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('%s', '%[1]s', '%[1]s', 'active')`, tenant))
		}
		p.override("system", "", "alpha", true)
		app := startApp(t, p, 2, map[string]bool{"alpha": false, "beta": true})
		app.ForgetTenant("nobody")
		use := app.inContext(shortWait, "")
		report := func(code int, findings ...string) diagnosis {
			t.Helper()
			r := use("doctor --json")
			var d diagnosis
			var messages []string
			if err := json.Unmarshal([]byte(r.out), &d); err != nil || r.code != code || d.App == nil {
				t.Fatalf("exit %d, %v: %s%s", r.code, err, r.out, r.err)
			}
			for _, f := range d.Findings {
				messages = append(messages, f.Code+": "+f.Message)
			}
			if !slices.Equal(messages, findings) {
				t.Errorf("the findings are\n%s\nwant\n%s", strings.Join(messages, "\n"), strings.Join(findings, "\n"))
			}
			return d
		}
		if d := report(0); !slices.Equal(d.App.Asked, []string{"system"}) || d.App.Answers != 6 {
			t.Errorf("%+v", d.App)
		}
		if r := use("doctor"); !strings.Contains(r.out, "\nApp\n  asked for  system\n") {
			t.Error(r.out)
		}
		// Changes of which no worker knows, at more tenants than the doctor asks for. The
		// app does not know the tenant of the newest.
		for _, tenant := range []string{"acme", "globex", "initech", "umbrella", "nobody"} {
			runWith(t, "", "set", "alpha=off", "--tenant", tenant, "--db", p.url, "--yes").expect(t, 0, "*")
		}
		stale := func(at string) string {
			return `not_live: "alpha" at tenant:` + at + ` is off (tenant), but the app serves another value; restart the app if that lasts`
		}
		if d := report(1, stale("umbrella"), stale("initech")); !slices.Equal(d.App.Asked, []string{"system", "tenant:umbrella", "tenant:initech"}) {
			t.Errorf("%+v", d.App)
		}
		app.Reread(0)
		app.Reread(1)
		report(0)
		app.Define(map[string]bool{"alpha": true, "new": false})
		register := "flagtui register --from " + app.URL
		d := report(1, `app_catalogue: the default of "alpha" is off in the catalogue, but on in the app`, `app_catalogue: the catalogue defines "beta", but the app does not list it`,
			`app_catalogue: the app lists "new", but the catalogue does not define it`)
		if d.Findings[0].Fix != register || d.Counts["app_catalogue"] != 3 {
			t.Errorf("%+v", d)
		}
		t.Setenv("APP_TOKEN", "wrong")
		if d := report(1, "app_not_asked: the app does not accept the login (401); check the header and its token"); len(d.App.Asked) > 0 {
			t.Errorf("%+v", d.App)
		}
	})
}

// Without a probe the doctor does not speak of the app. A probe whose variable is not set
// is a note.
func TestDoctorWithoutAProbe(t *testing.T) {
	db := small(t)
	if r := runWith(t, "", "doctor", "--db", db); strings.Contains(r.out+r.err, "App\n") || strings.Contains(r.out, "probe") {
		t.Errorf("%s%s", r.out, r.err)
	}
	r := probed(t, db, "http://127.0.0.1:1/${NOT_SET_ANYWHERE}", "")("doctor --json")
	if !strings.Contains(r.out, "no write is possible here: the context") || !strings.Contains(r.out, "${NOT_SET_ANYWHERE} is not set") || strings.Contains(r.out, `"app":`) {
		t.Errorf("%s%s", r.out, r.err)
	}
}
