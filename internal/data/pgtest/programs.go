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

// ErrNotInstalled: this machine has no PostgreSQL server to start.
var ErrNotInstalled = errors.New("no PostgreSQL server to start: install one, so that" +
	" initdb and postgres are in PATH or /usr/lib/postgresql/*/bin")

// candidates lists the directories that may hold PostgreSQL's programs: those
// of PATH, then those of Debian's packages, the newest first.
func candidates() []string {
	packaged, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(packaged, func(a, b string) int { return cmp.Compare(version(b), version(a)) })
	return append(filepath.SplitList(os.Getenv("PATH")), packaged...)
}

// version reads the 17 of /usr/lib/postgresql/17/bin.
func version(dir string) float64 {
	number, _ := strconv.ParseFloat(filepath.Base(filepath.Dir(dir)), 64)
	return number
}

// findPrograms returns the first directory with both initdb and postgres;
// clients alone are often installed without them.
func findPrograms(dirs []string) (string, error) {
	for _, dir := range dirs {
		_, errInit := exec.LookPath(filepath.Join(dir, "initdb"))
		_, errServer := exec.LookPath(filepath.Join(dir, "postgres"))
		if filepath.IsAbs(dir) && errInit == nil && errServer == nil {
			return dir, nil
		}
	}
	return "", ErrNotInstalled
}

// account is a user of the machine.
type account struct{ uid, gid int }

// ordinaryAccount returns whom to run PostgreSQL as, since it refuses to run
// as root: nil for whoever runs the tests.
func ordinaryAccount() (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	found, err := user.Lookup("postgres")
	if err != nil {
		found, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("whom to run PostgreSQL as, instead of root: %w", err)
	}
	uid, errUID := strconv.Atoi(found.Uid)
	gid, errGID := strconv.Atoi(found.Gid)
	return &account{uid, gid}, errors.Join(errUID, errGID)
}
