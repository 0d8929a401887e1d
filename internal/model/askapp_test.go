package model

import (
	"net/http"
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

// An answer for a scope that was left names the scope, and no key for the list shown.
func TestAnAnswerForAScopeThatWasLeft(t *testing.T) {
	d, _, colleague := withApp(t, time.Minute)
	d.set(colleague, "bob", feature.Change{Scope: system, Name: "alpha", After: feature.On})
	late := d.during("L")
	d.drive("t", "enter")
	d.shows("Tenant t000")
	d.arrive(late)
	d.shows("system: The app serves 1 of 3 flags otherwise than stored")
	d.hides("shows them")
}

// Asking for every flag does not say that a change is not live while the application is
// still being asked for it.
func TestAskingDuringAConfirmation(t *testing.T) {
	d, app, _ := withApp(t, time.Minute)
	d.propose()
	d.save()
	d.drive("L")
	d.shows("The app serves 1 of 3 flags otherwise than stored", "*alpha", "saved, asking the app")
	app.Reread()
	d.drive("L")
	d.hides("*alpha")
}

// The problem of a change-set ends when the application serves all of its changes.
func TestAProblemOfAChangeThatIsLiveNow(t *testing.T) {
	d, app, _ := withApp(t, 300*time.Millisecond)
	d.drive("V", "space")
	d.fireTimers()
	d.drive("y")
	const problem = "but the app still serves"
	d.shows(problem)
	d.drive("x", "L") // leaves the review
	d.shows(problem)
	app.Refuse(func(w http.ResponseWriter, _ *http.Request) { // alpha is live, and gamma is not
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`[{"name": "alpha", "enabled": true, "default_enabled": false, "overridden": true},
			{"name": "beta", "enabled": true, "default_enabled": true, "overridden": true},
			{"name": "gamma", "enabled": false, "default_enabled": false, "overridden": false}]`))
	})
	for range 8 { // in any order of the flags
		d.drive("L")
		d.shows(problem)
	}
	app.Refuse(nil)
	app.Reread()
	d.drive("L")
	d.hides(problem)
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

// Another default of the application is a difference unless an override hides it.
func TestAnotherDefaultOfTheApplication(t *testing.T) {
	d, app, colleague := withApp(t, time.Minute)
	catalogue := feature.ChangeSet{Actor: "bob", Catalogue: []feature.Definition{{Name: "alpha", Default: true}, {Name: "beta"}, {Name: "gamma"}},
		Changes: []feature.Change{{Scope: system, Name: "beta", After: feature.On}}}
	if _, err := colleague.Apply(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	app.Reread()
	d.drive("r", "L")
	d.shows("!alpha", "the app has another default", "7 Not live 1")
	d.hides("!beta")
}
