// Package probe asks a running application which values of flags it serves.
package probe

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// Probe is the address at which an application says what it serves.
type Probe struct {
	URL    string        // the flags of the system; "tenant/ID" below it has those of a tenant
	Header http.Header   // sent with each request; never printed
	Wait   time.Duration // how long Confirm asks
}

// DefaultWait is the Wait of a context that does not say. The app reads its overrides
// again every 30 s.
const DefaultWait = 40 * time.Second

// Served is a flag as the application serves it.
type Served struct {
	Name           string `json:"name"`
	DefaultEnabled bool   `json:"default_enabled"`
	Enabled        *bool  `json:"enabled"`
	Overridden     *bool  `json:"overridden"` // nil if the application does not say
}

const (
	requestLimit = 5 * time.Second
	maxAnswer    = 16 << 20
)

// final is an error that asking again does not change.
type final struct{ error }

// Asks reports whether the application can be asked for a scope.
func (p Probe) Asks(scope feature.Scope) bool {
	return scope.IsSystem() || scope.Kind == feature.Tenant
}

// Ask returns the flags that the application serves at the system or at a tenant, by
// name. The error never holds the header.
func (p Probe) Ask(ctx context.Context, scope feature.Scope) (map[string]Served, error) {
	ctx, stop := context.WithTimeoutCause(ctx, requestLimit, fmt.Errorf("no answer within %v", requestLimit))
	defer stop()
	address := p.URL
	if !scope.IsSystem() {
		address = strings.TrimSuffix(address, "/") + "/tenant/" + url.PathEscape(scope.ID)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, final{errors.New("the probe's address is no URL")}
	}
	request.Header = p.Header.Clone()
	if request.Header == nil {
		request.Header = http.Header{}
	}
	request.Header.Set("Accept", "application/json")
	// Each request has a connection of its own, because a connection stays with a worker.
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, Proxy: http.ProxyFromEnvironment},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(request)
	if err != nil {
		return nil, connectError(ctx, err)
	}
	defer answer.Body.Close()
	if err := checkAnswer(answer, scope); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return nil, errors.New("the app's answer broke off")
	}
	var list []Served
	if json.Unmarshal(text, &list) != nil {
		return nil, final{errors.New("the app's answer is no JSON list of flags: is the probe's address that of its flags?")}
	}
	served := make(map[string]Served, len(list))
	for _, flag := range list {
		if flag.Name == "" || flag.Enabled == nil {
			return nil, final{errors.New("the app's answer has flags without name or enabled: is the probe's address that of its flags?")}
		}
		served[flag.Name] = flag
	}
	return served, nil
}

// connectError describes the failure of a request without its address.
func connectError(ctx context.Context, err error) error {
	if bad := (*tls.CertificateVerificationError)(nil); errors.As(err, &bad) {
		return final{fmt.Errorf("the app's TLS certificate is not trusted: %v", bad.Err)}
	}
	if record := (tls.RecordHeaderError{}); errors.As(err, &record) || strings.Contains(err.Error(), "server gave HTTP response to HTTPS client") {
		return final{errors.New("the app does not speak TLS at this address: write http:// if that is meant")}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("the app cannot be asked: %w", context.Cause(ctx))
	}
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return fmt.Errorf("the app cannot be asked: %w", err)
}

// checkAnswer returns an error for an answer that holds no flags.
func checkAnswer(answer *http.Response, scope feature.Scope) error {
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	switch code := answer.StatusCode; {
	case code == http.StatusUnauthorized:
		return final{errors.New("the app does not accept the probe's login (401): check the header and its token")}
	case code == http.StatusForbidden:
		return final{errors.New("the app does not let the probe's login see flags (403): the token needs the scope feature_flags.view")}
	case code == http.StatusNotFound && !scope.IsSystem():
		return final{fmt.Errorf("the app does not know %s, or the probe's address is wrong (404)", scope)}
	case code == http.StatusNotFound:
		return final{errors.New("the probe's address is wrong (404)")}
	case code >= 300 && code < 400:
		return final{fmt.Errorf("the app redirects the probe (%d), to a login perhaps: releases before tokens cannot be asked; an address without its last slash is redirected, too", code)}
	case code != http.StatusOK:
		return fmt.Errorf("the app answers %d %s", code, http.StatusText(code))
	case kind == "text/html":
		return final{errors.New("the app answers with a page of HTML, a login perhaps: is the probe's address that of its flags?")}
	}
	return nil
}
