package main

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Names of the measurements on a server that has too few connections.
const (
	fullConnected = "dashboards that are connected"
	fullWaiting   = "dashboards that wait, and say so"
	fullFailed    = "dashboards that have ended, or say nothing"
	fullLater     = "until the last one is connected, after others have left"
)

// saysFull matches what a dashboard that waits for a free connection says, before its first
// screen or in the header.
var (
	saysFull        = regexp.MustCompile(`(?i:\b(no|free) connection\b)`)
	connectedOrFull = regexp.MustCompile(connected.String() + `|` + saysFull.String())
)

// runFull opens more dashboards than a server has connections for, and returns a table. The
// text is empty without PostgreSQL.
func (b *bench) runFull(dashboards, fits int, during time.Duration) (text string, failed error) {
	const each = 2 // connections of a dashboard at rest
	s, err := newPostgres(b.ctx, fmt.Sprintf("max_connections=%d", each*fits), "superuser_reserved_connections=0")
	if err != nil || s.create == nil {
		return "", err
	}
	defer func() { failed = errors.Join(failed, s.remove()) }()
	sets, err := findDatasets(fleetDataset)
	if err != nil {
		return "", err
	}
	db, err := s.newDatabase(b.ctx, sets[0])
	if err == nil {
		err = b.initTriggers(db)
	}
	if err != nil {
		return "", err
	}
	b.progress("%d dashboards, and connections for %d", dashboards, fits)
	all, err := b.measureFull(db, dashboards, fits, during)
	return fmt.Sprintf("\n### PostgreSQL with %d connections\n\n%s", each*fits, fleetTable([]string{strconv.Itoa(dashboards)}, [][]measurement{all})), err
}

// measureFull counts the dashboards that are connected after a time, and those that wait. It
// then ends dashboards until the others fit, the connected ones first.
func (b *bench) measureFull(db *database, dashboards, fits int, during time.Duration) ([]measurement, error) {
	f := &fleet{db: db, sightings: make(chan sighting, 16*dashboards)}
	defer f.close()
	for range dashboards {
		t, err := start(b.ctx, defaultSize, b.env, b.dashboardCommand(db))
		if err != nil {
			return nil, err
		}
		f.add(&dashboard{terminal: t, db: db})
	}
	pause(b.ctx, during)
	b.await(func() bool { return len(f.showing(connectedOrFull)) == dashboards })
	in, fine := f.showing(connected), len(f.showing(connectedOrFull))
	counts := func(name string, n int, targets ...target) measurement {
		return measurement{name: name, unit: " ", value: sample{float64(n)}, targets: targets}
	}
	all := []measurement{counts(fullConnected, len(in)), counts(fullWaiting, fine-len(in)),
		counts(fullFailed, dashboards-fine, target{"0", maxValue, 0})}

	slices.SortStableFunc(f.members, func(a, b *member) int {
		return cmp.Compare(slices.Index(in, b), slices.Index(in, a)) // those that wait are last
	})
	for _, m := range f.members[:dashboards-fits] {
		m.kill()
	}
	f.members = f.members[dashboards-fits:]
	left := time.Now()
	later := measurement{name: fullLater}
	if b.await(func() bool { return len(f.showing(connected)) == len(f.members) }) {
		later.value = sample{milliseconds(time.Since(left))}
		return append(all, later), b.ctx.Err()
	}
	return append(all, later), fmt.Errorf("%d of %d dashboards are not connected within %s%s", len(f.members)-len(f.showing(connected)), len(f.members), timeout, f.exampleWithout(connected))
}

// exampleWithout returns the screen of a dashboard that does not match a pattern.
func (f *fleet) exampleWithout(pattern *regexp.Regexp) string {
	for _, m := range f.members {
		if text := m.text(); !pattern.MatchString(text) {
			return "\n" + text
		}
	}
	return ""
}

// await waits until a condition holds, at most for the timeout. It reports whether the
// condition holds.
func (b *bench) await(holds func() bool) bool {
	for end := time.Now().Add(timeout); time.Now().Before(end) && b.ctx.Err() == nil; pause(b.ctx, 50*time.Millisecond) {
		if holds() {
			return true
		}
	}
	return false
}
