package engine

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/lib/pq"

	"flagtui/internal/feature"
)

// keywordRE matches the keyword of a connection parameter, or the name of a server
// setting. The driver accepts both.
var keywordRE = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.]*$`)

// foreignKeywords are parameters of SQLAlchemy, asyncpg, psycopg and Ecto that mean
// nothing to libpq or the server.
var foreignKeywords = []string{"timeout", "command_timeout", "statement_cache_size", "async_fallback",
	"prepared_statement_cache_size", "prepared_statement_name_func", "max_cached_statement_lifetime", "max_cacheable_statement_size",
	"pool_size", "pool_count", "pool_timeout", "queue_target", "queue_interval", "prepare", "log", "show_sensitive_data_on_connection_error"}

// unsupported holds the libpq keywords that the driver does not support. flagtui ignores
// the listed values, since the connection is as secure without them. A nil list means
// that flagtui ignores every value. An empty value is always ignored.
var unsupported = map[string][]string{
	"keepalives": nil, "keepalives_idle": nil, "keepalives_interval": nil, "keepalives_count": nil, "tcp_user_timeout": nil,
	"sslcompression": nil, "gssdelegation": nil, "gsslib": nil, "sslkeylogfile": nil,
	"channel_binding": {"disable", "prefer"},
	"gssencmode":      {"disable", "prefer"},
	"sslcertmode":     {"disable", "allow"},
	"require_auth":    {},
	"requirepeer":     {},
	"sslcrl":          {},
	"sslcrldir":       {},
	"sslpassword":     {},
	"replication":     {"false", "off", "no", "0"},
	"krbsrvname":      nil, // unused, since the driver has no Kerberos
	"oauth_issuer":    {}, "oauth_client_id": {}, "oauth_client_secret": {}, "oauth_scope": {},
	"scram_client_key": {}, "scram_server_key": {},
}

// variables maps libpq's environment variables to unsupported keywords. The driver
// refuses any value of these variables, so driverConfig hides them.
var variables = map[string]string{"PGCHANNELBINDING": "channel_binding", "PGGSSENCMODE": "gssencmode", "PGGSSDELEGATION": "gssdelegation",
	"PGGSSLIB": "gsslib", "PGKRBSRVNAME": "krbsrvname", "PGREALM": "krbsrvname", "PGREQUIREAUTH": "require_auth", "PGREQUIREPEER": "requirepeer",
	"PGREQUIRESSL": "requiressl", "PGSSLCERTMODE": "sslcertmode", "PGSSLCOMPRESSION": "sslcompression", "PGSSLCRL": "sslcrl", "PGSSLCRLDIR": "sslcrldir"}

// driverConfig lets the driver parse a DSN. While the driver parses, the environment
// lacks the variables for unsupported keywords. target has read these variables before.
func driverConfig(dsn string) (pq.Config, error) {
	environment.Lock()
	defer environment.Unlock()
	for variable := range variables {
		if value, ok := os.LookupEnv(variable); ok {
			os.Unsetenv(variable)
			defer os.Setenv(variable, value)
		}
	}
	return pq.NewConfig(dsn)
}

// environment is locked while variables are missing from the process's environment.
var environment sync.Mutex

// socketFolders are the default folders of a server's socket, in Debian's packages and
// in PostgreSQL's own builds.
var socketFolders = []string{"/var/run/postgresql", "/run/postgresql", "/tmp"}

// target returns the Target with the driver's parameters. It leaves out an unsupported
// parameter if the connection is as secure without it, and otherwise fails.
func (c conninfo) target(form urlForm) (Target, error) {
	if form != libpqURL {
		c.translate()
	}
	if err := c.addService(); err != nil {
		return Target{}, err
	}
	environment.Lock()
	for variable, key := range variables {
		if value := os.Getenv(variable); value != "" {
			c.setUnlessGiven(key, value)
		}
	}
	environment.Unlock()
	if c["ssl"] == "true" { // JDBC's parameter, which libpq accepts in a URL
		delete(c, "ssl")
		c.setUnlessGiven("sslmode", "require")
	}
	if value, ok := c["requiressl"]; ok { // libpq's older name for sslmode=require
		delete(c, "requiressl")
		if value == "1" {
			c.setUnlessGiven("sslmode", "require")
		}
	}
	if c["sslcertmode"] == "disable" {
		c["sslcert"] = filepath.Join(os.DevNull, "none") // no such file, so the driver cannot send its default certificate
	}
	for key, harmless := range unsupported {
		value, given := c[key]
		delete(c, key)
		if given && value != "" && harmless != nil && !slices.Contains(harmless, value) {
			return Target{}, cannotHonour(key, value, harmless)
		}
	}
	for _, key := range []string{"host", "hostaddr", "port"} {
		if c[key] == "" {
			delete(c, key)
		}
	}
	if c["host"] == "" && c["hostaddr"] == "" && os.Getenv("PGHOST") == "" && os.Getenv("PGHOSTADDR") == "" {
		if folder := socketFolder(socketFolders, cmp.Or(c["port"], os.Getenv("PGPORT"), "5432")); folder != "" {
			c["host"] = folder
		}
	}
	return Target{Dialect: Postgres, dsn: c.String()}, nil
}

// translate converts parameters of SQLAlchemy's and Ecto's drivers to libpq's.
func (c conninfo) translate() {
	if mode, ok := c["ssl"]; ok && mode != "" {
		if word, ok := map[string]string{"true": "require", "false": "disable"}[mode]; ok {
			mode = word
		}
		c.setUnlessGiven("sslmode", mode)
	}
	if folder := c["socket_dir"]; folder != "" {
		c["host"] = folder
	}
	for _, key := range append(foreignKeywords, "ssl", "socket_dir") {
		delete(c, key)
	}
}

// cannotHonour returns the error for a parameter that asks for more than the driver can
// do.
func cannotHonour(key, value string, harmless []string) error {
	problem := &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the database URL or the environment asks for %s, which flagtui cannot honour", key),
		Hint: "without it the connection would be less secure: remove it if that is acceptable, or connect through a tunnel"}
	if key == "require_auth" && value == "none" {
		problem.Text = "the database URL or the environment asks for require_auth=none, which flagtui cannot honour"
		problem.Hint = "without it flagtui authenticates if the server asks for a password: remove it if that is acceptable"
	}
	if len(harmless) > 0 { // the value is one of a few words, never a secret
		problem.Text = fmt.Sprintf("the database URL or the environment asks for %s=%s, which flagtui cannot honour", key, value)
		problem.Hint = fmt.Sprintf("%s=%s works, but the connection is then less secure", key, strings.Join(harmless, " or "+key+"="))
	}
	return problem
}

// socketFolder returns the first folder that has a server's socket for this port, or an
// empty text.
func socketFolder(folders []string, port string) string {
	for _, folder := range folders {
		if info, err := os.Stat(filepath.Join(folder, ".s.PGSQL."+port)); err == nil && info.Mode()&os.ModeSocket != 0 {
			return folder
		}
	}
	return ""
}
