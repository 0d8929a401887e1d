package model

import (
	"cmp"
	"slices"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// activity is the kind of operation that failed.
type activity int

const (
	reading activity = iota
	counting
	sorting
	searching
	searchingChanges
	lookingUp
	impactReading
	remembered
	detailing
	surveying
	watching
	cataloguing
	diagnosing
	writing
)

// subject is the operation that failed. The next attempt at it clears its problem.
// Each change is a subject of its own.
type subject struct {
	kind  activity
	scope feature.Scope // of a change
	name  string        // of the flag changed
}

// applying is the subject of a write.
func applying(p feature.Proposal) subject {
	if p.What == "" {
		return subject{writing, p.Changes[0].Scope, p.Changes[0].Name}
	}
	return subject{kind: writing, name: p.What}
}

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

// notices owns what the status line says of what was done and what failed.
type notices struct {
	problems  []problem // newest first
	notice    string
	unused    string // the notice that the last key does nothing; empty if it does something
	saved     string // what the last write changed, until a key is pressed
	writeText string // what the last write changed, until that is read again
}

// fail adds a problem and shows the most urgent one. A failed read does not hide
// the failed write before it.
func (n *notices) fail(about subject, err error) {
	n.problems = slices.DeleteFunc(n.problems, func(p problem) bool { return p.subject == about })
	n.problems = append([]problem{{about, err}}, n.problems...)
}

// clearProblem removes the problem about a subject.
func (n *notices) clearProblem(about subject) {
	n.problems = slices.DeleteFunc(n.problems, func(p problem) bool { return p.subject == about })
}

// dismiss removes the problem shown and those with the same text: a lost
// connection makes several reads fail at once.
func (n *notices) dismiss() {
	p := n.mostUrgent()
	if p == nil {
		return
	}
	text := p.err.Error()
	n.problems = slices.DeleteFunc(n.problems, func(p problem) bool { return p.err.Error() == text })
}

// fill writes the notice and the most urgent problem, of several the newest, into a
// status line.
func (n *notices) fill(status *views.Status) {
	status.Notice, status.Saved = n.notice, n.saved
	if p := n.mostUrgent(); p != nil {
		status.Problem, status.Hint = p.err.Error(), feature.Hint(p.err)
	}
}

// mostUrgent returns the problem that is shown; nil if there is none.
func (n *notices) mostUrgent() *problem {
	if len(n.problems) == 0 {
		return nil
	}
	p := slices.MaxFunc(n.problems, func(a, b problem) int { return cmp.Compare(a.urgency(), b.urgency()) })
	return &p
}

// setNotice shows text in the status line. An empty text clears the notice.
func (n *notices) setNotice(text string) { n.notice = text }

// setWriteNotice shows what a write has changed. If the load that follows fails, its
// error message includes this text.
func (n *notices) setWriteNotice(text string) {
	n.writeText, n.saved = text, text
	n.setNotice(text)
}

// appendNotice shows text that the user did not ask for. Until a key is pressed it
// stands behind what the last write has changed.
func (n *notices) appendNotice(text string) {
	if saved := n.saved; saved != "" {
		text = saved + " · " + text
	}
	n.setNotice(text)
}

// loadError describes why a scope could not be loaded. After a write it says first
// what was saved.
func (n *notices) loadError(err error) error {
	if n.writeText == "" {
		return err
	}
	text := n.writeText + "; but the flags could not be read again: " + err.Error()
	n.writeText = ""
	return &feature.Problem{Text: text, Hint: feature.Hint(err), Cause: err}
}
