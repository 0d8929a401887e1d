package model

import (
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// opened holds the keys that open each screen from the list of flags.
var opened = map[string][]string{
	"details": {"enter"}, "history": {"h"}, "change-set": {"h", "enter"}, "matrix": {"m"}, "comparison": {"D", "enter"},
	"contexts": {"x"}, "change": {"space"}, "batch": {"v", "v", "space"}, "undo": {"u"},
}

func openOn(t *testing.T, name string) *dash {
	t.Helper()
	d := open(t, newArchive(), func(o *Options) { o.Contexts = contextNames("dev") })
	d.drive(opened[name]...)
	if len(d.timers) > 0 {
		d.fireTimers()
	}
	if len(d.m.layers) == 0 {
		t.Fatalf("%s does not open", name)
	}
	return d
}

// Help, palette and back have the same keys on every screen. q quits from the list of
// flags only.
func TestKeysOfEveryScreen(t *testing.T) {
	for name := range opened {
		t.Run(name, func(t *testing.T) {
			d := openOn(t, name)
			screen, depth := d.m.screen(), len(d.m.layers)
			d.drive("?")
			if _, ok := d.m.screen().(*views.Help); !ok {
				t.Fatalf("? does not open the help:\n%s", d.screen())
			}
			d.drive("esc")
			if d.m.screen() != screen {
				t.Fatalf("esc does not come back:\n%s", d.screen())
			}
			d.drive(":")
			if _, ok := d.m.screen().(*views.Palette); !ok {
				t.Fatalf(": does not open the palette:\n%s", d.screen())
			}
			d = openOn(t, name) // the palette has cancelled the confirmation
			d.drive("q")
			if d.quit || len(d.m.layers) != depth-1 {
				t.Errorf("q leaves %d of %d screens, and the program: %v", depth-len(d.m.layers), depth, d.quit)
			}
		})
	}
	for name, keys := range map[string][]string{"change": {"tab"}, "history": {"/"}, "details": {"/"}} {
		d := openOn(t, name)
		d.drive(keys...)
		d.typeText("why? q:")
		d.shows("why? q:")
	}
}

// On a list without a filter, the filter's key opens a search.
func TestSearchOnEveryList(t *testing.T) {
	for _, name := range []string{"details", "change-set", "matrix", "comparison", "contexts"} {
		d := openOn(t, name)
		screen, before := d.m.screen(), d.screen()
		d.drive("/")
		d.typeText("zzz")
		d.shows("/zzz_", "No match")
		if path := strings.Split(before, "\n")[1]; !strings.Contains(d.screen(), path) {
			t.Errorf("%s: the title is not %q:\n%s", name, path, d.screen())
		}
		d.drive("esc")
		if d.m.screen() != screen || d.screen() != before {
			t.Errorf("%s: esc does not come back:\n%s", name, d.screen())
		}
	}
	d := openOn(t, "matrix")
	d.drive("/")
	d.typeText("ega")
	d.drive("enter")
	d.cursor("omega")
}

// On a screen that searches by letter, the search key is not typed into the search.
func TestSearchWhereLettersSearch(t *testing.T) {
	for _, key := range []string{"t", "D", "?"} {
		d := open(t, newArchive())
		d.drive(key)
		before := d.screen()
		d.drive("/")
		if d.screen() != before {
			t.Errorf("/ after %s shows\n%s", key, d.screen())
		}
		d.typeText("e/")
		d.shows("e/")
	}
}

// A letter is typed into an empty search, even if it is a command on other screens.
func TestLettersOfAnEmptySearch(t *testing.T) {
	d := open(t, newArchive())
	d.drive("t", "q")
	d.shows("Search: q_")
	d.drive("backspace", "&")
	d.shows("Search: &_")
	d.hides("does nothing")
	d.drive("esc", "?", "?") // the same key opens and closes the help
	d.shows("1 All")
	d.drive("?", "enter")
	if _, ok := d.m.screen().(*views.Help); ok {
		t.Error("the help stays above the screen whose key was chosen")
	}
}

// On a database without other scopes, the keys of scopes say so on the list of flags.
func TestKeysWithoutOtherScopes(t *testing.T) {
	const none = "there are no other scopes"
	d := open(t, kindStore{newMemory(), kindsOf(feature.System)})
	for _, key := range []string{"t", "m", "D"} {
		d.drive(key)
		d.shows("Every flag of this database is for the whole system: " + none)
	}
	d.drive("&")
	d.hides(none)
	d.shows("& does nothing here")
	d.drive("enter", "t")
	d.hides(none)
	d.shows("t does nothing here")

	projects := newTorus()
	d = open(t, projects, func(o *Options) { o.Scope = projects.tenants[0] })
	d.drive("S")
	d.hides(none)
	d.shows("S does nothing here")
}

// A key that writes on another screen does not call a writable database read-only.
func TestAKeyThatWritesElsewhere(t *testing.T) {
	d := open(t, newMemory())
	d.drive("m", "tab") // tab goes to the reason on a confirmation, and to the next kind of scope here
	d.hides("Read-only")
	d.shows("tab does nothing here")
}

// A key that does nothing shows a notice until the next key. On a read-only database,
// the notice says why.
func TestAKeyThatDoesNothingSaysSo(t *testing.T) {
	for name := range opened {
		d := openOn(t, name)
		if _, ok := d.m.screen().(confirmation); ok { // every key cancels a confirmation
			d.drive("&")
			d.hides("does nothing here")
			continue
		}
		d.drive("&")
		d.shows("& does nothing here: ? lists the keys")
		d.drive("down")
		d.hides("does nothing here")
	}
	d := open(t, newMemory(), func(o *Options) { o.Session.ReadOnly = "context prod" })
	for key, says := range map[string]string{"space": "Read-only: context prod", "c": "Read-only: context prod", "u": "Read-only: context prod",
		"x": "x does nothing here", "K": "K does nothing here"} {
		d.drive(key)
		d.shows(says)
		if len(d.m.layers) > 0 {
			t.Errorf("%s opens a screen", key)
		}
	}
	d.drive("enter")
	for _, key := range []string{"space", "c", "u", "K"} {
		d.drive("j", key)
		d.shows("in the catalogue", "Read-only: context prod")
	}
	d.drive("esc", "j")
	d.hides("Read-only: context", "does nothing")
	d.burst("[A") // the rest of an arrow key that a slow line has split
	d.hides("does nothing")
	d.paste("&")
	d.hides("does nothing")
	d.drive("/", "&")
	d.hides("does nothing")
}
