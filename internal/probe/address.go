package probe

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// IsURL reports whether text is the address of a web server, and not the name of a file.
func IsURL(text string) bool {
	scheme, _, ok := strings.Cut(text, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// IsValidURL reports whether text is a complete address of a web server.
func IsValidURL(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && parsed.Hostname() != "" && IsURL(text)
}

// ParseHeader parses a header of the form "Name: value". ok is false for any other form.
func ParseHeader(text string) (header http.Header, ok bool) {
	name, value, ok := strings.Cut(text, ":")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || name == "" || value == "" || strings.ContainsAny(name, " \t\r\n") || strings.ContainsAny(value, "\r\n") {
		return nil, false
	}
	header = http.Header{}
	header.Set(name, value)
	return header, true
}

// userInfo matches the user and the password of an address.
var userInfo = regexp.MustCompile(`^([A-Za-z]+://)[^/?#]*@`)

// Redact returns an address without its user, password and query, which may hold secrets.
// The address may hold variables such as ${APP_HOST}.
func Redact(address string) string {
	shown, _, _ := strings.Cut(address, "#")
	shown, query, _ := strings.Cut(shown, "?")
	if shown = userInfo.ReplaceAllString(shown, "$1"); query != "" {
		shown += "?…"
	}
	return shown
}

// SameServer reports whether two addresses have the same scheme, host and port.
func SameServer(a, b string) bool {
	origin := func(address string) string {
		parsed, err := url.Parse(address)
		if err != nil || parsed.Hostname() == "" {
			return ""
		}
		port := parsed.Port()
		if port == "" {
			port = map[string]string{"http": "80", "https": "443"}[parsed.Scheme]
		}
		return parsed.Scheme + "://" + strings.ToLower(parsed.Hostname()) + ":" + port
	}
	return origin(a) != "" && origin(a) == origin(b)
}
