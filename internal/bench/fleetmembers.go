package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// fleet is a number of dashboards that are open on one database.
type fleet struct {
	db          *database
	members     []*member
	sightings   chan sighting
	writer      *sql.Conn // makes the changes
	closeWriter func()
	writes      sync.Mutex   // guards writer
	written     atomic.Int64 // transactions of writer
	server      *serverUsage // nil on SQLite
	probeOn     bool         // the state of probeFlag
}

// member is a dashboard of a fleet.
type member struct {
	*dashboard
	mu sync.Mutex // guards the screen
}

// sighting reports that a member shows probeFlag in another state.
type sighting struct {
	on   bool
	at   time.Time
	gone *member // the dashboard has ended
}

// probeFlag is the flag whose changes are timed. Other changes are made to changedFlags.
// All of them are on the first screen, and the system has an override of each.
var (
	probeFlag    = flagName(0)
	changedFlags = []string{flagName(10), flagName(20), flagName(30)}
)

// openFleet opens n dashboards, a few at a time.
func (b *bench) openFleet(db *database, n int) (f *fleet, err error) {
	f = &fleet{db: db, sightings: make(chan sighting, 16*n), probeOn: true}
	defer func() {
		if err != nil {
			f.close()
		}
	}()
	if f.writer, f.closeWriter, err = openWriter(b.ctx, db); err != nil {
		return f, err
	}
	if !db.sqlite() {
		if f.server, err = newServerUsage(b.ctx, db.url, f.writer); err != nil {
			return f, err
		}
	}
	const atOnce = 4
	var mu sync.Mutex
	var all sync.WaitGroup
	gate := make(chan struct{}, atOnce)
	for i := range n {
		all.Go(func() {
			gate <- struct{}{}
			defer func() { <-gate }()
			d, openErr := b.open(db, defaultSize)
			mu.Lock()
			defer mu.Unlock()
			if err = errors.Join(err, openErr); openErr == nil {
				f.add(d)
			}
			if i%50 == 49 {
				b.progress("%d of %d are open", len(f.members), n)
			}
		})
	}
	all.Wait()
	return f, err
}

// add adds a dashboard.
func (f *fleet) add(d *dashboard) {
	m := &member{dashboard: d}
	f.members = append(f.members, m)
	go m.follow(f.sightings)
}

// close ends the dashboards.
func (f *fleet) close() {
	for _, m := range f.members {
		m.kill()
	}
	if f.server != nil {
		f.server.close()
	}
	if f.closeWriter != nil {
		f.closeWriter()
	}
}

// follow shows the dashboard's output on its screen, and reports each new state of
// probeFlag.
func (m *member) follow(seen chan<- sighting) {
	was, known := false, false
	for c := range m.chunks {
		m.mu.Lock()
		m.screen.Write(c.text)
		on, shown := m.probeState()
		m.mu.Unlock()
		if shown && (!known || on != was) {
			was, known = on, true
			seen <- sighting{on: on, at: c.at}
		}
	}
	seen <- sighting{gone: m, at: time.Now()}
}

// probeState returns the state of probeFlag in the list. shown is false if the list does
// not show the flag.
func (m *member) probeState() (on, shown bool) {
	for _, row := range m.screen.cells[:10] {
		if text := string(row); strings.HasPrefix(text[2:], probeFlag) {
			return strings.Contains(text, "[x]"), strings.Contains(text, "[x]") || strings.Contains(text, "[ ]")
		}
	}
	return false, false
}

// showing returns the dashboards that run, and whose screens match a pattern.
func (f *fleet) showing(pattern *regexp.Regexp) (found []*member) {
	for _, m := range f.members {
		if m.cmd.Process.Signal(syscall.Signal(0)) == nil && pattern.MatchString(m.text()) {
			found = append(found, m)
		}
	}
	return found
}

// text returns the text on the dashboard's screen.
func (m *member) text() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.screen.String()
}

// pause waits until ctx ends, at most for a time.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// toggle changes the system's override of a flag, as an application does.
func (f *fleet) toggle(ctx context.Context, name string) error {
	f.writes.Lock()
	defer f.writes.Unlock()
	f.written.Add(1)
	_, err := f.writer.ExecContext(ctx, `UPDATE feature_flags_override SET enabled = NOT enabled WHERE scope = 'system' AND scope_id = '' AND name = '`+name+`'`)
	return err
}

// probe changes probeFlag, and returns the time until the last dashboard shows the change.
func (f *fleet) probe(ctx context.Context) (time.Duration, error) {
	for len(f.sightings) > 0 { // those of the start
		if s := <-f.sightings; s.gone != nil {
			return 0, fmt.Errorf("a dashboard has ended\n%s", s.gone.screen)
		}
	}
	began := time.Now()
	if err := f.toggle(context.WithoutCancel(ctx), probeFlag); err != nil {
		return 0, err
	}
	f.probeOn = !f.probeOn
	last := began
	limit := time.After(timeout)
	for missing := len(f.members); missing > 0; {
		select {
		case s := <-f.sightings:
			if s.gone != nil {
				return 0, fmt.Errorf("a dashboard has ended\n%s", s.gone.screen)
			}
			if s.on != f.probeOn {
				continue
			}
			missing--
			if s.at.After(last) {
				last = s.at
			}
		case <-limit:
			return 0, fmt.Errorf("%d of %d dashboards do not show a change within %s%s", missing, len(f.members), timeout, f.exampleOfMissing())
		}
	}
	return last.Sub(began), nil
}

// exampleOfMissing returns the screen of a dashboard that does not show the change.
func (f *fleet) exampleOfMissing() string {
	for _, m := range f.members {
		m.mu.Lock()
		on, shown := m.probeState()
		text := m.screen.String()
		m.mu.Unlock()
		if !shown || on != f.probeOn {
			return "\n" + text
		}
	}
	return ""
}
