package model

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"flagtui/internal/change"
	"flagtui/internal/feature"
	"flagtui/internal/probe/probetest"
	"flagtui/internal/views"
)

// Where the application cannot be asked, nothing is known; the screen says why, and never
// the secret of the header.
func TestTheApplicationCannotBeAsked(t *testing.T) {
	html := func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "text/html") }
	answer := func(code int, body string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(code)
			_, _ = w.Write([]byte(body + r.Header.Get("Authorization")))
		}
	}
	for want, refuse := range map[string]func(*probetest.App){
		"(401)":                       func(a *probetest.App) { a.Refuse(answer(401, "")) },
		"(403)":                       func(a *probetest.App) { a.Refuse(answer(403, "")) },
		"at this address (404)":       func(a *probetest.App) { a.Refuse(http.NotFound) },
		"redirects the request (302)": (*probetest.App).RefuseAsOld,
		"a page of HTML":              func(a *probetest.App) { a.Refuse(html) },
		"not a JSON list of flags":    func(a *probetest.App) { a.Refuse(answer(200, `{"a":`)) },
	} {
		d, app, _ := withApp(t, time.Hour)
		refuse(app)
		d.propose()
		d.drive("y")
		d.shows("saved as 20", want, ">?alpha", "not known to be live")
		d.drive("esc", "enter")
		d.shows("App not known: ", want)
		d.drive("esc")
		d.drive("L")
		d.shows("The app was not asked what it serves: ", want)
		d.hides("s3cret", "Bearer")
	}
	d, app, _ := withApp(t, time.Hour)
	app.Refuse(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("[]")) })
	d.propose()
	d.drive("y")
	d.shows(`but the app does not list "alpha", so it cannot say what it serves`, ">!alpha", "the app does not list it · The first")
	d, _, _ = withApp(t, 200*time.Millisecond)
	d.m.options.Steps.Probe.URL = "https" + strings.TrimPrefix(d.m.options.Steps.Probe.URL, "http")
	d.drive("L")
	d.shows("does not speak TLS")
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	d.m.options.Steps.Probe.URL = secure.URL
	d.drive("L")
	d.shows("certificate is not trusted")
}

// L says what to write where no application is known, and for which scopes it can be
// asked. A read-only session asks, too.
func TestAskingTheApplication(t *testing.T) {
	d, app, colleague := withApp(t, time.Minute, func(o *Options) { o.Session = views.Session{ReadOnly: "--read-only", Context: "prod"} })
	d.drive("L")
	d.shows("The app serves all 3 flags as stored, by 6 answers")
	d.set(colleague, "bob", feature.Change{Scope: feature.TenantScope("t001"), Name: "gamma", After: feature.On})
	d.set(colleague, "bob", feature.Change{Scope: system, Name: "beta", After: feature.Off})
	d.drive("r", "L")
	d.shows("The app serves 1 of 3 flags otherwise than stored: 7 shows them", "!beta", "the app serves Enabled")
	d.drive("down", "enter")
	d.shows("App the app serves Enabled (6 answers at ")
	d.drive("L")
	d.shows("The app serves 1 of 3 flags otherwise than stored")
	d.hides("shows them")
	d.drive("esc", "/")
	d.typeText("is:notlive")
	d.drive("enter")
	d.shows("1/1 of 3")
	d.drive("esc", "t")
	d.typeText("t001")
	d.drive("enter")
	d.shows("!beta", "the app serves Enabled") // the tenant inherits what the system's app does not serve
	d.drive("L")
	d.shows("The app serves 2 of 3 flags otherwise than stored", "!gamma")
	app.Reread()
	d.drive("7", "L")
	d.shows("The app serves all 3 flags as stored")
	d.set(colleague, "bob", feature.Change{Scope: feature.TenantScope("t001"), Name: "gamma", Before: feature.On, After: feature.Off})
	d.drive("esc", "r") // the answer was about another value
	d.drive("G", "enter")
	d.hides("App ")
	d.drive("esc", "7")
	d.shows("No flag is marked not live: L asks the app what it serves")

	d, _, _ = withApp(t, time.Minute, func(o *Options) { o.Steps, o.Session.Context = change.Steps{}, "prod" })
	d.drive("L")
	d.shows(`give the context prod of the config file live: {probe: "https://app/api/feature_flags/"}`)
	d.drive("L")
	d.m.options.StepsErr = &feature.Problem{Text: "${APP_TOKEN} is not set"}
	d.drive("L")
	d.shows("The app cannot be asked: ${APP_TOKEN} is not set")
}
