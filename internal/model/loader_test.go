package model

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"flagtui/internal/feature"
)

var (
	shownScope = feature.ScopeInfo{Scope: system}
	nextScope  = feature.ScopeInfo{Scope: acme}
	readAt     = time.Unix(1_700_000_000, 0)
)

// loaders returns a loader in each state. The newest load has the number 7.
func loaders() map[loadState]loader {
	all := map[loadState]loader{
		idle:       {loaded: true},
		stale:      {loaded: true},
		loading:    {reloadDefinitions: true},
		refreshing: {loaded: true},
	}
	for state, l := range all {
		l.state, l.seq, l.target, l.watchWorks = state, 7, shownScope, true
		all[state] = l
	}
	return all
}

// The table has the next state for each event in each state. A reply to an older load
// changes nothing.
func TestLoaderStates(t *testing.T) {
	newest, older := 7, 6
	for name, test := range map[string]struct {
		event func(*loader) (ok bool)
		// next holds the states that follow idle, stale, loading and refreshing. counts
		// reports whether the event counts.
		next [4]loadState
		ok   bool
	}{
		"start": {func(l *loader) bool { seq, _ := l.start(byUser, nextScope, false); return seq == 8 },
			[4]loadState{refreshing, refreshing, loading, refreshing}, true},
		"succeeded": {func(l *loader) bool { _, ok := l.succeeded(newest, shownScope, true, readAt, readAt); return ok },
			[4]loadState{idle, idle, idle, idle}, true},
		"older succeeded": {func(l *loader) bool {
			_, ok := l.succeeded(older, nextScope, true, readAt, readAt.Add(time.Hour))
			return ok
		},
			[4]loadState{idle, stale, loading, refreshing}, false},
		"fail": {func(l *loader) bool { _, ok := l.fail(newest, shownScope); return ok },
			[4]loadState{stale, stale, stale, stale}, true},
		"older fail": {func(l *loader) bool { _, ok := l.fail(older, nextScope); return ok },
			[4]loadState{idle, stale, loading, refreshing}, false},
		"part read": {func(l *loader) bool { return l.partRead(newest) },
			[4]loadState{idle, idle, idle, idle}, true},
		"older part read": {func(l *loader) bool { return l.partRead(older) },
			[4]loadState{idle, stale, loading, refreshing}, false},
		"watch signal": {func(l *loader) bool { return l.watchSignal(true, true) },
			[4]loadState{idle, stale, loading, refreshing}, true},
		"watch signal without a change": {func(l *loader) bool { return l.watchSignal(true, false) },
			[4]loadState{idle, stale, loading, refreshing}, false},
		"next": {func(l *loader) bool { step, _ := l.next(readAt, false); return step != doNothing },
			[4]loadState{idle, stale, loading, refreshing}, false},
		"timer fired": {func(l *loader) bool { l.timerFired(); return true },
			[4]loadState{idle, stale, loading, refreshing}, true},
		"retry fired": {func(l *loader) bool { return l.retryFired() },
			[4]loadState{idle, stale, loading, refreshing}, false},
		"reset": {func(l *loader) bool { l.reset(nextScope); return l.seq > newest && l.reloadDefinitions && !l.loaded },
			[4]loadState{idle, idle, idle, idle}, true},
	} {
		for state, l := range loaders() {
			before := l
			if ok := test.event(&l); ok != test.ok || l.state != test.next[state] {
				t.Errorf("%s in state %d: %v and state %d, not %v and state %d", name, state, ok, l.state, test.ok, test.next[state])
			}
			if strings.HasPrefix(name, "older") && l != before {
				t.Errorf("%s in state %d changed the loader", name, state)
			}
		}
	}
}

// A load that supersedes another also reads the other's definitions.
func TestLoaderReadsWhatWasOvertaken(t *testing.T) {
	l := loaders()[idle]
	check := func(what string, got, want bool) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %v", what, got)
		}
	}
	_, defs := l.start(byUser, shownScope, false)
	check("a plain load reads the definitions", defs, false)
	_, defs = l.start(byUser, shownScope, true)
	check("a refresh reads the definitions", defs, true)
	check("a pending refresh brings the definitions", l.bringsDefinitions(), true)
	seq, defs := l.start(byUser, nextScope, false)
	check("the load that overtakes the refresh reads the definitions", defs, true)
	l.fail(seq, shownScope)
	check("after a failure definitions are on their way", l.bringsDefinitions(), false)
	check("a failed load to another scope stays at the one shown", l.target == shownScope, true)
	seq, defs = l.start(byUser, nextScope, false)
	check("the load after the failure reads the definitions", defs, true)
	l.succeeded(seq, nextScope, false, readAt, readAt)
	check("a reply without definitions leaves them to be read", l.reloadDefinitions, true)
	seq, _ = l.start(byUser, nextScope, false)
	l.succeeded(seq, nextScope, true, readAt, readAt)
	_, defs = l.start(byUser, nextScope, false)
	check("the definitions are read again after they were read", defs, false)
	check("a plain load brings the definitions", l.bringsDefinitions(), false)
}

// Only rows that replace others can be marked as changed.
func TestLoadResult(t *testing.T) {
	for state, l := range loaders() {
		for _, reason := range []loadReason{byUser, afterWrite, byWatch, firstPage} {
			for _, changed := range []bool{false, true} {
				l := l
				l.watchSignal(true, changed)
				l.next(readAt, false)
				seq, _ := l.start(reason, shownScope, false)
				got, _ := l.succeeded(seq, shownScope, true, readAt, readAt)
				if want := changed && state != loading; got != want {
					t.Errorf("state %d, reason %d, changed %v: changed flags are marked: %v", state, reason, changed, got)
				}
				// A change during a load stays unread until the load after it.
				if again := changed && (state == loading || state == refreshing); l.newsPending != again {
					t.Errorf("state %d, reason %d, changed %v: news are pending: %v", state, reason, changed, l.newsPending)
				}
			}
		}
	}
}

// next starts a load for the watch once no load is pending, no confirmation is open, and
// the delay is over. Until then it sets one timer.
func TestLoaderNext(t *testing.T) {
	for i := range 1 << 5 {
		changed, prompt, early, timer, started := i&1 > 0, i&2 > 0, i&4 > 0, i&8 > 0, i&16 > 0
		for state, l := range loaders() {
			l.changedSinceLoad, l.timerSet, l.watchStarted = changed, timer, started
			if l.refreshAfter = readAt; early {
				l.refreshAfter = readAt.Add(time.Minute)
			}
			want, wait := "nothing", time.Duration(0)
			if changed && !prompt && (state == idle || state == stale) {
				switch {
				case early && timer:
				case early:
					want, wait = "timer", time.Minute
				case started:
					want = "all"
				default:
					want = "scope"
				}
			}
			step, got := l.next(readAt, prompt)
			name := map[nextStep]string{doNothing: "nothing", setTimer: "timer", refreshScope: "scope", refreshAll: "all"}[step]
			if name != want || got != wait {
				t.Errorf("state %d, changed %v, prompt %v, early %v, timer %v, started %v: %s %v, not %s %v", state, changed, prompt, early, timer, started, name, got, want, wait)
			}
			after := fmt.Sprint(l.changedSinceLoad, l.timerSet, l.watchStarted)
			loads := want == "all" || want == "scope"
			if wanted := fmt.Sprint(changed && !loads, timer || want == "timer", started || loads); after != wanted {
				t.Errorf("state %d, case %d: changed, timer, started are %s, not %s", state, i, after, wanted)
			}
			if l.timerFired(); l.timerSet {
				t.Error("a timer that has fired is still set")
			}
		}
	}
}

// Of two changes without a load between, only the first asks for a load.
func TestLoaderWatchSignal(t *testing.T) {
	l := loaders()[refreshing]
	if !l.watchSignal(true, true) || l.watchSignal(true, true) || !l.changedSinceLoad || !l.newsPending {
		t.Errorf("two changes: %+v", l)
	}
	if l.fail(7, shownScope); l.changedSinceLoad {
		t.Error("a failed load is repeated for the watch at once")
	}
	if !l.watchSignal(true, true) {
		t.Error("a change after the failure asks for no load")
	}
}

// Only a failed first load is repeated. One timer runs at a time, and none fires a load
// while another is pending.
func TestLoaderRetry(t *testing.T) {
	for state, l := range loaders() {
		retry, _ := l.fail(7, shownScope)
		if want := state == loading; retry != want || l.retrySet != want {
			t.Errorf("state %d: a retry is set: %v", state, retry)
		}
		if again, _ := l.fail(7, shownScope); again {
			t.Errorf("state %d: a second timer is set", state)
		}
		waiting := l
		if got := waiting.retryFired(); got != (state == loading) || waiting.retrySet {
			t.Errorf("state %d: the retry loads: %v", state, got)
		}
		l.start(byUser, shownScope, true)
		if l.retryFired() {
			t.Errorf("state %d: the retry overtakes a load", state)
		}
	}
}

// After a write, reading one flag is enough only if all other rows are current.
func TestLoaderReadsOneFlag(t *testing.T) {
	for state, l := range loaders() {
		if got, want := l.canReadOneFlag(system), state == idle; got != want {
			t.Errorf("state %d: %v", state, got)
		}
		if got, want := l.systemIsCurrent(), state == idle || state == stale; got != want {
			t.Errorf("state %d: the system's overrides are current: %v", state, got)
		}
		blind, due := l, l
		blind.watchWorks, due.reloadDefinitions = false, true
		if blind.canReadOneFlag(system) || due.canReadOneFlag(system) || l.canReadOneFlag(acme) || blind.systemIsCurrent() {
			t.Errorf("state %d: a flag is read alone where more may have changed", state)
		}
	}
}

// Loads for the watch take at most 1/20 of the time, unless they are quick.
func TestLoaderDelays(t *testing.T) {
	l := loaders()[refreshing]
	l.succeeded(7, shownScope, true, readAt, readAt.Add(10*time.Millisecond))
	if got := l.refreshAfter.Sub(readAt); got != 200*time.Millisecond {
		t.Errorf("a load of 10 ms may be repeated %v after its start", got)
	}
	if got := nextRefresh(readAt, 5*time.Millisecond-1); got != readAt {
		t.Errorf("a quick load is followed by a delay of %v", got.Sub(readAt))
	}
}

// View changes nothing in the model, and returns the same text twice.
func TestViewChangesNothing(t *testing.T) {
	d := open(t, newMemory())
	d.propose()
	d.drive("y")
	before := *d.m
	first := d.m.View()
	after := *d.m
	if second := d.m.View(); second != first {
		t.Errorf("drawn again:\n%s\nnot\n%s", second, first)
	}
	if before.notices.saved == "" || !reflect.DeepEqual(before.notices, after.notices) || !reflect.DeepEqual(before.frame, after.frame) || before.loader != after.loader {
		t.Error("View has changed the model")
	}
}

// A program that was stopped during a load refreshes soon after it continues.
func TestRefreshAfterALongStop(t *testing.T) {
	if wait := nextRefresh(now(), 8*time.Hour).Sub(now()); wait > 2*time.Minute {
		t.Errorf("after a night the next refresh waits for %s", wait)
	}
}
