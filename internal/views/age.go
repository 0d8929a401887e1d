package views

import (
	"time"

	"flagtui/internal/words"
)

// Aging is a screen that shows ages, such as "3m ago". The ages stay until CountAges, so
// that they change together and seldom.
type Aging interface {
	// Ages returns the time to which the ages are counted, and the first time at which an
	// age on the screen is wrong. wrong is zero if there is no age on the screen.
	Ages() (counted, wrong time.Time)
	// CountAges counts the ages to now.
	CountAges(now time.Time)
}

// age returns the time from at to now in its largest whole unit: "15m", "3h", "6w". It
// returns "now" for less than a minute, and for a time in the future.
func (t Theme) age(at, now time.Time) string {
	passed, unit, text := largestUnit(at, now)
	if passed == 0 {
		return t.Say(text)
	}
	return t.Say(text, passed/unit)
}

// largestUnit returns the time from at to now, its largest whole unit, and the unit's text.
// Less than a minute is no time.
func largestUnit(at, now time.Time) (passed, unit time.Duration, text words.Text) {
	const day, week, year = 24 * time.Hour, 7 * 24 * time.Hour, 365 * 24 * time.Hour
	passed = now.Sub(at)
	for _, unit := range []struct {
		from, length time.Duration
		text         words.Text
	}{{year, year, words.AgeYears}, {2 * week, week, words.AgeWeeks}, {day, day, words.AgeDays}, {time.Hour, time.Hour, words.AgeHours}, {time.Minute, time.Minute, words.AgeMinutes}} {
		if passed >= unit.from {
			return passed, unit.length, unit.text
		}
	}
	return 0, time.Minute, words.AgeNow
}

// ageEnd returns the time at which the age of at, counted to now, is wrong. It returns zero
// for a zero at, which has no age.
func ageEnd(at, now time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	passed, unit, _ := largestUnit(at, now)
	return at.Add((passed/unit + 1) * unit)
}

// earlier returns the earlier of two times. A zero time is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
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
