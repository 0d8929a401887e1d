package engine

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"flagtui/internal/feature"
)

// conninfo holds libpq's connection parameters by keyword.
type conninfo map[string]string

// errMalformed reports connection parameters that cannot be parsed. It quotes nothing,
// since any part may belong to a password.
var errMalformed = &feature.Problem{Kind: feature.ErrUsage, Text: "the database URL is malformed",
	Hint: "write postgres://user@host:5432/database?sslmode=…, or libpq key=value with quotes around a value with spaces; " +
		"escape special characters in a URL's password as %XX, or keep it in PGPASSFILE"}

// parseKeyValue parses libpq's key=value form, with its quotes and backslashes.
func parseKeyValue(text string) (conninfo, error) {
	c := conninfo{}
	for rest := strings.TrimLeft(text, spaces); rest != ""; rest = strings.TrimLeft(rest, spaces) {
		key, after, ok := strings.Cut(rest, "=")
		key = strings.TrimRight(key, spaces)
		if !ok || !keywordRE.MatchString(key) {
			return nil, errMalformed
		}
		value, after, ok := cutValue(strings.TrimLeft(after, spaces))
		if !ok {
			return nil, errMalformed
		}
		c[key], rest = value, after
	}
	return c, nil
}

// spaces are the characters that separate parameters.
const spaces = " \t\n\v\f\r"

// cutValue splits off the value at the start of text. ok is false if a quote is not
// closed.
func cutValue(text string) (value, rest string, ok bool) {
	quoted := strings.HasPrefix(text, "'")
	if quoted {
		text = text[1:]
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case quoted && c == '\'':
			return b.String(), text[i+1:], true
		case !quoted && strings.IndexByte(spaces, c) >= 0:
			return b.String(), text[i:], true
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), "", !quoted
}

// String returns the parameters in the form that the driver parses.
func (c conninfo) String() string {
	quote := strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	var parts []string
	for key, value := range c {
		parts = append(parts, key+"='"+quote.Replace(value)+"'")
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

// parseURL parses a PostgreSQL URL without its scheme. The form decides which characters
// a password may hold unescaped.
func parseURL(rest string, form urlForm) (conninfo, error) {
	c := conninfo{}
	rest, params, _ := strings.Cut(cutUser(rest, form, c), "?")
	authority, path, _ := strings.Cut(rest, "/")
	// Otherwise an error could quote part of a password as the name of a host or a
	// database.
	if strings.ContainsAny(authority+path, "@#") || strings.Contains(params, "#") {
		return nil, errMalformed
	}
	name, err := url.PathUnescape(path)
	if err == nil && c.addHosts(authority) && c.addParams(params, form != libpqURL) {
		if path != "" {
			c.setUnlessGiven("dbname", name)
		}
		return c, nil
	}
	return nil, errMalformed
}

// urlForm selects the program whose URL syntax applies.
type urlForm int

const (
	libpqURL   urlForm = iota
	alchemyURL         // SQLAlchemy's syntax, with a driver in the scheme
	ectoURL            // Ecto's syntax
)

// cutUser reads the user and the password into c, and returns the text after them.
func cutUser(rest string, form urlForm, c conninfo) string {
	find := userRE
	if form != libpqURL {
		find = alchemyUserRE
	}
	if m := find.FindStringSubmatch(rest); m != nil {
		c["user"], c["password"] = unescape(m[1]), unescape(m[2])
		return rest[len(m[0]):]
	}
	if user, after, ok := strings.Cut(rest, "@"); ok && !strings.ContainsAny(user, ":/?#") {
		c["user"] = unescape(user)
		return after
	}
	return rest
}

// addHosts parses hosts and ports, such as h1:p1,[h2]:p2, and reports whether they are
// valid. A host may be the directory of a socket, as in %2Frun%2Fpostgresql.
func (c conninfo) addHosts(authority string) bool {
	var hosts, ports []string
	for part := range strings.SplitSeq(authority, ",") {
		host, port, given := part, "", false
		if strings.HasPrefix(part, "[") {
			end := strings.Index(part, "]")
			if end < 0 || end+1 < len(part) && part[end+1] != ':' {
				return false
			}
			host, port, given = part[1:end], strings.TrimPrefix(part[end+1:], ":"), end+1 < len(part)
		} else {
			host, port, given = strings.Cut(part, ":")
		}
		plain, err := url.PathUnescape(host)
		if err != nil || given && strings.Trim(port, "0123456789") != "" {
			return false
		}
		hosts, ports = append(hosts, plain), append(ports, port)
	}
	if slices.ContainsFunc(hosts, func(h string) bool { return h != "" }) {
		c["host"] = strings.Join(hosts, ",")
	}
	if slices.ContainsFunc(ports, func(p string) bool { return p != "" }) {
		for i := range ports {
			ports[i] = cmp.Or(ports[i], "5432")
		}
		c["port"] = strings.Join(ports, ",")
	}
	return true
}

// addParams parses the parameters of a URL, and reports whether they are valid. plus
// reports whether a plus sign means a space, as in all forms but libpq's.
func (c conninfo) addParams(text string, plus bool) bool {
	decode := url.PathUnescape
	if plus {
		decode = url.QueryUnescape
	}
	for part := range strings.SplitSeq(text, "&") {
		key, value, ok := strings.Cut(part, "=")
		switch {
		case part == "":
			continue
		case !ok && !plus: // libpq requires a value
			return false
		}
		key, errKey := decode(key)
		value, errValue := decode(value)
		if errKey != nil || errValue != nil || !keywordRE.MatchString(key) {
			return false
		}
		c[key] = value
	}
	return true
}

func (c conninfo) setUnlessGiven(key, value string) {
	if _, ok := c[key]; !ok {
		c[key] = value
	}
}
