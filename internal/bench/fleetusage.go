package main

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// usage is what a fleet uses, per dashboard.
type usage struct {
	queries, rows                    float64 // of the server, per second
	serverCPU, ownCPU                float64 // in percent of a core
	lastConnections, mostConnections float64
}

// observe measures a fleet for some time. If probes is not nil, others make changes
// meanwhile, and probes runs beside.
func (f *fleet) observe(ctx context.Context, during time.Duration, probes func(context.Context) error) (u usage, err error) {
	began := time.Now()
	ctx, stop := context.WithTimeout(ctx, during)
	defer stop()
	before, err := f.totals()
	if err != nil {
		return u, err
	}
	probed := make(chan error, 1)
	if probes != nil {
		go func() { probed <- probes(ctx) }()
	} else {
		probed <- nil
	}
	tick := time.NewTicker(time.Second / changesPerSecond)
	defer tick.Stop()
	connections := 0
	for i := 0; ctx.Err() == nil; i++ {
		select {
		case <-ctx.Done():
			continue
		case <-tick.C:
		}
		if probes != nil {
			if err := f.toggle(context.WithoutCancel(ctx), changedFlags[i%len(changedFlags)]); err != nil {
				return u, err
			}
		}
		if f.server == nil || i%changesPerSecond > 0 {
			continue
		}
		if connections, err = f.server.connections(context.WithoutCancel(ctx)); err != nil {
			return u, err
		}
		u.mostConnections = max(u.mostConnections, float64(connections))
	}
	if err := <-probed; err != nil {
		return u, err
	}
	after, err := f.totals()
	if err != nil {
		return u, err
	}
	n, seconds := float64(len(f.members)), time.Since(began).Seconds()
	u.mostConnections /= n
	u.lastConnections = float64(connections) / n
	u.queries = float64(after.transactions-before.transactions) / seconds / n
	u.rows = float64(after.rows-before.rows) / seconds / n
	u.serverCPU = 100 * (after.server - before.server).Seconds() / seconds / n
	u.ownCPU = 100 * (after.own - before.own).Seconds() / seconds / n
	return u, nil
}

// totals are counters that only grow.
type totals struct {
	transactions, rows int64 // of the server; the writer's transactions are left out
	server, own, bench time.Duration
}

func (f *fleet) totals() (t totals, err error) {
	t.bench = benchCPU()
	for _, m := range f.members {
		used, err := m.cpuTime()
		if err != nil {
			return t, err
		}
		t.own += used
	}
	if f.server != nil {
		err = f.server.read(&t)
		t.transactions -= f.written.Load()
	}
	return t, err
}

// benchCPU returns the CPU time that the benchmark has used. Most of a fleet's is the time of the
// emulators of the terminals.
func benchCPU() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// probeCost probes, and returns also the CPU time, per dashboard, until the last dashboard shows
// the change.
func (f *fleet) probeCost(ctx context.Context) (took time.Duration, used totals, err error) {
	before, err := f.totals()
	if err != nil {
		return 0, used, err
	}
	before.bench = benchCPU() // without what totals has used
	if took, err = f.probe(ctx); err != nil {
		return 0, used, err
	}
	after, err := f.totals()
	n := time.Duration(len(f.members))
	used.own, used.server, used.bench = (after.own-before.own)/n, (after.server-before.server)/n, (after.bench-before.bench)/n
	return took, used, err
}

// serverUsage reads what a PostgreSQL server uses. It is connected to another database
// than the one that it measures.
type serverUsage struct {
	pool       *sql.DB
	database   string
	postmaster int
	writer     int // the process that serves the writer
}

func newServerUsage(ctx context.Context, database string, writer *sql.Conn) (*serverUsage, error) {
	address, err := url.Parse(database)
	if err != nil {
		return nil, err
	}
	s := &serverUsage{database: strings.TrimPrefix(address.Path, "/")}
	address.Path = "/postgres"
	if s.pool, err = sql.Open("postgres", address.String()); err != nil {
		return nil, err
	}
	s.pool.SetMaxOpenConns(1)
	var dir string
	err = errors.Join(s.pool.QueryRowContext(ctx, `SHOW data_directory`).Scan(&dir),
		writer.QueryRowContext(ctx, `SELECT pg_backend_pid()`).Scan(&s.writer))
	if err != nil {
		return s, err
	}
	text, err := os.ReadFile(filepath.Join(dir, "postmaster.pid"))
	if err != nil {
		return s, err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	s.postmaster, err = strconv.Atoi(first)
	return s, err
}

func (s *serverUsage) close() { s.pool.Close() }

// connections returns the number of connections of flagtui to the database.
func (s *serverUsage) connections(ctx context.Context) (n int, err error) {
	err = s.pool.QueryRowContext(ctx, `SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'flagtui'`, s.database).Scan(&n)
	return n, err
}

// read reads the server's counters of the database, and the CPU time of its processes
// except the writer's.
func (s *serverUsage) read(t *totals) error {
	err := s.pool.QueryRow(`SELECT xact_commit + xact_rollback, tup_returned FROM pg_stat_database WHERE datname = $1`, s.database).Scan(&t.transactions, &t.rows)
	if err != nil {
		return err
	}
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil { // the process has ended; its parent has counted its time
			continue
		}
		p, err := parseProcess(string(text))
		switch {
		case err != nil:
			return err
		case p.pid == s.postmaster:
			t.server += p.used + p.children
		case p.parent == s.postmaster && p.pid != s.writer:
			t.server += p.used
		}
	}
	return nil
}
