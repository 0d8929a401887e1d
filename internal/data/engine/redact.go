package engine

import (
	"regexp"
	"strings"
)

// redacted stands for a password.
const redacted = "****"

var (
	// passwordRE finds a password, mistyped too, in libpq's key=value form and in the
	// parameters of a URL.
	passwordRE = regexp.MustCompile(`(?i)((?:^|[\s?&])(?:(?:ssl)?pas+w\w*|pwd|oauth_client_secret|scram_client_key|scram_server_key)\s*=\s*)('(?:[^'\\]|\\.)*'?|(?:\\.|[^\s&\\])*)`)
	// startRE matches what stands before the user of a URL: a scheme, however
	// many slashes follow it, or a variable that holds the start of one.
	startRE = regexp.MustCompile(`^\s*['"]?(?:\$\{\w+\}|[A-Za-z][A-Za-z0-9+.]*:/+|[A-Za-z][A-Za-z0-9+.]*://)`)
	// referenceRE matches a password that only refers to variables.
	referenceRE = regexp.MustCompile(`^(?:\$\{\w+\})+$`)
	variableRE  = regexp.MustCompile(`\$\{\w+\}`)
	// fileRE matches the name of a file, and parameters that follow a variable.
	fileRE = regexp.MustCompile(`^~/|^\$\{\w+\}(?:/|\?\w+=)|\.(?:db|sqlite3?)$`)
	portRE = regexp.MustCompile(`^(?:\d|\$\{\w+\})*$`)
)

// RedactPassword returns a DSN that can be shown: its password, if it has one,
// is replaced, also where the DSN is malformed. A password that is a
// reference to a variable, ${VAR}, and nothing else, is shown. Text beside a
// variable that is neither a URL, libpq's key=value nor a file's name may be
// part of a password too, and is replaced.
func RedactPassword(dsn string) string {
	dsn = passwordRE.ReplaceAllStringFunc(dsn, func(found string) string {
		m := passwordRE.FindStringSubmatch(found)
		return m[1] + masked(m[2])
	})
	if isPath(dsn) {
		return dsn
	}
	start := startRE.FindString(dsn)
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
			return maskBeside(dsn, start, authority)
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

// RedactsParts reports whether RedactPassword replaces text beside the variables of a
// DSN, because it may be part of a password.
func RedactsParts(dsn string) bool {
	return variableRE.MatchString(dsn) && RedactPassword(dsn) != dsn
}

// maskBeside replaces the text beside the variables of a DSN without an "@": one of the
// variables may hold it.
func maskBeside(dsn, start, authority string) string {
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

// masked returns the replacement for a password, or the password if it only refers to
// variables.
func masked(password string) string {
	if password == "" || referenceRE.MatchString(strings.Trim(password, `'"`)) {
		return password
	}
	return redacted
}
