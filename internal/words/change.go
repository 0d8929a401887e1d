package words

// What the screens have in common that change something.
var (
	ChangeScope  = Text{"Scope", "Bereich"}
	ChangeAfter  = Text{"After", "Danach"}
	ChangeEffect = Text{"Effect", "Wirkung"}
	ChangeTakes  = Text{"Takes effect", "Wirkt"}
	ChangeAgain  = Text{"%s Nothing was written. Choose again.", "%s Nichts wurde geschrieben. Neu wählen."} // a conflict
)

// The screen that changes one flag at one scope.
var (
	ToggleTitle    = Text{" Change %s", " Ändern: %s"} // a flag
	ToggleNow      = Text{"Now", "Jetzt"}
	ToggleDefault  = Text{"the default (no catalogue is known)", "die Vorgabe (kein Katalog bekannt)"}
	ToggleNotHere  = Text{"not set for this %s", "hier nicht gesetzt (%s)"} // a kind of scope
	ToggleCode     = Text{"code default", "Vorgabe im Code"}
	ToggleSystem   = Text{"system override", "Override des Systems"}
	ToggleOddRow   = Text{"system override (an odd row: flagtui help rows)", "Override des Systems (auffällige Zeile: flagtui help rows)"}
	ToggleNoRow    = Text{"no override here", "hier kein Override"}
	ToggleOverride = Text{"override of this %s", "Override hier (%s)"} // a kind of scope
	ToggleNoOff    = Text{"(the app has no off for one %s)", "(die App kennt kein Aus je %s)"}
)

// The screens that change many overrides.
var (
	ReviewDone   = Text{"Done", "Getan"}
	ReviewDoneBy = Text{"by %s, %s", "von %s, %s"} // an actor, a time
	ReviewWhy    = Text{"Why", "Warum"}
	ReviewCopies = Text{"Each flag gets the effective value that it has at the other scope. One undo puts all of it back.",
		"Jedes Flag erhält den Wert, den es im anderen Bereich hat. Eine Rücknahme stellt alles wieder her."}
	ReviewFixes = Text{"remove %s found by doctor", "%s entfernen, vom Doctor gefunden"} // a number of overrides
	ReviewFixed = Text{"Each flag then has the value that it inherits. One undo puts all of it back.",
		"Jedes Flag hat danach den geerbten Wert. Eine Rücknahme stellt alles wieder her."}
	ReviewSeveral  = Text{"%s in several rows", "%s in mehreren Zeilen"} // settings
	ReviewAlready  = Text{"%s already", "schon %s"}                      // a setting
	ReviewNoChange = Text{"no change", "keine Änderung"}

	KillTitle     = Text{"Kill %s", "Not-Aus: %s"} // a flag
	KillAlready   = Text{"It is off for everyone already.", "Es ist schon für alle aus."}
	KillMisplaced = Text{"The rows that the app may read as the system's are set to off, too.", "Auch die Zeilen, die die App als Wert des Systems lesen kann, werden auf aus gesetzt."}
	KillUndo      = Text{"One undo puts all of it back.", "Eine Rücknahme stellt alles wieder her."}
	KillRemoves   = Text{"Also removes", "Entfernt auch"}
	KillKeeps     = Text{"Keeps", "Behält"}
	KillAll       = Text{"%s", "%s"}                                                                   // targeting
	KillIdle      = Text{"%s, without effect while it is off", "%s, ohne Wirkung, solange es aus ist"} // targeting
	KillDecides   = Text{"%s, which may still decide", "%s, die noch entscheiden können"}              // targeting

	// What is turned off. A list joins the kinds of scope.
	KillWhereOn = Text{"Off for everyone: %s where it is on.", "Aus für alle: %s, wo es an ist."}
	KillEvery   = Text{"every %s", "alle %s"} // a kind of scope
	KillEverys  = Text{"every %s's", "%s"}    // a kind of scope
	KillSystem  = Text{"Off for everyone.", "Aus für alle."}
	KillSets    = Text{"Sets the system's override, and %s that is on, to off.", "Setzt auf aus: den Override des Systems und alle Overrides der %s, die an sind."}
	KillRemoved = Text{"%s override is removed.", "Alle Overrides der %s werden entfernt."}

	BatchTitle      = Text{"Change %s", "%s ändern"}                        // a number of flags
	BatchSet        = Text{"set %s to %s at %s", "%s auf %s setzen bei %s"} // a number of flags, a setting, a scope
	BatchChanged    = Text{"Changed %d of %s", "%d von %s geändert"}        // a number of flags
	BatchMeanwhile  = Text{"changed meanwhile", "inzwischen geändert"}
	BatchAsItWas    = Text{"as it was", "wie zuvor"}
	BatchSaved      = Text{"saved", "gespeichert"}
	BatchDepends    = Text{"depends on %s", "bedingt durch %s"}
	BatchRowOnly    = Text{"row only: it does not decide", "nur die Zeile: sie entscheidet nicht"}
	BatchRowOnlyToo = Text{"%s, row only: it does not decide", "%s, nur die Zeile: sie entscheidet nicht"} // what became of the flag
	BatchToOn       = Text{"%d to on", "%d auf an"}
	BatchToOff      = Text{"%d to off", "%d auf aus"}
	BatchToDepend   = Text{"%d to depend on targeting, such as percentages", "%d bedingt durch Targeting, etwa Prozentsätze"}
	BatchUnknown    = Text{"%d from or to an unknown default", "%d von oder zu einer unbekannten Vorgabe"}
	BatchNone       = Text{"None: no flag changes its value.", "Keine: kein Flag ändert seinen Wert."}
	BatchChange     = Text{"%d of %s change: %s.", "%d von %s ändern sich: %s."}                                             // a number of flags, how many to which value
	BatchBelow      = Text{"%s without an override of their own change, too.", "%s ohne eigenen Override ändern sich auch."} // kinds of scope
)
