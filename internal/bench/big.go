package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// bigSet is the dataset of the big operations. Every tenant overrides the first flag.
var bigSet = dataset{name: "big", flags: 1_000, tenants: 100_000, overrides: 100_000}

// bigOperation is a command beside the client's statements that do the same work.
type bigOperation struct {
	name    string
	args    []string
	client  string // the statements
	writes  bool
	prepare []string // statements before each run of either
}

// killedFlag is the flag that every tenant overrides. appliedFlag gets as many overrides
// from a file.
var killedFlag, appliedFlag = flagName(0), flagName(1)

// writeText returns the statements that set all overrides of a flag and record the
// changes, in one transaction. It is what flagtui writes, without reading anything back.
func writeText(sqlite bool, write, action, after, flag string) string {
	id := `gen_random_uuid()`
	if sqlite {
		id = `lower(hex(randomblob(16)))`
	}
	from := fmt.Sprintf(` FROM feature_flags_override WHERE name = '%s' AND scope = 'tenant'`, flag)
	before := `NOT enabled`
	if action == "created" {
		before = `NULL`
	}
	return `BEGIN; ` + write + `;
		INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, user_id, correlation_id) SELECT ` + id + `, 'FeatureFlagOverride', CAST(id AS VARCHAR(20)), '` + action + `', '[{"field": "enabled", "new": ` + after + `}]', 'bob', 'by hand'` + from + `;
		INSERT INTO flagtui_change (change, actor, scope, scope_id, name, before, after) SELECT 'by hand', 'bob', scope, scope_id, name, ` + before + `, enabled` + from + `;
		COMMIT`
}

// bigOperations returns the operations. Those that only read come first, since the others
// add to the history.
func bigOperations(sqlite bool, file string) []bigOperation {
	set := func(value string) string {
		return fmt.Sprintf(`UPDATE feature_flags_override SET enabled = %s, updated_at = CURRENT_TIMESTAMP WHERE name = '%s'`, value, killedFlag)
	}
	tenants := `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) SELECT 'tenant', id, '` + appliedFlag + `', TRUE FROM tenants_tenant`
	on := []string{set("TRUE")}
	return []bigOperation{
		{"export", []string{"export"}, `SELECT scope, scope_id, name, enabled FROM feature_flags_override ORDER BY scope, scope_id, name`, false, nil},
		{"doctor", []string{"doctor"}, `SELECT o.id, o.scope_id, o.name FROM feature_flags_override o LEFT JOIN flagtui_change j ON j.id =
			(SELECT n.id FROM flagtui_change n WHERE n.scope = o.scope AND n.scope_id = o.scope_id AND n.name = o.name ORDER BY n.at DESC, n.id DESC LIMIT 1)
			WHERE j.after IS DISTINCT FROM o.enabled OR NOT EXISTS (SELECT 1 FROM tenants_tenant t WHERE t.id = o.scope_id)`, false, nil},
		{"history", []string{"history"}, historyQuery, false, nil},
		{"kill", []string{"kill", killedFlag, "--yes", "--actor", "alice"}, writeText(sqlite, set("FALSE"), "updated", "false", killedFlag), true, on},
		{"undo of the kill", []string{"undo", "--yes", "--actor", "alice"}, writeText(sqlite, set("TRUE"), "updated", "true", killedFlag), true, nil},
		{"apply", []string{"apply", file, "--yes", "--actor", "alice"}, writeText(sqlite, tenants, "created", "true", appliedFlag), true,
			append(on, `DELETE FROM feature_flags_override WHERE name = '`+appliedFlag+`'`)},
	}
}

// measureBig measures the big operations on a database server, and returns their table.
func (b *bench) measureBig(s *server, dir string, entries int) ([]measurement, error) {
	b.progress("%s: filling, with %s entries of history", s.name, groupDigits(entries))
	db, err := s.newDatabase(b.ctx, dataset{name: bigSet.name, flags: bigSet.flags, tenants: bigSet.tenants})
	if err != nil {
		return nil, err
	}
	driver, source := s.source(db.url)
	pool, err := sql.Open(driver, source)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	file := filepath.Join(dir, "overrides.yaml")
	if err := errors.Join(execAll(b.ctx, pool, bigRows(entries)...), os.WriteFile(file, []byte(bigFile()), 0o600)); err != nil {
		return nil, err
	}
	var all []measurement
	for _, op := range bigOperations(s.sqlite(), file) {
		b.progress("%s: %s", s.name, op.name)
		measured, err := b.measureOperation(db, pool, op)
		if err != nil {
			return all, fmt.Errorf("%s: %s: %w", s.name, op.name, err)
		}
		all = append(all, measured...)
	}
	return all, nil
}

// bigRows returns the statements that fill the tables beyond what newDatabase does. Times
// have the form in which flagtui writes them to SQLite.
func bigRows(entries int) []string {
	return []string{
		`DELETE FROM feature_flags_override`,
		`DELETE FROM flagtui_change`, // doctor would look for the removal of each deleted override
		`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_by) SELECT 'tenant', id, '` + killedFlag + `', TRUE, 'app' FROM tenants_tenant`,
		fmt.Sprintf(`INSERT INTO flagtui_change (change, at, actor, scope, scope_id, name, before, after)
			WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < %d)
			SELECT 'old-' || i, '2026-01-02 03:04:05.000000', 'carol', 'tenant', 'tenant-' || (i %% 10000), 'flag' || (i %% 1000), TRUE, NULL FROM number`, entries-1),
	}
}

// bigFile returns a file for apply.
func bigFile() string {
	var b strings.Builder
	b.WriteString("overrides:\n")
	for i := range bigSet.overrides {
		fmt.Fprintf(&b, "  - {scope: tenant, scope_id: tenant-%0*d, name: %s, enabled: true}\n", digits, i, appliedFlag)
	}
	return b.String()
}

// measureOperation measures the time, the peak memory and the interrupts of an operation.
func (b *bench) measureOperation(db *database, pool *sql.DB, op bigOperation) ([]measurement, error) {
	took := measurement{name: op.name, targets: []target{ratioTarget(3)}}
	peak := measurement{name: op.name + ", peak memory", unit: "MB", targets: []target{{"150 MB", maxValue, 150}}}
	flagtui := append([]string{b.program}, append(op.args, "--db", db.url, "--timeout", timeout.String())...)
	timed := func(command []string, peaks *sample) func() (float64, error) {
		return func() (float64, error) {
			if err := execAll(b.ctx, pool, op.prepare...); err != nil {
				return 0, err
			}
			ms, megabytes, err := b.runPeak(command)
			if peaks != nil {
				*peaks = append(*peaks, megabytes)
			}
			return ms, err
		}
	}
	own := timed(flagtui, &peak.value)
	if op.name == "undo of the kill" { // each undo needs a kill
		own = func() (float64, error) {
			if _, _, err := b.runPeak([]string{b.program, "kill", killedFlag, "--yes", "--actor", "alice", "--db", db.url, "--timeout", timeout.String()}); err != nil {
				return 0, err
			}
			return timed(flagtui, &peak.value)()
		}
	}
	var floor func() (float64, error)
	if client := db.clientCommand(op.client); client != nil {
		floor = timed(client, nil)
	}
	if err := b.measureBoth(&took, own, floor); err != nil || !op.writes || op.name == "undo of the kill" {
		return []measurement{took, peak}, err
	}
	stopped, err := b.measureInterrupt(pool, op, flagtui, took.value.median())
	return []measurement{took, peak, stopped}, err
}

// exitSaved is the exit code of a change that is saved although a later step has failed. An
// interrupt after the commit is such a failure.
const exitSaved = 8

// interrupts is the number of interrupts of one operation, each at a random moment.
const interrupts = 10

// measureInterrupt measures the time from SIGINT until the program has ended. It fails if
// the tables are neither as before nor as after the whole change.
func (b *bench) measureInterrupt(pool *sql.DB, op bigOperation, command []string, ms float64) (measurement, error) {
	m := measurement{name: op.name + ", ctrl-c until it has ended", targets: []target{{"500 ms", maxValue, 500}}}
	for range interrupts {
		if err := execAll(b.ctx, pool, op.prepare...); err != nil {
			return m, err
		}
		before, err := bigState(b.ctx, pool)
		if err != nil {
			return m, err
		}
		cmd := exec.CommandContext(b.ctx, command[0], command[1:]...)
		cmd.Env = b.env
		if err := cmd.Start(); err != nil {
			return m, err
		}
		select {
		case <-b.ctx.Done():
		case <-time.After(time.Duration(rand.Float64() * ms * float64(time.Millisecond))):
		}
		sent := time.Now()
		_ = cmd.Process.Signal(syscall.SIGINT) // fails if the program has ended
		err = cmd.Wait()
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == exitSaved {
			err = nil
		}
		m.value = append(m.value, milliseconds(time.Since(sent)))
		after, failed := bigState(b.ctx, pool)
		if failed != nil {
			return m, failed
		}
		written := after[1] - before[1]
		if whole := bigSet.overrides; err != nil && written != 0 || err == nil && written < whole || (after[0] != before[0]) != (written != 0) || after[2]-before[2] != written {
			return m, fmt.Errorf("%s was interrupted (%v): the tables held %v rows before, and %v after", op.name, err, before, after)
		}
	}
	return m, nil
}

// bigState returns the sum of the overrides that are on, counting those of appliedFlag
// twice, and the numbers of records in the journal and in the audit trail.
func bigState(ctx context.Context, pool *sql.DB) (state [3]int, err error) {
	for i, text := range []string{
		`SELECT COALESCE(SUM(CASE WHEN NOT enabled THEN 0 WHEN name = '` + appliedFlag + `' THEN 2 ELSE 1 END), 0) FROM feature_flags_override`,
		`SELECT COUNT(*) FROM flagtui_change WHERE actor <> 'carol'`, `SELECT COUNT(*) FROM audit_log_audit_entry`,
	} {
		if err := pool.QueryRowContext(ctx, text).Scan(&state[i]); err != nil {
			return state, err
		}
	}
	return state, nil
}

// execAll runs statements one by one.
func execAll(ctx context.Context, pool *sql.DB, statements ...string) error {
	for _, text := range statements {
		if _, err := pool.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("%w\n%s", err, text)
		}
	}
	return nil
}

// runPeak runs a command. It returns its duration in ms and its peak of memory in MB. Exit
// code 1 is no failure: with it, doctor reports findings.
func (b *bench) runPeak(command []string) (ms, megabytes float64, err error) {
	cmd := exec.CommandContext(b.ctx, command[0], command[1:]...)
	var stderr strings.Builder
	cmd.Env, cmd.Stdout, cmd.Stderr = b.env, &lineCounter{}, &stderr
	started := time.Now()
	err = cmd.Run()
	ms = milliseconds(time.Since(started))
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %w\n%s", strings.Join(command[:2], " "), err, &stderr)
	}
	return ms, float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) / 1024, nil
}
