package model

import (
	"context"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

func TestPaletteToAView(t *testing.T) {
	for text, want := range map[string]string{
		"history": "History · what changed for this tenant", "help": "Search:", "compare": "Compare with", "system": "System (all tenants)", "contexts": "Switch context",
	} {
		d := open(t, newHistoryStore(), func(o *Options) { o.Contexts = contextNames("a") })
		d.drive("t", "enter", ":")
		d.typeText(text)
		d.shows("> " + text)
		d.drive("enter")
		d.shows(want)
		d.drive("esc")
		if text != "system" { // the scope system opens no screen
			d.shows("Tenant acme", "1 All")
		}
	}
	d := open(t, newMemory())
	d.drive(":")
	d.hides("the databases that are configured", "all that is on") // no context is configured
	d.typeText("quit")
	d.drive("enter")
	if !d.quit {
		t.Error(":quit does not leave")
	}
}

func TestPaletteToRefresh(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.set(system, "gamma", feature.On)
	d.burst(":ref")
	d.drive("enter")
	d.shows("1 All", "gamma Disabled [x] Enabled")
}

// The palette shows a flag that the list hides.
func TestPaletteToAFlag(t *testing.T) {
	s := newMemory()
	s.rows[system]["old.flag"] = feature.Stored{Enabled: true}
	d := open(t, s)
	d.drive("/")
	d.typeText("alp")
	d.drive("enter", "4", ":")
	d.typeText("OME")
	d.shows("> omega")
	d.drive("enter")
	d.shows("1 All 4", "System (all tenants)")
	d.hides("[4 Overridden", "/alp")
	d.cursor("omega")
	d.drive(":")
	d.typeText("old.f")
	d.drive("enter")
	d.shows("[6 Not registered 1]")
	d.cursor("old.flag")
	d.drive(":")
	d.typeText("lph") // types a part of a name
	d.drive("enter")
	d.cursor("alpha")
	d.shows("1 All 4")
}

// The database searches for scopes.
func TestPaletteToAScope(t *testing.T) {
	d := open(t, newMemory())
	d.drive("j", ":")
	d.typeText("glob")
	d.shows("tenant:globex", "tenant, Globex")
	d.drive("enter")
	d.shows("Tenant globex")
	d.cursor("beta")
	d.drive(":") // recent scopes are offered before any typing
	d.shows("tenant:globex")
	d.typeText("tenant:ac")
	d.shows("> tenant:acme")
	d.hides("tenant:globex")
	d.drive("tab")
	d.shows(":tenant:acme_", "> tenant:acme")
	d.drive("enter")
	d.shows("Tenant acme")
	d.drive("esc")
	d.shows("System (all tenants)")
}

// A typed scope may exist even if the search does not list it.
func TestPaletteToATypedScope(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive(":")
	d.typeText("tenant:initech")
	s.tenants = append(s.tenants, feature.ScopeInfo{Scope: feature.TenantScope("initech"), Name: "New", Listed: true})
	d.shows("No match")
	d.drive("enter")
	d.shows("Tenant initech · New")

	d.drive(":")
	d.typeText("tenant:hooli")
	d.drive("enter")
	d.shows(`unknown tenant "hooli"`, `did you mean "acme"?`, ":tenant:hooli_")
	s.failing(errDown, "Scope")
	d.drive("enter")
	d.shows("cannot reach the database")
	d.drive("esc", "esc")
	d.shows("Tenant initech")

	d.drive(":")
	for _, text := range []string{"xyzzy", "project:1", "nonsense:x"} {
		d.typeText(text)
		d.drive("enter")
		d.shows("No match", "Go to, or run")
		for range text {
			d.drive("backspace")
		}
	}
	d.drive("esc")
	d.shows("Tenant initech")
}

// The results are for the text typed last, in any order of replies. enter does nothing
// until these results are there.
func TestPaletteAnswersOutOfOrder(t *testing.T) {
	d := open(t, newMemory())
	d.drive(":")
	d.hold = true
	d.typeText("gl")
	answers := d.held
	d.held = nil
	d.typeText("z")
	d.shows("Searching")
	d.drive("enter")
	d.shows("Go to", "Searching")
	last := d.held
	d.hold, d.held = false, nil
	for _, msg := range append(last, answers...) {
		d.update(msg)
	}
	d.shows("No match")
	d.hides("globex")
}

func TestAFailedPaletteSearch(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	s.failing(errDown, "Scopes")
	d.drive(":")
	d.typeText("al")
	d.shows("cannot reach the database", "> alpha")
	d.drive("enter") // enter goes to a listed result
	d.cursor("alpha")
	d.drive("esc", ":")
	d.typeText("glob")
	d.shows("cannot reach the database")
	s.working()
	d.drive("e")
	d.shows("tenant:globex")
	d.hides("cannot reach")
}

// A reply for a closed palette is dropped.
func TestALatePaletteAnswer(t *testing.T) {
	d := open(t, newMemory())
	d.drive("j", ":")
	d.hold = true
	d.typeText("tenant:acme")
	d.drive("esc")
	before := d.screen()
	d.deliver()
	if after := d.screen(); after != before {
		t.Errorf("the screen has become\n%s", after)
	}
	d.cursor("beta")
}

func TestPaletteWithoutASystem(t *testing.T) {
	d := open(t, newTorus(), func(o *Options) { o.Scope = feature.ScopeInfo{} })
	d.drive(":")
	d.hides("the whole system")
	d.typeText("section:7")
	d.drive("enter")
	d.shows("Section 7 · Autumn")
	d.drive(":")
	d.typeText("1")
	d.shows("project:1", "Chemistry, chemistry_1")
}

// An action runs on the screen under the palette.
func TestPaletteRunsAnAction(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("j", ":")
	d.typeText("change")
	d.drive("enter")
	d.shows("Change beta")
	d.fireTimers()
	d.drive("esc", "enter", ":") // opens the palette on the details
	d.typeText("copy the name")
	d.drive("enter")
	d.shows("System › beta")
	if len(d.clipboard) != 1 || d.clipboard[0] != "beta" {
		t.Errorf("copied: %q", d.clipboard)
	}
	d.drive("esc", ":")
	d.typeText("mark all")
	d.drive("enter")
	d.shows("4 marked")
	s.wantWrites(t)
}

// The palette opens on every screen, and esc leads back. It replaces a confirmation. In
// a text field its key is a character.
func TestPaletteOpensEverywhere(t *testing.T) {
	const title = "Go to, or run"
	for name, c := range map[string]struct {
		keys []string
		back string
	}{
		"browse":     {nil, "1 All 4"},
		"details":    {[]string{"enter"}, "System › alpha"},
		"matrix":     {[]string{"m"}, "Matrix"},
		"history":    {[]string{"h"}, "History"},
		"picker":     {[]string{"t"}, "Switch scope"},
		"comparison": {[]string{"D", "enter"}, "Compare"},
		"help":       {[]string{"?"}, "Keys"},
		"contexts":   {[]string{"x"}, "Switch context"},
		"change":     {[]string{"space"}, "1 All 4"},
		"batch":      {[]string{"V", "space"}, "4 marked"},
	} {
		d := open(t, newHistoryStore(), func(o *Options) { o.Contexts = contextNames("a") })
		d.drive(c.keys...)
		if len(d.timers) > 0 {
			d.drive(":") // the confirmation does not accept keys yet
			d.hides(title)
			d.fireTimers()
		}
		d.drive(":")
		if !strings.Contains(d.screen(), title) {
			t.Errorf("%s: no palette:\n%s", name, d.screen())
		}
		d.drive("esc")
		d.hides(title, "Change alpha", "Change 4")
		d.shows(c.back)
	}
	for name, keys := range map[string][]string{"filter": {"/"}, "picker": {"t", "a"}, "help": {"?", "a"}, "reason": {"space"}} {
		d := open(t, newMemory())
		d.drive(keys...)
		if name == "reason" {
			d.fireTimers()
			d.drive("tab")
		}
		d.drive(":")
		d.hides(title)
		d.shows(":_")
	}
}

// From any screen, the palette leads to every other screen and to another database.
func TestPaletteLeadsOn(t *testing.T) {
	d := open(t, newHistoryStore())
	d.drive("m", ":")
	d.typeText("tenants")
	d.drive("enter")
	d.shows("Switch scope")
	d.drive("esc")
	d.shows("Matrix")
	d.drive(":")
	d.typeText("matrix")
	d.drive("enter", "esc", "esc", "h", ":")
	d.typeText("matrix")
	d.drive("enter")
	d.shows("Matrix", "4 flags")
	opened := ""
	d = open(t, newMemory(), func(o *Options) {
		o.Contexts = contextNames("prod", "staging")
		o.Connect = func(_ context.Context, name string) (Options, error) {
			opened = name
			return Options{}, errDown
		}
	})
	d.drive("enter", ":")
	d.typeText("stag")
	d.drive("enter")
	if opened != "staging" {
		t.Errorf("%q was opened", opened)
	}
}
