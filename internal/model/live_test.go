package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/hooks"
	"flagtui/internal/probe/probetest"
	"flagtui/internal/views"
)

// withApp opens a dashboard on a database whose application, of two workers, can be asked.
// colleague writes to the same database.
func withApp(t *testing.T, wait time.Duration, settings ...func(*Options)) (d *dash, app *probetest.App, colleague data.Store) {
	t.Helper()
	path, _ := newSQLite(t, 3)
	stores := [2]data.Store{}
	for i := range stores {
		store, err := data.Open(t.Context(), data.Options{URL: path, Timeout: patience})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { store.Close() })
		stores[i] = store
	}
	app = probetest.New(t, 2, map[string]bool{"alpha": false, "beta": true, "gamma": false}, func() probetest.Overrides {
		return probetest.ReadAll(t, stores[1])
	})
	d = open(t, unwatched{stores[0]}, append([]func(*Options){func(o *Options) { o.Steps = change.Steps{Probe: app.Probe(wait)} }}, settings...)...)
	return d, app, stores[1]
}

// save applies the proposed change, and returns what asks the application for it. The flag
// has been read again by then.
func (d *dash) save() (confirm tea.Cmd) {
	d.t.Helper()
	_, cmd := d.m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("y")})
	_, cmd = d.m.Update(cmd())
	batch, ok := cmd().(tea.BatchMsg)
	if !ok || len(batch) < 2 {
		d.t.Fatal("the application is not asked")
	}
	d.run(batch[0])
	if d.m.options.Steps.Command == nil {
		return batch[1]
	}
	after := batch[1]().(tea.BatchMsg)
	d.run(after[1])
	return after[0]
}

// set changes a flag as a colleague does.
func (d *dash) set(store data.Store, actor string, c feature.Change) {
	d.t.Helper()
	if _, err := store.Apply(d.t.Context(), feature.ChangeSet{Actor: actor, Changes: []feature.Change{c}}); err != nil {
		d.t.Fatal(err)
	}
}

// A change is saved until the application serves it. The list, the details and the
// change-set say so.
func TestAChangeIsConfirmed(t *testing.T) {
	d, app, _ := withApp(t, time.Minute)
	d.propose()
	confirm := d.save()
	d.shows(`"alpha" enabled · saved, asking the app`, ">*alpha", "saved, asking the app · The first", "7 Not live 1")
	d.drive("enter")
	d.shows("App saved, asking the app; a change takes effect within 30 s, or when the app restarts")
	d.drive("esc", "h", "enter")
	d.shows("Change-set 20", "App saved, asking the app")
	d.drive("esc", "esc", "down")
	app.RereadAfter(3)
	d.run(confirm)
	answers := app.Answers()
	d.shows(`"alpha" enabled · live, confirmed by 18 answers`, " alpha")
	d.hides("asking the app", "*alpha", "Not live")
	d.drive("up", "enter")
	d.shows("App live, confirmed by 18 answers at ")
	d.drive("esc", "h", "enter")
	d.shows("App live, confirmed by 18 answers at ")
	if app.Answers() != answers {
		t.Error("the application is still asked")
	}
}

// A change is announced once the program of after_change has ended without an error.
func TestAChangeIsAnnounced(t *testing.T) {
	for script, announced := range map[string]bool{"exit 0": true, "exit 1": false} {
		d, _, _ := withApp(t, time.Minute, func(o *Options) { o.Steps.Command = &hooks.Command{Args: []string{"sh", "-c", script}} })
		d.propose()
		d.save()
		if announced {
			d.shows("saved and announced, asking the app", "*alpha", "announced, asking the app")
		} else {
			d.shows("after_change failed", "saved, asking the app")
			d.hides("announced")
		}
	}
	// Where the application cannot be asked, the time of effect is known.
	d, _, _ := withApp(t, time.Minute, func(o *Options) {
		o.Steps = change.Steps{Command: &hooks.Command{Args: []string{"true"}}}
	})
	d.propose()
	d.drive("y")
	d.shows(`"alpha" enabled · saved and announced, takes effect within 30 s or when the app restarts`)
	d.hides("*alpha", "asking the app", "Not live")
}

// An application that keeps another value is said to, until it is asked again and serves
// the change. A change of a tenant is asked for at the tenant.
func TestAChangeIsNotLive(t *testing.T) {
	d, app, _ := withApp(t, 300*time.Millisecond)
	d.propose()
	d.drive("y")
	d.shows(`but the app still serves Disabled for "alpha" at system after 300ms`, "restart it", ">!alpha", "the app still serves Disabled after 300ms", "7 Not live 1")
	d.drive("enter")
	d.shows("App the app still serves Disabled after 300ms: restart it (6 answers at ")
	d.drive("esc", "esc", "h", "enter")
	d.shows("App the app still serves Disabled after 300ms: restart it")
	d.drive("esc", "esc", "7")
	d.shows("alpha", "1/1")
	d.hides("beta", "saved, asking")
	app.Reread(0) // one of two workers
	d.drive("L")
	d.shows("The app serves 1 of 3 flags otherwise than stored", "the app serves Disabled in 3 of 6 answers")
	app.Reread()
	d.drive("L")
	d.shows("The app serves all 3 flags as stored, by 6 answers", "No flag is marked not live any more")
	d.drive("esc", "enter")
	d.shows("App live, confirmed by 6 answers at ")
	d.drive("esc", "h", "enter")
	d.shows("App live, confirmed by 6 answers at ")
}

// A colleague's later change is not taken for an application that does not follow.
func TestAColleagueChangesItAgain(t *testing.T) {
	d, app, colleague := withApp(t, time.Minute)
	d.propose()
	confirm := d.save()
	d.set(colleague, "bob@ops2", feature.Change{Scope: system, Name: "alpha", Before: feature.On, After: feature.Off})
	d.run(confirm)
	d.shows(`"alpha" was set to off by bob@ops2 before the app served your change`)
	d.hides("still serves", "*alpha", "!alpha", "Not live", "asking the app")
	// The user's own later change is asked for in place of the earlier one.
	d.drive("r")
	d.propose()
	first := d.save()
	d.propose()
	second := d.save()
	app.Reread()
	d.run(second)
	d.shows(`"alpha" disabled · live, confirmed by 6 answers`)
	d.run(first)
	d.shows(`"alpha" disabled · live, confirmed by 6 answers`)
	d.hides("before the app served your change", "interrupted")
}

// A change to a setting that is stored already is no change-set, and nothing is asked.
func TestNothingIsAskedWhereNothingIsSaved(t *testing.T) {
	d, app, colleague := withApp(t, time.Minute)
	d.propose()
	d.set(colleague, "bob", feature.Change{Scope: system, Name: "alpha", After: feature.On})
	d.drive("y")
	d.shows(`"alpha" was on already`)
	if app.Answers() != 0 {
		t.Error("the application was asked")
	}
	app.RereadAfter(2)
	d.propose()
	d.drive("y")
	d.shows(`"alpha" disabled · live, confirmed by 18 answers`)
}

// A kill, its undo and a batch are asked for, each at every scope that it changes.
func TestSeveralChangesAreConfirmed(t *testing.T) {
	d, app, colleague := withApp(t, time.Minute)
	d.set(colleague, "bob", feature.Change{Scope: feature.TenantScope("t001"), Name: "alpha", After: feature.On})
	d.drive("r", "V", "space")
	d.fireTimers()
	app.RereadAfter(4)
	d.drive("y")
	d.shows("3 overrides live, confirmed by 18 answers")
	d.drive("esc", "enter", "K")
	d.fireTimers()
	app.RereadAfter(4)
	d.drive("y")
	d.shows("2 overrides live, confirmed by 24 answers")
	d.drive("u")
	d.fireTimers()
	app.RereadAfter(4)
	d.drive("y")
	d.shows("done: undo ", "2 overrides live, confirmed by 24 answers")
}

// A kill of very many scopes is asked for at some of them. Of the others nothing is known.
func TestAKillIsConfirmedAtSomeScopes(t *testing.T) {
	d, app, colleague := withApp(t, time.Minute)
	for i := range 12 {
		d.set(colleague, "bob", feature.Change{Scope: feature.TenantScope(fmt.Sprint("x", i)), Name: "alpha", After: feature.On})
	}
	app.Reread()
	d.drive("r", "enter", "K")
	d.fireTimers()
	app.RereadAfter(2)
	d.drive("y")
	d.shows("13 overrides live, confirmed by 72 answers at 10 of 13 scopes", "not known to be live")
	d.drive("esc", "h", "enter")
	d.shows("App not known: \"alpha\" at tenant:x", "the app was not asked for all changed scopes")
}

// Another database ends the asking; a late reply says nothing there. So does a session
// that becomes read-only.
func TestAskingEndsWithTheDatabase(t *testing.T) {
	d, _, colleague := withApp(t, time.Hour, func(o *Options) {
		o.ReopenReadOnly = nil
	})
	d.m.options.ReopenReadOnly = nil
	other := Options{Store: unwatched{colleague}, Theme: views.NewTheme(true, false), Scope: feature.ScopeInfo{Scope: system}, Session: views.Session{Database: "other", ReadOnly: "asked for here"}}
	d.propose()
	confirm := d.save()
	ctx := d.m.live.ctx
	d.update(contextOpened{seq: d.m.connecting.next(), options: other})
	if ctx.Err() == nil {
		t.Error("the application is still asked")
	}
	if msg := confirm().(liveConfirmed); msg.err == nil || !strings.Contains(msg.err.Error(), "interrupted") {
		t.Errorf("the asking ended with %v", msg.err)
	} else {
		d.update(msg)
	}
	d.hides("saved", "interrupted", "*alpha", "Not live")
	d.drive("L")
	d.shows("Nothing says where to ask the app: give a context of the config file live: {probe: ")
}
