package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// held removes the pending replies of one type, and returns them.
func held[T tea.Msg](d *dash) (taken []tea.Msg) {
	d.held = slices.DeleteFunc(d.held, func(msg tea.Msg) bool {
		_, ok := msg.(T)
		if ok {
			taken = append(taken, msg)
		}
		return ok
	})
	return taken
}

// arrive sends replies to the model, and runs the commands that follow.
func (d *dash) arrive(messages []tea.Msg) {
	d.t.Helper()
	if len(messages) == 0 {
		d.t.Fatal("no such answer is on its way")
	}
	hold := d.hold
	d.hold = false
	for _, msg := range messages {
		d.update(msg)
	}
	d.hold = hold
}

// Another session's change is shown, marked and described, and the cursor stays on its
// flag.
func TestNews(t *testing.T) {
	s := newHistoryStore()
	d := open(t, s)
	d.drive("j", "j")
	s.mu.Lock()
	s.defs = append([]feature.Definition{{Name: "aaa"}}, s.defs...)
	s.mu.Unlock()
	s.set(system, "omega", feature.On)
	d.signal(true, data.Notified)
	d.cursor("gamma")
	d.shows("~omega", "[x] Enabled Override active set to on by bob@ops2", `"omega" was set to on by bob@ops2`)
	d.hides("~aaa", "~alpha", "~gamma")

	s.set(system, "beta", feature.Inherit)
	s.past = append(s.past, entry("set-9", "carol@bastion", system, "beta", feature.On, feature.Inherit))
	s.set(system, "alpha", feature.Off)
	d.signal(true, data.Polling)
	d.cursor("gamma")
	d.shows(`"alpha" was set to off by bob@ops2, and 1 other flag changed`, "~alpha", "~beta", "cleared by carol@bastion")

	d.drive("r") // r removes the marks
	d.hides("~alpha", "~beta", "by bob@ops2 ,")
	d.drive("v")
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Polling)
	d.shows("+gamma", "set to on by bob@ops2")
}

// At a tenant, the notice names who changed the tenant's override, or else the system's.
func TestNewsAtATenant(t *testing.T) {
	s := newHistoryStore(
		entry("set-3", "carol@bastion", acme, "alpha", feature.On, feature.Inherit),
		entry("set-2", "dave@ops3", system, "beta", feature.On, feature.Inherit),
		entry("set-1", "erin@ops4", acme, "beta", feature.On, feature.Inherit))
	s.set(system, "alpha", feature.On)
	s.defs[1].Default = false // beta's default
	d := open(t, s)
	d.drive("t", "enter")

	s.set(acme, "alpha", feature.Inherit)
	d.signal(true, data.Notified)
	d.shows("~alpha", "Following system", `"alpha" was cleared by carol@bastion`)
	s.set(system, "beta", feature.Inherit)
	d.signal(true, data.Notified)
	d.shows("~beta", `"beta" was cleared for the system by dave@ops3`)
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Notified)
	d.shows("~gamma", `"gamma" was set to on for the system by bob@ops2`)
	s.set(system, "gamma", feature.Off) // the tenant inherits it before and after
	d.signal(true, data.Notified)
	d.shows(`"gamma" was set to off for the system by bob@ops2`)
	s.set(acme, "omega", feature.Off)
	d.signal(true, data.Notified)
	d.shows("~omega", `"omega" was set to off by bob@ops2`)

	d.drive("down", "down", "down") // to omega, whose mark ends with a change of this session
	d.propose()
	d.drive("y")
	d.hides("~omega")
	s.set(system, "gamma", feature.On)
	d.signal(true, data.Notified)
	d.shows("~gamma")
	d.drive("up", "enter", "up")
	d.propose()
	d.drive("y", "esc")
	d.hides("~gamma")
}

// For forty cleared flags, one query reads who cleared them. Nobody is named without a
// record.
func TestNewsOfFortyClearedFlags(t *testing.T) {
	s := newHistoryStore()
	s.defs = nil
	for i := range 40 {
		name := fmt.Sprintf("flag.%02d", i)
		s.defs = append(s.defs, feature.Definition{Name: name})
		s.set(system, name, feature.On)
		s.past = append(s.past, entry("set-9", "carol@bastion", system, name, feature.On, feature.Inherit))
	}
	s.past[0].Before, s.past[0].After = feature.Inherit, feature.On // the last record says that alice set flag.00
	d := open(t, s)
	for i := range 40 {
		s.set(system, fmt.Sprintf("flag.%02d", i), feature.Inherit)
	}
	d.signal(true, data.Notified)
	d.shows(`"flag.00" was cleared outside flagtui and the app, and 39 other flags changed`, "cleared by carol@bastion")
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.calls["LastChanges"] + s.calls["History"] + s.calls["Rows"]; n != 1 {
		t.Errorf("who changed 40 flags was asked %d times", n)
	}
}

// If very many flags change at once, the notice gives their number.
func TestNewsOfVeryMany(t *testing.T) {
	s := newMemory()
	s.defs = nil
	for i := range 2 * maxNews {
		s.defs = append(s.defs, feature.Definition{Name: fmt.Sprintf("flag%03d", i)})
	}
	d := open(t, s)
	for i := range maxNews + 1 {
		s.set(system, fmt.Sprintf("flag%03d", i), feature.On)
	}
	d.signal(true, data.Notified)
	d.shows("51 flags have changed meanwhile", "~flag000", "Override active changed")
	s.wantCalls(t, "Rows", 0)
}

// A change by an unknown person is shown, too.
func TestNewsOfUnknownOrigin(t *testing.T) {
	for _, method := range []string{"LastChanges"} {
		s := newHistoryStore()
		d := open(t, s)
		s.failing(errDown, method)
		s.set(system, "beta", feature.Inherit)
		d.signal(true, data.Notified)
		d.shows("~beta", "Following default changed")
		d.hides("cannot reach", `"beta" was`)
	}
}

// A late reply about who changed flags is dropped if another scope is shown.
func TestLateNews(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.set(system, "gamma", feature.On)
	d.hold = true
	d.signal(true, data.Notified)
	loaded := held[scopeLoaded](d)
	for _, msg := range loaded {
		d.update(msg)
	}
	news := held[newsRead](d)
	d.hold, d.held = false, nil
	d.drive("t", "enter")
	d.arrive(news)
	d.shows("Tenant acme")
	d.hides("~gamma", "was set to")
}

// A signal moves nothing under a confirmation, and the confirmed change is the proposed
// one.
func TestASignalUnderAPrompt(t *testing.T) {
	for name, test := range map[string]struct {
		keys  []string
		wrote []string
	}{
		"a change": {[]string{"j", "j", "space"}, []string{"system gamma inherit>on"}},
		"a batch":  {[]string{"v", "j", "v", "up", "space"}, []string{"system alpha inherit>on", "system gamma inherit>on"}},
		"a copy":   {[]string{"t", "enter", "D", "enter", ">"}, []string{"system alpha inherit>on"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newMemory()
			d := open(t, s)
			d.drive(test.keys...)
			d.fireTimers()
			before := d.screen()
			s.mu.Lock()
			s.defs = append([]feature.Definition{{Name: "aaa"}}, s.defs...)
			s.mu.Unlock()
			s.set(system, "omega", feature.On)
			d.signal(true, data.Notified)
			lines := func(screen string) []string { return strings.Split(screen, "\n")[1:36] }
			if !slices.Equal(lines(d.screen()), lines(before)) {
				t.Errorf("the screen was\n%s\nand is\n%s", before, d.screen())
			}
			s.set(system, "gamma", feature.On) // gamma no longer has the value seen
			d.signal(true, data.Notified)
			s.set(system, "gamma", feature.Inherit)
			d.drive("y")
			s.wantWrites(t, test.wrote...)
		})
	}
}
