package words

// Ages and dates.
var (
	AgeYears   = Text{"%dy", "%dJ"}
	AgeWeeks   = Text{"%dw", "%dW"}
	AgeDays    = Text{"%dd", "%dT"}
	AgeHours   = Text{"%dh", "%dh"}
	AgeMinutes = Text{"%dm", "%dm"}
	AgeNow     = Text{"now", "jetzt"}
	AgeAgo     = Text{"%s ago", "vor %s"}

	DayOfMonth   = Text{"%d %s", "%d. %s"} // a day, a month
	DayOfWeek    = Text{"%s %s", "%s, %s"} // a day of the week, a day of a month
	DayOfYear    = Text{"%s %d", "%s %d"}  // a day of a month, a year
	DayToday     = Text{"today, %s", "heute, %s"}
	DayYesterday = Text{"yesterday, %s", "gestern, %s"}
)
