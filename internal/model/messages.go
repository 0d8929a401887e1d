package model

import (
	"time"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// scopeLoaded is the reply to loadScope. A part that was not read is nil.
type scopeLoaded struct {
	seq         int
	scope       feature.ScopeInfo
	everything  bool // reports whether the definitions were read
	defs        []feature.Definition
	stored      change.Snapshot
	started, at time.Time
	err         error
}

// firstPageLoaded is the reply to loadFirstPage.
type firstPageLoaded struct {
	seq  int
	page data.FirstPage
	err  error
}

// countsLoaded is the reply to loadCounts.
type countsLoaded struct {
	seq    int
	counts *feature.Counts
	took   time.Duration
	err    error
}

// recentLoaded is the reply to loadRecent.
type recentLoaded struct {
	seq   int
	again bool // the list was sorted by change already
	names []string
	took  time.Duration
	err   error
}

// scopeLookedUp is the reply to lookUpScope.
type scopeLookedUp struct {
	seq  int
	info feature.ScopeInfo
	err  error
}

// contextOpened is the reply to openContext.
type contextOpened struct {
	seq     int
	options Options
	answer  string // notice for the opened database; may be empty
	err     error
}

// impactLoaded is the reply to loadImpact.
type impactLoaded struct {
	toggle *views.Toggle // the screen that asked
	impact feature.Impact
	err    error
}

// toggleArmed is the message of the arming timer with this number. The confirmation
// accepts keys if no newer timer was started.
type toggleArmed struct {
	screen interface{ Arm() }
	number int
}
