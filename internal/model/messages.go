package model

import (
	"time"

	"flagtui/internal/data"
	"flagtui/internal/flag"
	"flagtui/internal/views"
)

// scopeLoaded answers loadScope. Parts that were not asked for are nil.
type scopeLoaded struct {
	seq        int
	scope      flag.ScopeInfo
	everything bool // the definitions were asked for, too
	defs       []flag.Definition
	system     map[string]flag.Stored
	own        map[string]flag.Stored
	gates      flag.Gates
	begun, at  time.Time
	err        error
}

// begun answers begin.
type begun struct {
	seq  int
	page data.Beginning
	err  error
}

// countsLoaded answers loadCounts.
type countsLoaded struct {
	seq    int
	counts *flag.Counts
	took   time.Duration
	err    error
}

// recentLoaded answers loadRecent.
type recentLoaded struct {
	seq   int
	scope flag.Scope
	again bool // the flags were sorted so already
	names []string
	err   error
}

// scopeLookedUp answers lookUpScope.
type scopeLookedUp struct {
	seq  int
	info flag.ScopeInfo
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
	reach  flag.Reach
	err    error
}

// changeApplied answers applyChange. It is never dropped: the change is named
// even where the user has moved on.
type changeApplied struct {
	toggle  *views.Toggle // the screen that asked
	write   int           // its number in Writes
	change  flag.Change
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
