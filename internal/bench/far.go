package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"flagtui/internal/data/pgtest"
)

// farDelays are the times that a packet takes in each direction.
var farDelays = []time.Duration{100 * time.Millisecond, 300 * time.Millisecond}

// farDataset names the dataset of the far database.
const farDataset = "10k"

// farMargin is added to the time that the link takes.
const farMargin = 300 * time.Millisecond

// Names of the measurements on a far database that no other table has.
const (
	farDetails = "enter, details of a flag"
	farMatrix  = "m, matrix"
)

// farStep is a screen that a dashboard opens on a far database.
type farStep struct {
	name, key string
	trips     int    // the most round trips
	query     string // the client's; may be empty
	seen      func(screen string) bool
}

// farSteps are the screens in the order in which they are opened.
var farSteps = []farStep{
	{openPicker, "t", 1, tenantsQuery, func(s string) bool { return strings.Contains(s, "Switch scope") && strings.Contains(s, "tenant-0") }},
	{history, "h", 2, historyQuery, func(s string) bool { return strings.Contains(s, "History") && strings.Count(s, "alice@ops1") > 3 }},
	{farDetails, "\r", 2, "", func(s string) bool { return strings.Contains(s, "Recent changes") }},
	{farMatrix, "m", 2, "", func(s string) bool { return strings.Contains(s, "Matrix") && strings.Contains(s, ".enabled [") }},
}

// runFar measures a dashboard and the client behind a slow network, and prints a table for
// each delay.
func (b *bench) runFar(print func(string)) (failed error) {
	sets, err := findDatasets(farDataset)
	if err != nil {
		return err
	}
	postgres, err := newPostgres(b.ctx)
	if err != nil {
		return err
	}
	defer func() { failed = errors.Join(failed, postgres.remove()) }()
	if postgres.create == nil {
		return errors.New("a far database needs PostgreSQL, which is not installed")
	}
	db, err := postgres.newDatabase(b.ctx, sets[0])
	if err != nil {
		return err
	}
	print(fmt.Sprintf("%s. %s %s. %s. %s, %d runs. bytes are what the server sends. A client's time includes its connecting.\n",
		describeMachine(), postgres.name, postgres.version, time.Now().Format(time.DateOnly), sets[0], b.runs))
	for _, delay := range farDelays {
		b.progress("%s each way", delay)
		measured, err := b.measureFar(db, delay)
		if err != nil {
			return errors.Join(failed, err)
		}
		print(fmt.Sprintf("\n### %s each way\n\n%s", delay, table(measured)))
	}
	return failed
}

// measureFar opens dashboards on a database behind a link, one after the other, and each
// screen of them.
func (b *bench) measureFar(near *database, delay time.Duration) ([]measurement, error) {
	link, url, err := pgtest.NewLink(near.url, delay)
	if err != nil {
		return nil, err
	}
	defer link.Close()
	db := &database{near.server, near.dataset, url}
	once := *b
	once.runs = 1
	page, complete, saved := &measurement{name: firstPage}, &measurement{name: firstScreen}, &measurement{name: change}
	steps := make([]measurement, len(farSteps))
	for range b.runs {
		err := func() error {
			before := link.Received()
			d, err := b.open(db, defaultSize)
			if err != nil {
				return err
			}
			defer d.kill()
			page.value, complete.value, complete.bytes = append(page.value, d.page), append(complete.value, d.complete), append(complete.bytes, float64(link.Received()-before))
			if err := b.measureClient(complete, db, listQuery); err != nil {
				return err
			}
			for i, step := range farSteps {
				if err := b.measureFarStep(d, link, step, &steps[i]); err != nil {
					return err
				}
			}
			d.waitUntilQuiet(link.Takes(4, 0))
			r := results{db, map[string]*measurement{proposal: {}, change: saved, toggle: {}}}
			return once.measureChanges(d, r)
		}()
		if err != nil {
			return nil, err
		}
	}
	saved.bytes = nil // of the terminal
	// Connecting takes a round trip. The bytes of the complete screen include what is read in
	// the background, so its time is compared with the client's.
	page.targets, complete.targets = farTargets(link, 3, nil), []target{ratioTarget(1.5)}
	saved.targets = farTargets(link, 4, nil)
	for i := range steps {
		steps[i].targets = farTargets(link, farSteps[i].trips, steps[i].bytes)
	}
	return append(append([]measurement{*page, *complete}, steps...), *saved), nil
}

// measureFarStep opens a screen, asks the client for the same, and closes the screen.
func (b *bench) measureFarStep(d *dashboard, link *pgtest.Link, step farStep, m *measurement) error {
	d.waitUntilQuiet(link.Takes(4, 0)) // what was read in the background has arrived
	before := link.Received()
	shown, err := d.press(step.name, step.key, func(s string) bool { return step.seen(s) && !busy.MatchString(s) })
	if err != nil {
		return err
	}
	m.name, m.value, m.bytes = step.name, append(m.value, shown.ms), append(m.bytes, float64(link.Received()-before))
	if step.query != "" {
		if err := b.measureClient(m, d.db, step.query); err != nil {
			return err
		}
	}
	_, err = d.press("back", "\x1b", d.isComplete)
	return err
}

// farTargets limits the median to the time of so many round trips and bytes on a link.
func farTargets(link *pgtest.Link, trips int, bytes sample) []target {
	limit := link.Takes(trips, 0)
	if len(bytes) > 0 {
		limit = link.Takes(trips, int64(bytes.median()))
	}
	return []target{medianTarget(milliseconds(limit + farMargin))}
}
