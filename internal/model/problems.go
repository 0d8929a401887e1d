package model

import (
	"cmp"
	"slices"

	"flagtui/internal/feature"
)

// activity is what went wrong when a problem arose.
type activity int

const (
	reading activity = iota
	counting
	sorting
	searching
	lookingUp
	reaching
	remembered
	detailing
	surveying
	watching
	cataloguing
	writing
)

// subject is what a problem is about. The next attempt at the same ends it; of
// changes each is a subject of its own.
type subject struct {
	kind  activity
	scope feature.Scope // of a change
	name  string        // of the flag changed
}

func changing(change feature.Change) subject { return subject{writing, change.Scope, change.Name} }

// problem is what went wrong, until it is dismissed or tried again.
type problem struct {
	subject
	err error
}

// urgency orders the problems: a write that failed comes first, then a scope
// that could not be read.
func (p problem) urgency() int {
	switch p.kind {
	case writing:
		return 2
	case reading:
		return 1
	}
	return 0
}

// fail shows what went wrong. Problems do not replace each other: a failed
// read must not hide the failed write before it.
func (m *Model) fail(about subject, err error) {
	m.problems = slices.DeleteFunc(m.problems, func(p problem) bool { return p.subject == about })
	m.problems = append([]problem{{about, err}}, m.problems...)
	m.showProblem()
}

// over forgets the problem about a subject.
func (m *Model) over(about subject) {
	m.problems = slices.DeleteFunc(m.problems, func(p problem) bool { return p.subject == about })
	m.showProblem()
}

// dismiss forgets the problem shown, and those that say the same: a lost
// connection fails several readings at once.
func (m *Model) dismiss() {
	text := m.frame.Status.Problem
	m.problems = slices.DeleteFunc(m.problems, func(p problem) bool { return p.err.Error() == text })
	m.showProblem()
}

// showProblem shows the most urgent problem; of several, the newest.
func (m *Model) showProblem() {
	status := &m.frame.Status
	status.Problem, status.Hint = "", ""
	if len(m.problems) == 0 {
		return
	}
	shown := slices.MaxFunc(m.problems, func(a, b problem) int { return cmp.Compare(a.urgency(), b.urgency()) })
	status.Problem, status.Hint = shown.err.Error(), feature.Hint(shown.err)
}

// say shows what was done.
func (m *Model) say(text string) { m.frame.Status.Notice = text }

// sayWritten shows what a write has done. Until it has been read again, a
// problem with that must not hide it.
func (m *Model) sayWritten(text string) {
	m.written, m.unseen, m.frame.Status.Saved = text, true, text
	m.say(text)
}

// sayBeside shows what was not asked for, beside what a write has done, until
// a key is pressed.
func (m *Model) sayBeside(text string) {
	if saved := m.frame.Status.Saved; saved != "" {
		text = saved + " · " + text
	}
	m.say(text)
}

// unread words why a scope could not be read.
func (m *Model) unread(err error) error {
	if m.written == "" {
		return err
	}
	text := m.written + "; but the flags could not be read again: " + err.Error()
	m.written = ""
	return &feature.Problem{Text: text, Hint: feature.Hint(err), Cause: err}
}
