package model

import (
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// A burst of keys from a slow line is split into single keys.
func TestABurstIsTakenApart(t *testing.T) {
	d := open(t, newMemory())
	d.burst("jjj")
	d.cursor("omega")
	d.burst("kkj")
	d.cursor("gamma")
	d.burst("/alp")
	d.shows("/1 of 4")
	d.drive("enter")
	d.cursor("alpha")
	d.burst("tglo") // opens the picker and searches there
	d.shows("Switch scope", "Globex")
	d.hides("Acme")
}

// A key that writes, or opens a prompt, counts only if it arrives alone.
func TestABurstWritesNothing(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.burst("jc")
	d.burst("cy")
	if len(d.timers) > 0 {
		t.Error("a change screen has opened")
	}
	s.wantWrites(t)
}

// esc goes back one step at a time and never quits, because a slow line may split an
// arrow key into esc and letters.
func TestTheLadderOfEsc(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("t", "enter", "4", "/")
	d.typeText("a")
	d.drive("enter")
	s.failing(errDown)
	d.drive("r")

	d.shows("cannot reach", "Tenant acme", "[4 Overridden 1]", "/a")
	d.drive("esc")
	d.shows("Tenant acme", "[4 Overridden 1]", "/a")
	d.hides("cannot reach")
	d.drive("esc")
	d.shows("Tenant acme", "[4 Overridden 1]")
	d.hides("/a")
	d.drive("esc")
	d.shows("Tenant acme", "1 All 4")
	d.hides("[4 Overridden")
	s.working()
	d.drive("esc")
	d.shows("System (all tenants)")
	d.drive("esc", "esc")
	d.burst("[A") // the rest of an arrow key
	d.shows("System (all tenants)", "1 All 4")
	if d.quit {
		t.Error("esc has left the program")
	}
}

func TestQuitting(t *testing.T) {
	modes := map[string][]string{
		"browse": {}, "filter": {"/"}, "picker": {"t"}, "change": {"space"}, "help": {"?"}, "contexts": {"x"},
		"question": {"t", "z", "enter"},
	}
	for name, keys := range modes {
		t.Run(name, func(t *testing.T) {
			d := open(t, newMemory(), func(o *Options) { o.Contexts = contextNames("a") })
			d.drive(keys...)
			d.drive("ctrl+c")
			if !d.quit {
				t.Error("ctrl+c does not leave")
			}
			d = open(t, newMemory(), func(o *Options) { o.Contexts = contextNames("a") })
			d.drive(keys...)
			d.drive("ctrl+z")
			if !d.suspended {
				t.Error("ctrl+z does not suspend")
			}
			d.drive("q")
			if d.quit != (name == "browse") {
				t.Errorf("q leaves: %v", d.quit)
			}
		})
	}
}

// ctrl+c also quits while the database has not answered.
func TestQuittingWhileLoading(t *testing.T) {
	d := start(t, newMemory())
	d.hold = true
	d.run(d.m.Init())
	d.drive("ctrl+c")
	if !d.quit {
		t.Error("ctrl+c does not leave")
	}
}

func TestHelp(t *testing.T) {
	d := open(t, newMemory())
	d.resize(120, 130)
	d.drive("?")
	d.shows("Keys", "Show only the flags that match", "space", "Write the change")
	d.drive("esc")
	d.shows("1 All")
}

// An unknown key changes nothing on the screen.
func TestAnUnknownKey(t *testing.T) {
	d := open(t, newMemory())
	before := d.screen()
	d.drive("Z", "tab", "left", "up")
	if after := d.screen(); after != before {
		t.Errorf("the screen has become\n%s", after)
	}
}

func TestFlagsThatAreNotRegistered(t *testing.T) {
	s := newMemory()
	s.rows[system]["old.flag"] = feature.Stored{Enabled: true}
	d := open(t, s)
	d.shows("1 All 4", "6 Not registered 1")
	d.hides("old.flag")
	d.drive("6")
	d.cursor("old.flag")
	d.drive("c")
	d.fireTimers()
	d.drive("y")
	s.wantWrites(t, "system old.flag on>inherit")
}

// Configured keys replace the default keys, and cannot write on a read-only database.
func TestKeysOfOnesOwn(t *testing.T) {
	own, err := keys.Default().Rebind(map[string][]string{"change": {"C"}, "back": {"ctrl+z"}, "suspend": {"f2"}, "tenants": {"N"}})
	if err != nil {
		t.Fatal(err)
	}
	s := newMemory()
	d := open(t, s, func(o *Options) { o.Keys = &own })
	d.shows("C change", "N tenants")
	d.drive("space")
	d.hides("Change alpha")
	d.drive("C")
	d.shows("Change alpha")
	d.drive("esc")
	s.failing(errDown)
	d.drive("r")
	d.shows("cannot reach", "ctrl+z dismiss")
	d.drive("ctrl+z")
	d.hides("cannot reach")

	d = open(t, newMemory(), func(o *Options) { o.Keys, o.Session.ReadOnly = &own, "asked for" })
	d.hides("C change")
	d.shows("N tenants")
	d.drive("C")
	d.hides("Change alpha")
}

// A paste does not press keys: on the list of flags it does nothing.
func TestAPasteIsNoKeys(t *testing.T) {
	d := open(t, newMemory())
	d.paste("jj?")
	d.cursor("alpha")
	d.hides("Keys")
	d.drive("/")
	d.paste("gam")
	d.shows("/gam_")
}
