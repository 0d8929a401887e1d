package model

import (
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// scopeLoaded answers loadScope. Parts that were not asked for are nil.
type scopeLoaded struct {
	seq        int
	scope      feature.ScopeInfo
	everything bool // the definitions were asked for, too
	defs       []feature.Definition
	system     map[string]feature.Stored
	own        map[string]feature.Stored
	gates      feature.ScopeRollouts
	begun, at  time.Time
	err        error
}

// begun answers begin.
type begun struct {
	seq  int
	page data.FirstPage
	err  error
}

// countsLoaded answers loadCounts.
type countsLoaded struct {
	seq    int
	counts *feature.Counts
	took   time.Duration
	err    error
}

// recentLoaded answers loadRecent.
type recentLoaded struct {
	seq   int
	scope feature.Scope
	again bool // the flags were sorted so already
	names []string
	err   error
}

// scopeLookedUp answers lookUpScope.
type scopeLookedUp struct {
	seq  int
	info feature.ScopeInfo
	err  error
}

// contextOpened answers openContext.
type contextOpened struct {
	seq     int
	options Options
	err     error
}

// reachLoaded answers loadReach.
type reachLoaded struct {
	toggle *views.Toggle // the screen that asked
	reach  feature.Impact
	err    error
}

// changeApplied answers applyChange. It is never dropped: the change is named
// even where the user has moved on.
type changeApplied struct {
	toggle  *views.Toggle // the screen that asked
	write   int           // its number in Writes
	change  feature.Change
	reason  string
	applied data.Applied
	err     error
}

// toggleArmed ends the time in which a confirmation takes no keys, unless it has
// begun again since.
type toggleArmed struct {
	screen interface{ Arm() }
	number int
}
