package data

import (
	"regexp"
	"strings"
	"sync"
)

// mask stands for a password.
const mask = "****"

// passwordRE finds a password in libpq's key=value form and in the parameters
// of a URL.
var passwordRE = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)((?:^|[\s?&])(?:password|sslpassword)\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]*)`)
})

// MaskPassword returns a DSN that can be shown: its password, if it has one,
// is replaced. A reference to a variable, ${VAR}, is none.
func MaskPassword(dsn string) string {
	dsn = passwordRE().ReplaceAllStringFunc(dsn, func(found string) string {
		m := passwordRE().FindStringSubmatch(found)
		if strings.HasPrefix(m[2], "${") {
			return found
		}
		return m[1] + mask
	})
	scheme, rest, ok := strings.Cut(dsn, "://")
	if !ok {
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
	if !ok || strings.HasPrefix(password, "${") {
		return dsn
	}
	return scheme + "://" + user + ":" + mask + rest[at:]
}
