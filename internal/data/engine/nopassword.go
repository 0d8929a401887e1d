package engine

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/lib/pq"

	"flagtui/internal/feature"
)

// explainNoPassword explains the server's refusal if flagtui found no password. The
// server itself only says that the password is wrong.
func (s *DB) explainNoPassword(problem *feature.Problem) {
	config, err := postgresConfig(s.where)
	if err != nil || config.Password != "" {
		return
	}
	file := passfile(config)
	ignored := exposed(file)
	if text, err := os.ReadFile(file); err == nil && !ignored && hasPassword(string(text), config) {
		return
	}
	problem.Text = fmt.Sprintf("no password was given or found for %s at %s", config.User, s.Found.Name())
	problem.Hint = "give it in PGPASSWORD, in PGPASSFILE (else ~/.pgpass), or in the database URL of the config file"
	if ignored {
		problem.Hint = fmt.Sprintf("%s is not read, since others may read it, too: chmod 600 %[1]s", file)
	}
}

// PassfileWarning returns a warning if the driver ignores the password file because of
// its mode. Otherwise it returns an empty text.
func (where Target) PassfileWarning() string {
	if where.Dialect != Postgres {
		return ""
	}
	config, err := postgresConfig(where)
	if err != nil || config.Password != "" || !exposed(passfile(config)) {
		return ""
	}
	if info, err := os.Stat(passfile(config)); err != nil || !info.Mode().IsRegular() { // /dev/null, for example, disables the password file
		return ""
	}
	return fmt.Sprintf("the password file %s is not read, since others may read it, too: chmod 600 %[1]s", passfile(config))
}

// exposed reports whether the driver ignores a password file because of its mode.
func exposed(file string) bool {
	const driver = 0x77 // the bits that lib/pq checks, in hexadecimal by mistake
	info, err := os.Stat(file)
	return err == nil && info.Mode().Perm()&(0o077|driver) != 0
}

// withoutExposedPassfile returns a config that hides an exposed password file from the
// driver. The driver would print a warning about such a file on the terminal, for each
// connection.
func withoutExposedPassfile(config pq.Config) pq.Config {
	if config.Password == "" && exposed(passfile(config)) {
		config.Passfile = os.DevNull + "/none" // a file that cannot exist
	}
	return config
}

func passfile(config pq.Config) string {
	if config.Passfile != "" {
		return config.Passfile
	}
	homeDir, err := os.UserHomeDir()
	if err != nil { // a service may have no HOME
		who, err := user.Current()
		if err != nil {
			return ""
		}
		homeDir = who.HomeDir
	}
	return filepath.Join(homeDir, ".pgpass")
}

// hasPassword reports whether the text of a password file has a line for one of the
// servers.
func hasPassword(text string, config pq.Config) bool {
	for line := range strings.Lines(text) {
		fields := passfileFields(strings.TrimRight(line, "\r\n"))
		if len(fields) != 5 || strings.HasPrefix(line, "#") {
			continue
		}
		for _, server := range serversOf(config) {
			host := server.host
			if host == "" || strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") {
				host = "localhost"
			}
			matches := true
			for i, is := range []string{host, strconv.Itoa(int(server.port)), databaseOf(config), config.User} {
				matches = matches && (fields[i] == "*" || fields[i] == is)
			}
			if matches {
				return true
			}
		}
	}
	return false
}

// passfileFields splits a line at each colon that has no backslash before it.
func passfileFields(line string) []string {
	fields := []string{""}
	for i := 0; i < len(line); i++ {
		last := &fields[len(fields)-1]
		switch {
		case line[i] == '\\' && i+1 < len(line):
			i++
			*last += line[i : i+1]
		case line[i] == ':' && len(fields) < 5:
			fields = append(fields, "")
		default:
			*last += line[i : i+1]
		}
	}
	return fields
}
