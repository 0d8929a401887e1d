package views

import (
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// HistoryPage is a page of a history.
type HistoryPage struct {
	Entries []feature.Entry
	Effects []feature.Effect // the entries' effects at the scope, or nil if unknown
	First   bool             // whether the page replaces all earlier pages
	More    bool             // whether the database has another page
	Gaps    Gaps
	ReadAt  time.Time
	Search  string // the search that the page was read for
}

// Gaps describes what is missing from a history.
type Gaps struct {
	Partial  bool      // whether flagtui keeps no history here
	Trail    bool      // whether the app has an audit trail of its own
	Mixed    bool      // whether records of another context's layout may be among the entries
	Unnamed  int       // the number of the app's records that name no override
	Searched time.Time // how far back the app's trail was searched for removed overrides, or zero for all of it
}

// SearchedBack returns the words for the records of the app that were not searched.
func SearchedBack(l words.Language, to time.Time) string {
	return l.Say(words.HistorySearchedBack, to.UTC().Format(time.DateTime))
}
