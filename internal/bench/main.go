// Command bench compares flagtui with the database's own client. It measures the time
// until something is on the screen, the bytes written to the terminal, and the memory.
// It needs Linux. It compares with sqlite3 and psql if they are installed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// options are the command line's flags.
type options struct {
	datasets  string
	databases string
	runs      int
	idle      time.Duration
	program   string
	output    string
	peers     bool

	fleet      bool
	fleetSizes string
	fleetFor   time.Duration
	big        bool
	entries    int
	far        bool
}

func main() {
	var o options
	flag.StringVar(&o.datasets, "sets", datasetNames(false), "the datasets to measure on, of "+datasetNames(true))
	full := flag.Bool("full", false, "measure on every dataset")
	flag.StringVar(&o.databases, "databases", "sqlite,postgres", "the databases to measure on")
	flag.IntVar(&o.runs, "runs", 11, "how often each thing is measured")
	flag.DurationVar(&o.idle, "idle", 4*time.Second, "how long an idle dashboard is watched")
	flag.StringVar(&o.program, "program", "", "the flagtui to measure (default: it is built)")
	flag.BoolVar(&o.peers, "peers", false, "also measure other programs that show rows in a terminal, if they are installed: VisiData, fzf and less")
	flag.StringVar(&o.output, "o", "", "a Markdown file to write the tables into, between its two markers")
	flag.BoolVar(&o.fleet, "fleet", false, "measure many dashboards at the same time instead")
	flag.StringVar(&o.fleetSizes, "fleet-sizes", "1,10,100,300", "with -fleet, the numbers of dashboards on one PostgreSQL")
	flag.DurationVar(&o.fleetFor, "fleet-for", time.Minute, "with -fleet, how long the dashboards are watched at rest, and again while others make changes")
	flag.BoolVar(&o.big, "big", false, "measure the operations on 100,000 overrides instead, and a history of -entries")
	flag.IntVar(&o.entries, "entries", 10_000_000, "the number of entries in the history of -big, which take 350 bytes each, and 600 on PostgreSQL")
	flag.BoolVar(&o.far, "far", false, "measure a dashboard on a far PostgreSQL instead: 100 and 300 ms each way, 256 kB/s, each hundredth packet sent again")
	flag.Parse()
	if *full {
		o.datasets = datasetNames(true)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	began := time.Now()
	progress := func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%4.0f s  %s\n", time.Since(began).Seconds(), fmt.Sprintf(format, args...))
	}
	if err := run(ctx, o, progress, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// run runs the chosen measurements and prints the tables.
func run(ctx context.Context, o options, progress func(string, ...any), out io.Writer) (err error) {
	sets, err := findDatasets(o.datasets)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "flagtui-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if o.program == "" {
		progress("building flagtui")
		if o.program, err = build(ctx, dir); err != nil {
			return err
		}
	}
	b := &bench{ctx: ctx, program: o.program, runs: o.runs, idle: o.idle, peers: o.peers, progress: progress,
		env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm-256color", "LANG=C.UTF-8"}}
	if o.fleet {
		return b.runFleet(o, dir, func(text string) { io.WriteString(out, text) })
	}
	if o.far {
		return b.runFar(func(text string) { io.WriteString(out, text) })
	}
	servers, err := b.servers(o.databases, dir)
	defer func() {
		for _, s := range servers {
			err = errors.Join(err, s.remove())
		}
	}()
	if err != nil {
		return err
	}

	var report strings.Builder
	print := func(text string) {
		report.WriteString(text)
		io.WriteString(out, text)
	}
	print(environment(servers, o.runs))
	if o.big {
		return b.measureServers(servers, func(s *server) error {
			measurements, err := b.measureBig(s, dir, o.entries)
			print(fmt.Sprintf("\n### %s, big operations\n\n%s", s.name, table(measurements)))
			return err
		})
	}
	program, err := b.measureProgram(firstClient(servers))
	if err != nil {
		return err
	}
	print("\n### The program\n\n" + table(program))
	failed := b.measureServers(servers, func(s *server) error { return b.measureDatasets(s, sets, print) })
	if o.output == "" || ctx.Err() != nil {
		return failed
	}
	return errors.Join(failed, replace(o.output, report.String()))
}

// measureServers calls measure for each installed database system.
func (b *bench) measureServers(servers []*server, measure func(*server) error) (failed error) {
	for _, s := range servers {
		if s.create != nil && b.ctx.Err() == nil {
			failed = errors.Join(failed, measure(s))
		}
	}
	return failed
}

// servers returns the named database systems. The names are separated by commas. After
// an error, servers also returns the systems already started.
func (b *bench) servers(names, dir string) ([]*server, error) {
	var servers []*server
	for name := range strings.SplitSeq(names, ",") {
		switch name {
		case "sqlite":
			servers = append(servers, newSQLite(b.ctx, dir))
		case "postgres":
			b.progress("starting PostgreSQL")
			s, err := newPostgres(b.ctx)
			if err != nil {
				return servers, err
			}
			servers = append(servers, s)
		default:
			return servers, fmt.Errorf("no database is called %q; there are sqlite and postgres", name)
		}
	}
	return servers, nil
}

// firstClient returns the command of the first installed client, or nil.
func firstClient(servers []*server) []string {
	for _, s := range servers {
		if s.client != nil {
			return s.client
		}
	}
	return nil
}

// measureDatasets measures each dataset and prints a table for each. A last table
// compares the datasets.
func (b *bench) measureDatasets(s *server, sets []dataset, print func(string)) error {
	var names []string
	var all [][]measurement
	var failed error
	for _, dataset := range sets {
		b.progress("%s, %s: filling", s.name, dataset)
		db, err := s.newDatabase(b.ctx, dataset)
		if err != nil {
			return errors.Join(failed, err)
		}
		measurements, err := b.measureDatabase(db)
		if failed = errors.Join(failed, err); b.ctx.Err() != nil {
			return failed
		}
		print(fmt.Sprintf("\n### %s, %s\n\n%s", s.name, dataset, table(measurements)))
		names, all = append(names, dataset.name), append(all, measurements)
		if b.peers && s.sqlite() {
			text, err := b.measurePeers(db)
			if failed = errors.Join(failed, err); err == nil {
				print(fmt.Sprintf("\n### Beside other programs, %s flags\n\n%s", groupDigits(dataset.flags), text))
			}
		}
	}
	if len(all) > 1 {
		print(fmt.Sprintf("\n### %s, as it grows\n\n%s", s.name, growthTable(names, all)))
	}
	return failed
}

// environment names the day, the machine and the servers, and says what was left out.
func environment(servers []*server, runs int) string {
	text := time.Now().Format(time.DateOnly) + ": " + describeMachine() + "."
	for _, s := range servers {
		if s.version != "" {
			text += fmt.Sprintf(" %s %s.", s.name, s.version)
		}
		if s.missing != "" {
			text += fmt.Sprintf(" %s: %s.", s.name, s.missing)
		}
	}
	return text + fmt.Sprintf(" Medians of %d runs; of many, the median / the 95th percentile.\n", runs)
}
