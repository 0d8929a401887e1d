package hooks

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"flagtui/internal/feature"
)

// chat is a server that answers with these codes in turn, the last one again and again,
// and keeps the bodies. A code 0 closes the connection.
func chat(t *testing.T, codes ...int) (w Webhook, bodies *[]string) {
	t.Helper()
	bodies = &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil || request.Method != http.MethodPost || request.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s with %v: %v", request.Method, request.Header, err)
		}
		code := codes[min(len(*bodies), len(codes)-1)]
		*bodies = append(*bodies, string(body))
		switch code {
		case 0:
			panic(http.ErrAbortHandler)
		case http.StatusFound:
			answer.Header().Set("Location", "/login?s3cret")
		}
		answer.WriteHeader(code)
	}))
	t.Cleanup(server.Close)
	return Webhook{URL: server.URL + "/hooks/s3cret", Secrets: Secrets{server.URL + "/hooks/s3cret": "${CHAT_WEBHOOK}"}, Pause: time.Millisecond}, bodies
}

// A message is retried twice where that may help, and no error has the address.
func TestWebhookRetries(t *testing.T) {
	for name, test := range map[string]struct {
		codes []int
		sent  int
		want  string // empty means success
	}{
		"ok":                {[]int{200}, 1, ""},
		"no content":        {[]int{204}, 1, ""},
		"works then":        {[]int{503, 0, 200}, 3, ""},
		"busy":              {[]int{429, 200}, 2, ""},
		"down":              {[]int{502}, 3, "answered 502 Bad Gateway"},
		"closes":            {[]int{0}, 3, "EOF"},
		"not found":         {[]int{404}, 1, "answered 404 Not Found"},
		"forbidden":         {[]int{403}, 1, "answered 403 Forbidden"},
		"a redirect's page": {[]int{302, 200}, 1, "answered 302 Found"},
	} {
		t.Run(name, func(t *testing.T) {
			w, bodies := chat(t, test.codes...)
			err := w.Send(t.Context(), event)
			if len(*bodies) != test.sent || (err == nil) != (test.want == "") {
				t.Errorf("%d messages, %v", len(*bodies), err)
			}
			if err != nil && (!strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "s3cret") || !strings.HasPrefix(err.Error(), "127.0.0.1:")) {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
	unreachable := Webhook{URL: "http://s3cret@127.0.0.1:1/s3cret", Pause: time.Millisecond}
	if err := unreachable.Send(t.Context(), event); err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "connection refused") {
		t.Error(err)
	}
	var asked atomic.Int32
	ctx, stop := context.WithCancel(t.Context())
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		asked.Add(1)
		_, _ = io.Copy(io.Discard, request.Body)
		stop()
		<-request.Context().Done()
	}))
	defer slow.Close()
	if err := (Webhook{URL: slow.URL}).Send(ctx, event); err == nil || !strings.Contains(err.Error(), "interrupted") || asked.Load() != 1 {
		t.Errorf("%v after %d requests", err, asked.Load())
	}
}

// The JSON form is the event; Slack's form says the same to people.
func TestWebhookForms(t *testing.T) {
	hostile := Event{Change: "20261130-1", Actor: "eve <!channel>", Reason: "a & b\x1b[31m\nnew line", Database: "app@db1", Context: "prod", Undoes: "20261129-7", Live: "within 30 s", Undo: "flagtui undo 20261130-1"}
	for range 22 {
		hostile.Changes = append(hostile.Changes, Change{Scope: feature.Tenant, ScopeID: "ac`me", Name: "a.b", After: feature.On, Effect: "off → on"})
	}
	w, bodies := chat(t, 200)
	if err := w.Send(t.Context(), hostile); err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal([]byte((*bodies)[0]), &raw); err != nil || raw["live_text"] != "within 30 s" || raw["undo"] != "flagtui undo 20261130-1" || len(raw["changes"].([]any)) != 22 {
		t.Errorf("%v: %s", err, (*bodies)[0])
	}
	w.Slack = true
	if err := w.Send(t.Context(), hostile); err != nil {
		t.Fatal(err)
	}
	var slack struct{ Text string }
	if err := json.Unmarshal([]byte((*bodies)[1]), &slack); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(slack.Text, "\n")
	want := map[int]string{0: "*prod*: eve &lt;!channel&gt; changed 22 overrides (undo of 20261129-7)", 1: "• `a.b` at tenant:ac'me: inherit → on (off → on)",
		21: "… and 2 more", 22: "Reason: a &amp; b [31m new line", 23: "Takes effect within 30 s", 24: "Undo: `flagtui undo 20261130-1`"}
	for i, line := range want {
		if len(lines) != 25 || lines[i] != line {
			t.Fatalf("line %d is not %s:\n%s", i, line, slack.Text)
		}
	}
}
