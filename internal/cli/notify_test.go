package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Each change-set of every command sends one message: who, what, where, before and
// after, the effect, the reason and how to undo. The command reports a failure, and
// still exits with 0. The address is never printed.
func TestNotify(t *testing.T) {
	var mu sync.Mutex
	var bodies []string
	code := 200
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		body, _ := io.ReadAll(request.Body)
		bodies = append(bodies, string(body))
		answer.WriteHeader(code)
	}))
	defer server.Close()
	t.Setenv("CHAT_WEBHOOK", server.URL+"/s3cret")
	config := writeFile(t, fmt.Sprintf("default_context: here\ncontexts:\n  here: {db: %q, notify: {url: \"${CHAT_WEBHOOK}\"}}\n", small(t)))
	use := func(args string, more ...string) ran {
		t.Helper()
		return runWith(t, "", append(append(strings.Fields(args), "--config", config, "--yes"), more...)...)
	}
	for _, test := range []struct{ args, effects string }{
		{"set orders.bulk=on --reason pilot", "off → on, for 2 tenants that inherit it"}, {"set orders.bulk=on", ""}, {"set orders.bulk=off --dry-run", ""},
		{"set orders.beta=on --tenant acme", "off → on"}, {"set orders.beta=on --tenant globex", "stays on"}, {"undo", "stays on"},
		{"kill orders.bulk", "on → off, for 2 tenants that inherit it|on → off"}, {"list", ""},
	} {
		bodies = nil
		use(test.args).expect(t, 0, "*")
		if test.effects == "" {
			if len(bodies) != 0 {
				t.Errorf("%s sends %s", test.args, bodies)
			}
			continue
		}
		var got struct {
			Change, Actor, Reason, Context, Undo string
			Changes                              []struct{ Effect, Scope, Name string }
		}
		if len(bodies) != 1 || json.Unmarshal([]byte(bodies[0]), &got) != nil || got.Undo != "flagtui undo "+got.Change || got.Actor == "" || got.Context != "here" {
			t.Fatalf("%s sends %s", test.args, bodies)
		}
		var effects []string
		for _, c := range got.Changes {
			effects = append(effects, c.Effect)
		}
		if strings.Join(effects, "|") != test.effects || strings.Contains(test.args, "pilot") != (got.Reason == "pilot") {
			t.Errorf("%s sends %s", test.args, bodies[0])
		}
	}
	code = 404
	r := use("set orders.bulk=on", "--json")
	r.expect(t, 0, "*", "saved as 20", "but nobody was notified of it: 127.0.0.1:", "answered 404 Not Found")
	if strings.Contains(r.err, "s3cret") || !json.Valid([]byte(r.out)) {
		t.Errorf("%s%s", r.out, r.err)
	}
	for text, want := range map[string]string{"{url: x, format: teams}": "formats json and slack", "{}": "needs a url", "{format: slack}": "needs a url", "{url: a, b: c}": "field b not found"} {
		runWith(t, "", "list", "--config", writeFile(t, "contexts: {a: {db: x, notify: "+text+"}}\n")).expect(t, exitUsage, "", want)
	}
	for url, want := range map[string]string{"nonsense": "is not the address of a web server", "${NOT_SET_ANYWHERE}": "notify: ${NOT_SET_ANYWHERE} is not set"} {
		file := writeFile(t, fmt.Sprintf("contexts: {a: {db: %q, notify: {url: %q}}}\n", small(t), url))
		runWith(t, "", "set", "orders.bulk=on", "--yes", "--context", "a", "--config", file).expect(t, exitUsage, "", want)
		runWith(t, "", "get", "orders.bulk", "--json", "--context", "a", "--config", file).expect(t, 0, bulk+"\n")
	}
}
