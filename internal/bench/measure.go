package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// bench is one run of the benchmark.
type bench struct {
	ctx      context.Context
	program  string   // path of the flagtui program
	env      []string // environment of started programs
	runs     int
	idle     time.Duration
	peers    bool                             // also measure other programs
	progress func(format string, args ...any) // prints a line about the progress
}

// lineCounter counts the lines written to it.
type lineCounter struct{ n int }

// Write implements io.Writer.
func (l *lineCounter) Write(text []byte) (int, error) {
	l.n += strings.Count(string(text), "\n")
	return len(text), nil
}

// runTime runs a command and returns its duration in ms. It fails if the command
// prints fewer than minLines lines.
func (b *bench) runTime(minLines int, command []string) (float64, error) {
	cmd := exec.CommandContext(b.ctx, command[0], command[1:]...)
	var printed lineCounter
	var stderr strings.Builder
	cmd.Env, cmd.Stdout, cmd.Stderr = b.env, io.Writer(&printed), &stderr
	started := time.Now()
	err := cmd.Run()
	duration := milliseconds(time.Since(started))
	if err == nil && printed.n < minLines {
		err = fmt.Errorf("it printed %d lines, not %d", printed.n, minLines)
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, &stderr)
	}
	return duration, nil
}

// measureBoth adds results of value and floor to m. It calls both alternately, b.runs
// times each, and discards the first result of each. floor may be nil.
func (b *bench) measureBoth(m *measurement, value, floor func() (float64, error)) error {
	for i := range b.runs + 1 {
		for _, side := range []struct {
			measure func() (float64, error)
			into    *sample
		}{{value, &m.value}, {floor, &m.floor}} {
			if side.measure == nil {
				continue
			}
			duration, err := side.measure()
			if err != nil {
				return err
			}
			if i > 0 {
				*side.into = append(*side.into, duration)
			}
		}
	}
	return nil
}

// compareCommand measures a flagtui command and the client's command.
func (b *bench) compareCommand(m *measurement, minLines int, args, client []string) error {
	var floor func() (float64, error)
	if client != nil {
		floor = func() (float64, error) { return b.runTime(minLines, client) }
	}
	return b.measureBoth(m, func() (float64, error) { return b.runTime(minLines, append([]string{b.program}, args...)) }, floor)
}

// results holds the measurements on one database, by name.
type results struct {
	db           *database
	measurements map[string]*measurement
}

// measureDatabase measures everything on a database. If a part fails, its
// measurements stay empty and the other parts still run.
func (b *bench) measureDatabase(db *database) ([]measurement, error) {
	r := results{db, map[string]*measurement{}}
	for _, name := range measurementNames {
		r.measurements[name] = &measurement{name: name, targets: targetsFor(name, db.dataset, db.sqlite())}
	}
	var failed error
	for _, part := range []func(results) error{b.measureLists, b.measureForms, b.measureStart, b.measureKeys, b.measureWideScreen, b.measureHangup} {
		if err := part(r); err != nil {
			b.progress("failed: %v", err)
			failed = errors.Join(failed, fmt.Errorf("%s, %s: %w", db.server.name, db.dataset, err))
		}
	}
	var all []measurement
	for _, name := range measurementNames {
		all = append(all, *r.measurements[name])
	}
	return all, failed
}

func (b *bench) measureLists(r results) error {
	b.progress("list")
	list := []string{"list", "--db", r.db.url}
	if err := b.compareCommand(r.measurements[listing], r.db.flags, list, r.db.clientCommand(listQuery)); err != nil {
		return err
	}
	return b.compareCommand(r.measurements[listingTenant], r.db.flags, append(list, "--tenant", tenantID), r.db.clientCommand(tenantQuery))
}

// measureStart measures the time until the first screen, and the time to quit. The floor
// is the time in which the client prints the same rows into a terminal of the same size.
func (b *bench) measureStart(r results) error {
	b.progress("first screen")
	page, complete, counted, quit := r.measurements[firstPage], r.measurements[firstScreen], r.measurements[countsShown], r.measurements[quitting]
	var floor func() (float64, error)
	if client := r.db.clientCommand(listQuery); client != nil {
		floor = func() (float64, error) {
			t, err := start(b.ctx, defaultSize, b.env, client)
			if err != nil {
				return 0, err
			}
			defer t.kill()
			return t.waitForExit(t.started)
		}
	}
	err := b.measureBoth(complete, func() (float64, error) {
		d, err := b.open(r.db, defaultSize)
		if err != nil {
			return 0, err
		}
		defer d.kill()
		d.waitUntilQuiet(4 * quietPeriod)
		sent := time.Now()
		if _, err := d.master.WriteString("q"); err != nil {
			return 0, err
		}
		exitTime, err := d.waitForExit(sent)
		page.value, counted.value, quit.value = append(page.value, d.page), append(counted.value, d.counted), append(quit.value, exitTime)
		return d.complete, err
	}, floor)
	for _, m := range []*measurement{page, counted, quit} { // discard the first run
		m.value = m.value[min(1, len(m.value)):]
	}
	return err
}

// measureHangup measures the time until flagtui exits after its terminal is closed.
func (b *bench) measureHangup(r results) error {
	for name, wrapper := range map[string][]string{hangup: nil, hangupIgnored: {"sh", "-c", `trap "" HUP; exec "$@"`, "sh"}} {
		m := r.measurements[name]
		d, err := b.open(r.db, defaultSize, wrapper...)
		if err != nil {
			return err
		}
		d.waitUntilQuiet(4 * quietPeriod)
		closed := time.Now()
		d.master.Close()
		duration, err := d.waitForExit(closed)
		d.kill()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		m.value = sample{duration}
	}
	return nil
}
