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
	ctx     context.Context
	program string   // flagtui
	env     []string // what programs are started with
	runs    int
	idle    time.Duration
	say     func(format string, args ...any) // progress
}

// lines counts what a program prints.
type lines struct{ n int }

// Write implements io.Writer.
func (l *lines) Write(text []byte) (int, error) {
	l.n += strings.Count(string(text), "\n")
	return len(text), nil
}

// runTime runs a program that prints at least so many lines into a pipe, and
// returns how long it took.
func (b *bench) runTime(least int, command []string) (float64, error) {
	cmd := exec.CommandContext(b.ctx, command[0], command[1:]...)
	var printed lines
	var complaint strings.Builder
	cmd.Env, cmd.Stdout, cmd.Stderr = b.env, io.Writer(&printed), &complaint
	began := time.Now()
	err := cmd.Run()
	took := milliseconds(time.Since(began))
	if err == nil && printed.n < least {
		err = fmt.Errorf("it printed %d lines, not %d", printed.n, least)
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, &complaint)
	}
	return took, nil
}

// alternately measures flagtui and the floor in turn, after a first time of
// each that does not count.
func (b *bench) alternately(m *measurement, value, floor func() (float64, error)) error {
	for i := range b.runs + 1 {
		for _, turn := range []struct {
			measure func() (float64, error)
			into    *sample
		}{{value, &m.value}, {floor, &m.floor}} {
			if turn.measure == nil {
				continue
			}
			took, err := turn.measure()
			if err != nil {
				return err
			}
			if i > 0 {
				*turn.into = append(*turn.into, took)
			}
		}
	}
	return nil
}

// printing measures a command of flagtui's against the client.
func (b *bench) printing(m *measurement, least int, args, client []string) error {
	var floor func() (float64, error)
	if client != nil {
		floor = func() (float64, error) { return b.runTime(least, client) }
	}
	return b.alternately(m, func() (float64, error) { return b.runTime(least, append([]string{b.program}, args...)) }, floor)
}

// results are what is measured on one place, by name.
type results struct {
	at *place
	of map[string]*measurement
}

// on measures everything on a place. What fails leaves its measurements empty,
// and the others are made all the same.
func (b *bench) on(at *place) ([]measurement, error) {
	r := results{at, map[string]*measurement{}}
	for _, name := range things {
		r.of[name] = &measurement{name: name, goals: goals(name, at.set, at.sqlite())}
	}
	var failed error
	for _, part := range []func(results) error{b.lists, b.starts, b.keyboard, b.wideScreen, b.ends} {
		if err := part(r); err != nil {
			b.say("failed: %v", err)
			failed = errors.Join(failed, fmt.Errorf("%s, %s: %w", at.server.name, at.set, err))
		}
	}
	var all []measurement
	for _, name := range things {
		all = append(all, *r.of[name])
	}
	return all, failed
}

func (b *bench) lists(r results) error {
	b.say("list")
	list := []string{"list", "--db", r.at.db}
	if err := b.printing(r.of[listing], r.at.flags, list, r.at.ask(listQuery)); err != nil {
		return err
	}
	return b.printing(r.of[listingTenant], r.at.flags, append(list, "--tenant", aTenant), r.at.ask(tenantQuery))
}

// starts measures the dashboard's way to its first screen and out again. The
// floor of the screen is the client that prints the same rows into such a
// terminal.
func (b *bench) starts(r results) error {
	b.say("first screen")
	page, complete, counted, quit := r.of[firstPage], r.of[firstScreen], r.of[countsShown], r.of[quitting]
	var floor func() (float64, error)
	if client := r.at.ask(listQuery); client != nil {
		floor = func() (float64, error) {
			t, err := start(b.ctx, usual, b.env, client)
			if err != nil {
				return 0, err
			}
			defer t.kill()
			return t.ended(t.began)
		}
	}
	err := b.alternately(complete, func() (float64, error) {
		d, err := b.open(r.at, usual)
		if err != nil {
			return 0, err
		}
		defer d.kill()
		d.settle(4 * quiet)
		sent := time.Now()
		if _, err := d.master.WriteString("q"); err != nil {
			return 0, err
		}
		left, err := d.ended(sent)
		page.value, counted.value, quit.value = append(page.value, d.page), append(counted.value, d.counted), append(quit.value, left)
		return d.complete, err
	}, floor)
	for _, m := range []*measurement{page, counted, quit} { // without the first time
		m.value = m.value[min(1, len(m.value)):]
	}
	return err
}

// ends measures a terminal that goes away.
func (b *bench) ends(r results) error {
	for name, wrapper := range map[string][]string{hangup: nil, hangupIgnored: {"sh", "-c", `trap "" HUP; exec "$@"`, "sh"}} {
		m := r.of[name]
		d, err := b.open(r.at, usual, wrapper...)
		if err != nil {
			return err
		}
		d.settle(4 * quiet)
		went := time.Now()
		d.master.Close()
		took, err := d.ended(went)
		d.kill()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		m.value = sample{took}
	}
	return nil
}
