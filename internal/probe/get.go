package probe

import (
	"bytes"
	"context"
	"crypto/tls"
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

// DefaultLimit is the usual time that one request may take.
const DefaultLimit = 5 * time.Second

// maxAnswer is the largest number of bytes of an answer.
const maxAnswer = 16 << 20

// final is an error that asking again does not change.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// Get asks a web server for the text at an address. The whole answer may take up to
// limit. Redirects are not followed. The error is a feature.Problem without the address
// and the header: ErrUnavailable if the server does not answer, ErrRefused if it refuses
// the login, ErrUnknown if it has nothing at the address, and ErrUsage if the answer is
// a redirect or a page of HTML.
func Get(ctx context.Context, address string, header http.Header, limit time.Duration) ([]byte, error) {
	ctx, stop := context.WithTimeoutCause(ctx, limit, fmt.Errorf("no answer within %v", limit))
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, final{&feature.Problem{Kind: feature.ErrUsage, Text: "the address of the app is not a URL", Hint: "write https://app/api/feature_flags/"}}
	}
	if request.Header = header.Clone(); request.Header == nil {
		request.Header = http.Header{}
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "flagtui")
	// Each request has a connection of its own, because a connection stays with a worker.
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, Proxy: http.ProxyFromEnvironment},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(request)
	if err != nil {
		return nil, connectError(ctx, err)
	}
	defer answer.Body.Close()
	if problem := statusProblem(answer.StatusCode); problem != nil {
		if problem.Kind == feature.ErrUnavailable {
			return nil, problem
		}
		return nil, final{problem}
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); {
	case err != nil && ctx.Err() == nil:
		return nil, &feature.Problem{Kind: feature.ErrUnavailable, Text: "the app's answer broke off", Cause: err}
	case err != nil:
		return nil, connectError(ctx, err)
	case len(text) > maxAnswer:
		return nil, final{&feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the app's answer is larger than %d MiB", maxAnswer>>20), Hint: addressHint}}
	case kind == "text/html" || bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")):
		return nil, final{&feature.Problem{Kind: feature.ErrUsage, Text: "the app answers with a page of HTML, a login perhaps", Hint: addressHint}}
	}
	return text, nil
}

// addressHint is the hint if the address may be wrong.
const addressHint = "is the address that of the app's flags, such as https://app/api/feature_flags/?"

// connectError describes the failure of a request without its address.
func connectError(ctx context.Context, err error) error {
	if bad := (*tls.CertificateVerificationError)(nil); errors.As(err, &bad) {
		return final{&feature.Problem{Kind: feature.ErrUnavailable, Text: fmt.Sprintf("the app's TLS certificate is not trusted: %v", bad.Err),
			Hint: "SSL_CERT_FILE may name a file with the certificate of its authority", Cause: err}}
	}
	if record := (tls.RecordHeaderError{}); errors.As(err, &record) || strings.Contains(err.Error(), "server gave HTTP response to HTTPS client") {
		return final{&feature.Problem{Kind: feature.ErrUnavailable, Text: "the app does not speak TLS at this address", Hint: "write http:// if that is meant", Cause: err}}
	}
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return &feature.Problem{Kind: feature.ErrUnavailable, Text: fmt.Sprintf("the app cannot be asked: %v", err), Hint: "is the app running, and is its address right?", Cause: err}
}

// statusProblem returns the problem of an answer without a text, or nil.
func statusProblem(code int) *feature.Problem {
	switch {
	case code == http.StatusOK:
		return nil
	case code == http.StatusUnauthorized:
		return &feature.Problem{Kind: feature.ErrRefused, Text: "the app does not accept the login (401)", Hint: "check the header and its token"}
	case code == http.StatusForbidden:
		return &feature.Problem{Kind: feature.ErrRefused, Text: "the app does not let this login see flags (403)", Hint: "the token needs the scope feature_flags.view"}
	case code == http.StatusNotFound:
		return &feature.Problem{Kind: feature.ErrUnknown, Text: "the app has nothing at this address (404)", Hint: addressHint}
	case code >= 300 && code < 400:
		return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the app redirects the request (%d), which flagtui does not follow", code),
			Hint: "it may redirect to a login, as simple_module before access tokens does; an address without its last slash is redirected, too"}
	}
	return &feature.Problem{Kind: feature.ErrUnavailable, Text: fmt.Sprintf("the app answers %d %s", code, http.StatusText(code)), Hint: "the app's own log says why"}
}
