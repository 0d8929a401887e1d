package views

import (
	"time"

	"flagtui/internal/words"
)

// age returns the time from at to now in its largest whole unit: "15m", "3h", "6w". It
// returns "now" for less than a minute, and for a time in the future.
func (t Theme) age(at, now time.Time) string {
	const day, week, year = 24 * time.Hour, 7 * 24 * time.Hour, 365 * 24 * time.Hour
	passed := now.Sub(at)
	for _, unit := range []struct {
		from, length time.Duration
		text         words.Text
	}{{year, year, words.AgeYears}, {2 * week, week, words.AgeWeeks}, {day, day, words.AgeDays}, {time.Hour, time.Hour, words.AgeHours}, {time.Minute, time.Minute, words.AgeMinutes}} {
		if passed >= unit.from {
			return t.Say(unit.text, passed/unit.length)
		}
	}
	return t.Say(words.AgeNow)
}

// ageAgo returns an age as a phrase: "15m ago", "now".
func (t Theme) ageAgo(at, now time.Time) string {
	if now.Sub(at) < time.Minute {
		return t.Say(words.AgeNow)
	}
	return t.Say(words.AgeAgo, t.age(at, now))
}

// dayWords returns the UTC date of at: "today, 30 Nov", "Thu 26 Nov". A date in another
// year has the year: "26 Nov 2025".
func (t Theme) dayWords(at, now time.Time) string {
	at, now = at.UTC(), now.UTC()
	day := t.dayOfMonth(at)
	switch sameDay := func(b time.Time) bool { return at.Format(time.DateOnly) == b.Format(time.DateOnly) }; {
	case sameDay(now):
		return t.Say(words.DayToday, day)
	case sameDay(now.AddDate(0, 0, -1)):
		return t.Say(words.DayYesterday, day)
	case at.Year() != now.Year():
		return t.Say(words.DayOfYear, day, at.Year())
	}
	return t.Say(words.DayOfWeek, t.Known(at.Format("Mon")), day)
}

// dayOfMonth returns a date without its year: "30 Nov".
func (t Theme) dayOfMonth(at time.Time) string { return t.Say(words.DayOfMonth, at.Day(), t.month(at)) }

// dayWidth returns the width of the widest dayOfMonth.
func (t Theme) dayWidth() int {
	return textWidth(t.dayOfMonth(time.Date(2026, time.March, 30, 0, 0, 0, 0, time.UTC)))
}

// month returns the short name of a month.
func (t Theme) month(at time.Time) string { return t.Known(at.Format("Jan")) }
