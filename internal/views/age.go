package views

import (
	"fmt"
	"time"
)

// age says how long before now a time was, in its largest whole unit: "15m", "3h",
// "6w". It is "now" within the first minute, and where the clocks disagree.
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

// ageAgo is age in words: "15m ago", "now".
func ageAgo(at, now time.Time) string {
	if text := age(at, now); text != "now" {
		return text + " ago"
	}
	return "now"
}

// dayWords names the day of a time, in UTC: "today, 30 Nov", "Thu 26 Nov", or, in
// another year than now's, "26 Nov 2025".
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
