package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The running app is the catalogue, of --flags and of register --from. It gets the header
// of the context's probe if that is the same server.
func TestCatalogueOfTheRunningApp(t *testing.T) {
	onDatabases(t, func(t *testing.T, p *testDatabase) {
		app := startApp(t, p, 1, map[string]bool{"alpha": false, "beta": true})
		use := app.inContext(shortWait, "flags: "+app.URL)
		use("test beta").expect(t, 0, "")
		use("test betta").expect(t, exitUnknown, "", `did you mean "beta"?`)
		use("set alpha=on --yes --context here").expect(t, exitSaved, "*", "but the app ")
		use("list --overridden").expect(t, 0, "*")
		if r := use("doctor"); !strings.Contains(r.out, "\nCatalogue\n  "+app.URL+"  2 definitions\n") {
			t.Error(r.out)
		}
		if r := use("config --json"); !strings.Contains(r.out, `{"name":"flags","value":"`+app.URL+`","from":"context here"}`) {
			t.Error(r.out)
		}
		runWith(t, "", "list", "--db", p.url, "--flags", app.URL).expect(t, exitRefused, "", "cannot read the catalogue of "+app.URL+": the app does not accept the login (401)", "no header was sent")

		use = app.inContext(shortWait, "")
		from := "register --yes --from " + app.URL
		use(from).expect(t, 0, "2 flags registered: 2 added, 0 changed, 0 removed\n")
		app.Define(map[string]bool{"alpha": true, "gamma": true})
		use(from+" --dry-run").expect(t, 0, "*", "definition of alpha: changed (default off -> on)", "definition of beta: removed", "definition of gamma: added, default on", "nothing was written")
		runWith(t, "", append(strings.Fields(from), "--db", p.url)...).expect(t, exitRefused, "", "no header was sent")
		runWith(t, "", append(strings.Fields(from), "--db", p.url, "--header", "Authorization: Bearer ${APP_TOKEN}", "--header", "X-Other: a")...).expect(t, 0, "2 flags registered: 1 added, 1 changed, 1 removed\n")
		use(from).expect(t, 0, "2 flags registered: 0 added, 0 changed, 0 removed\n")
		app.Define(nil)
		use(from).expect(t, exitRefused, "", "the app lists no flags at "+app.URL)
		use("list --json").expect(t, 0, "*")
		if r := use("list"); !strings.Contains(r.out, "gamma") {
			t.Errorf("the catalogue is gone: %s", r.out)
		}
	})
}

// A catalogue that the app does not give is an error that holds no secret: neither a
// header, nor the user and the query of the URL, nor what the answer sends back.
func TestCatalogueOfTheRunningAppFails(t *testing.T) {
	db := small(t)
	t.Setenv("APP_TOKEN", appToken)
	var status int
	var body string
	stop := make(chan struct{})
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "Bearer "+appToken:
			t.Errorf("the header is %v", r.Header)
		case body == "slow":
			<-stop
		case body == "large":
			fmt.Fprint(w, "["+strings.Repeat(" ", 17<<20)+"]")
		default:
			w.Header().Set("Location", r.Header.Get("Authorization"))
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}
	}))
	defer app.Close()
	defer close(stop)
	address := strings.Replace(app.URL, "http://", "http://ann:"+appToken+"@", 1) + "/flags?key=" + appToken
	shown := app.URL + "/flags?…"
	for _, tc := range []struct {
		status int
		body   string
		code   int
		want   string
	}{
		{302, "", exitUsage, "of " + shown + ": the app redirects the request (302)"},
		{401, "", exitRefused, "of " + shown + ": the app does not accept the login (401)"},
		{403, "", exitRefused, "does not let this login see flags (403)"},
		{404, "", exitUnknown, "has nothing at this address (404)"},
		{502, "", exitUnavailable, "answers 502 Bad Gateway"},
		{200, "<html>", exitUsage, "a page of HTML"},
		{200, "slow", exitUnavailable, "no answer within 200ms"},
		{200, "large", exitUsage, "larger than 16 MiB"},
		{200, "{", exitUsage, "cannot read the catalogue: " + shown + ":1: "},
		{200, "", exitUsage, "cannot read the catalogue: " + shown + ":1: the file holds no catalogue"},
		{200, `{"` + appToken + `": 1}`, exitUsage, `unknown key "…"`},
		{200, `["Bearer ` + appToken + `"]`, exitUsage, "cannot read the catalogue: " + shown},
		{200, `[{"name": "a", "default_enabled": "` + appToken + `"}]`, exitUsage, shown + ":1: "},
	} {
		status, body = tc.status, tc.body
		timeout, commands := "5s", [][]string{{"register", "--from", address}, {"list", "--flags", address}, {"list", "--json", "--flags", address}}
		if body == "slow" { // register asks before it opens the database
			timeout, commands = "200ms", commands[:1]
		}
		for _, args := range commands {
			r := probed(t, db, app.URL, "timeout: "+timeout)(strings.Join(args, " "))
			if r.expect(t, tc.code, ""); !strings.Contains(r.err, tc.want) && args[1] != "--json" || !strings.Contains(r.err, "…") {
				t.Errorf("%s %d: %s, want %s", body, status, r.err, tc.want)
			}
		}
	}
	status, body = 200, `[{"name": "a"}]`
	if r := probed(t, db, app.URL, "flags: '"+address+"${NOT_SET}'")("list"); r.code != exitUsage || strings.Contains(r.err, "s3cret") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
	t.Setenv("NAME", "key="+appToken)
	r := probed(t, db, app.URL, "flags: '"+app.URL+"/${NAME}'")("config")
	if !strings.Contains(r.out, app.URL+"/${NAME}  ") {
		t.Errorf("%s%s", r.out, r.err)
	}
	// Another server does not get the header of the probe.
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("another server gets the token")
		}
		fmt.Fprint(w, "- name: in.yaml\n")
	}))
	defer elsewhere.Close()
	if r := probed(t, db, app.URL, "")("list --flags " + elsewhere.URL); r.code != 0 || !strings.Contains(r.out, "in.yaml") {
		t.Errorf("exit %d: %s%s", r.code, r.out, r.err)
	}
}

func TestRegisterUsage(t *testing.T) {
	db := small(t)
	for args, want := range map[string]string{
		"register":                                           "register takes one FILE, or --from URL",
		"register a --from http://a/":                        "a FILE and --from were both given",
		"register a --header A:b":                            "--header was given without --from",
		"register http://ann:s3cret@a/":                      "this command needs a file",
		"register --from flags.json":                         "is not the address of a web server",
		"register --from http://a b/":                        "a FILE and --from were both given",
		"register --from http://a/ --header Bearer":          "--header is not of the form Name: value",
		"register --from http://a/ --header A:${NOT_SET}":    "--header: ${NOT_SET} is not set",
		"generate go https://ann:s3cret@app/flags":           "this command needs a file",
		"list --flags http://":                               "is not the address of a web server",
		"register --from http://127.0.0.1:1/s3cret --yes -q": "unknown shorthand flag",
	} {
		r := runWith(t, "", append(strings.Fields(args), "--db", db)...)
		if r.expect(t, exitUsage, "", want); strings.Contains(r.err, "s3cret") {
			t.Errorf("%s: %s", args, r.err)
		}
	}
	runWith(t, "", "register", "--from", "http://127.0.0.1:1/", "--db", db).expect(t, exitUnavailable, "", "connection refused")
}
