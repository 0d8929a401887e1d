package model

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/hooks"
	"flagtui/internal/views"
)

// Each change of a screen sends one message. If the webhook does not take a message, the
// screen says so until esc, without the secret address. The change stays saved, and u
// still undoes it.
func TestNobodyIsNotifiedOfAChange(t *testing.T) {
	var code atomic.Int32
	code.Store(http.StatusOK)
	sent := make(chan string, 20) // the change-sets of the messages
	chat := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var event struct{ Change, Actor string }
		body, _ := io.ReadAll(r.Body)
		if json.Unmarshal(body, &event) != nil || event.Actor != "alice@ops1" {
			t.Errorf("the message is %s", body)
		}
		sent <- event.Change
		w.WriteHeader(int(code.Load()))
	}))
	defer chat.Close()
	path, raw := newSQLite(t, 1)
	store, err := data.Open(t.Context(), data.Options{URL: path, Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	steps := change.Steps{Webhook: &hooks.Webhook{URL: chat.URL + "/s3cret", Secrets: hooks.Secrets{}, Pause: time.Millisecond}}
	d := open(t, unwatched{store}, func(o *Options) { o.Steps = steps })
	d.propose()
	d.drive("y")
	d.shows(`"alpha" enabled · saved, takes effect within 30 s`)
	d.hides("nobody was notified", "announced")
	code.Store(http.StatusInternalServerError)
	d.propose()
	d.drive("y")
	d.shows("saved as 20", "but nobody was notified of it", "[ ] Disabled Override active")
	d.hides("s3cret")
	row(t, raw, system, "alpha", feature.Off)
	changes := []string{}
	for len(sent) > 0 {
		changes = append(changes, <-sent)
	}
	if len(changes) != 4 || changes[1] != changes[3] || changes[0] == changes[1] { // tried twice more
		t.Errorf("the messages are of %s", changes)
	}
	d.drive("down")
	d.shows("nobody was notified of it")
	code.Store(http.StatusOK)
	d.drive("u")
	d.fireTimers()
	d.drive("y", "esc")
	d.hides("nobody was notified of it")
	d.shows("alpha Disabled [x] Enabled Override active")
	if outcome, ended := d.writes.Wait(patience); outcome != "" || !ended {
		t.Errorf("at the end it says %q", outcome)
	}
	// A read-only session sends nothing.
	before := len(sent)
	d = open(t, unwatched{store}, func(o *Options) { o.Steps, o.Session = steps, views.Session{ReadOnly: "--read-only"} })
	d.drive("space", "y", "c", "y", "u", "y")
	if len(sent) != before {
		t.Error("a message was sent, and nothing was written")
	}
	if strings.Contains(d.screen(), "notified") {
		t.Error(d.screen())
	}
}
