package hooks

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Webhook is an address that gets a message after each saved change-set.
type Webhook struct {
	URL     string
	Slack   bool // the message has Slack's form, and else the Event's JSON
	Secrets Secrets
	Pause   time.Duration // the pause before the first retry, doubled before the next; zero selects retryPause
}

const (
	webhookLimit = 5 * time.Second // the time of one attempt
	retryPause   = 500 * time.Millisecond
	attempts     = 3
)

// MaxTime returns the longest time that Send takes.
func (w Webhook) MaxTime() time.Duration {
	return attempts*webhookLimit + 3*cmp.Or(w.Pause, retryPause)
}

// Send sends a message about the event. Where the server cannot be reached or is busy,
// it tries twice more. The error names the host only, because the rest of the address
// may be a secret.
func (w Webhook) Send(ctx context.Context, event Event) error {
	body, err := json.Marshal(event)
	if w.Slack {
		body, err = json.Marshal(map[string]string{"text": event.slackText()})
	}
	if err != nil {
		return err
	}
	pause := cmp.Or(w.Pause, retryPause)
	for attempt := 1; ; attempt++ {
		again, err := w.post(ctx, body)
		if err == nil || !again || attempt == attempts {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.New("it was interrupted; " + err.Error())
		case <-time.After(pause):
			pause *= 2
		}
	}
}

// post sends a body once. again reports whether another attempt may succeed.
func (w Webhook) post(ctx context.Context, body []byte) (again bool, err error) {
	ctx, stop := context.WithTimeoutCause(ctx, webhookLimit, fmt.Errorf("no answer within %v", webhookLimit))
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return false, errors.New("the address is not a URL")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "flagtui")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return true, fmt.Errorf("%s: %s", request.URL.Host, w.Secrets.Redact(withoutURL(err).Error()))
	}
	answer.Body.Close()
	switch code := answer.StatusCode; {
	case code >= 200 && code < 300:
		return false, nil
	default:
		again = code >= 500 || code == http.StatusTooManyRequests || code == http.StatusRequestTimeout
		return again, fmt.Errorf("%s answered %d %s", request.URL.Host, code, http.StatusText(code))
	}
}

// withoutURL returns the cause of an error of package http, whose text has the URL.
func withoutURL(err error) error {
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
