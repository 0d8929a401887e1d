package model

import (
	"cmp"
	"slices"

	"flagtui/internal/feature"
)

// activity is the kind of operation that failed.
type activity int

const (
	reading activity = iota
	counting
	sorting
	searching
	lookingUp
	impactReading
	remembered
	detailing
	surveying
	watching
	cataloguing
	writing
)

// subject is the operation that failed. The next attempt at it clears its problem.
// Each change is a subject of its own.
type subject struct {
	kind  activity
	scope feature.Scope // of a change
	name  string        // of the flag changed
}

func changing(change feature.Change) subject { return subject{writing, change.Scope, change.Name} }

// problem is a failure that is shown until it is dismissed or tried again.
type problem struct {
	subject
	err error
}

// urgency ranks problems: failed writes first, then failed loads of a scope.
func (p problem) urgency() int {
	switch p.kind {
	case writing:
		return 2
	case reading:
		return 1
	}
	return 0
}

// fail adds a problem and shows the most urgent one. A failed read does not hide
// the failed write before it.
func (m *Model) fail(about subject, err error) {
	m.problems = slices.DeleteFunc(m.problems, func(p problem) bool { return p.subject == about })
	m.problems = append([]problem{{about, err}}, m.problems...)
	m.showProblem()
}

// clearProblem removes the problem about a subject.
func (m *Model) clearProblem(about subject) {
	m.problems = slices.DeleteFunc(m.problems, func(p problem) bool { return p.subject == about })
	m.showProblem()
}

// dismiss removes the problem shown and those with the same text: a lost
// connection makes several reads fail at once.
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

// setNotice shows text in the status line. An empty text clears the notice.
func (m *Model) setNotice(text string) { m.frame.Status.Notice = text }

// setWriteNotice shows what a write has changed. If the load that follows fails,
// its problem repeats the text.
func (m *Model) setWriteNotice(text string) {
	m.writeText, m.writeUnseen, m.frame.Status.Saved = text, true, text
	m.setNotice(text)
}

// appendNotice shows text that the user did not ask for. Until a key is pressed it
// stands behind what the last write has changed.
func (m *Model) appendNotice(text string) {
	if saved := m.frame.Status.Saved; saved != "" {
		text = saved + " · " + text
	}
	m.setNotice(text)
}

// loadError describes why a scope could not be loaded. After a write it says first
// what was saved.
func (m *Model) loadError(err error) error {
	if m.writeText == "" {
		return err
	}
	text := m.writeText + "; but the flags could not be read again: " + err.Error()
	m.writeText = ""
	return &feature.Problem{Text: text, Hint: feature.Hint(err), Cause: err}
}
