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
)

// tallying is a store that counts what it holds, and kills and undoes.
type tallying struct {
	*storied
	projects bool // it has some
}

var project12 = feature.Scope{Kind: feature.Project, ID: "12"}

func (s *tallying) Info() data.Info {
	facts := s.storied.Info()
	if s.projects {
		facts.Kinds = append(facts.Kinds, feature.Project)
	}
	return facts
}

func (s *tallying) Counts(_ context.Context, add func(string, feature.Count)) error {
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

func (s *tallying) counts() map[string]feature.Count {
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

func (s *tallying) Kill(ctx context.Context, name string, set feature.ChangeSet) (data.Applied, error) {
	s.mu.Lock()
	for scope, rows := range s.rows {
		if rows[name].Enabled {
			set.Changes = append(set.Changes, feature.Change{Scope: scope, Name: name, Before: feature.On, After: feature.Off})
		}
	}
	s.mu.Unlock()
	return s.Apply(ctx, set)
}

func (s *tallying) Undo(ctx context.Context, change string, set feature.ChangeSet) (data.Applied, error) {
	entries, err := s.ChangeSet(ctx, change)
	for _, e := range entries {
		set.Changes = append(set.Changes, e.Inverse())
	}
	if err != nil {
		return data.Applied{}, err
	}
	return s.Apply(ctx, set)
}

// disorder runs a dashboard's commands, and brings their answers, in any order.
type disorder struct {
	*rand.Rand
	m       *Model
	s       *tallying
	begun   []tea.Cmd
	answers []tea.Msg
	timers  []func(time.Time) tea.Msg
	theirs  map[string]int // how often others have changed a flag
	seen    string         // how often anything was changed when the watch looked last
}

func (d *disorder) begin(cmd tea.Cmd) {
	if cmd != nil {
		d.begun = append(d.begun, cmd)
	}
}

func (d *disorder) update(msg tea.Msg) {
	_, cmd := d.m.Update(msg)
	d.begin(cmd)
	d.m.View()
}

// take takes an element out of a slice.
func take[E any](from *[]E, i int) E {
	e := (*from)[i]
	*from = append((*from)[:i:i], (*from)[i+1:]...)
	return e
}

func (d *disorder) run(i int) {
	switch answer := take(&d.begun, i)().(type) {
	case nil, tea.QuitMsg, tea.SuspendMsg:
	case tea.BatchMsg:
		for _, cmd := range answer {
			d.begin(cmd)
		}
	default:
		d.answers = append(d.answers, answer)
	}
}

// settle goes on until nothing is left to be done.
func (d *disorder) settle() {
	for len(d.begun)+len(d.answers)+len(d.timers) > 0 {
		switch {
		case len(d.begun) > 0:
			d.run(0)
		case len(d.answers) > 0:
			d.update(take(&d.answers, 0))
		default:
			d.update(take(&d.timers, 0)(time.Time{}))
		}
	}
}

// look is what a watch does now and then.
func (d *disorder) look(by data.Way) {
	signal, now := data.Signal{By: by}, fmt.Sprint(d.theirs, len(d.s.applied))
	if by != data.Blind {
		signal.Changed, d.seen = now != d.seen, now
	} else {
		d.seen = ""
	}
	d.update(signalled{from: d.m.signals, signal: signal})
}

func (d *disorder) key(key string) {
	kind, ok := special[key]
	if !ok {
		d.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(key)})
		return
	}
	d.update(tea.KeyMsg{Type: kind})
}

// anyOf is one of them.
func anyOf[E any](d *disorder, of ...E) E { return of[d.IntN(len(of))] }

// step does something, whatever it is.
func (d *disorder) step(scopes []feature.Scope) {
	switch n := d.IntN(100); {
	case n < 30 && len(d.begun) > 0:
		d.run(d.IntN(len(d.begun)))
	case n < 55 && len(d.answers) > 0:
		d.update(take(&d.answers, d.IntN(len(d.answers))))
	case n < 62 && len(d.timers) > 0:
		d.update(take(&d.timers, 0)(time.Time{}))
	case n < 68:
		name := anyOf(d, "alpha", "beta", "gamma", "omega", "lost")
		d.s.set(anyOf(d, scopes...), name, anyOf(d, feature.On, feature.Off, feature.Inherit))
		d.theirs[name]++
	case n < 75:
		d.look(anyOf(d, data.Polling, data.Polling, data.Polling, data.Notified, data.Blind))
	case n < 79 && len(d.m.layers) == 0:
		d.begin(d.m.goTo(feature.ScopeInfo{Scope: anyOf(d, scopes...), Listed: true}))
	default:
		d.key(anyOf(d, "space", "y", "y", "y", "enter", "esc", "down", "up", "t", "K", "u", "r", "S", "c", "s", "o", "left", "right", "m", "v", "tab"))
	}
}

// wrong is what the screen shows that is not so.
func (d *disorder) wrong(failed bool) string {
	m, shown := d.m, d.m.browse.Scope().Scope
	if m.frame.Status.Stale {
		if !strings.Contains(m.View(), "STALE") {
			return "what is old does not say so"
		}
		return ""
	}
	own := d.s.rows[shown]
	if shown.IsSystem() {
		own = nil
	}
	want, got := feature.Resolve(shown, d.s.defs, d.s.rows[system], own), m.browse.Views()
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

// Commands, their answers, keys, others' changes and what a watch tells may come
// in any order, and reading may fail. Once all is quiet, the screen shows what
// is stored, or says that it does not.
func TestInWhateverOrder(t *testing.T) {
	still := now
	defer func() { now = still }()
	for seed := range uint64(400) {
		dice := rand.New(rand.NewPCG(seed, 7))
		at, slow := time.Unix(1_700_000_000, 0), dice.IntN(2) == 0 // where reading takes time, it is followed by a rest
		now = func() time.Time {
			if slow {
				at = at.Add(10 * time.Millisecond)
			}
			return at
		}
		s := &tallying{storied: newStoried(), projects: seed%2 > 0}
		scopes := []feature.Scope{system, acme, globex}
		if s.projects {
			scopes = append(scopes, project12)
			s.tenants = append(s.tenants, feature.ScopeInfo{Scope: project12, Listed: true})
			for i := range s.defs {
				s.defs[i].Scopes = feature.Kinds()
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
		d := &disorder{Rand: dice, s: s, theirs: map[string]int{}}
		d.m = New(t.Context(), Options{Store: s, Scope: feature.ScopeInfo{Scope: system}, Clipboard: func(string) error { return nil }}, &Writes{})
		d.m.tick = func(_ time.Duration, fn func(time.Time) tea.Msg) tea.Cmd {
			d.timers = append(d.timers, fn)
			return nil
		}
		d.update(tea.WindowSizeMsg{Width: 120, Height: 40})
		d.begin(d.m.Init())
		for len(d.begun) > 0 {
			d.run(0)
		}
		d.look(data.Polling) // for the first time a watch looks at once
		for range 30 + dice.IntN(120) {
			d.step(scopes)
		}
		s.before = nil
		for d.settle(); len(d.m.layers) > 0; d.settle() {
			d.key("esc")
		}
		d.look(data.Polling)
		d.settle()
		if wrong := d.wrong(failing); wrong != "" {
			t.Fatalf("seed %d: %s\n%v\n%s", seed, wrong, s.rows, d.m.View())
		}
	}
}
