package pgtest

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServerDiesWithItsTests runs itself in a second process, and kills that
// process.
func TestServerDiesWithItsTests(t *testing.T) {
	const role = "PGTEST_VICTIM"
	if os.Getenv(role) != "" {
		os.Stdout.WriteString(New(t).Database() + "\n")
		select {} // until killed
	}
	t.Parallel()
	_, err := findServerPrograms(programDirs())
	requireNoError(t, err)

	// Only the account of the tests can enter t.TempDir.
	dir, err := os.MkdirTemp("", "flagtui-pgtest-victim-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	victim := exec.Command(os.Args[0], "-test.run=^TestServerDiesWithItsTests$")
	victim.Env = append(os.Environ(), role+"=1", "TMPDIR="+dir)
	output, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	dsn, _ := bufio.NewReader(output).ReadString('\n')
	db := open(t, strings.TrimSpace(dsn))
	alive := db.Ping()
	victim.Process.Kill()
	victim.Wait()
	if alive != nil {
		t.Fatalf("%s does not answer: %v", dsn, alive)
	}

	for range 500 {
		if errors.Is(db.Ping(), syscall.ECONNREFUSED) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the server has outlived the tests")
}
