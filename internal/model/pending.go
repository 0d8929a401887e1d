package model

import "flagtui/internal/words"

// pending names the operation that the user waits for, if any.
func (m *Model) pending() string {
	switch {
	case m.writes.Pending() && m.writing > 1:
		return m.say(words.ApplyingMany, m.frame.Theme.Amount(m.writing, words.Change))
	case m.writes.Pending():
		return m.say(words.Saving)
	case m.review.pending:
		return m.say(words.Reading)
	case m.scopeLookup.pending:
		return m.say(words.LookingUp)
	case m.changes.pending && m.browse.WantsChanges():
		return m.say(words.ReadingChanges)
	case m.live.asking.pending:
		return m.say(words.AskingApp)
	case m.connecting.pending:
		return m.say(words.ConnectingTo, m.connectingTo)
	case m.loader.state == loading:
		return m.say(words.Loading)
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
		return m.say(words.ReadingMany, m.frame.Theme.Amount(n, words.Flag))
	}
	return m.say(words.Reading)
}
