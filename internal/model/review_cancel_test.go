package model

import (
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// Any key cancels a review that is still being read, and then does its usual work.
func TestAnyKeyCancelsAReviewThatIsBeingPrepared(t *testing.T) {
	for name, keys := range map[string][]string{
		"undo": {"u"}, "undo from history": {"h", "u"}, "kill": {"enter", "K"}, "kill from the change screen": {"space", "K"},
	} {
		for what, press := range map[string]func(*dash){
			"y":       func(d *dash) { d.drive("y") },
			"j":       func(d *dash) { d.drive("j") },
			"/":       func(d *dash) { d.drive("/") },
			"enter":   func(d *dash) { d.drive("enter") },
			"esc":     func(d *dash) { d.drive("esc") },
			"a run":   func(d *dash) { d.burst("yes") },
			"a paste": func(d *dash) { d.paste("y") },
			"a click": func(d *dash) {
				d.update(tea.MouseMsg{Action: tea.MouseActionPress, Button: tea.MouseButtonLeft, X: 3, Y: 6})
			},
		} {
			t.Run(name+", "+what, func(t *testing.T) {
				a := newArchive()
				d := open(t, a)
				d.drive(keys[:len(keys)-1]...)
				if keys[0] == "space" {
					d.fireTimers()
				}
				d.timers = nil
				d.hold = true
				d.drive(keys[len(keys)-1])
				d.shows("Reading")
				press(d)
				if d.m.review.pending {
					t.Error("it is still being prepared")
				}
				d.deliver()
				d.hides("Undo set-1", "Kill alpha")
				for len(d.timers) > 0 {
					d.fireTimers()
				}
				d.drive("y")
				a.did(t)
			})
		}
	}
}

// In a burst, the keys after the undo key cannot confirm the review.
func TestAReviewOpensNotWithinARunOfKeys(t *testing.T) {
	a := newArchive()
	d := open(t, a)
	d.burst("uy")
	d.hides("Undo set-1")
	a.did(t)
}

// esc that cancels a review closes no screen, and the review can be asked for again.
func TestAReviewIsAskedForAgain(t *testing.T) {
	a := newArchive()
	d := open(t, a)
	d.drive("h")
	d.hold = true
	d.drive("u", "esc")
	d.deliver()
	d.shows("History")
	d.drive("u")
	d.shows("Undo set-1")
	d.fireTimers()
	d.drive("y")
	a.did(t, "undo set-1: ")
}

// A key other than esc cancels the review, and has its usual effect.
func TestAKeyThatCancelsAReview(t *testing.T) {
	d := open(t, newArchive())
	review := d.during("u")
	d.drive("j")
	d.cursor("beta")
	d.arrive(review)
	d.hides("Undo set-1")
}

// Each key restarts the time in which a confirmation accepts no keys.
func TestAConfirmationTakesKeysAfterSilence(t *testing.T) {
	for name, keys := range map[string][]string{
		"a change": {"space"}, "a batch": {"v", "v", "space"}, "an undo": {"u"}, "a kill": {"enter", "K"},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive()
			d := open(t, a)
			d.drive(keys...)
			for _, key := range []string{"y", "x", "j", "y"} {
				timers := d.timers
				d.timers = nil
				d.drive(key)
				for _, timer := range timers {
					d.update(timer(time.Time{}))
				}
			}
			if a.did(t); len(a.sets) > 0 || d.m.writes.Pending() {
				t.Fatalf("keys without a silence have written %v", a.sets)
			}
			before := d.screen()
			d.drive("y")
			if d.screen() != before || d.m.writes.Pending() {
				t.Fatalf("y without a silence has done something:\n%s", d.screen())
			}
			d.fireTimers()
			d.drive("y")
			if d.shows("saved"); d.m.writes.Pending() {
				t.Error("nothing was saved")
			}
		})
	}
}
