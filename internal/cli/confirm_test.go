package cli

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// After a change the application is asked. The command says that it is live only where
// the application serves it, and exits with 8 otherwise.
func TestTheApplicationIsAsked(t *testing.T) {
	db := small(t)
	asked, stale := 0, false
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		args := []string{"list", "--json", "--db", db}
		if tenant, ok := strings.CutPrefix(r.URL.Path, "/flags/tenant/"); ok {
			args = append(args, "--tenant", tenant)
		}
		list := runWith(t, "", args...).out
		if r.Header.Get("Authorization") != "Bearer s3cret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if stale {
			list = strings.ReplaceAll(list, `"enabled":true`, `"enabled":false`)
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, list)
	}))
	defer app.Close()
	t.Setenv("APP_TOKEN", "s3cret")
	config := writeFile(t, fmt.Sprintf("default_context: here\ncontexts:\n  here: {db: %q, live: {probe: %q, header: \"Authorization: Bearer ${APP_TOKEN}\", wait: 300ms}}\n", db, app.URL+"/flags/"))
	use := func(args string) ran {
		t.Helper()
		return runWith(t, "", append(strings.Fields(args), "--config", config, "--yes")...)
	}
	for _, args := range []string{"set orders.bulk=on", "set orders.bulk=on --tenant acme", "kill orders.bulk", "undo"} {
		use(args).expect(t, 0, "*", "saved as 20", "; live, confirmed by ", " answers")
	}
	var result struct {
		Change *string
		Live   string
		Text   string `json:"live_text"`
	}
	if r := use("clear orders.bulk --tenant acme --json"); r.code != 0 || json.Unmarshal([]byte(r.out), &result) != nil || result.Live != "confirmed" || result.Text != "live, confirmed by 6 answers" {
		t.Errorf("exit %d: %s%s", r.code, r.out, r.err)
	}
	asked = 0
	use("set orders.bulk=off --dry-run").expect(t, 0, "*")
	use("list").expect(t, 0, "*")
	if asked > 0 {
		t.Errorf("the application was asked %d times, and nothing was written", asked)
	}
	use("set orders.bulk=off").expect(t, 0, "*")
	stale = true
	use("set orders.bulk=on").expect(t, exitSaved, "*", "; not confirmed\n", "saved as 20", `but the app still serves Disabled for "orders.bulk" at system after 300ms`, "restart it")
	if r := use("set orders.bulk=off orders.beta=on --tenant acme --json"); r.code != exitSaved || json.Unmarshal([]byte(r.out), &result) != nil || result.Change == nil || result.Live != "unknown" || !strings.HasPrefix(result.Text, "not confirmed: the app still serves") || strings.Contains(r.err+r.out, "s3cret") {
		t.Errorf("exit %d: %s%s", r.code, r.out, r.err)
	}
	t.Setenv("APP_TOKEN", "wrong-t0ken")
	if r := use("set orders.bulk=off"); r.code != exitSaved || !strings.Contains(r.err, "does not accept the login (401)") || strings.Contains(r.err, "t0ken") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
	for live, want := range map[string]string{"{header: a}": "it has no probe", "{probe: a, wait: soon}": "wait is \"soon\", which is not a time", "{prob: a}": `it does not take "prob"`, "[]": "it is neither a word nor a sentence nor {probe"} {
		runWith(t, "", "list", "--config", writeFile(t, "contexts: {a: {db: x, live: "+live+"}}\n")).expect(t, exitUsage, "", "live: "+want)
	}
	for live, want := range map[string]string{"{probe: a}": "probe is not the address", `{probe: "http://a/", header: Bearer}`: "header is not of the form", `{probe: "http://a/", header: "A: ${NOT_SET_ANYWHERE}"}`: "live: header: ${NOT_SET_ANYWHERE} is not set"} {
		runWith(t, "", "set", "orders.bulk=on", "--yes", "--context", "a", "--config", writeFile(t, fmt.Sprintf("contexts: {a: {db: %q, live: %s}}\n", db, live))).expect(t, exitUsage, "", want)
	}
}
