package model

import (
	"time"

	"flagtui/internal/feature"
)

// loadState is the state of loading the scope that is shown.
type loadState int

const (
	idle       loadState = iota // no load is pending; the rows shown are as read last
	stale                       // no load is pending; the last one has failed
	loading                     // a load is pending, and none has succeeded yet
	refreshing                  // a load is pending, and rows are shown already
)

// loadReason is why a load was started.
type loadReason int

const (
	byUser loadReason = iota
	afterWrite
	byWatch   // another session has changed something
	firstPage // the database was opened
)

// loader decides when the scope is loaded, and which replies count. It does no
// I/O: each event is a method that returns what the model must do next.
type loader struct {
	state  loadState
	reason loadReason // of the newest load
	seq    int        // the number of the newest load; replies to older ones are dropped

	target            feature.ScopeInfo // the scope of the newest load
	reloadDefinitions bool              // the next load reads the definitions; set until one has brought them
	loaded            bool              // a load has succeeded
	failed            bool              // the load that ended last has failed

	watchWorks       bool      // the watch reports changes
	watchStarted     bool      // a load was started for the watch's first change
	changedSinceLoad bool      // the watch has reported a change that no load was started for
	newsPending      bool      // the next load marks the flags that changed
	refreshAfter     time.Time // no load is started for the watch before this time
	timerSet         bool      // a refreshTimer is running
	retrySet         bool      // a retry timer is running
}

// reset prepares the loader for another database. Pending replies are dropped.
func (l *loader) reset(target feature.ScopeInfo) {
	*l = loader{seq: l.seq + 1, target: target, reloadDefinitions: true}
}

// pending reports whether a reply is still to come.
func (l *loader) pending() bool { return l.state == loading || l.state == refreshing }

// start begins a load and returns its number, and whether it is to read the
// definitions. An earlier load is overtaken: what it was to read, this one reads.
func (l *loader) start(reason loadReason, target feature.ScopeInfo, definitions bool) (seq int, readDefinitions bool) {
	l.reloadDefinitions = l.reloadDefinitions || definitions
	l.seq, l.reason, l.target, l.state = l.seq+1, reason, target, loading
	if l.loaded {
		l.state = refreshing
	}
	return l.seq, l.reloadDefinitions
}

// loadResult is how a load's reply is shown.
type loadResult struct {
	quiet    bool // the user did not ask for it: the time shown changes only if the rows do
	markNews bool // the flags that changed are marked
}

// succeeded ends a load; ok is false if it is not the newest. scope is the target
// with its name, and definitions tells whether they were read.
func (l *loader) succeeded(seq int, scope feature.ScopeInfo, definitions bool, started, ended time.Time) (r loadResult, ok bool) {
	if seq != l.seq {
		return r, false
	}
	r = loadResult{quiet: l.reason == byWatch && !l.failed, markNews: l.newsPending && l.loaded}
	l.state, l.target, l.loaded, l.failed = idle, scope, true, false
	if definitions {
		l.reloadDefinitions = false
	}
	l.newsPending = l.changedSinceLoad
	l.refreshAfter = nextRefresh(ended, ended.Sub(started))
	return r, true
}

// fail ends a load that has failed; ok is false if it is not the newest. shown is
// the scope that stays on the screen. retry: the model must start a retry timer.
func (l *loader) fail(seq int, shown feature.ScopeInfo) (retry, ok bool) {
	if seq != l.seq {
		return false, false
	}
	l.state, l.target, l.failed, l.changedSinceLoad = stale, shown, true, false
	retry = !l.loaded && !l.retrySet
	if retry {
		l.retrySet = true
	}
	return retry, true
}

// partRead ends the reading of a first page or of one flag; false: it is not the
// newest load.
func (l *loader) partRead(seq int) bool {
	if seq != l.seq {
		return false
	}
	l.state = idle
	return true
}

// retryFired ends the retry timer, and reports whether to load again.
func (l *loader) retryFired() bool {
	l.retrySet = false
	return !l.loaded && !l.pending()
}

// watchSignal records a message from the watch, and reports whether it brought
// the first change since the last load.
func (l *loader) watchSignal(works, changed bool) bool {
	l.watchWorks = works
	if !changed {
		return false
	}
	first := !l.changedSinceLoad
	l.newsPending, l.changedSinceLoad = true, true
	return first
}

// nextStep is what follows a change that the watch has reported.
type nextStep int

const (
	doNothing    nextStep = iota
	setTimer              // start a refreshTimer
	refreshScope          // load the scope and the live screens
	refreshAll            // load the counts and the definitions, too
)

// next returns what to do about changes that the watch has reported, and for
// setTimer how long to wait. Nothing is loaded while a load is pending or a
// confirmation is open. A pending load is not restarted: if changes came faster
// than loads, none would ever end.
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
		// Something may have changed between the first load and the start of the
		// watch. The definitions and counts have only just been read.
		return refreshScope, 0
	}
	return refreshAll, 0
}

// timerFired ends the refreshTimer.
func (l *loader) timerFired() { l.timerSet = false }

// delay makes the loads for the watch wait until a time.
func (l *loader) delay(until time.Time) {
	if until.After(l.refreshAfter) {
		l.refreshAfter = until
	}
}

// canReadOneFlag reports whether everything shown for a scope is as stored, but for
// this session's own write: then reading its flag is enough.
func (l *loader) canReadOneFlag(shown feature.Scope) bool {
	return l.state == idle && l.watchWorks && !l.reloadDefinitions && l.target.Scope == shown
}

// systemIsCurrent reports whether the system's overrides read last are as stored.
func (l *loader) systemIsCurrent() bool { return l.watchWorks && !l.pending() }

// bringsDefinitions reports whether the pending load will show new definitions.
func (l *loader) bringsDefinitions() bool { return l.pending() && l.reloadDefinitions }

// nextRefresh returns the time before which other sessions' changes are not loaded,
// after a load that ended at from and took so long. It limits refreshing to 1/20 of
// the time; loads under 5 ms are not limited.
func nextRefresh(from time.Time, took time.Duration) time.Time {
	const share, quick = 20, 5 * time.Millisecond
	if took < quick {
		return from
	}
	return from.Add((share - 1) * took)
}
