package model

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

func (d *dash) click(line int) {
	d.update(tea.MouseMsg{X: 5, Y: line, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
}

func (d *dash) wheel(button tea.MouseButton) {
	d.update(tea.MouseMsg{X: 5, Y: 10, Action: tea.MouseActionPress, Button: button})
}

// at returns the number of the line that contains text.
func (d *dash) at(text string) int {
	d.t.Helper()
	for i, line := range strings.Split(d.screen(), "\n") {
		if strings.Contains(line, text) {
			return i
		}
	}
	d.t.Fatalf("no line has %q:\n%s", text, d.screen())
	return 0
}

// A click on a row moves the cursor to the row. A click elsewhere does nothing.
func TestClicks(t *testing.T) {
	both := func(s *memory) {
		s.set(acme, "beta", feature.Off)
		s.set(acme, "gamma", feature.On)
	}
	for name, test := range map[string]struct {
		keys []string
		row  string // text of a row that is not under the cursor
	}{
		"browse": {nil, "gamma"}, "details": {[]string{"enter"}, "tenant:acme"}, "the matrix": {[]string{"m"}, "gamma"},
		"the picker": {[]string{"t"}, "Globex"}, "a comparison": {[]string{"t", "enter", "D", "enter"}, "gamma"},
		"history": {[]string{"h"}, "carol@bastion"}, "contexts": {[]string{"x"}, "two"}, "go to": {[]string{":"}, "history"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newHistoryStore(entry("set-2", "bob@ops2", system, "beta", feature.Inherit, feature.On), entry("set-1", "carol@bastion", acme, "alpha", feature.Inherit, feature.On))
			both(s.memory)
			d := open(t, s, func(o *Options) { o.Contexts, o.Session.Context = contextNames("one", "two"), "one" })
			d.drive(test.keys...)
			before := d.screen()
			for _, line := range []int{0, 1, 36, 38, 39, 50, -1} {
				d.click(line)
			}
			d.update(tea.MouseMsg{X: 5, Y: d.at(test.row), Action: tea.MouseActionRelease, Button: tea.MouseButtonLeft})
			d.update(tea.MouseMsg{X: 5, Y: d.at(test.row), Action: tea.MouseActionMotion, Button: tea.MouseButtonLeft})
			d.update(tea.MouseMsg{X: 5, Y: d.at(test.row), Action: tea.MouseActionPress, Button: tea.MouseButtonRight})
			if after := d.screen(); after != before {
				t.Fatalf("a click elsewhere: the screen was\n%s\nand is\n%s", before, after)
			}
			d.click(d.at(test.row))
			if line := d.line(test.row); !strings.HasPrefix(line, ">") {
				t.Errorf("the cursor is not on it:\n%s", d.screen())
			}
			d.wheel(tea.MouseButtonWheelUp)
			if line := d.line(test.row); strings.HasPrefix(line, ">") {
				t.Errorf("the wheel has not moved the cursor:\n%s", d.screen())
			}
		})
	}
}

// A click finds the right row even if the lines above the list change.
func TestClicksOnAListThatScrolls(t *testing.T) {
	s := newMemory()
	s.defs = nil
	for i := range 200 {
		s.defs = append(s.defs, feature.Definition{Name: fmt.Sprintf("flag%03d", i)})
	}
	d := open(t, s)
	for range 40 {
		d.wheel(tea.MouseButtonWheelDown)
	}
	d.cursor("flag120")
	for _, size := range [][2]int{{120, 40}, {80, 24}, {40, 10}} {
		d.resize(size[0], size[1])
		lines := strings.Split(d.screen(), "\n")
		for i, line := range lines {
			if words := strings.Fields(strings.TrimLeft(line, "> ")); len(words) > 0 && strings.HasPrefix(words[0], "flag1") {
				d.click(i)
				if now := strings.Split(d.screen(), "\n")[i]; !strings.HasPrefix(now, "> "+words[0]) {
					t.Fatalf("%v: a click on %q leads to %q", size, line, now)
				}
			}
		}
	}
}

// On a prompt, a click does nothing.
func TestNoClickUnderAPrompt(t *testing.T) {
	for name, keys := range map[string][]string{
		"a change": {"j", "space"}, "a batch": {"v", "v", "space"}, "an undo": {"u"}, "a kill": {"enter", "K"},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive()
			d := open(t, a)
			d.drive(keys...)
			d.fireTimers()
			before := d.screen()
			for line := range 40 {
				d.click(line)
			}
			d.wheel(tea.MouseButtonWheelDown)
			d.wheel(tea.MouseButtonWheelUp)
			if after := d.screen(); after != before {
				t.Errorf("the screen was\n%s\nand is\n%s", before, after)
			}
			d.drive("esc")
			d.hides("y apply", "Undo", "Kill")
			a.wantWrites(t)
			a.did(t)
		})
	}
}

// On a question, a click does nothing.
func TestNoClickUnderAQuestion(t *testing.T) {
	d := open(t, newMemory())
	d.drive("t")
	d.typeText("hooli")
	d.drive("enter")
	d.shows(`unknown tenant "hooli"`)
	for line := range 40 {
		d.click(line)
	}
	d.wheel(tea.MouseButtonWheelDown)
	d.wheel(tea.MouseButtonWheelUp)
	d.shows(`unknown tenant "hooli"`)
	d.drive("y")
	d.shows("Tenant hooli")
}

// The wheel scrolls, whatever keys the arrows are bound to.
func TestTheWheelIsNoKey(t *testing.T) {
	own, err := keys.Default().Rebind(map[string][]string{"up": {"f5"}, "down": {"f6"}, "previous": {"f7"}, "kill": {"up"}, "apply": {"down"}})
	if err != nil {
		t.Fatal(err)
	}
	s := newMemory()
	d := open(t, s, func(o *Options) { o.Keys = &own })
	d.wheel(tea.MouseButtonWheelDown)
	d.cursor("omega")
	d.wheel(tea.MouseButtonWheelUp)
	d.cursor("alpha")
	d.propose()
	d.wheel(tea.MouseButtonWheelDown)
	d.shows("Change alpha")
	s.wantWrites(t)
}

func TestTheWheelWhereNothingIsSeen(t *testing.T) {
	d := open(t, newMemory())
	d.resize(20, 5)
	d.wheel(tea.MouseButtonWheelDown)
	d.click(4)
	d.resize(120, 40)
	d.cursor("alpha")
}

// ctrl+l redraws the terminal on every screen.
func TestDrawingAnew(t *testing.T) {
	d := open(t, newMemory())
	for _, keys := range [][]string{nil, {"space"}, {"esc", "/"}, {"esc", "t"}} {
		d.drive(keys...)
		before := d.screen()
		_, cmd := d.m.Update(tea.KeyMsg{Type: tea.KeyCtrlL})
		if cmd == nil || reflect.TypeOf(cmd()) != reflect.TypeOf(tea.ClearScreen()) {
			t.Errorf("after %q ctrl+l does not clear the screen", keys)
		}
		if after := d.screen(); after != before {
			t.Errorf("the screen was\n%s\nand is\n%s", before, after)
		}
	}
}
