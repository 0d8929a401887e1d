package data

import (
	"regexp"
	"strings"
	"sync"
)

// mask stands for a password.
const mask = "****"

var (
	// passwordRE finds a password, mistyped too, in libpq's key=value form and in the
	// parameters of a URL.
	passwordRE = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)((?:^|[\s?&])(?:(?:ssl)?pas+w\w*|pwd|oauth_client_secret|scram_client_key|scram_server_key)\s*=\s*)('(?:[^'\\]|\\.)*'?|(?:\\.|[^\s&\\])*)`)
	})
	// startRE matches what stands before the user of a URL: a scheme, however
	// many slashes follow it, or a variable that holds the start of one.
	startRE = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^\s*['"]?(?:\$\{\w+\}|[A-Za-z][A-Za-z0-9+.]*:/+|[A-Za-z][A-Za-z0-9+.]*://)`)
	})
	// referenceRE matches a password that only refers to variables.
	referenceRE = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:\$\{\w+\})+$`) })
)

// MaskPassword returns a DSN that can be shown: its password, if it has one,
// is replaced, also where the DSN is malformed. A password that is a
// reference to a variable, ${VAR}, and nothing else, is shown.
func MaskPassword(dsn string) string {
	dsn = passwordRE().ReplaceAllStringFunc(dsn, func(found string) string {
		m := passwordRE().FindStringSubmatch(found)
		return m[1] + masked(m[2])
	})
	if isPath(dsn) {
		return dsn
	}
	start := startRE().FindString(dsn)
	rest := dsn[len(start):]
	if start == "" && keyValueRE().MatchString(dsn) {
		return dsn
	}
	// A malformed URL is masked too, so this does not parse it.
	authority := rest
	if end := strings.IndexAny(rest, "/?"); end >= 0 {
		authority = rest[:end]
	}
	at := strings.LastIndex(authority, "@")
	if at < 0 {
		// An unescaped slash in the password would end the authority early.
		if at = strings.LastIndex(rest, "@"); at < 0 {
			return dsn
		}
	}
	user, password, ok := strings.Cut(rest[:at], ":")
	switch {
	case ok:
		return start + user + ":" + masked(password) + rest[at:]
	case strings.HasSuffix(start, "}") && rest[:at] != "":
		return start + masked(rest[:at]) + rest[at:] // the variable may end with the user
	}
	return dsn
}

// masked stands for a password, unless it only refers to variables.
func masked(password string) string {
	if password == "" || referenceRE().MatchString(strings.Trim(password, `'"`)) {
		return password
	}
	return mask
}
