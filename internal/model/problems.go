package model

import (
	"cmp"
	"slices"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/views"
	"flagtui/internal/words"
)

// activity is a kind of operation that can fail.
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
	asking    // asking the application what it serves
	following // the steps after a saved change
)

// subject is the operation that a problem is about. The next attempt clears the problem.
// Each change has its own subject.
type subject struct {
	kind  activity
	scope feature.Scope // the changed scope
	name  string        // the changed flag
}

// applying returns the subject of a write.
func applying(p feature.Proposal) subject {
	if p.What == "" {
		return subject{writing, p.Changes[0].Scope, p.Changes[0].Name}
	}
	return subject{kind: writing, name: p.What}
}

// problem is a failure. It is shown until the user dismisses it or tries again.
type problem struct {
	subject
	err error
}

// urgency ranks problems. Failed writes and their steps come first, then failed loads of a scope.
func (p problem) urgency() int {
	switch p.kind {
	case writing, following:
		return 2
	case reading:
		return 1
	}
	return 0
}

// notices holds the notice and the problems for the status line.
type notices struct {
	problems   []problem // newest first
	notice     string
	notCounted string // the notice about a failed count; else empty
	answer     string // the notice about the last key; else empty
	saved      string // the last write's notice, until a key is pressed
	writeText  string // the last write's notice, until the next load
}

// fail adds a problem. The status line shows the most urgent one, so that a failed read
// does not hide a failed write.
func (n *notices) fail(about subject, err error) {
	n.problems = slices.DeleteFunc(n.problems, func(p problem) bool { return p.subject == about })
	n.problems = append([]problem{{about, err}}, n.problems[:min(len(n.problems), maxProblems-1)]...)
}

// clearProblem removes the problem about a subject.
func (n *notices) clearProblem(about subject) {
	n.problems = slices.DeleteFunc(n.problems, func(p problem) bool { return p.subject == about })
}

// dismiss removes the problem shown and all others with the same text. A lost connection
// makes several reads fail at once. There must be a problem.
func (n *notices) dismiss() {
	text := n.mostUrgent().err.Error()
	n.problems = slices.DeleteFunc(n.problems, func(p problem) bool { return p.err.Error() == text })
}

// fill writes the notice and the most urgent problem into status.
func (n *notices) fill(status *views.Status) {
	status.Notice, status.Saved = n.notice, n.saved
	if p := n.mostUrgent(); p != nil {
		status.Problem, status.Hint = p.err.Error(), feature.Hint(p.err)
	}
}

// mostUrgent returns the problem to show, or nil. Among equals, the newest comes first.
func (n *notices) mostUrgent() *problem {
	if len(n.problems) == 0 {
		return nil
	}
	p := slices.MaxFunc(n.problems, func(a, b problem) int { return cmp.Compare(a.urgency(), b.urgency()) })
	return &p
}

// setNotice shows text in the status line. An empty text clears the line.
func (n *notices) setNotice(text string) { n.notice = text }

// setAnswer shows the effect of a key until the next key. A key without an effect gets
// the reason.
func (n *notices) setAnswer(text string) {
	n.answer = text
	n.setNotice(text)
}

// setWriteNotice shows the result of a write. If the next load fails, its error message
// includes the result.
func (n *notices) setWriteNotice(text string) {
	n.writeText, n.saved = text, text
	n.setNotice(text)
}

// replaceSaved replaces the start of the notice by a newer text about the same write. It
// returns false if the notice does not start with the former text.
func (n *notices) replaceSaved(former, text string) bool {
	rest, ok := strings.CutPrefix(n.notice, former)
	if !ok {
		return false
	}
	n.setNotice(text + rest)
	if n.saved == former {
		n.saved = text
	}
	return true
}

// appendNotice shows text that the user did not ask for. Until a key is pressed, the
// text follows the last write's notice.
func (n *notices) appendNotice(text string) {
	if saved := n.saved; saved != "" {
		text = saved + " · " + text
	}
	n.setNotice(text)
}

// loadError describes a failed load. After a write, the text starts with the write's
// result.
func (n *notices) loadError(l words.Language, err error) error {
	if n.writeText == "" {
		return err
	}
	text := l.Say(words.NotReadAgain, n.writeText, err)
	n.writeText = ""
	return &feature.Problem{Text: text, Hint: feature.Hint(err), Cause: err}
}
