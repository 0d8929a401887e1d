package cli

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/schema"
)

// TestSavedButNotReadAgain checks that a saved change is reported even if the flags
// cannot be read again because of a lock.
func TestSavedButNotReadAgain(t *testing.T) {
	url := pgtest.Database(t)
	p := &testDatabase{t: t, url: url, raw: openPostgres(t, url), pg: true}
	p.exec(schema.Statements(false)...)
	p.exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at) VALUES ('system', '', 'a.b', true, now()), ('tenant', 'acme', 'a.b', true, now())`)
	for _, args := range []string{"set a.b=off", "undo --json", "kill a.b", "set a.b=on --tenant acme --json"} {
		before := p.one(1, `SELECT COUNT(DISTINCT change) FROM flagtui_change`)
		// The first session delays the command. The second session waits for the table.
		row, table := p.begin(`SELECT 1 FROM feature_flags_override FOR UPDATE`), p.begin("")
		answer := make(chan ran)
		stdout, stderr := tempFile(t), &bytes.Buffer{}
		t.Setenv("XDG_CONFIG_HOME", t.TempDir())
		go func() {
			code := Run(append(strings.Fields(args), "--db", url, "--yes", "--timeout", "2s"), os.Stdin, stdout, stderr)
			answer <- ran{code: code}
		}()
		p.waiting(1)
		locked := make(chan error)
		go func() {
			_, err := table.ExecContext(context.Background(), `LOCK TABLE feature_flags_override IN ACCESS EXCLUSIVE MODE`)
			locked <- err
		}()
		p.waiting(2)
		row.Rollback()
		r := <-answer
		if err := <-locked; err != nil {
			t.Fatal(err)
		}
		table.Rollback()
		out, err := os.ReadFile(stdout.Name())
		if err != nil {
			t.Fatal(err)
		}
		r.out, r.err = string(out), stderr.String()
		r.expect(t, exitSaved, "*", "saved as ", "could not be read again", "did not answer in time")
		if after := p.one(1, `SELECT COUNT(DISTINCT change) FROM flagtui_change`); after == before {
			t.Errorf("%s: nothing is recorded", args)
		}
		var result struct {
			Change *string
			Flags  []any
		}
		if strings.Contains(args, "--json") {
			if err := json.Unmarshal(out, &result); err != nil || result.Change == nil || result.Flags == nil {
				t.Errorf("%s prints %s: %v", args, out, err)
			}
			if !strings.Contains(r.err, `{"error":{"code":"saved"`) {
				t.Errorf("%s says %s", args, r.err)
			}
		}
	}
}

// begin starts a transaction.
func (p *testDatabase) begin(statement string) *sql.Tx {
	p.t.Helper()
	tx, err := p.raw.Begin()
	if err == nil && statement != "" {
		_, err = tx.Exec(statement)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return tx
}

// waiting returns when n sessions wait for a lock.
func (p *testDatabase) waiting(n int) {
	p.t.Helper()
	for range 1000 {
		var waiting int
		err := p.raw.QueryRow(`SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting)
		if err != nil {
			p.t.Fatal(err)
		}
		if waiting == n {
			return
		}
		time.Sleep(time.Millisecond)
	}
	p.t.Fatalf("%d sessions never waited", n)
}

func tempFile(t *testing.T) *os.File {
	t.Helper()
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// TestTheOutputFails checks that every command reports that its output failed, and
// whether it has saved a change.
func TestTheOutputFails(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("this system has no /dev/full: %v", err)
	}
	defer full.Close()
	path := small(t)
	catalogue := writeFile(t, "- {name: orders.beta}\n")
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	for i, args := range []string{
		"list", "list --json", "get orders.beta", "scopes", "overrides orders.beta", "diff system tenant:acme", "history --json", "doctor", "doctor --json",
		"export", "config", "config --keys", "version", "completion bash", "generate go " + catalogue, "help set",
		"set orders.bulk=on --yes", "undo --yes", "kill orders.beta --yes --json", "clear old.flag --tenant acme --yes",
		"register --yes " + catalogue, "init --yes --db " + t.TempDir() + "/new.db",
	} {
		code := exitOther
		if i >= 16 { // commands that write
			code = exitSaved
		}
		words := strings.Fields(args)
		if !strings.Contains(args, "--db") {
			words = append(words, "--db", path)
		}
		var stderr bytes.Buffer
		if got := Run(words, os.Stdin, full, &stderr); got != code {
			t.Errorf("%s: exit %d, want %d", args, got, code)
		}
		if !strings.Contains(stderr.String(), "the output could not be written: no space left on device") {
			t.Errorf("%s says %q", args, stderr.String())
		}
		if n := strings.Count(stderr.String(), "saved as "); n > 1 {
			t.Errorf("%s says %d times that it is saved: %q", args, n, stderr.String())
		}
	}
}
