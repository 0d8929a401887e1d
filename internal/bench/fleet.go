package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// fleetCase is a database on which dashboards are opened.
type fleetCase struct {
	name     string
	sqlite   bool
	triggers bool // triggers notify of every change
	sizes    []int
}

// fleetCases returns the cases for the chosen numbers of dashboards on PostgreSQL.
func fleetCases(sizes string) ([]fleetCase, error) {
	var chosen []int
	for text := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is not a number of dashboards", text)
		}
		chosen = append(chosen, n)
	}
	return []fleetCase{
		{"PostgreSQL, with triggers", false, true, chosen},
		{"PostgreSQL, without triggers", false, false, chosen},
		{"SQLite", true, false, []int{min(fleetOnFile, chosen[len(chosen)-1])}},
	}, nil
}

// fleetOnFile is the number of dashboards on one SQLite file.
const fleetOnFile = 20

// The numbers of dashboards on a PostgreSQL with too few connections, and of those that fit.
const fullDashboards, fullFits = 30, 10

// fleetDataset names the dataset of the fleets.
const fleetDataset = "1k"

// runFleet measures dashboards that are open at the same time, and prints a table for each
// case.
func (b *bench) runFleet(o options, dir string, print func(string)) (failed error) {
	cases, err := fleetCases(o.fleetSizes)
	if err != nil {
		return err
	}
	sets, err := findDatasets(fleetDataset)
	if err != nil {
		return err
	}
	largest := cases[0].sizes[len(cases[0].sizes)-1]
	postgres, err := newPostgres(b.ctx, fmt.Sprintf("max_connections=%d", 6*largest+50))
	if err != nil {
		return err
	}
	defer func() { failed = errors.Join(failed, postgres.remove()) }()
	sqlite := newSQLite(b.ctx, dir)
	print(fmt.Sprintf("%s. %s %s. %s. %s; each is open for %s at rest, and for %s with %d changes a second.\n", describeMachine(),
		postgres.name, postgres.version, time.Now().Format(time.DateOnly), sets[0], o.fleetFor, o.fleetFor, changesPerSecond))
	for _, c := range cases {
		s := postgres
		if c.sqlite {
			s = sqlite
		}
		if s.create == nil || !strings.Contains(o.databases, map[bool]string{true: "sqlite", false: "postgres"}[c.sqlite]) {
			continue
		}
		var names []string
		var all [][]measurement
		for _, n := range c.sizes {
			b.progress("%s: %d dashboards", c.name, n)
			db, err := s.newDatabase(b.ctx, sets[0])
			if err == nil && c.triggers {
				err = b.initTriggers(db)
			}
			if err != nil {
				return errors.Join(failed, err)
			}
			measured, err := b.measureFleet(db, c, n, o.fleetFor)
			if failed = errors.Join(failed, err); b.ctx.Err() != nil {
				return failed
			}
			names, all = append(names, strconv.Itoa(n)), append(all, measured)
		}
		print(fmt.Sprintf("\n### %s\n\n%s", c.name, fleetTable(names, all)))
	}
	if strings.Contains(o.databases, "postgres") {
		text, err := b.runFull(fullDashboards, fullFits, o.fleetFor)
		failed = errors.Join(failed, err)
		print(text)
	}
	return failed
}

// initTriggers makes the triggers that notify of changes.
func (b *bench) initTriggers(db *database) error {
	cmd := exec.CommandContext(b.ctx, b.program, "init", "--triggers", "--yes", "--db", db.url)
	cmd.Env = b.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("init --triggers: %w\n%s", err, out)
	}
	return nil
}

// Names of the measurements on each fleet. Each of most is per dashboard.
const (
	fleetIdleQueries = "at rest, queries a second"
	fleetIdleRows    = "at rest, rows a second"
	fleetIdleServer  = "at rest, the server's CPU"
	fleetIdleCPU     = "at rest, its own CPU"
	fleetOneChange   = "one change, until all screens show it"
	fleetOneOwn      = "until then, its own CPU"
	fleetOneServer   = "until then, the server's CPU"
	fleetOneBench    = "until then, the benchmark's CPU"
	fleetRest        = "at rest, connections"
	fleetQueries     = "changes, queries a second"
	fleetRows        = "changes, rows a second"
	fleetServer      = "changes, the server's CPU"
	fleetCPU         = "changes, its own CPU"
	fleetMost        = "changes, most connections"
	fleetEachChange  = "changes, until all screens show one"
	fleetMemory      = "memory"
	fleetTroubled    = "screens that report a problem"
)

var fleetNames = []string{fleetIdleQueries, fleetIdleRows, fleetIdleServer, fleetIdleCPU, fleetRest, fleetOneChange, fleetOneOwn, fleetOneServer, fleetOneBench,
	fleetQueries, fleetRows, fleetServer, fleetCPU, fleetMost, fleetEachChange, fleetMemory, fleetTroubled}

// fleetTargets returns the targets of one measurement on a fleet.
func fleetTargets(name string, c fleetCase) []target {
	switch name {
	case fleetIdleQueries:
		switch {
		case c.triggers:
			return []target{{"0, and a ping every 30 s", maxValue, 0.05}}
		case !c.sqlite: // the count may include one more query of each dashboard
			return []target{{"1 every 2 s, and a ping every 30 s", maxValue, 0.6}}
		}
	case fleetRest:
		if !c.sqlite {
			return []target{{"2", maxValue, 2}}
		}
	case fleetOneChange:
		if c.triggers {
			return []target{{"1 s", maxValue, 1_000}}
		}
	case fleetTroubled:
		return []target{{"0", maxValue, 0}}
	}
	return nil
}

// measureFleet opens n dashboards, and measures them at rest and while others make
// changes.
func (b *bench) measureFleet(db *database, c fleetCase, n int, during time.Duration) ([]measurement, error) {
	results := map[string]*measurement{}
	set := func(name, unit string, values ...float64) { results[name].unit, results[name].value = unit, values }
	var all []measurement
	for _, name := range fleetNames {
		all = append(all, measurement{name: name, targets: fleetTargets(name, c)})
	}
	for i := range all {
		results[all[i].name] = &all[i]
	}
	f, err := b.openFleet(db, n)
	if err != nil {
		return all, err
	}
	defer f.close()
	pause(b.ctx, min(restAfterStart, during))

	b.progress("%d at rest", n)
	rest, err := f.observe(b.ctx, during, nil)
	if err != nil {
		return all, err
	}
	set(fleetIdleCPU, "%", rest.ownCPU)
	if !db.sqlite() {
		set(fleetIdleQueries, " ", rest.queries)
		set(fleetIdleRows, " ", rest.rows)
		set(fleetIdleServer, "%", rest.serverCPU)
		set(fleetRest, " ", rest.lastConnections)
	}
	b.progress("%d see one change at a time", n)
	var spread, own, server, bench sample
	for range min(mostProbes, b.runs) {
		took, used, err := f.probeCost(b.ctx)
		if err != nil {
			return all, err
		}
		spread = append(spread, milliseconds(took))
		own, server, bench = append(own, milliseconds(used.own)), append(server, milliseconds(used.server)), append(bench, milliseconds(used.bench))
		pause(b.ctx, min(restAfterChange, during))
	}
	set(fleetOneChange, "", spread...)
	set(fleetOneOwn, "", own...)
	set(fleetOneBench, "", bench...)
	if !db.sqlite() {
		set(fleetOneServer, "", server...)
	}

	b.progress("%d with %d changes a second", n, changesPerSecond)
	var while sample
	busy, err := f.observe(b.ctx, during, func(ctx context.Context) error {
		for ctx.Err() == nil {
			took, err := f.probe(ctx)
			if err != nil {
				return err
			}
			while = append(while, milliseconds(took))
			pause(ctx, min(probePause, during))
		}
		return nil
	})
	if err != nil {
		return all, err
	}
	set(fleetCPU, "%", busy.ownCPU)
	if !db.sqlite() {
		set(fleetQueries, " ", busy.queries)
		set(fleetRows, " ", busy.rows)
		set(fleetServer, "%", busy.serverCPU)
		set(fleetMost, " ", busy.mostConnections)
	}
	set(fleetEachChange, "", while...)
	memory, err := f.memory()
	set(fleetMemory, "MB", memory...)
	set(fleetTroubled, " ", float64(n-len(f.showing(connected))))
	return all, err
}

const (
	changesPerSecond = 10
	// restAfterStart is longer than a dashboard keeps the connections of its start, and than
	// many dashboards spread the reads that follow it.
	restAfterStart = 30 * time.Second
	mostProbes     = 5
	// restAfterChange is longer than many dashboards spread the reads that follow a change.
	restAfterChange = 12 * time.Second
	probePause      = 3 * time.Second
)

// openWriter opens the connection of the application that makes changes.
func openWriter(ctx context.Context, db *database) (*sql.Conn, func(), error) {
	driver, source := "postgres", db.url
	if db.sqlite() {
		driver, source = "sqlite", "file:"+db.url+"?_pragma=busy_timeout(10000)"
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		return nil, nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		pool.Close()
		return nil, nil, err
	}
	return conn, func() { conn.Close(); pool.Close() }, nil
}

// memory returns the resident memory of each dashboard, in MB.
func (f *fleet) memory() (all sample, err error) {
	for _, m := range f.members {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", m.cmd.Process.Pid))
		if err != nil {
			return nil, err
		}
		resident, err := parseMemory(string(text), "VmRSS:")
		if err != nil {
			return nil, err
		}
		all = append(all, resident)
	}
	return all, nil
}
