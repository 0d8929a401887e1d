package model

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// copies expects one more copied text that contains these parts, and returns the text.
func (d *dash) copies(parts ...string) string {
	d.t.Helper()
	if len(d.clipboard) != 1 {
		d.t.Fatalf("%q was taken to the clipboard", d.clipboard)
	}
	text := d.clipboard[0]
	d.clipboard = nil
	for _, part := range parts {
		if !strings.Contains(text, part) {
			d.t.Fatalf("what was copied does not say %q:\n%s", part, text)
		}
	}
	d.shows("Sent to the terminal's clipboard: ")
	return text
}

// y copies the name of the flag under the cursor on every list of flags.
func TestCopyingAName(t *testing.T) {
	for name, keys := range map[string][]string{
		"browse": {"j", "y"}, "details": {"j", "enter", "y"}, "the matrix": {"m", "j", "y"},
		"a comparison": {"t", "enter", "D", "enter", "j", "y"}, "a matrix of marked flags": {"j", "v", "m", "y"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newMemory()
			s.set(acme, "beta", feature.Off)
			d := open(t, s)
			d.drive(keys...)
			if !slices.Equal(d.clipboard, []string{"beta"}) {
				t.Errorf("%q was taken to the clipboard", d.clipboard)
			}
			d.copies("beta")
			d.shows("the flag's name")
		})
	}
}

// On an empty list, y copies nothing.
func TestCopyingNothing(t *testing.T) {
	s := newHistoryStore()
	d := open(t, s)
	d.drive("/")
	d.typeText("zzz")
	d.drive("enter", "y", "esc", "D", "down", "enter", "y", "esc", "h", "Y", "esc")
	d.drive("m", "down", "esc", "Y")
	if len(d.clipboard) > 0 {
		t.Errorf("%q was taken to the clipboard", d.clipboard)
	}
	d.shows("alice@ops1 has changed nothing that could be undone")
	d.hides("clipboard", "dismiss") // this is a notice, no problem
}

// Y on browse copies the user's last change-set, of this session or an earlier one.
func TestCopyingTheLastChange(t *testing.T) {
	for name, journal := range map[string]bool{"with a history": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			s := newHistoryStore(entry("old-1", "alice@ops1", globex, "gamma", feature.Inherit, feature.On))
			var store data.Store = s
			if !journal {
				store = s.memory
			}
			d := open(t, store, func(o *Options) { o.Session.Context = "PROD" })
			if journal {
				d.drive("Y")
				d.copies("`alice@ops1`", "PROD, flags@db1", "| `gamma` | `tenant:globex` | inherit | on |", "flagtui undo old-1")
				d.shows("the change old-1, as Markdown")
			}
			d.propose()
			d.drive("tab")
			d.typeText("a fire")
			d.drive("enter", "y", "Y")
			text := d.copies("`alice@ops1`", "Reason: `a fire`", "| `alpha` | `system` | inherit | on |")
			if undoable := strings.Contains(text, "flagtui undo"); undoable != journal {
				t.Errorf("the text has a command to undo it: %v", undoable)
			}
			if !journal {
				d.shows("the last change, as Markdown")
			}
			d.drive("v", "v", "space")
			d.fireTimers()
			d.drive("tab")
			d.typeText("two more")
			d.drive("enter", "y", "esc", "Y")
			d.copies("Reason: `two more`", "| `alpha` | `system` |", "| `beta` | `system` |")
		})
	}
}

// In the history, Y copies the change-set under the cursor.
func TestCopyingAChangeOfHistory(t *testing.T) {
	s := newHistoryStore(entry("set-2", "bob@ops2", system, "beta", feature.Inherit, feature.On),
		entry("set-1", "carol@bastion", acme, "alpha", feature.Inherit, feature.On), entry("set-1", "carol@bastion", globex, "alpha", feature.Inherit, feature.Off))
	d := open(t, s)
	d.drive("h", "down", "Y")
	d.copies("`carol@bastion`", "| `alpha` | `tenant:acme` | inherit | on |", "| `alpha` | `tenant:globex` | inherit | off |")
	d.shows("History", "the change set-1, as Markdown")
	d.drive("esc", "Y")
	d.shows("nothing that could be undone")
	d.propose()
	d.drive("y", "h", "Y")
	d.copies("`alice@ops1`", "| `alpha` | `system` | inherit | on |")
	d.drive("down", "Y")
	d.copies("`bob@ops2`")
}

// After an undo, Y on browse copies the undo.
func TestCopyingAnUndo(t *testing.T) {
	s := &countingStore{historyStore: newHistoryStore()}
	d := open(t, s)
	d.propose()
	d.drive("y", "u")
	d.fireTimers()
	d.drive("y", "Y")
	d.copies("It puts back: `set-1`", "| `alpha` | `system` | on | inherit |", "flagtui undo set-2")
}

func TestCopyingFails(t *testing.T) {
	s := newHistoryStore(entry("set-1", "alice@ops1", acme, "alpha", feature.Inherit, feature.On))
	broken := errors.New("there is no terminal")
	d := open(t, s, func(o *Options) {
		o.Clipboard = func(string) error { return broken }
	})
	for _, keys := range [][]string{{"y"}, {"Y"}, {"h", "Y"}} {
		d.drive(keys...)
		d.shows("there is no terminal")
		d.hides("Sent to")
		d.drive("esc", "esc")
	}
	broken = nil
	s.failing(errDown)
	d.drive("Y")
	d.shows("cannot reach the database")
	s.working()
	d.drive("Y")
	d.shows("Sent to the terminal's clipboard: the change set-1")
	d.hides("cannot reach")
}
