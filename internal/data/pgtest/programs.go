package pgtest

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
)

// ErrNotInstalled means that PostgreSQL's server is not installed.
var ErrNotInstalled = errors.New("no PostgreSQL server to start: install one, so that" +
	" initdb and postgres are in PATH or /usr/lib/postgresql/*/bin")

// programDirs returns the directories that may hold PostgreSQL's programs: those in
// PATH, then those of Debian's packages, newest first.
func programDirs() []string {
	packaged, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(packaged, func(a, b string) int { return cmp.Compare(packageVersion(b), packageVersion(a)) })
	return append(filepath.SplitList(os.Getenv("PATH")), packaged...)
}

// packageVersion returns the version in a directory's path, as 17 for
// /usr/lib/postgresql/17/bin.
func packageVersion(dir string) float64 {
	number, _ := strconv.ParseFloat(filepath.Base(filepath.Dir(dir)), 64)
	return number
}

// findServerPrograms returns the first directory with both initdb and postgres. A
// directory may hold only the client programs.
func findServerPrograms(dirs []string) (string, error) {
	for _, dir := range dirs {
		_, errInit := exec.LookPath(filepath.Join(dir, "initdb"))
		_, errServer := exec.LookPath(filepath.Join(dir, "postgres"))
		if filepath.IsAbs(dir) && errInit == nil && errServer == nil {
			return dir, nil
		}
	}
	return "", ErrNotInstalled
}

// account is a user account of the operating system.
type account struct{ uid, gid int }

// ordinaryAccount returns the account that runs PostgreSQL, or nil for the account of
// the tests. PostgreSQL refuses to run as root, so tests that run as root need another
// account.
func ordinaryAccount() (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	found, err := user.Lookup("postgres")
	if err != nil {
		found, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("no account to run PostgreSQL, which refuses to run as root: %w", err)
	}
	uid, errUID := strconv.Atoi(found.Uid)
	gid, errGID := strconv.Atoi(found.Gid)
	return &account{uid, gid}, errors.Join(errUID, errGID)
}
