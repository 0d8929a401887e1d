package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

// The users of TestOthersLookAndTheAppWrites. The system need not know them.
const (
	appUser   = 54001 // the owner of the database file; the group has the same number
	otherUser = 54002 // in the app's group, and in another group
)

// actVariable is the environment variable with the act of a child process.
const actVariable = "SIDEFILES_ACT"

// acts are what the users do with the database file, each in its own process.
var acts = map[string]func(ctx context.Context, path string) error{
	"app writes": func(ctx context.Context, path string) error {
		db, err := sql.Open("sqlite", "file:"+path+"?mode=rw&_pragma=busy_timeout(5000)")
		if err != nil {
			return err
		}
		defer db.Close()
		_, err = db.Exec(`UPDATE feature_flags_override SET enabled = 1 - enabled`)
		return err
	},
	"look": func(ctx context.Context, path string) error { return lookAt(ctx, path, func() {}) },
	"look, killed": func(ctx context.Context, path string) error {
		return lookAt(ctx, path, killed)
	},
	// The app starts and writes while another user reads.
	"look, and the app comes": func(ctx context.Context, path string) error {
		return lookAt(ctx, path, func() { fmt.Println("looking"); fmt.Scanln() })
	},
	"set": func(ctx context.Context, path string) error {
		return withStore(ctx, Options{URL: path}, func(s Store) error {
			_, err := s.Apply(ctx, feature.ChangeSet{Changes: []feature.Change{{Scope: feature.TenantScope("acme"), Name: "a.b", After: feature.On}}})
			return err
		})
	},
	"set, killed": func(ctx context.Context, path string) error {
		return withStore(ctx, Options{URL: path}, func(s Store) error {
			return s.(*sqlStore).Write(ctx, func(ctx context.Context, tx *sqlx.Tx) (engine.Work, error) {
				_, err := tx.ExecContext(ctx, `UPDATE feature_flags_override SET updated_by = 'nobody'`)
				if err == nil {
					killed()
				}
				return engine.Work{}, err
			})
		})
	},
}

func killed() { syscall.Kill(os.Getpid(), syscall.SIGKILL) }

func withStore(ctx context.Context, options Options, do func(Store) error) error {
	s, err := Open(ctx, options)
	if err != nil {
		return err
	}
	return errors.Join(do(s), s.Close())
}

func lookAt(ctx context.Context, path string, then func()) error {
	return withStore(ctx, Options{URL: path, ReadOnly: true}, func(s Store) error {
		_, err := s.Stored(ctx, feature.SystemScope())
		then()
		return err
	})
}

// TestAct runs in the child processes of TestOthersLookAndTheAppWrites.
func TestAct(t *testing.T) {
	act := os.Getenv(actVariable)
	if act == "" {
		t.Skip("it is a part of TestOthersLookAndTheAppWrites")
	}
	if err := acts[act](t.Context(), os.Getenv(actVariable+"_PATH")); err != nil {
		t.Fatal(err)
	}
}

// as returns a command that runs an act as a user.
func as(t *testing.T, user uint32, act, path string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe", "-test.run=^TestAct$")
	cmd.Env = append(os.Environ(), actVariable+"="+act, actVariable+"_PATH="+path)
	credential := &syscall.Credential{Uid: user, Gid: user}
	if user == otherUser {
		credential.Groups = []uint32{appUser}
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
	return cmd
}

// The application can write during and after every act of another user in the app's
// group.
func TestOthersLookAndTheAppWrites(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can act as several users")
	}
	for _, modes := range []struct {
		dir, file os.FileMode
		refused   bool // for a file in WAL mode
	}{
		{dir: 0o775, file: 0o664},
		{dir: 0o775 | os.ModeSetgid, file: 0o664},
		{dir: 0o777, file: 0o666},
		{dir: 0o775, file: 0o644, refused: true},
		{dir: 0o777, file: 0o644, refused: true},
	} {
		for _, journal := range []string{"WAL", "DELETE"} {
			for act := range acts {
				if act == "app writes" {
					continue
				}
				t.Run(fmt.Sprintf("%v %v %s %s", modes.dir, modes.file, journal, act), func(t *testing.T) {
					t.Parallel()
					path := appFile(t, modes.dir, modes.file, journal)
					refused := modes.refused && (journal == "WAL" || strings.HasPrefix(act, "set"))
					cmd := as(t, otherUser, act, path)
					var output []byte
					var err error
					if act == "look, and the app comes" && !refused {
						meanwhile(t, cmd, as(t, appUser, "app writes", path))
					} else if output, err = cmd.CombinedOutput(); refused != (err != nil) && !strings.HasSuffix(act, "killed") {
						t.Errorf("%v\n%s", err, output)
					}
					if refused && journal == "WAL" && !strings.Contains(string(output), "owner user 54001 could not write") {
						t.Errorf("the reason is not said: %s", output)
					}
					if output, err := as(t, appUser, "app writes", path).CombinedOutput(); err != nil {
						t.Errorf("the app cannot write any more: %s", output)
					}
					if left, _ := filepath.Glob(path + "-*"); len(left) > 0 || len(hidden(t, path)) > 0 {
						t.Errorf("%v %v stay behind", left, hidden(t, path))
					}
				})
			}
		}
	}
}

func hidden(t *testing.T, path string) []string {
	found, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// meanwhile runs a command while the other one is halfway.
func meanwhile(t *testing.T, half, other *exec.Cmd) {
	t.Helper()
	stdin, err := half.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := half.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := half.Start(); err != nil {
		t.Fatal(err)
	}
	fmt.Fscanln(stdout)
	output, err := other.CombinedOutput()
	fmt.Fprintln(stdin)
	if err = errors.Join(err, half.Wait()); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

// appFile makes a database of the app with one override. No program has the file open.
func appFile(t *testing.T, dirMode, fileMode os.FileMode, journal string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "flagtui-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "app.db")
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode("+journal+")")
	if err != nil {
		t.Fatal(err)
	}
	p := &place{t: t, url: path, raw: db}
	p.exec(strings.Join(schema.Statements(true), ";"))
	p.override("system", "", "a.b", true)
	err = errors.Join(db.Close(), os.Chown(path, appUser, appUser), os.Chmod(path, fileMode), os.Chown(dir, appUser, appUser), os.Chmod(dir, dirMode))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// Deleting an override deletes no other rows of the app, because a connection has
// foreign keys off by default.
func TestNothingCascades(t *testing.T) {
	t.Parallel()
	p := newSQLite(t, tablesOf(t, "sqlite", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	p.exec(`CREATE TABLE note (override_id INTEGER REFERENCES feature_flags_override (id) ON DELETE CASCADE);
		INSERT INTO note SELECT id FROM feature_flags_override`)
	if _, err := p.open().Apply(t.Context(), set(feature.SystemScope(), "a.b", feature.On, feature.Inherit)); err != nil {
		t.Fatal(err)
	}
	if got := p.rows(`SELECT COUNT(*) FROM note`); got != "1" {
		t.Errorf("the app's other table has %s rows, want 1", got)
	}
}
