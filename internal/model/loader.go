package model

import (
	"time"

	"flagtui/internal/feature"
)

// loadState is the state of loading the target scope.
type loadState int

const (
	idle       loadState = iota // no load is pending; the last one succeeded
	stale                       // no load is pending; the last one failed
	loading                     // a load is pending; none has succeeded yet
	refreshing                  // a load is pending; an earlier one succeeded
)

// loadReason is the reason for a load.
type loadReason int

const (
	byUser loadReason = iota
	afterWrite
	byWatch   // another session changed something
	firstPage // the database was opened
	// scopeByWatch is byWatch for only the scope. The rest is read later.
	scopeByWatch
)

// isWatch reports whether another session's change is the reason.
func (r loadReason) isWatch() bool { return r == byWatch || r == scopeByWatch }

// loader decides when the scope is loaded, and which replies count. It does no I/O. Each
// event is a method that returns the model's next step.
type loader struct {
	state  loadState
	reason loadReason // the reason for the newest load
	seq    int        // the newest load's number; replies to older loads are dropped

	target            feature.ScopeInfo // the newest load's scope
	reloadDefinitions bool              // the next load must read the definitions
	loaded            bool              // at least one load has succeeded

	watchWorks       bool      // the watch reports changes
	watchStarted     bool      // the watch's first change has started a load
	changedSinceLoad bool      // the watch has reported a change since a load was last started for it
	newsPending      bool      // the next load marks changed flags
	refreshAfter     time.Time // earliest time of the next load for the watch
	took             lastTimes // durations of loads
	timerSet         bool      // a refreshTimer is running
	retrySet         bool      // a retry timer is running
	full             bool      // the newest load failed because the server has no free connection
}

// reset prepares the loader for another database. Replies that are still pending will be
// dropped.
func (l *loader) reset(target feature.ScopeInfo) {
	*l = loader{seq: l.seq + 1, target: target, reloadDefinitions: true}
}

// pending reports whether a load's reply is outstanding.
func (l *loader) pending() bool { return l.state == loading || l.state == refreshing }

// start begins a load. It returns the load's number, and whether the load must read the
// definitions. A pending load is superseded. If that load was to read the definitions,
// the new load reads them.
func (l *loader) start(reason loadReason, target feature.ScopeInfo, definitions bool) (seq int, readDefinitions bool) {
	l.reloadDefinitions = l.reloadDefinitions || definitions
	l.seq, l.reason, l.target, l.state = l.seq+1, reason, target, loading
	if l.loaded {
		l.state = refreshing
	}
	return l.seq, l.reloadDefinitions
}

// succeeded ends a load. ok is false if a newer load was started. scope is the target
// with its name. definitions reports whether the load has read the definitions. If
// markNews is true, the model must mark changed flags.
func (l *loader) succeeded(seq int, scope feature.ScopeInfo, definitions bool, started, ended time.Time) (markNews, ok bool) {
	if seq != l.seq {
		return false, false
	}
	markNews = l.newsPending && l.loaded
	l.state, l.target, l.loaded, l.full = idle, scope, true, false
	if definitions {
		l.reloadDefinitions = false
	}
	l.newsPending = l.changedSinceLoad
	if l.reason != firstPage { // when many dashboards start together, their first loads take longer than others
		l.refreshAfter = nextRefresh(ended, l.took.shortest(ended.Sub(started)))
	}
	return markNews, true
}

// fail ends a failed load. ok is false if a newer load was started. shown is the scope
// on the screen. If retry is true, the model must start a retry timer.
func (l *loader) fail(seq int, shown feature.ScopeInfo) (retry, ok bool) {
	if seq != l.seq {
		return false, false
	}
	l.state, l.target, l.changedSinceLoad = stale, shown, false
	retry = !l.loaded && !l.retrySet
	if retry {
		l.retrySet = true
	}
	return retry, true
}

// partRead ends the reading of a first page or of one flag. It returns false if a newer
// load was started.
func (l *loader) partRead(seq int) bool {
	if seq != l.seq {
		return false
	}
	l.state = idle
	return true
}

// noConnection records that the newest load failed because the server has no free
// connection. If it returns true, the model must start a retry timer.
func (l *loader) noConnection() bool {
	l.full = true
	set := !l.retrySet
	l.retrySet = true
	return set
}

// retryFired records that the retry timer has fired, and reports whether to load again.
func (l *loader) retryFired() bool {
	l.retrySet = false
	return (!l.loaded || l.full) && !l.pending()
}

// loadAgain makes the next call of next load, as a change reported by the watch does.
func (l *loader) loadAgain() { l.changedSinceLoad = true }

// watchSignal records a signal of the watch. It reports whether the signal is the first
// one with a change after the last load that the watch caused.
func (l *loader) watchSignal(works, changed bool) bool {
	l.watchWorks = works
	if !changed {
		return false
	}
	first := !l.changedSinceLoad
	l.newsPending, l.changedSinceLoad = true, true
	return first
}

// nextStep is the response to a change that the watch has reported.
type nextStep int

const (
	doNothing    nextStep = iota
	setTimer              // start a refreshTimer
	refreshScope          // load the scope and the live screens
	refreshAll            // refreshScope with the counts and the definitions
)

// next returns the next step after changes that the watch has reported. For setTimer, it
// also returns the delay. Nothing is loaded while a load is pending or a confirmation is
// open. A pending load is not restarted, because frequent changes would then keep every
// load from finishing.
func (l *loader) next(now time.Time, promptOpen bool) (nextStep, time.Duration) {
	wait := l.refreshAfter.Sub(now)
	switch {
	case !l.changedSinceLoad || l.pending() || promptOpen:
		return doNothing, 0
	case wait > 0 && l.timerSet:
		return doNothing, 0
	case wait > 0:
		l.timerSet = true
		return setTimer, wait
	}
	first := !l.watchStarted
	l.changedSinceLoad, l.watchStarted = false, true
	if first {
		// Something may have changed between the first load and the start of the watch.
		// Definitions and counts have just been read.
		return refreshScope, 0
	}
	return refreshAll, 0
}

// timerFired records that the refreshTimer has fired.
func (l *loader) timerFired() { l.timerSet = false }

// canReadOneFlag reports whether reading one flag is enough after a write of this
// session. All other rows must be current.
func (l *loader) canReadOneFlag(shown feature.Scope) bool {
	return l.state == idle && l.watchWorks && !l.reloadDefinitions && l.target.Scope == shown
}

// systemIsCurrent reports whether the system's overrides in memory are current.
func (l *loader) systemIsCurrent() bool { return l.watchWorks && !l.pending() }

// bringsDefinitions reports whether a pending load will bring new definitions.
func (l *loader) bringsDefinitions() bool { return l.pending() && l.reloadDefinitions }

// lastTimes holds the last durations of loads, the newest first. A zero duration is unset.
type lastTimes [8]time.Duration

// shortest adds a duration and returns the shortest one. A load takes longer than usual
// while the machine or the server is busy, such as when many dashboards load.
func (t *lastTimes) shortest(took time.Duration) time.Duration {
	copy(t[1:], t[:])
	t[0] = took
	for _, other := range t {
		if other > 0 {
			took = min(took, other)
		}
	}
	return took
}

// nextRefresh returns the earliest time of the next refresh for the watch. The last load
// ended at from and took the duration took. Refreshing takes at most 1/20 of the time.
// Loads under 5 ms are not limited. A load that seems to have taken very long was stopped
// with the whole program, so the delay is at most two minutes.
func nextRefresh(from time.Time, took time.Duration) time.Time {
	const share, quick, most = 20, 5 * time.Millisecond, 2 * time.Minute
	if took < quick {
		return from
	}
	return from.Add(min((share-1)*took, most))
}
