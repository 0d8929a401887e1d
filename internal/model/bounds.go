package model

import (
	"slices"

	"flagtui/internal/views"
)

// The largest sizes of what the model keeps in memory, so that a dashboard may stay open
// for weeks.
const (
	maxRecentScopes   = 8
	maxReasons        = 50
	maxLayers         = 20     // screens above browse
	maxTrail          = 20     // places that esc returns to
	maxProblems       = 50     // failures that the user has not dismissed
	maxPreviews       = 200    // previews in the cache
	maxSessionEntries = 1000   // changes of this session
	maxLiveStates     = 10_000 // flags at scopes of which the application was asked
)

// newest returns the last n elements of a list. The others can be collected.
func newest[E any](list []E, n int) []E {
	return slices.Delete(list, 0, max(0, len(list)-n))
}

// dropOldestSets forgets the oldest change-sets of the session if it has too many changes.
// The newest change-set stays.
func (m *Model) dropOldestSets() {
	entries, keep := 0, 0
	for keep < len(m.session) {
		entries += len(m.session[len(m.session)-1-keep])
		if keep > 0 && entries > maxSessionEntries {
			break
		}
		keep++
	}
	m.session = newest(m.session, keep)
}

// dropOldStates forgets what the application serves at scopes that are not shown, if too
// many states are known. Change-sets that the application is being asked for keep theirs.
func (m *Model) dropOldStates() {
	known := 0
	for _, flags := range m.live.states {
		known += len(flags)
	}
	if known <= maxLiveStates {
		return
	}
	for scope, flags := range m.live.states {
		if scope == m.browse.Scope().Scope {
			continue
		}
		for name, state := range flags {
			if state.Stage >= views.LiveConfirmed {
				delete(flags, name)
			}
		}
		if len(flags) == 0 {
			delete(m.live.states, scope)
		}
	}
}
