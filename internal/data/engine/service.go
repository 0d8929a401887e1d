package engine

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"flagtui/internal/feature"
)

// addService adds the parameters of the service that c or PGSERVICE names. Parameters in
// c take precedence over those of the service. As in libpq, the user's file comes before
// the system's.
func (c conninfo) addService() error {
	name := cmp.Or(c["service"], os.Getenv("PGSERVICE"))
	delete(c, "service")
	given := cmp.Or(c["servicefile"], os.Getenv("PGSERVICEFILE"))
	delete(c, "servicefile")
	if name == "" {
		return nil
	}
	// If the driver read the service, the file would override the URL.
	c["service"] = ""
	files := []string{given}
	if given == "" {
		homeDir, _ := os.UserHomeDir()
		files[0] = filepath.Join(homeDir, ".pg_service.conf")
	}
	for _, folder := range []string{os.Getenv("PGSYSCONFDIR"), "/etc/postgresql-common", "/etc"} {
		if folder != "" {
			files = append(files, filepath.Join(folder, "pg_service.conf"))
		}
	}
	for _, file := range files {
		found, err := c.addFrom(file, name)
		switch {
		case found && err == nil:
			return nil
		case errors.Is(err, fs.ErrNotExist) && file != given:
			continue
		case err != nil:
			return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("cannot read the service %q in %s: %v", name, file, FileError(err)), Cause: err,
				Hint: "a service file has [NAME], and below it lines like host=db1"}
		}
	}
	return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("no service %q is defined in %s", name, strings.Join(files, ", ")),
		Hint: fmt.Sprintf("define it as [%s] there, or name another file with PGSERVICEFILE", name)}
}

// addFrom adds the parameters of a service in a file, and reports whether the file has
// the service. Its errors do not quote the file, which may hold a password.
func (c conninfo) addFrom(path, name string) (found bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			if found {
				return true, nil
			}
			found = line == "["+name+"]"
		case found:
			key, value, ok := strings.Cut(line, "=")
			key = strings.TrimSpace(key)
			if !ok || !keywordRE.MatchString(key) || key == "service" {
				return true, fmt.Errorf("line %d is not a parameter", number)
			}
			c.setUnlessGiven(key, strings.TrimSpace(value))
		}
	}
	return found, lines.Err()
}
