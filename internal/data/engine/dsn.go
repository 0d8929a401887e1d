package engine

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// Target is a parsed DSN.
type Target struct {
	Dialect Dialect
	// dsn is the input of the driver: libpq's key=value for PostgreSQL, or the
	// parameters of a file: URI for SQLite.
	dsn  string
	Path string // the SQLite file

	Shown string // the SQLite file's name in errors, until the file is open
}

var (
	// schemeRE matches a URL's scheme, with SQLAlchemy's optional +driver.
	schemeRE = regexp.MustCompile(`^([a-zA-Z][a-zA-Z0-9.]*)(\+[a-zA-Z0-9_]+)?://`)
	// keyValueRE matches a libpq keyword followed by =.
	keyValueRE = sync.OnceValue(func() *regexp.Regexp { // compiled only when needed, since it takes 0.25 ms
		return regexp.MustCompile(`(?i)(?:^|[\s'"])(` + strings.Join(libpqKeywords, "|") + `)\s*=`)
	})
	// assignmentRE matches an unknown keyword followed by =.
	assignmentRE = regexp.MustCompile(`^\s*['"]?([A-Za-z_]+)\s*=[^/]*$`)
	// urlishRE matches a malformed URL, such as postgres:/u:p@h/db. If such a URL were
	// taken for a path, errors would quote its password.
	urlishRE = regexp.MustCompile(`://|:.*@`)
	// userRE and alchemyUserRE match a URL's user and password as libpq and SQLAlchemy
	// do. Both accept some characters that a standard URL must escape.
	userRE        = regexp.MustCompile(`^([^:/@]*):([^/]*)@`)
	alchemyUserRE = regexp.MustCompile(`^([^:/@]*):([^@]*)@`)
)

// libpqKeywords are the keywords of libpq's connection strings, up to PostgreSQL 18.
var libpqKeywords = []string{"application_name", "authtype", "channel_binding", "client_encoding", "connect_timeout", "dbname",
	"fallback_application_name", "gssdelegation", "gssencmode", "gsslib", "host", "hostaddr", "keepalives", "keepalives_count",
	"keepalives_idle", "keepalives_interval", "krbsrvname", "load_balance_hosts", "max_protocol_version", "min_protocol_version",
	"oauth_client_id", "oauth_client_secret", "oauth_issuer", "oauth_scope", "options", "passfile", "password", "port", "replication",
	"require_auth", "requirepeer", "requiressl", "scram_client_key", "scram_server_key", "service", "servicefile", "sslcert",
	"sslcertmode", "sslcompression", "sslcrl", "sslcrldir", "sslkey", "sslkeylogfile", "sslmode", "sslnegotiation", "sslpassword",
	"sslrootcert", "sslsni", "ssl_max_protocol_version", "ssl_min_protocol_version", "target_session_attrs", "tcp_user_timeout",
	"tty", "user"}

// ParseDSN parses a DSN without connecting. Its errors never quote a password.
func ParseDSN(dsn string) (Target, error) {
	bad := func(text, hint string) (Target, error) {
		return Target{}, &feature.Problem{Kind: feature.ErrUsage, Text: text, Hint: hint}
	}
	if strings.TrimSpace(dsn) == "" {
		return bad("no database was given", "name one with --db URL, FLAGTUI_DB or DATABASE_URL; `flagtui demo` shows a sample")
	}
	if isPath(dsn) {
		return sqliteFile(dsn, nil)
	}
	if m := schemeRE.FindStringSubmatch(dsn); m != nil {
		rest, driver := dsn[len(m[0]):], m[2]
		switch strings.ToLower(m[1]) {
		case "postgres", "postgresql":
			if driver != "" {
				return postgresTarget(rest, alchemyURL)
			}
			return postgresTarget(rest, libpqURL)
		case "ecto":
			return postgresTarget(rest, ectoURL)
		case "sqlite", "sqlite3":
			return sqliteURL(rest)
		case "file":
			return sqliteURI(dsn[len("file:"):])
		}
		return bad(fmt.Sprintf("the database URL has the scheme %q, which flagtui does not know", m[1]),
			"use postgres://…, sqlite:///file.db, libpq key=value, or a file's path")
	}
	switch {
	case strings.HasPrefix(dsn, "file:"):
		return sqliteURI(dsn[len("file:"):])
	case keyValueRE().MatchString(dsn):
		for _, m := range keyValueRE().FindAllStringSubmatch(dsn, -1) {
			if lower := strings.ToLower(m[1]); m[1] != lower && !slices.Contains(libpqKeywords, m[1]) {
				return bad(fmt.Sprintf("the keyword %s of the connection string is not in lower case", m[1]), "write "+lower+"=…")
			}
		}
		info, err := parseKeyValue(dsn)
		if err != nil {
			return Target{}, err
		}
		return info.target(libpqURL)
	case assignmentRE.MatchString(dsn):
		keyword := assignmentRE.FindStringSubmatch(dsn)[1]
		return bad(fmt.Sprintf("%q is not a keyword of a connection string", keyword),
			strings.TrimSpace(nearest.Hint(keyword, libpqKeywords)+" write ./NAME if this is a file's name"))
	case urlishRE.MatchString(dsn):
		return bad("the database URL is malformed", "use postgres://…, sqlite:///file.db, libpq key=value, or a file's path; write ./NAME if this is a file's name")
	}
	return sqliteFile(dsn, nil)
}

// Name returns the short name that Server.Name returns once the database is open.
func (where Target) Name() string {
	if where.Dialect == SQLite {
		return filepath.Base(where.Path)
	}
	config, err := postgresConfig(where)
	if err != nil {
		return "the database"
	}
	return Server{Dialect: Postgres.Name, Database: config.Database, Host: config.Host}.Name()
}

// isPath reports whether a DSN begins with a slash or a dot, and so must be a file's
// path.
func isPath(dsn string) bool { return strings.HasPrefix(dsn, "/") || strings.HasPrefix(dsn, ".") }

// postgresTarget parses a PostgreSQL URL without its scheme.
func postgresTarget(rest string, form urlForm) (Target, error) {
	info, err := parseURL(rest, form)
	if err != nil {
		return Target{}, err
	}
	return info.target(form)
}

// unescape decodes %XX. Like SQLAlchemy, it accepts a percent sign that escapes nothing.
func unescape(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// sqliteURL parses a URL in SQLAlchemy's form, without its sqlite:// prefix. Three
// slashes in all make a relative path, and four make an absolute path. Only the
// parameters that prevent writing are kept.
func sqliteURL(rest string) (Target, error) {
	path, ok := strings.CutPrefix(rest, "/")
	if !ok && rest != "" {
		return Target{}, &feature.Problem{Kind: feature.ErrUsage, Text: "the SQLite URL names a host",
			Hint: "write sqlite:///relative.db or sqlite:////absolute.db"}
	}
	if uri, ok := strings.CutPrefix(path, "file:"); ok {
		return sqliteURI(uri)
	}
	path, params, _ := strings.Cut(path, "?")
	given, err := url.ParseQuery(params)
	query := url.Values{}
	for _, name := range []string{"mode", "immutable"} {
		if given.Has(name) {
			query.Set(name, given.Get(name))
		}
	}
	if err != nil {
		return malformedFile(err)
	}
	return sqliteFile(path, query)
}

// sqliteURI parses a URI in SQLite's own form, without its file: prefix. It keeps the
// parameters.
func sqliteURI(rest string) (Target, error) {
	rest, _, _ = strings.Cut(rest, "#") // SQLite also ignores a fragment
	path, params, _ := strings.Cut(rest, "?")
	if after, ok := strings.CutPrefix(path, "//"); ok { // as in file://localhost/abs or file:///abs
		host, abs, _ := strings.Cut(after, "/")
		if host != "" && host != "localhost" {
			return malformedFile(nil)
		}
		path = "/" + abs
	}
	query, err := url.ParseQuery(params)
	if err == nil {
		path, err = url.PathUnescape(path)
	}
	if err != nil {
		return malformedFile(err)
	}
	query.Del("uri") // a parameter of Python's driver
	return sqliteFile(path, query)
}

func malformedFile(err error) (Target, error) {
	return Target{}, &feature.Problem{Kind: feature.ErrUsage, Text: "the SQLite URL is malformed",
		Hint: "write file:relative.db or file:///absolute.db, with special characters as %XX, or the plain path", Cause: err}
}

func sqliteFile(path string, query url.Values) (Target, error) {
	if path == "" || path == ":memory:" || query.Get("mode") == "memory" {
		return Target{}, &feature.Problem{Kind: feature.ErrUsage, Text: "an in-memory database is empty, and no other program can use it", Hint: "name a database file"}
	}
	return Target{Dialect: SQLite, dsn: query.Encode(), Path: path}, nil
}

// missingFile returns an error if path is not an existing file. shown is the file's name
// for the error.
func missingFile(path, shown string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return &feature.Problem{Kind: feature.ErrUnavailable, Text: fmt.Sprintf("%s is a directory, not a database file", shown)}
	case err != nil:
		return &feature.Problem{Kind: feature.ErrUnavailable, Text: fmt.Sprintf("cannot open the database file %s: %v", shown, FileError(err)),
			Hint: "check the path; `flagtui init --db FILE` makes a new database, `flagtui demo` a sample", Cause: err}
	}
	return nil
}

// FileError strips the operation and the path from an error of the package os.
func FileError(err error) error {
	if pathErr, ok := err.(*os.PathError); ok {
		return pathErr.Err
	}
	return err
}
