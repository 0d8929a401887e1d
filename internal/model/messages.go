package model

import (
	"time"

	"flagtui/internal/data"
	"flagtui/internal/flag"
	"flagtui/internal/views"
)

// scopeLoaded answers loadScope. Parts that were not asked for are nil.
type scopeLoaded struct {
	seq    int
	scope  flag.ScopeInfo
	defs   []flag.Definition
	system map[string]flag.Stored
	own    map[string]flag.Stored
	at     time.Time
	err    error
}

// countsLoaded answers loadCounts.
type countsLoaded struct {
	seq    int
	counts map[string]flag.Count
	err    error
}

// recentLoaded answers loadRecent.
type recentLoaded struct {
	scope flag.Scope
	names []string
	err   error
}

// scopesLoaded answers loadScopes.
type scopesLoaded struct {
	seq   int
	first bool
	page  data.ScopePage
	err   error
}

// scopeLookedUp answers lookUpScope.
type scopeLookedUp struct {
	seq  int
	info flag.ScopeInfo
	err  error
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
	scope   flag.ScopeInfo
	change  flag.Change
	applied data.Applied
	err     error
}

// toggleArmed ends the time in which a change screen takes no keys.
type toggleArmed struct{ toggle *views.Toggle }

// commandPanicked reports a bug: Bubble Tea would print it into a screen that
// is wiped at once.
type commandPanicked struct{ problem *flag.Problem }
