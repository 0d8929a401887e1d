package data

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// stressURL is the environment variable that makes this binary a worker on the database
// in its value. stressLayout is the one with the name in stressLayouts. stressOperations
// is the one with the number of operations on each database.
const (
	stressURL        = "FLAGTUI_STRESS_URL"
	stressLayout     = "FLAGTUI_STRESS_LAYOUT"
	stressOperations = "FLAGTUI_STRESS"
)

// stressWorker runs random operations until its input ends or someone kills it. It
// writes a line for each operation: the operation, the change-set, and the number of
// changes.
func stressWorker() {
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	s, err := Open(context.Background(), Options{URL: os.Getenv(stressURL), Layout: stressLayouts[os.Getenv(stressLayout)].config})
	if err != nil {
		fmt.Println("fail", err)
		return
	}
	defer s.Close()
	for ctx.Err() == nil {
		what, applied, err := stress(ctx, s)
		switch {
		case err == nil:
			fmt.Println(what, applied.ID, len(applied.Changed))
		case errors.Is(err, feature.ErrConflict):
			fmt.Println("conflict")
		case errors.Is(err, feature.ErrUnknown), errors.Is(err, context.Canceled):
		default:
			fmt.Println("fail", what, err, feature.Hint(err))
		}
	}
}

// stress runs one random operation.
func stress(ctx context.Context, s Store) (what string, applied Applied, err error) {
	by := feature.ChangeSet{Actor: fmt.Sprint("user", rand.N(3)), Reason: "stress"}
	if rand.N(2) == 0 {
		by.Client = "192.0.2.7"
	}
	switch n := rand.N(20); {
	case n == 0:
		applied, err = s.Kill(ctx, fmt.Sprint("flag.", rand.N(6)), by)
		return "kill", applied, err
	case n < 4:
		entries, err := s.LastOwn(ctx, by.Actor)
		if err == nil {
			applied, err = s.Undo(ctx, entries[0].Change, by)
		}
		return "undo", applied, err
	case n < 8:
		page, err := s.History(ctx, HistoryQuery{Limit: 20})
		if err == nil && len(page.Entries) > 0 {
			applied, err = s.Undo(ctx, page.Entries[rand.N(len(page.Entries))].Change, by)
		}
		return "undo", applied, err
	}
	all, err := s.All(ctx)
	if err != nil {
		return "read", applied, err
	}
	now := map[layout.RowKey]feature.Setting{}
	for _, o := range all {
		if o.Misplaced { // the last row is the visible value at system scope
			o.Scope = feature.SystemScope()
		}
		now[layout.KeyOf(feature.Change{Scope: o.Scope, Name: o.Name})] = feature.SettingOf(o.Enabled)
	}
	seen := map[layout.RowKey]bool{}
	for range 1 + rand.N(4) {
		kinds := s.Info().Kinds
		info, id := kinds[0], ""
		if n := rand.N(5); n > 0 {
			info = kinds[1+n%(len(kinds)-1)]
			if id = fmt.Sprint(n); !stressLayouts[os.Getenv(stressLayout)].number {
				id = string(info.Kind) + id
			}
		}
		change := feature.Change{Scope: feature.Scope{Kind: info.Kind, ID: id}, Name: fmt.Sprint("flag.", rand.N(6)), After: info.Settings[rand.N(len(info.Settings))]}
		key := layout.KeyOf(change)
		if change.Before = now[key]; !seen[key] {
			by.Changes = append(by.Changes, change)
		}
		seen[key] = true
	}
	applied, err = s.Apply(ctx, by)
	return "apply", applied, err
}

// Processes change the same rows at random, and are killed at random. The journal still
// agrees with the rows.
func TestStress(t *testing.T) {
	operations, _ := strconv.Atoi(os.Getenv(stressOperations))
	operations = max(operations, 150)
	eachKind(t, []bool{true}, []bool{true}, func(t *testing.T, p *place, journal, audit bool) {
		for i := range 6 {
			p.override("system", "", fmt.Sprint("flag.", i), i%2 == 0)
			p.override("tenant", "tenant1", fmt.Sprint("flag.", i), i%3 == 0)
			if i%2 > 0 { // some releases of the app read these as the system's
				p.override([]string{"system", "workspace", "alpha"}[i/2], "x", fmt.Sprint("flag.", i), i%3 == 0)
			}
		}
		start, ids, first := p.settings(), p.ids(), p.bytes()
		said := p.stressed(operations, "")
		p.wantReplay(start)
		p.wantAudited(ids)

		changes := p.changes()
		for id, n := range said {
			if got := p.rows(`SELECT COUNT(*) FROM flagtui_change WHERE change = '` + id + `'`); got != n {
				t.Errorf("%s: a worker has written %s changes, recorded are %s", id, n, got)
			}
		}
		undoAll(t, p.open(), changes)
		wantSame(t, "after undoing everything", p.bytes(), first)
		p.wantReplay(start)
		p.wantAudited(ids)
	})
}

// stressed runs workers, and returns the change-sets that they report as written, with
// the number of changes.
func (p *place) stressed(operations int, layout string) map[string]string {
	self, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	var mu sync.Mutex
	said, counts, kills := map[string]string{}, map[string]int{}, 0
	var workers sync.WaitGroup
	start := func() (kill, stop func()) {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), stressURL+"="+p.url, stressLayout+"="+layout)
		stdin, _ := cmd.StdinPipe()
		stdout, _ := cmd.StdoutPipe()
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			p.t.Fatal(err)
		}
		workers.Go(func() {
			defer cmd.Wait()
			for lines := bufio.NewScanner(stdout); lines.Scan(); {
				words := strings.Fields(lines.Text())
				mu.Lock()
				counts[words[0]]++
				if len(words) == 3 && words[0] != "fail" {
					said[words[1]] = words[2]
				}
				mu.Unlock()
				if words[0] == "fail" {
					p.t.Error(lines.Text())
				}
			}
		})
		return func() { cmd.Process.Kill() }, func() { stdin.Close() }
	}
	done := func() int {
		mu.Lock()
		defer mu.Unlock()
		n := 0
		for count := range maps.Values(counts) {
			n += count
		}
		return n
	}
	type worker struct{ kill, stop func() }
	var running []worker
	for range 3 {
		kill, stop := start()
		running = append(running, worker{kill, stop})
	}
	for next := 0; done() < operations && !p.t.Failed(); {
		next += 20 + rand.N(20)
		for done() < min(next, operations) && !p.t.Failed() {
			pause()
		}
		i := rand.N(len(running))
		running[i].kill()
		kills++
		running[i].kill, running[i].stop = start()
	}
	for _, w := range running {
		w.stop()
	}
	workers.Wait()
	delete(said, "0")
	p.t.Logf("%v, %d killed", counts, kills)
	return said
}

// settings returns every override by key.
func (p *place) settings() map[layout.RowKey]feature.Setting {
	p.t.Helper()
	settings := map[layout.RowKey]feature.Setting{}
	rows, err := p.raw.Query(`SELECT scope, scope_id, name, enabled FROM feature_flags_override`)
	if err != nil {
		p.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var key layout.RowKey
		var enabled bool
		if err := rows.Scan(&key.Scope, &key.ID, &key.Name, &enabled); err != nil {
			p.t.Fatal(err)
		}
		settings[key] = feature.SettingOf(enabled)
	}
	return settings
}

// ids returns the id of every override, as text.
func (p *place) ids() map[layout.RowKey]string {
	p.t.Helper()
	ids := map[layout.RowKey]string{}
	for line := range strings.Lines(p.rows(`SELECT scope, scope_id, name, id FROM feature_flags_override`)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		ids[layout.RowKey{Scope: cells[0], ID: cells[1], Name: cells[2]}] = cells[3]
	}
	return ids
}

// bytes returns every override as it is stored.
func (p *place) bytes() string {
	p.t.Helper()
	lines := strings.Split(p.rows(`SELECT scope, scope_id, name, enabled FROM feature_flags_override`), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// wantReplay checks that the journal leads from the settings at the start to the present
// ones. Each change must start from the result of the previous one.
func (p *place) wantReplay(settings map[layout.RowKey]feature.Setting) {
	p.t.Helper()
	settings = maps.Clone(settings)
	for _, e := range p.journal() {
		key := layout.KeyOf(e.Inverse())
		if settings[key] != e.Before || e.Before == e.After {
			p.t.Errorf("%s: %v was %s before, recorded is %s", e.Change, key, settings[key], e.Before)
		}
		settings[key] = e.After
		if e.After == feature.Inherit {
			delete(settings, key)
		}
	}
	if now := p.settings(); !maps.Equal(now, settings) {
		p.t.Errorf("there are %v\nthe journal leads to %v", now, settings)
	}
}

// journal returns the whole journal, oldest first.
func (p *place) journal() []feature.Entry {
	p.t.Helper()
	rows, err := p.raw.Query(`SELECT id, change, scope, scope_id, name, before, after FROM flagtui_change ORDER BY at, id`)
	if err != nil {
		p.t.Fatal(err)
	}
	defer rows.Close()
	var entries []feature.Entry
	for rows.Next() {
		var e feature.Entry
		var before, after engine.SettingValue
		if err := rows.Scan(&e.ID, &e.Change, &e.Scope.Kind, &e.Scope.ID, &e.Name, &before, &after); err != nil {
			p.t.Fatal(err)
		}
		e.Before, e.After = feature.Setting(before), feature.Setting(after)
		entries = append(entries, e)
	}
	return entries
}
