package model

import (
	"errors"
	"fmt"
	"testing"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// What a session has done is kept up to a limit, the newest.
func TestBoundsOfTheSession(t *testing.T) {
	d := open(t, newMemory())
	for i := range 3 * maxSessionEntries {
		saved := data.Applied{ID: fmt.Sprint(i), Changed: make([]feature.Change, 2)}
		d.m.remember(proposalApplied{reason: fmt.Sprint("reason ", i), result: change.Result{Applied: saved}})
	}
	last := fmt.Sprint(3*maxSessionEntries - 1)
	if n := len(d.m.session); n != maxSessionEntries/2 || d.m.session[n-1][0].Change != last {
		t.Errorf("%d change-sets of two changes are kept, the last is %v", n, d.m.session[n-1])
	}
	if reasons := d.m.frame.Session.Reasons; len(reasons) != maxReasons || reasons[0] != "reason "+last {
		t.Errorf("%d reasons are kept, the newest is %q", len(reasons), reasons[0])
	}
	large := data.Applied{ID: "large", Changed: make([]feature.Change, 2*maxSessionEntries)}
	d.m.remember(proposalApplied{result: change.Result{Applied: large}})
	if n := len(d.m.session); n != 1 || d.m.session[0][0].Change != "large" {
		t.Errorf("%d change-sets are kept, and a large one is the last", n)
	}
}

// esc returns to the newest screens and places only.
func TestBoundsOfScreensAndPlaces(t *testing.T) {
	d := open(t, newMemory())
	for range 3 * maxTrail {
		d.drive("m", "right", "enter", "m", "right", "right", "enter")
	}
	if len(d.m.trail) != maxTrail {
		t.Errorf("%d places are kept", len(d.m.trail))
	}
	for range maxTrail {
		d.drive("esc")
		d.shows("Matrix")
		d.drive("esc")
	}
	d.drive("esc")
	d.shows("System (all tenants)", "1 All")
	for range 3 * maxLayers {
		d.drive(":")
		d.typeText("matrix")
		d.drive("enter")
	}
	if len(d.m.layers) != maxLayers {
		t.Errorf("%d screens are kept", len(d.m.layers))
	}
	for range maxLayers {
		d.shows("Matrix")
		d.drive("esc")
	}
	d.shows("1 All")
}

func TestBoundsOfProblems(t *testing.T) {
	d := open(t, newMemory())
	for i := range 3 * maxProblems {
		d.m.fail(subject{kind: following, name: fmt.Sprint(i)}, errors.New(fmt.Sprint("failure ", i)))
	}
	if len(d.m.problems) != maxProblems {
		t.Errorf("%d problems are kept", len(d.m.problems))
	}
	d.update(nil)
	d.shows(fmt.Sprint("failure ", 3*maxProblems-1))
}

func TestBoundsOfPreviews(t *testing.T) {
	d := open(t, newMemory())
	d.signal(false, data.Polling)
	for i := range 3*maxPreviews + 1 {
		d.update(previewRead{version: d.m.preview.version, flagAt: flagAt{system, fmt.Sprint(i)}})
		if n := len(d.m.preview.cached); n > maxPreviews || n == 0 {
			t.Fatalf("%d previews are kept", n)
		}
	}
}

// States of scopes that are not shown are forgotten, except those that are still asked for.
func TestBoundsOfLiveStates(t *testing.T) {
	d := open(t, newMemory())
	states := d.m.live.states
	for i := range maxLiveStates {
		states.Set(feature.TenantScope(fmt.Sprint(i)), "alpha", views.LiveState{Stage: views.LiveConfirmed})
	}
	states.Set(system, "alpha", views.LiveState{Stage: views.LiveConfirmed})
	states.Set(acme, "alpha", views.LiveState{Stage: views.LiveSaved})
	d.m.dropOldStates()
	if len(states) != 2 || len(states[system]) != 1 || len(states[acme]) != 1 {
		t.Errorf("%d scopes are kept", len(states))
	}
}

// A saved change-set is kept only while more may become known of it.
func TestSavedChangeSetsAreForgotten(t *testing.T) {
	for name, open := range map[string]func(t *testing.T) *dash{
		"nothing follows":    func(t *testing.T) *dash { return open(t, newMemory()) },
		"after_change works": func(t *testing.T) *dash { d, _, _ := withStep(t, `true`); return d },
		"after_change fails": func(t *testing.T) *dash { d, _, _ := withStep(t, `false`); return d },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.propose()
			d.drive("y")
			d.shows("saved")
			if n := len(d.m.live.saved); n != 0 {
				t.Errorf("%d change-sets are kept", n)
			}
		})
	}
}
