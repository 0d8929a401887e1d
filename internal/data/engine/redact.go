package engine

import (
	"regexp"
	"strings"
)

// redacted replaces a password.
const redacted = "****"

var (
	// passwordRE finds a password in libpq's key=value form and in a URL's parameters.
	// The keyword may be mistyped.
	passwordRE = regexp.MustCompile(`(?i)((?:^|[\s?&])(?:(?:ssl)?pas+w\w*|pwd|oauth_client_secret|scram_client_key|scram_server_key)\s*=\s*)('(?:[^'\\]|\\.)*'?|(?:\\.|[^\s&\\])*)`)
	// startRE matches the text before a URL's user: a scheme with its slashes, or a
	// variable that holds the start of a URL.
	startRE = regexp.MustCompile(`^\s*['"]?(?:\$\{\w+\}|[A-Za-z][A-Za-z0-9+.]*:/+|[A-Za-z][A-Za-z0-9+.]*://)`)
	// referenceRE matches a password that consists of references to variables.
	referenceRE = regexp.MustCompile(`^(?:\$\{\w+\})+$`)
	variableRE  = regexp.MustCompile(`\$\{\w+\}`)
	// fileRE matches a file's path, or a variable with a path or parameters after it.
	fileRE = regexp.MustCompile(`^~/|^\$\{\w+\}(?:/|\?\w+=)|\.(?:db|sqlite3?)$`)
	portRE = regexp.MustCompile(`^(?:\d|\$\{\w+\})*$`)
)

// RedactPassword returns a DSN with its password replaced, even if the DSN is malformed.
// It keeps a password that only refers to variables, as in ${VAR}. It also replaces text
// beside a variable if the text may be part of a password.
func RedactPassword(dsn string) string {
	dsn = passwordRE.ReplaceAllStringFunc(dsn, func(found string) string {
		m := passwordRE.FindStringSubmatch(found)
		return m[1] + redactValue(m[2])
	})
	if isPath(dsn) {
		return dsn
	}
	start := startRE.FindString(dsn)
	rest := dsn[len(start):]
	if start == "" && keyValueRE().MatchString(dsn) {
		return dsn
	}
	// url.Parse would refuse a malformed URL.
	authority := rest
	if end := strings.IndexAny(rest, "/?"); end >= 0 {
		authority = rest[:end]
	}
	at := strings.LastIndex(authority, "@")
	if at < 0 {
		// An unescaped slash in the password would end the authority early.
		if at = strings.LastIndex(rest, "@"); at < 0 {
			return redactBeside(dsn, start, authority)
		}
	}
	user, password, ok := strings.Cut(rest[:at], ":")
	switch {
	case ok:
		return start + user + ":" + redactValue(password) + rest[at:]
	case strings.HasSuffix(start, "}") && rest[:at] != "":
		return start + redactValue(rest[:at]) + rest[at:] // the variable may hold the scheme and the user
	}
	return dsn
}

// RedactsParts reports whether RedactPassword changes a DSN that refers to variables.
func RedactsParts(dsn string) bool {
	return variableRE.MatchString(dsn) && RedactPassword(dsn) != dsn
}

// redactBeside replaces the text beside the variables of a DSN that has no "@". If a
// variable holds the "@", the text may be part of a password.
func redactBeside(dsn, start, authority string) string {
	variables := variableRE.FindAllStringIndex(dsn, -1)
	switch {
	case len(variables) == 0 || fileRE.MatchString(dsn) || referenceRE.MatchString(strings.Trim(dsn, `'" `)):
		return dsn
	case start != "" && !strings.HasSuffix(start, "}"): // a URL
		user, password, ok := strings.Cut(authority, ":")
		if !ok || portRE.MatchString(password) || !variableRE.MatchString(authority) {
			return dsn
		}
		return start + user + ":" + redacted + dsn[len(start)+len(authority):]
	case strings.HasPrefix(dsn, "file:"):
		return dsn
	}
	var b strings.Builder
	from := 0
	for _, at := range append(variables, []int{len(dsn), len(dsn)}) {
		if at[0] > from {
			b.WriteString(redacted)
		}
		b.WriteString(dsn[at[0]:at[1]])
		from = at[1]
	}
	return b.String()
}

// redactValue returns the replacement for a password. It keeps a password that only
// refers to variables.
func redactValue(password string) string {
	if password == "" || referenceRE.MatchString(strings.Trim(password, `'"`)) {
		return password
	}
	return redacted
}
