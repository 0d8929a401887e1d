package model

import "testing"

// Keys typed before the change screen was shown do not confirm.
func TestKeysBeforeArming(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.drive("space", "y", "enter", "l", "space", "j", "y")
	d.shows("Change alpha", "(*) on")
	s.wantWrites(t)
	d.fireTimers()
	d.drive("j")
	d.hides("Change alpha")
	d.cursor("alpha")

	d.drive("space", "esc") // esc works at once
	d.hides("Change alpha")
	d.drive("space")
	d.timers = d.timers[:1]
	d.fireTimers() // the timer belongs to the screen that was left
	d.drive("y")
	s.wantWrites(t)
	d.shows("Change alpha")
}

// Only a key that arrives alone confirms.
func TestNoBurstConfirms(t *testing.T) {
	s := newMemory()
	d := open(t, s)
	d.propose()
	d.burst("yy")
	d.burst("xy")
	d.burst("y\n")
	d.paste("y")
	d.paste(" y")
	d.paste("yes\n")
	s.wantWrites(t)
	d.shows("Change alpha")

	d.drive("esc")
	d.burst("jk ")
	d.burst(" y")
	d.paste(" ")
	d.paste(" y")
	d.paste("c")
	d.hides("Change alpha")
	d.drive("space") // Bubble Tea splits " y" like this
	d.burst("y")
	d.fireTimers()
	s.wantWrites(t)
}

// A key that an armed change screen does not know starts no timer.
func TestAnArmedChangeStaysArmed(t *testing.T) {
	d := open(t, newMemory())
	d.propose()
	d.drive("up")
	if len(d.timers) > 0 {
		t.Errorf("%d timers run", len(d.timers))
	}
	d.drive("y")
	d.shows(`"alpha" enabled`)
}
