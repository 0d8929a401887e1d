// Command bench measures flagtui beside the database's own client: how long
// until something is on the screen, how many bytes it takes, how much memory.
// It runs on Linux, and takes sqlite3 and PostgreSQL where they are installed.
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

// options are what was asked for on the command line.
type options struct {
	sets      string
	databases string
	runs      int
	idle      time.Duration
	program   string
	into      string
}

func main() {
	var o options
	flag.StringVar(&o.sets, "sets", setNames(false), "the data sets to measure on, of "+setNames(true))
	full := flag.Bool("full", false, "measure on every data set")
	flag.StringVar(&o.databases, "databases", "sqlite,postgres", "the databases to measure on")
	flag.IntVar(&o.runs, "runs", 11, "how often each thing is measured")
	flag.DurationVar(&o.idle, "idle", 4*time.Second, "how long an idle dashboard is watched")
	flag.StringVar(&o.program, "program", "", "the flagtui to measure (default: it is built)")
	flag.StringVar(&o.into, "o", "", "a Markdown file to write the tables into, between its two markers")
	flag.Parse()
	if *full {
		o.sets = setNames(true)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	began := time.Now()
	say := func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%4.0f s  %s\n", time.Since(began).Seconds(), fmt.Sprintf(format, args...))
	}
	if err := run(ctx, o, say, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// run measures what was asked for, and prints the tables.
func run(ctx context.Context, o options, say func(string, ...any), out io.Writer) (err error) {
	sets, err := chosenSets(o.sets)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "flagtui-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if o.program == "" {
		say("building flagtui")
		if o.program, err = build(ctx, dir); err != nil {
			return err
		}
	}
	b := &bench{ctx: ctx, program: o.program, runs: o.runs, idle: o.idle, say: say,
		env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm-256color", "LANG=C.UTF-8"}}
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
	show := func(text string) {
		report.WriteString(text)
		io.WriteString(out, text)
	}
	show(circumstances(servers, o.runs))
	program, err := b.itself(clientOf(servers))
	if err != nil {
		return err
	}
	show("\n### The program\n\n" + table(program))
	var failed error
	for _, s := range servers {
		if s.create != nil {
			failed = errors.Join(failed, b.grow(s, sets, show))
		}
	}
	if o.into == "" || ctx.Err() != nil {
		return failed
	}
	return errors.Join(failed, replace(o.into, report.String()))
}

// servers are the databases that were asked for.
func (b *bench) servers(names, dir string) ([]*server, error) {
	var servers []*server
	for name := range strings.SplitSeq(names, ",") {
		switch name {
		case "sqlite":
			servers = append(servers, newSQLite(b.ctx, dir))
		case "postgres":
			b.say("starting PostgreSQL")
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

// clientOf is the first client that there is.
func clientOf(servers []*server) []string {
	for _, s := range servers {
		if s.client != nil {
			return s.client
		}
	}
	return nil
}

// grow measures on each set, and shows how the numbers grow.
func (b *bench) grow(s *server, sets []set, show func(string)) error {
	var names []string
	var all [][]measurement
	var failed error
	for _, what := range sets {
		b.say("%s, %s: filling", s.name, what)
		at, err := s.place(b.ctx, what)
		if err != nil {
			return errors.Join(failed, err)
		}
		found, err := b.on(at)
		if failed = errors.Join(failed, err); b.ctx.Err() != nil {
			return failed
		}
		show(fmt.Sprintf("\n### %s, %s\n\n%s", s.name, what, table(found)))
		names, all = append(names, what.name), append(all, found)
	}
	if len(all) > 1 {
		show(fmt.Sprintf("\n### %s, as it grows\n\n%s", s.name, growth(names, all)))
	}
	return failed
}

// circumstances tell what was measured on, and what was left out.
func circumstances(servers []*server, runs int) string {
	text := machine() + "."
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
