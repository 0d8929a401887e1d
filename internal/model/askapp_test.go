package model

import (
	"testing"
	"time"

	"flagtui/internal/change"
	"flagtui/internal/feature"
	"flagtui/internal/probe"
)

// The application cannot be asked for every scope, and the notice says for which.
func TestScopesThatTheApplicationIsNotAskedFor(t *testing.T) {
	s := newTorus()
	d := open(t, s, func(o *Options) {
		o.Scope, o.Steps = feature.ScopeInfo{}, change.Steps{Probe: &probe.Probe{}}
	})
	d.drive("L")
	d.shows("Choose a project or a section first: t")
	d.drive("t", "enter", "L")
	d.shows("The app can be asked for the system and for tenants, and not for projects")
}

// The answer of the application of another database is dropped.
func TestALateAnswerOfAnApplication(t *testing.T) {
	d, _, _ := withApp(t, time.Minute)
	late := d.during("L")
	d.update(contextOpened{seq: d.m.connecting.next(), options: Options{Store: newMemory(), Theme: d.m.frame.Theme}})
	d.arrive(late)
	d.hides("The app serves")
}

// Asking for every flag does not say that a change is not live while the application is
// still being asked for it.
func TestAskingDuringAConfirmation(t *testing.T) {
	d, _, _ := withApp(t, time.Minute)
	d.propose()
	d.save()
	d.drive("L")
	d.shows("The app serves 1 of 3 flags otherwise than stored", "*alpha", "saved, asking the app")
}

// A flag that the application does not list is not live. Nothing is known about a flag
// that the catalogue does not define.
func TestFlagsThatOneSideKnows(t *testing.T) {
	d, app, colleague := withApp(t, time.Minute)
	for _, name := range []string{"gamma", "lost"} {
		d.set(colleague, "bob", feature.Change{Scope: system, Name: name, After: feature.On})
	}
	catalogue := feature.ChangeSet{Actor: "bob", Catalogue: []feature.Definition{{Name: "alpha"}, {Name: "beta", Default: true}, {Name: "delta"}}}
	if _, err := colleague.Apply(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	app.Reread()
	d.drive("r", "L")
	d.shows("!delta", "the app does not list it", `only the app knows "gamma"`, "7 Not live 1")
	d.hides("!gamma", "!lost")
	d.drive("6")
	for range 2 {
		d.drive("enter")
		d.hides("App ")
		d.drive("esc", "down")
	}
}
