package model

import (
	"time"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// scopeLoaded is the reply to loadScope. Parts that were not read are nil.
type scopeLoaded struct {
	seq         int
	scope       feature.ScopeInfo
	everything  bool // the definitions were read, too
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
	scope feature.Scope
	again bool // the flags were sorted so already
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
	err     error
}

// impactLoaded is the reply to loadImpact.
type impactLoaded struct {
	toggle *views.Toggle // the screen that asked
	impact feature.Impact
	err    error
}

// toggleArmed makes a confirmation accept keys, unless a newer timer was started.
type toggleArmed struct {
	screen interface{ Arm() }
	number int
}
