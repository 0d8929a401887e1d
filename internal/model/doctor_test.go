package model

import (
	"context"
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/doctor"
	"flagtui/internal/feature"
)

// findings is a doctor under test. It holds the findings and records the calls.
type findings struct {
	result doctor.Result
	err    error
	rows   []int // the reported progress
	calls  int
	ctx    context.Context // context of the last call
}

// unregistered returns the finding of an override that is on and whose flag is not
// registered.
func unregistered(scope feature.Scope, name string) doctor.Finding {
	return doctor.Finding{Code: doctor.Unregistered, Message: name + " at " + scope.String(), Fix: "flagtui clear " + name,
		Change: &feature.Change{Scope: scope, Name: name, Before: feature.On, After: feature.Inherit}}
}

// newFindings returns two findings that flagtui can fix, and one that needs SQL.
func newFindings(s *memory) *findings {
	s.set(system, "old.cart", feature.On)
	s.set(acme, "ghost", feature.On)
	return &findings{result: doctor.Result{Rows: 7, Counts: map[string]int{doctor.Unregistered: 2, doctor.Misread: 1}, Findings: []doctor.Finding{
		{Code: doctor.Misread, Message: "a misread row", Fix: "DELETE FROM x;"}, unregistered(system, "old.cart"), unregistered(acme, "ghost")}}}
}

func (f *findings) read(ctx context.Context, progress func(rows int)) (doctor.Result, error) {
	f.calls++
	f.ctx = ctx
	for _, n := range f.rows {
		progress(n)
	}
	return f.result, f.err
}

func (f *findings) offer(o *Options) { o.ReadFindings = f.read }

func TestDoctor(t *testing.T) {
	s := newMemory()
	f := newFindings(s)
	d := open(t, s, f.offer)
	d.drive("!")
	d.shows("3 findings", "1 misread row · 2 not registered", "> misread row SQL a misread row")
	if f.ctx.Err() == nil {
		t.Error("its context is not released")
	}
	d.drive("y")
	if len(d.clipboard) != 1 || d.clipboard[0] != "DELETE FROM x;" {
		t.Errorf("copied: %q", d.clipboard)
	}
	d.drive("esc", ":")
	d.typeText("doct")
	d.drive("enter")
	d.shows("3 findings")
	d.drive("r")
	if f.calls != 3 {
		t.Errorf("it was read %d times", f.calls)
	}
	d.drive("down", "down", "enter")
	d.shows("Tenant acme")
	d.cursor("ghost")
	d.drive("esc")
	d.shows("3 findings", "3/3")

	d = open(t, newMemory())
	d.drive("!")
	d.shows("! does nothing here")
}

// The marked findings are fixed as one change-set, after a confirmation. Fixed findings
// leave the list.
func TestDoctorFixes(t *testing.T) {
	s := newMemory()
	f := newFindings(s)
	d := open(t, s, f.offer)
	d.drive("!", "V", "F")
	d.shows("Remove 2 overrides", "old.cart system", "ghost tenant:acme")
	d.drive("y") // the confirmation does not accept keys yet
	s.wantWrites(t)
	d.fireTimers()
	d.drive("y")
	s.wantWrites(t, "system old.cart on>inherit", "tenant:acme ghost on>inherit")
	if len(s.applied) != 1 {
		t.Errorf("%d change-sets", len(s.applied))
	}
	d.shows("1 finding", "1 misread row", "done: remove 2 overrides found by doctor · 2 overrides saved")
	d.hides("old.cart", "ghost")
}

// A fix fails with a conflict if its override has changed meanwhile.
func TestADoctorFixThatConflicts(t *testing.T) {
	s := newMemory()
	f := newFindings(s)
	d := open(t, s, f.offer)
	d.drive("!", "down", "F")
	d.fireTimers()
	s.set(system, "old.cart", feature.Off)
	d.drive("y")
	s.wantWrites(t)
	d.shows(`"old.cart" at system is off now, by bob@ops2`)
}

func TestDoctorReadOnly(t *testing.T) {
	s := newMemory()
	d := open(t, s, newFindings(s).offer, func(o *Options) { o.Session.ReadOnly = "asked for" })
	d.drive("!", "down", "space", "F")
	d.shows("3 findings")
	d.hides("Remove", "F fix")
}

// The screen shows the progress of a diagnosis. esc, and going to another place, end the
// diagnosis and drop its reply.
func TestDoctorCanBeLeft(t *testing.T) {
	for name, keys := range map[string][]string{"esc": {"esc"}, "going on": {":", "g", "l", "o", "b", "enter"}} {
		s := newMemory()
		f := newFindings(s)
		f.rows = []int{10_000, 340_000}
		d := open(t, s, f.offer)
		d.hold = true
		d.drive("!")
		replies := d.held
		d.hold, d.held = false, nil
		d.shows("Checking the tables", "esc stops it")
		for _, msg := range replies {
			if msg, ok := msg.(rowsChecked); ok {
				d.update(msg)
			}
		}
		d.shows("Checking rows: 340,000")
		d.drive(keys...)
		if f.ctx.Err() == nil {
			t.Errorf("%s: it is still read", name)
		}
		before := d.screen()
		for _, msg := range replies {
			d.update(msg)
		}
		if d.screen() != before {
			t.Errorf("%s: the reply has changed the screen to\n%s", name, d.screen())
		}
	}
}

// A screen above the findings does not end their diagnosis.
func TestDoctorReadsUnderAnotherScreen(t *testing.T) {
	s := newMemory()
	f := newFindings(s)
	d := open(t, s, f.offer)
	d.hold = true
	d.drive("!")
	replies := d.held
	d.hold, d.held = false, nil
	d.drive(":", "esc", ":")
	if f.ctx.Err() != nil {
		t.Fatal("it is no longer read")
	}
	for _, msg := range replies {
		d.update(msg)
	}
	d.drive("esc")
	d.shows("3 findings")
}

func TestADoctorThatFails(t *testing.T) {
	s := newMemory()
	f := newFindings(s)
	f.err = errDown
	d := open(t, s, f.offer)
	d.drive("!")
	d.shows("cannot reach the database", "Not everything could be read. r tries again.")
	f.err = nil
	d.drive("r")
	d.shows("3 findings")
	d.hides("cannot reach")
	f.err = errDown
	d.drive("r")
	d.shows("3 findings", "cannot reach the database") // the old findings stay
}

// Progress and findings of a diagnosis that r has replaced are dropped.
func TestDoctorReadsAgain(t *testing.T) {
	s := newMemory()
	f := newFindings(s)
	f.rows = []int{10_000}
	d := open(t, s, f.offer)
	earlier := d.during("!")
	f.rows = nil
	f.result.Findings = f.result.Findings[:1]
	f.result.Counts = map[string]int{doctor.Misread: 1}
	later := d.during("r")
	for _, msg := range earlier {
		if read, ok := msg.(diagnosisRead); ok {
			read.err = context.Canceled
			msg = read
		}
		d.update(msg)
	}
	d.shows("Checking the tables")
	d.hides("10,000", "canceled")
	d.arrive(later)
	d.shows("1 finding")
}

// Progress that arrives after the findings is dropped.
func TestDoctorsLateProgress(t *testing.T) {
	s := newMemory()
	f := newFindings(s)
	f.rows = []int{10_000}
	d := open(t, s, f.offer)
	replies := d.during("!")
	d.arrive(slices.DeleteFunc(slices.Clone(replies), func(msg tea.Msg) bool { _, ok := msg.(rowsChecked); return ok }))
	d.shows("3 findings")
	before := d.screen()
	d.arrive(slices.DeleteFunc(replies, func(msg tea.Msg) bool { _, ok := msg.(diagnosisRead); return ok }))
	if d.screen() != before {
		t.Errorf("the screen has become\n%s", d.screen())
	}
}

// A diagnosis goes on while the user visits the scope of an earlier finding.
func TestDoctorReadsDuringAVisit(t *testing.T) {
	s := newMemory()
	f := newFindings(s)
	d := open(t, s, f.offer)
	d.drive("!", "down")
	f.result.Findings = f.result.Findings[:2]
	f.result.Counts = map[string]int{doctor.Unregistered: 1, doctor.Misread: 1}
	replies := d.during("r")
	d.drive("enter")
	d.shows("System (all tenants)", "1 All")
	d.arrive(replies)
	d.drive("esc")
	d.shows("2 findings")
}
