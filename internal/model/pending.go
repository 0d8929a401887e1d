package model

import "flagtui/internal/feature"

// pending names the operation that the user waits for, if any.
func (m *Model) pending() string {
	switch {
	case m.writes.Pending() && m.writing > 1:
		return "Applying " + feature.Amount(m.writing, "change")
	case m.writes.Pending():
		return "Saving"
	case m.review.pending:
		return "Reading"
	case m.scopeLookup.pending:
		return "Looking the id up"
	case m.changes.pending && m.browse.WantsChanges():
		return "Reading who changed what"
	case m.live.asking.pending:
		return "Asking the app"
	case m.connecting.pending:
		return "Connecting to " + m.connectingTo
	case m.loader.state == loading:
		return "Loading"
	case m.loader.state == refreshing && !m.loader.reason.isWatch() && !(m.saved != "" && m.browse.Reading()): // the notice and the flag's row already show it
		return m.readingText()
	}
	return ""
}

// manyFlags is the number of flags whose reading takes a noticeable time.
const manyFlags = 1000

// readingText describes a pending refresh.
func (m *Model) readingText() string {
	if n := len(m.definitions); n >= manyFlags {
		return "Reading " + feature.Amount(n, "flag")
	}
	return "Reading"
}
