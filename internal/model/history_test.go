package model

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// archive is a store with a journal of one change-set.
type archive struct {
	*memory
	info data.Info
	sets []string // change-sets undone and flags killed
}

func newArchive() *archive {
	s := newMemory()
	s.set(system, "alpha", feature.On)
	return &archive{memory: s, info: data.Info{HasJournal: true, Kinds: s.Info().Kinds}}
}

func (a *archive) Info() data.Info { return a.info }

func (a *archive) entries() []feature.Entry {
	return []feature.Entry{{Change: "set-1", At: time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC), Actor: "alice@ops1", Reason: "a try",
		Scope: system, Name: "alpha", Before: feature.Inherit, After: feature.On}}
}

func (a *archive) History(context.Context, data.HistoryQuery) (data.HistoryPage, error) {
	return data.HistoryPage{Entries: a.entries()}, a.enter("History")
}

func (a *archive) LastOwn(context.Context, string) ([]feature.Entry, error) {
	return a.entries(), a.enter("LastOwn")
}

func (a *archive) ChangeSet(context.Context, string) ([]feature.Entry, error) {
	return a.entries(), a.enter("ChangeSet")
}

func (a *archive) Overrides(context.Context, data.OverrideQuery) (data.OverridePage, error) {
	return data.OverridePage{Overrides: []feature.Override{{Scope: system, Name: "alpha", Enabled: true}, {Scope: acme, Name: "alpha", Enabled: true}}}, a.enter("Overrides")
}

func (a *archive) Undo(_ context.Context, change string, set feature.ChangeSet) (data.Applied, error) {
	if err := a.enter("Undo"); err != nil {
		return data.Applied{}, err
	}
	a.set(system, "alpha", feature.Inherit)
	return a.made(fmt.Sprintf("undo %s: %s", change, set.Reason)), nil
}

func (a *archive) Kill(_ context.Context, name string, set feature.ChangeSet) (data.Applied, error) {
	if err := a.enter("Kill"); err != nil {
		return data.Applied{}, err
	}
	a.set(system, name, feature.Off)
	return a.made(fmt.Sprintf("kill %s: %s", name, set.Reason)), nil
}

func (a *archive) made(what string) data.Applied {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sets = append(a.sets, what)
	return data.Applied{ID: "set-2", Changed: []feature.Change{a.entries()[0].Inverse()}}
}

// did expects the undos and kills so far.
func (a *archive) did(t *testing.T, want ...string) {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if fmt.Sprint(a.sets) != fmt.Sprint(want) {
		t.Fatalf("the store was told to %q, not to %q", a.sets, want)
	}
}

func TestUndo(t *testing.T) {
	for name, keys := range map[string][]string{"the last": {"u"}, "from history": {"h", "u"}} {
		t.Run(name, func(t *testing.T) {
			a := newArchive()
			d := open(t, a)
			d.drive(keys...)
			d.shows("Undo set-1", "a try", "alice@ops1", "alpha")
			d.drive("y", "y")
			d.burst("yy")
			d.paste("y")
			a.did(t)
			d.fireTimers()
			d.burst("yy")
			d.paste("y")
			a.did(t)
			d.drive("y")
			a.did(t, "undo set-1: ")
			d.shows("set-1", "1 override saved, takes effect at once")
			d.drive("esc", "esc")
			d.shows("1 All", "[ ] Disabled Following default")
		})
	}
}

func TestKill(t *testing.T) {
	a := newArchive()
	d := open(t, a)
	d.propose()
	d.drive("K")
	d.shows("Kill alpha", "2 overrides")
	d.drive("y")
	a.did(t)
	d.fireTimers()
	d.drive("tab")
	d.typeText("fire")
	d.drive("enter", "y")
	a.did(t, "kill alpha: fire")
	d.shows("1 All", "[ ] Disabled Override active")
	d.hides("Change alpha", "Kill alpha")
	a.wantWrites(t)
}

// Leaving a review writes nothing, and leads back to the screen below.
func TestLeavingAReview(t *testing.T) {
	a := newArchive()
	d := open(t, a)
	d.drive("u", "esc")
	d.shows("1 All")
	d.drive("h")
	d.shows("History", "system alpha inherit")
	d.drive("u")
	d.fireTimers()
	d.drive("n")
	d.shows("History")
	d.drive("esc")
	d.shows("1 All")
	a.did(t)
}

// A review that is ready late must not open over another screen, where the user may be
// confirming something else.
func TestALateReview(t *testing.T) {
	for name, keys := range map[string][]string{
		"a change": {"space"}, "the help": {"?"}, "the picker": {"t"}, "history": {"h"}, "another scope": {"S"},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive()
			d := open(t, a)
			d.hold = true
			d.drive("u")
			review := d.held
			d.hold, d.held = false, nil
			d.drive(keys...)
			before := d.screen()
			for _, msg := range review {
				d.update(msg)
			}
			if after := d.screen(); after != before {
				t.Errorf("the screen has become\n%s", after)
			}
		})
	}
}

func TestALateUndoIsReported(t *testing.T) {
	for _, err := range []error{nil, errDown} {
		a := newArchive()
		d := open(t, a)
		d.drive("u")
		d.fireTimers()
		d.hold = true
		if err != nil {
			a.failing(err, "Undo")
		}
		d.drive("y")
		d.shows("Saving")
		answer := d.held
		d.hold, d.held = false, nil
		d.drive("esc", "t", "enter")
		for _, msg := range answer {
			d.update(msg)
		}
		d.shows("Tenant acme", "set-1")
		if err != nil {
			d.shows("Failed to undo", "cannot reach the database")
		}
	}
}

func TestAFailedUndo(t *testing.T) {
	for _, method := range []string{"LastOwn", "Undo"} {
		for name, err := range map[string]error{"an error": errDown, "a panic": nil} {
			t.Run(method+", "+name, func(t *testing.T) {
				a := newArchive()
				d := open(t, a)
				a.before = func(called string) error {
					if called == method && err == nil {
						panic("cannot reach the database")
					} else if called == method {
						return err
					}
					return nil
				}
				d.drive("u")
				if method == "Undo" {
					d.fireTimers()
					d.drive("y")
				}
				d.shows("cannot reach the database")
				d.hides("Saving", "Reading")
				a.did(t)
				a.working()
				if method == "Undo" {
					d.drive("y")
				} else {
					d.drive("u")
					d.fireTimers()
					d.drive("y")
				}
				a.did(t, "undo set-1: ")
				d.hides("cannot reach")
			})
		}
	}
}

func TestAFailedHistory(t *testing.T) {
	a := newArchive()
	d := open(t, a)
	a.failing(errDown, "History")
	d.drive("h")
	d.shows("cannot reach the database", "History")
	a.working()
	d.drive("tab")
	d.hides("cannot reach")
	d.shows("History · alpha", "a try")
}

func TestNothingToUndo(t *testing.T) {
	a := newArchive()
	d := open(t, a)
	for _, kind := range []error{feature.ErrUnknown, feature.ErrRefused} {
		a.failing(&feature.Problem{Kind: kind, Text: "nothing of yours to undo"}, "LastOwn")
		d.drive("u")
		d.shows("nothing of yours to undo", "1 All")
		d.hides("dismiss") // it is a notice
		d.drive("j")
		d.hides("nothing of yours to undo")
	}
	if len(d.timers) > 0 {
		t.Error("a review has opened")
	}
}

// Without a journal, this session's changes can be undone, newest first, each once.
func TestUndoWithoutHistory(t *testing.T) {
	a := newArchive()
	a.info.HasJournal = false
	d := open(t, a)
	d.drive("u")
	d.shows("Nothing to undo")
	d.propose()
	d.drive("y")
	a.wantWrites(t, "system alpha on>off")
	d.drive("u")
	d.fireTimers()
	d.drive("y")
	a.wantWrites(t, "system alpha on>off", "system alpha off>on")
	d.shows("[x] Enabled Override active")
	d.drive("u")
	d.shows("Nothing to undo")
	d.m.session = [][]feature.Entry{{{Change: "set-1", Scope: system, Name: "alpha", Everything: true}}}
	d.drive("u")
	d.shows("The last change cannot be undone")
}

// An undo writes nothing if a row has changed since.
func TestAnUndoThatConflicts(t *testing.T) {
	a := newArchive()
	d := open(t, a)
	d.drive("u")
	d.fireTimers()
	a.failing(&feature.Problem{Kind: feature.ErrConflict, Text: "bob@ops2 has changed it since", Cause: errors.New("x")}, "Undo")
	d.drive("y")
	d.shows("bob@ops2 has changed it since")
	a.did(t)
}

// On a read-only store, no key undoes.
func TestNoUndoWhenReadOnly(t *testing.T) {
	a := newArchive()
	d := open(t, a, func(o *Options) { o.Session.ReadOnly = "asked for with --read-only" })
	d.drive("u", "K", "h", "u", "K", "y", "enter", "K", "u", "y", "esc", "esc")
	if n := a.calls["LastOwn"] + a.calls["ChangeSet"] + a.calls["Undo"] + a.calls["Kill"]; n > 0 {
		t.Errorf("the store was asked %d times for what leads to an undo", n)
	}
}
