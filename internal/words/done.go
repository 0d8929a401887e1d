package words

// What a change does and has done.
var (
	TargetingPutBack    = Text{"targeting put back", "Targeting zurückgesetzt"}
	TargetingRemoved    = Text{"targeting removed", "Targeting entfernt"}
	TargetingWasPutBack = Text{"the targeting, such as percentages and groups, was put back", "das Targeting, etwa Prozentsätze und Gruppen, wurde zurückgesetzt"}
	TargetingWasRemoved = Text{"the targeting, such as percentages and groups, was removed", "das Targeting, etwa Prozentsätze und Gruppen, wurde entfernt"}

	FlagAt         = Text{`"%s" at %s`, `"%s" bei %s`}                           // a flag, a scope
	ChangeEnabled  = Text{"%s enabled", "%s aktiviert"}                          // a flag
	ChangeDisabled = Text{"%s disabled", "%s deaktiviert"}                       // a flag
	ChangeCleared  = Text{"Override cleared for %s", "Override entfernt: %s"}    // a flag
	ChangeRowOnly  = Text{"row of %s: %s, which %s", "Zeile von %s: %s; das %s"} // a flag, a setting, RowOnlyCanary or RowOnlyMaybe
	ChangeNoop     = Text{"%s was %s already", "%s war schon %s"}                // a flag, a setting
	RowOnlyCanary  = Text{"does not change who sees it: it is a canary feature, and its rollout decides, here %s", "ändert nicht, wer es sieht: Es ist ein Canary-Feature, und sein Rollout entscheidet, hier %s"}
	RowOnlyMaybe   = Text{"may not change who sees it: it depends on %s", "ändert vielleicht nicht, wer es sieht: Es hängt ab von %s"}

	TaskUpdate   = Text{"update flag %s", "Flag ändern: %s"}                   // a flag
	TaskUndo     = Text{"undo %s", "Rücknahme von %s"}                         // a change-set
	TaskKill     = Text{"turn %q off for everyone", "%q für alle ausschalten"} // a flag
	TaskFailed   = Text{"Failed to %s: %v", "Fehlgeschlagen: %s: %v"}
	TaskDone     = Text{"done: %s", "erledigt: %s"}
	Irreversible = Text{"No undo puts the targeting back: flagtui keeps no history of it here (`flagtui init` makes one).", "Keine Rücknahme setzt das Targeting zurück: flagtui führt hier keinen Verlauf darüber (`flagtui init` legt einen an)."}

	CanaryRow   = Noun{"row of canary features", "rows of canary features", "Zeile von Canary-Features", "Zeilen von Canary-Features"}
	CanaryRows  = Text{"%s: rollouts decide who sees these features, and the rows do not", "%s: Rollouts entscheiden, wer diese Features sieht, nicht die Zeilen"}
	ExceptRows  = Text{"%s, except for %s", "%s, außer %s"}
	OutsideBoth = Text{"changed outside flagtui and the app", "ohne flagtui und App geändert"}

	SetTo     = Text{"set to %s", "auf %s gesetzt"}
	Cleared   = Text{"cleared", "entfernt"}
	ForSystem = Text{"%s for the system", "im System %s"}                         // SetTo or Cleared
	ByOutside = Text{"%s outside flagtui and the app", "ohne flagtui und App %s"} // SetTo or Cleared
	ByActor   = Text{"%s by %s", "%[1]s von %[2]s"}                               // SetTo or Cleared, a person
)

// When a saved change takes effect, and what the app serves.
var (
	LiveWithin      = Text{"within %s", "binnen %s"}
	LiveConfirmedBy = Text{"live, confirmed by %s", "live, bestätigt durch %s"}
	LiveAtSome      = Text{"%s at %d of %s", "%s in %d von %s"} // LiveConfirmedBy, a number, scopes
	SavedTakes      = Text{"saved, takes effect %s", "gespeichert, wirkt %s"}
	AnnouncedTakes  = Text{"saved and announced, takes effect %s", "gespeichert und gemeldet, wirkt %s"}
	SavedAsking     = Text{"saved, asking the app", "gespeichert, die App wird gefragt"}
	AnnouncedAsking = Text{"saved and announced, asking the app", "gespeichert und gemeldet, die App wird gefragt"}

	ServesAnother       = Text{"the app serves another value", "die App liefert einen anderen Wert"}
	ServesWith          = Text{"the app serves it with an override", "die App liefert es mit Override"}
	ServesWithout       = Text{"the app serves it without an override", "die App liefert es ohne Override"}
	ServesEnabled       = Text{"the app serves Enabled", "die App liefert Aktiv"}
	ServesDisabled      = Text{"the app serves Disabled", "die App liefert Inaktiv"}
	StillServesWith     = Text{"the app still serves it with an override", "die App liefert es noch mit Override"}
	StillServesWithout  = Text{"the app still serves it without an override", "die App liefert es noch ohne Override"}
	StillServesEnabled  = Text{"the app still serves Enabled", "die App liefert noch Aktiv"}
	StillServesDisabled = Text{"the app still serves Disabled", "die App liefert noch Inaktiv"}
	StillAfter          = Text{"%s after %v: restart it", "%s nach %v: neu starten"}
	ServesOtherDefault  = Text{"the catalogue has another default than the app", "der Katalog hat eine andere Vorgabe als die App"}
	NotServed           = Text{"the app does not list it", "die App führt es nicht auf"}
	NotDefined          = Text{"the catalogue does not define it", "der Katalog definiert es nicht"}
	InSomeAnswers       = Text{"%s in %d of %d answers", "%s in %d von %d Antworten"}
)
