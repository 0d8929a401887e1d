package words

// The effect of a change, in a sentence.
var (
	EffectStays        = Text{"It stays %s.", "Es bleibt %s."} // a value
	EffectStaysDepends = Text{"It stays as it is: it %s.", "Es bleibt, wie es ist: %s."}
	EffectStaysCleared = Text{"It stays %s, without an override of its own.", "Es bleibt %s, ohne eigenen Override."}
	EffectStaysSystem  = Text{"It stays %s: the system decides.", "Es bleibt %s: das System bestimmt."}
	EffectStaysOwn     = Text{"It stays %s, now by an override of its own.", "Es bleibt %s, nun durch eigenen Override."}

	EffectNoneRow        = Text{"None: its row says %s already, and does not decide.", "Keine: die Zeile sagt schon %s und entscheidet nicht."} // a setting
	EffectNoneOff        = Text{"None: it is off already.", "Keine: es ist schon aus."}
	EffectNoneAlready    = Text{"None: it is %s already.", "Keine: es ist schon %s."}
	EffectNoneNoOverride = Text{"None: there is no override here.", "Keine: hier ist kein Override."}
	EffectNoneOverride   = Text{"None: the override here is %s already.", "Keine: der Override hier ist schon %s."}

	EffectRow      = Text{"Its row becomes %s, which %s. The app's enabled? reads the row.", "Die Zeile wird %s; das %s. enabled? der App liest die Zeile."} // a setting, what that does
	EffectScope    = Text{"%s changes from %s to %s.", "%s: von %s zu %s."}                                                                                  // a scope, values
	EffectChange   = Text{"It changes from %s to %s.", "Es wechselt von %s zu %s."}
	EffectThen     = Text{"It then %s.", "Es ist dann %s."} // what the value depends on
	EffectCounting = Text{"Counting the %s", "Zählt: %s"}   // kinds of scope

	EffectToUnknown   = Text{"It changes from %s to its default, which is unknown: no catalogue is known.", "Es wechselt von %s zur Vorgabe, und die ist unbekannt: kein Katalog."}
	EffectFromUnknown = Text{"It is %s then. Its present value is its default, which is unknown: no catalogue is known.", "Es ist dann %s. Jetzt gilt die Vorgabe, und die ist unbekannt: kein Katalog."}

	EffectSetsToo    = Text{"Sets %s too, which the app may read as the system's.", "Setzt auch %s, was die App als Wert des Systems lesen kann."} // scopes
	EffectRemovesToo = Text{"Removes %s too, which the app may read as the system's.", "Entfernt auch %s, was die App als Wert des Systems lesen kann."}
	EffectKeeps      = Text{"Keeps the targeting %s, without effect while the flag is %s.", "Behält das Targeting %s, ohne Wirkung, solange das Flag %s ist."}

	// The scopes that the change of the system affects: a number and a kind, or a kind.
	EffectListed     = Text{"%d listed %s", "%d gelistete %s"}
	EffectInherits   = Text{"%s inherits the system value and changes.", "%s erbt den Wert des Systems und ändert sich."}
	EffectInherit    = Text{"%s inherit the system value and change.", "%s erben den Wert des Systems und ändern sich."}
	EffectEvery      = Text{"Every %s without an override of its own changes.", "Alle %s ohne eigenen Override ändern sich."}
	EffectEveryKnown = Text{"Every %s without an override of its own changes (%d known by other flags).", "Alle %s ohne eigenen Override ändern sich (%d durch andere Flags bekannt)."}
	EffectOneOwn     = Text{"1 with an override of its own changes, too: %s.", "Auch 1 mit eigenem Override ändert sich: %s."}
	EffectOwn        = Text{"%d with overrides of their own change, too: %s.", "Auch %d mit eigenem Override ändern sich: %s."}
	EffectOneKeeps   = Text{"1 keeps its own: %s.", "1 behält den eigenen: %s."}
	EffectKeepOwn    = Text{"%d keep their own: %s.", "%d behalten den eigenen: %s."}
	EffectOwnOn      = Text{"%d on%s", "%d an%s"}   // names
	EffectOwnOff     = Text{"%d off%s", "%d aus%s"} // names

	// The same of a change that may have no effect.
	EffectMayInherits   = Text{"%s inherits the system value and may change.", "%s erbt den Wert des Systems und kann sich ändern."}
	EffectMayInherit    = Text{"%s inherit the system value and may change.", "%s erben den Wert des Systems und können sich ändern."}
	EffectMayEvery      = Text{"Every %s without an override of its own may change.", "Alle %s ohne eigenen Override können sich ändern."}
	EffectMayEveryKnown = Text{"Every %s without an override of its own may change (%d known by other flags).", "Alle %s ohne eigenen Override können sich ändern (%d durch andere Flags bekannt)."}
	EffectMayOneOwn     = Text{"1 with an override of its own may change, too: %s.", "Auch 1 mit eigenem Override kann sich ändern: %s."}
	EffectMayOwn        = Text{"%d with overrides of their own may change, too: %s.", "Auch %d mit eigenem Override können sich ändern: %s."}
)
