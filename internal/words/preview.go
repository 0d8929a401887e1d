package words

// The preview beside the list.
var (
	PreviewTooNarrow = Text{"The preview needs a terminal of %d columns: this one has %d", "Die Vorschau braucht ein Terminal mit %d Spalten: dieses hat %d"}
	PreviewApp       = Text{"App: %s", "App: %s"}
	PreviewNotRead   = Text{"Not read: %s", "Nicht gelesen: %s"} // a problem

	PreviewAllowed        = Text{"may be set for %s", "setzbar für %s"} // kinds of scope
	PreviewInherited      = Text{"inherited from the system", "geerbt vom System"}
	PreviewDefaultUnknown = Text{"default unknown", "Vorgabe unbekannt"}
	PreviewByDefault      = Text{"by default", "durch Vorgabe"}
	PreviewDefault        = Text{"default %s", "Vorgabe %s"}
	PreviewSystem         = Text{"System: %s", "System: %s"}

	PreviewChanges   = Text{"LAST CHANGES (UTC)", "LETZTE ÄNDERUNGEN (UTC)"}
	PreviewNoChanges = Text{"none on record", "keine bekannt"}
	PreviewWeeks     = Text{"%d weeks", "%d Wochen"}
	PreviewSomeTime  = Text{"at some time", "irgendwann"}
	PreviewDate      = Text{"%02d %s %d", "%02d. %s %d"} // a day, a month, a year
	PreviewDayTime   = Text{"%02d %s %s", "%02d. %s %s"} // a day, a month, a time
)

// What is known of a change in the running application.
var (
	LiveApp       = Text{"App", "App"}
	LiveSaved     = Text{"saved, asking the app", "gespeichert, App wird gefragt"}
	LiveAnnounced = Text{"announced, asking the app", "gemeldet, App wird gefragt"}
	LiveNotKnown  = Text{"not known to be live", "unbekannt, ob live"}
	LiveTakes     = Text{"%s; a change takes effect %s", "%s; Änderungen wirken %s"} // the state, a time
	LiveConfirmed = Text{"live, confirmed by %s at %s UTC", "live, bestätigt von %s um %s UTC"}
	LiveDiffers   = Text{"%s (%s at %s UTC)", "%s (%s um %s UTC)"} // what differs, a number of answers, a time
	LiveUnknown   = Text{"not known: %s", "unbekannt: %s"}
	LiveAt        = Text{"%q at %s: %s", "%q bei %s: %s"} // a flag, a scope, what differs
	LiveNone      = Text{"No flag is marked not live: %s asks the app what it serves", "Kein Flag ist als nicht live markiert: %s fragt die App, was sie ausliefert"}
	Answer        = Noun{"answer", "answers", "Antwort", "Antworten"}
)
