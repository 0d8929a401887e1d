package model

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
)

// countingStore is a store that counts its overrides, and can kill and undo.
type countingStore struct {
	*historyStore
	projects bool // the store has projects
}

var project12 = feature.Scope{Kind: feature.Project, ID: "12"}

func (s *countingStore) Info() data.Info {
	info := s.historyStore.Info()
	if s.projects {
		info.Kinds = append(info.Kinds, kindsOf(feature.Project)...)
	}
	return info
}

func (s *countingStore) Counts(_ context.Context, add func(string, feature.Count)) error {
	if err := s.enter("Counts"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, n := range s.counts() {
		add(name, n)
	}
	return nil
}

func (s *countingStore) counts() map[string]feature.Count {
	counts := map[string]feature.Count{}
	for scope, rows := range s.rows {
		for name, row := range rows {
			n := counts[name]
			switch {
			case scope.IsSystem():
			case row.Enabled:
				n.On++
			default:
				n.Off++
			}
			counts[name] = n
		}
	}
	return counts
}

func (s *countingStore) Kill(ctx context.Context, name string, set feature.ChangeSet) (data.Applied, error) {
	s.mu.Lock()
	for scope, rows := range s.rows {
		if rows[name].Enabled {
			set.Changes = append(set.Changes, feature.Change{Scope: scope, Name: name, Before: feature.On, After: feature.Off})
		}
	}
	s.mu.Unlock()
	return s.Apply(ctx, set)
}

func (s *countingStore) Undo(ctx context.Context, change string, set feature.ChangeSet) (data.Applied, error) {
	entries, err := s.ChangeSet(ctx, change)
	for _, e := range entries {
		set.Changes = append(set.Changes, e.Inverse())
	}
	if err != nil {
		return data.Applied{}, err
	}
	applied, err := s.Apply(ctx, set)
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range applied.Changed {
		s.past[i].Undoes = change
	}
	return applied, err
}

// shuffler runs a dashboard's commands and delivers their replies in random order.
type shuffler struct {
	*rand.Rand
	m        *Model
	s        *countingStore
	commands []tea.Cmd
	answers  []tea.Msg
	timers   []func(time.Time) tea.Msg
	theirs   map[string]int // number of changes by others, by flag
	seen     string         // state at the watch's last poll
}

func (d *shuffler) begin(cmd tea.Cmd) {
	if cmd != nil {
		d.commands = append(d.commands, cmd)
	}
}

func (d *shuffler) update(msg tea.Msg) {
	_, cmd := d.m.Update(msg)
	d.begin(cmd)
	d.m.View()
}

// take removes an element of a slice, and returns it.
func take[E any](from *[]E, i int) E {
	e := (*from)[i]
	*from = append((*from)[:i:i], (*from)[i+1:]...)
	return e
}

func (d *shuffler) run(i int) {
	switch answer := take(&d.commands, i)().(type) {
	case nil, tea.QuitMsg, tea.SuspendMsg:
	case tea.BatchMsg:
		for _, cmd := range answer {
			d.begin(cmd)
		}
	default:
		d.answers = append(d.answers, answer)
	}
}

// runAll runs commands, replies and timers until none is left.
func (d *shuffler) runAll() {
	for len(d.commands)+len(d.answers)+len(d.timers) > 0 {
		switch {
		case len(d.commands) > 0:
			d.run(0)
		case len(d.answers) > 0:
			d.update(take(&d.answers, 0))
		default:
			d.update(take(&d.timers, 0)(time.Time{}))
		}
	}
}

// poll sends the signal of a polling watch.
func (d *shuffler) poll(by data.Way) {
	signal, now := data.Signal{By: by}, fmt.Sprint(d.theirs, len(d.s.applied))
	if by != data.Blind {
		signal.Changed, d.seen = now != d.seen, now
	} else {
		d.seen = ""
	}
	d.update(watchSignal{from: d.m.signals, signal: signal})
}

func (d *shuffler) key(key string) {
	kind, ok := special[key]
	if !ok {
		d.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(key)})
		return
	}
	d.update(tea.KeyMsg{Type: kind})
}

// anyOf returns a random element.
func anyOf[E any](d *shuffler, of ...E) E { return of[d.IntN(len(of))] }

// step does one random thing.
func (d *shuffler) step(scopes []feature.Scope) {
	switch n := d.IntN(100); {
	case n < 30 && len(d.commands) > 0:
		d.run(d.IntN(len(d.commands)))
	case n < 55 && len(d.answers) > 0:
		d.update(take(&d.answers, d.IntN(len(d.answers))))
	case n < 62 && len(d.timers) > 0:
		d.update(take(&d.timers, 0)(time.Time{}))
	case n < 68:
		name := anyOf(d, "alpha", "beta", "gamma", "omega", "lost")
		d.s.set(anyOf(d, scopes...), name, anyOf(d, feature.On, feature.Off, feature.Inherit))
		d.theirs[name]++
	case n < 75:
		d.poll(anyOf(d, data.Polling, data.Polling, data.Polling, data.Notified, data.Blind))
	case n < 79 && len(d.m.layers) == 0:
		d.begin(d.m.goTo(feature.ScopeInfo{Scope: anyOf(d, scopes...), Listed: true}))
	default:
		d.key(anyOf(d, "space", "y", "y", "y", "enter", "esc", "down", "up", "t", "K", "u", "r", "S", "c", "s", "o", "left", "right", "m", "v", "tab"))
	}
}

// wrong describes a difference between the screen and the store, if any.
func (d *shuffler) wrong(failed bool) string {
	m, shown := d.m, d.m.browse.Scope().Scope
	if m.frame.Status.Stale {
		if view := m.View(); !strings.Contains(view, "STALE") && !strings.Contains(view, "OFFLINE") {
			return "what is old does not say so"
		}
		return ""
	}
	own := d.s.rows[shown]
	if shown.IsSystem() {
		own = nil
	}
	want, got := feature.Resolve(featuretest.Kind(shown.Kind), shown, d.s.defs, d.s.rows[system], own), m.browse.Views()
	if !reflect.DeepEqual(want, got) {
		return fmt.Sprintf("%d flags are shown that are not the %d stored, or not so", len(got), len(want))
	}
	for name, n := range d.s.counts() {
		if counted := m.browse.Count(name); counted != n && !failed {
			return fmt.Sprintf("%s is counted as %v, not as %v", name, counted, n)
		}
	}
	for line := range strings.Lines(m.View()) {
		if name, _, _ := strings.Cut(strings.TrimLeft(line, "> ~"), " "); strings.Contains(line[:min(3, len(line))], "~") && d.theirs[name] == 0 {
			return fmt.Sprintf("%s is told as changed by others", name)
		}
	}
	return ""
}

// wrongPreview describes a difference between the preview pane and a new read, if any.
func (d *shuffler) wrongPreview() string {
	shown := paneText(d.m.View())
	d.m.forgetPreviews()
	d.begin(d.m.readPreview(byUser))
	d.runAll()
	d.m.Update(nil) // lays out the screen
	if read := paneText(d.m.View()); read != shown {
		return fmt.Sprintf("the preview shows\n%q\nnot\n%q", shown, read)
	}
	return ""
}

// Commands, replies, keys, others' changes and signals come in random order, and reads
// may fail. At the end, the screen shows the stored values, or says that it does not.
func TestInWhateverOrder(t *testing.T) {
	still := now
	defer func() { now = still }()
	for seed := range uint64(400) {
		dice := rand.New(rand.NewPCG(seed, 7))
		at, slow := time.Unix(1_700_000_000, 0), dice.IntN(2) == 0 // if reads take time, refreshes are delayed
		now = func() time.Time {
			if slow {
				at = at.Add(10 * time.Millisecond)
			}
			return at
		}
		s := &countingStore{historyStore: newHistoryStore(), projects: seed%2 > 0}
		scopes := []feature.Scope{system, acme, globex}
		if s.projects {
			scopes = append(scopes, project12)
			s.tenants = append(s.tenants, feature.ScopeInfo{Scope: project12, Listed: true})
			for i := range s.defs {
				s.defs[i].Scopes = featuretest.All().Kinds()
			}
		}
		failing := dice.IntN(3) == 0
		if failing {
			s.before = func(method string) error {
				if method != "Apply" && dice.IntN(6) == 0 {
					return errDown
				}
				return nil
			}
		}
		d := &shuffler{Rand: dice, s: s, theirs: map[string]int{}}
		d.m = New(t.Context(), Options{Store: s, Scope: feature.ScopeInfo{Scope: system}, Preview: true, Clipboard: func(string) error { return nil }}, &Writes{})
		d.m.tick = func(wait time.Duration, fn func(time.Time) tea.Msg) tea.Cmd {
			if wait != agesEvery { // the timer of the ages runs again and again
				d.timers = append(d.timers, fn)
			}
			return nil
		}
		d.update(tea.WindowSizeMsg{Width: 120 + 30*int(seed/2%2), Height: 40})
		d.begin(d.m.Init())
		for len(d.commands) > 0 {
			d.run(0)
		}
		d.poll(data.Polling) // a watch polls at its start
		for range 30 + dice.IntN(120) {
			d.step(scopes)
		}
		s.before = nil
		for d.runAll(); len(d.m.layers) > 0; d.runAll() {
			d.key("esc")
		}
		d.poll(data.Polling)
		d.runAll()
		if wrong := d.wrong(failing); wrong != "" {
			t.Fatalf("seed %d: %s\n%v\n%s", seed, wrong, s.rows, d.m.View())
		}
		if wrong := d.wrongPreview(); wrong != "" && !failing {
			t.Fatalf("seed %d: %s\n%s", seed, wrong, d.m.View())
		}
	}
}
