package views

import (
	"fmt"
	"time"
)

// age returns the time from at to now in its largest whole unit: "15m", "3h", "6w". It
// returns "now" for less than a minute, and for a time in the future.
func age(at, now time.Time) string {
	const day, week, year = 24 * time.Hour, 7 * 24 * time.Hour, 365 * 24 * time.Hour
	passed := now.Sub(at)
	for _, unit := range []struct {
		from, length time.Duration
		letter       string
	}{{year, year, "y"}, {2 * week, week, "w"}, {day, day, "d"}, {time.Hour, time.Hour, "h"}, {time.Minute, time.Minute, "m"}} {
		if passed >= unit.from {
			return fmt.Sprintf("%d%s", passed/unit.length, unit.letter)
		}
	}
	return "now"
}

// ageAgo returns an age as a phrase: "15m ago", "now".
func ageAgo(at, now time.Time) string {
	if text := age(at, now); text != "now" {
		return text + " ago"
	}
	return "now"
}

// dayWords returns the UTC date of at: "today, 30 Nov", "Thu 26 Nov". A date in another
// year has the year: "26 Nov 2025".
func dayWords(at, now time.Time) string {
	at, now = at.UTC(), now.UTC()
	switch sameDay := func(b time.Time) bool { return at.Format(time.DateOnly) == b.Format(time.DateOnly) }; {
	case sameDay(now):
		return at.Format("today, 2 Jan")
	case sameDay(now.AddDate(0, 0, -1)):
		return at.Format("yesterday, 2 Jan")
	case at.Year() != now.Year():
		return at.Format("2 Jan 2006")
	}
	return at.Format("Mon 2 Jan")
}
