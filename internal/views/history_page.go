package views

import (
	"time"

	"flagtui/internal/feature"
)

// HistoryPage is a page of history, as it was read.
type HistoryPage struct {
	Entries []feature.Entry
	Effects []feature.Effect // of the entries, at the scope; nil: not known
	First   bool             // it replaces what was read before
	More    bool             // the database has another page
	Gaps    Gaps
	ReadAt  time.Time
	Search  string // what it was read to find
}

// Gaps is what is missing in a history.
type Gaps struct {
	Partial  bool      // there is only the app's audit trail
	Unnamed  int       // records of the app that name no override
	Searched time.Time // how far back the app's trail was searched for overrides that are gone; zero: to the end
}

// SearchedBack says how far back the app's trail was searched for removed
// overrides.
func SearchedBack(to time.Time) string {
	return "the app's records of removed overrides from before " + to.UTC().Format(time.DateTime) + " UTC are not searched"
}
