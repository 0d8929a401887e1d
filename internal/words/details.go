package words

// The screen of one flag.
var (
	DetailsFlag     = Text{"Flag", "Flag"}
	DetailsAbout    = Text{"About", "Zweck"}
	DetailsDecides  = Text{"Decides", "Regelt"}
	DetailsHere     = Text{"Here", "Hier"}
	DetailsLocked   = Text{"Locked", "Sperre"}
	DetailsUTC      = Text{"times are UTC", "Zeiten in UTC"}
	DetailsMore     = Text{"more overrides follow", "weitere Overrides folgen"}
	DetailsNoScope  = Text{"Choose the scope to change it for", "Erst den Bereich wählen, für den es geändert wird"}
	DetailsNoRemove = Text{"Choose the scope to remove the override of", "Erst den Bereich wählen, dessen Override entfernt wird"}
	DetailsNotSet   = Text{"No override set there", "Dort ist kein Override gesetzt"}

	// A value, and what else is known of it.
	DetailsRowIdle   = Text{"%s; its row, %s, does not decide", "%s; die Zeile (%s) entscheidet nicht"} // a setting
	DetailsSetHere   = Text{"%s; the setting here is %s", "%s; hier gesetzt: %s"}
	DetailsTargeting = Text{"%s; targeting without effect now: %s", "%s; Targeting derzeit ohne Wirkung: %s"}

	// Why the value is as it is.
	DetailsSinceNotHere   = Text{"since it is not set here; nothing is inherited", "da hier nicht gesetzt; es wird nichts geerbt"}
	DetailsSinceNotSet    = Text{"since nothing sets it", "da nirgends gesetzt"}
	DetailsSinceNoKnown   = Text{"since no override sets it, and no catalogue is known", "da kein Override es setzt und kein Katalog bekannt ist"}
	DetailsSinceNotReg    = Text{"since no override sets it, and it is not registered", "da kein Override es setzt und es nicht registriert ist"}
	DetailsByDefault      = Text{"by its default: no override sets it", "durch die Vorgabe: kein Override setzt es"}
	DetailsBySystemOver   = Text{"by the system, which decides over the override here", "durch das System, das den Override hier übergeht"}
	DetailsBySystem       = Text{"by the system's override", "durch den Override des Systems"}
	DetailsByOverride     = Text{"by the override of this %s", "durch den Override hier (%s)"} // a kind of scope
	DetailsDefault        = Text{"default", "Vorgabe"}
	DetailsNoSetting      = Text{"without a setting", "ohne Einstellung"}
	DetailsNoCatalogue    = Text{"no catalogue is known", "kein Katalog bekannt"}
	DetailsNotRegistered  = Text{"not registered: no catalogue defines it", "nicht registriert: kein Katalog nennt es"}
	DetailsInCatalogue    = Text{"in the catalogue", "im Katalog"}
	DetailsInheritDefault = Text{"inherits the default", "erbt die Vorgabe"}
	DetailsInheritSystem  = Text{"inherits from the system", "erbt vom System"}

	// A row of a scope or of a change.
	DetailsNoRow      = Text{"no row", "keine Zeile"}
	DetailsNoOverride = Text{"no override", "kein Override"}
	DetailsUnset      = Text{"no setting", "nicht gesetzt"}
	DetailsRow        = Text{"row: %s", "Zeile: %s"} // a setting
	DetailsRowNothing = Text{"decides nothing", "entscheidet nichts"}
	DetailsInApp      = Text{"in the app", "in der App"}

	// Headings.
	DetailsChanges        = Text{"Recent changes", "Letzte Änderungen"}
	DetailsRowsIdle       = Text{"Rows elsewhere, which do not decide", "Zeilen anderswo, die nicht entscheiden"}
	DetailsRowsUnset      = Text{"Elsewhere, without a setting", "Anderswo, ohne Einstellung"}
	DetailsOn             = Text{"On: %d", "An: %d"}
	DetailsOff            = Text{"Off: %d", "Aus: %d"}
	DetailsOnElsewhere    = Text{"On elsewhere: %d", "Anderswo an: %d"}
	DetailsOffElsewhere   = Text{"Off elsewhere: %d", "Anderswo aus: %d"}
	DetailsOnBy           = Text{"On by override: %d", "An durch Override: %d"}
	DetailsOffBy          = Text{"Off by override: %d", "Aus durch Override: %d"}
	DetailsOnByElsewhere  = Text{"On by override elsewhere: %d", "Anderswo an durch Override: %d"}
	DetailsOffByElsewhere = Text{"Off by override elsewhere: %d", "Anderswo aus durch Override: %d"}
	DetailsInheriting     = Text{"Inheriting: %s, %s", "Erben: %s, %s"} // scopes, a value
	DetailsEveryOther     = Text{"every other %s", "alle anderen %s"}   // a kind of scope

	// What else decides a canary feature.
	DetailsState      = Text{"feature_states: %s, for the whole system", "feature_states: %s, für das ganze System"}
	DetailsRollout    = Text{"rollout, %s: stage %s, %d %%%s", "Rollout, %s: Stufe %s, %d %%%s"} // a scope, who and when
	DetailsExemption  = Text{"exemption, publisher %s: %s%s%s", "Ausnahme, Verlag %s: %s%s%s"}   // what it does, when, a note
	DetailsBy         = Text{", by %s", ", von %s"}                                              // an actor
	DetailsReadsState = Text{"the app also reads the state below, which flagtui never changes:", "die App liest auch den Zustand unten, den flagtui nie ändert:"}
	DetailsCanary     = Text{"a canary feature: not its rows, but the rollouts and exemptions below decide who sees it:",
		"ein Canary-Feature: nicht seine Zeilen, sondern die Rollouts und Ausnahmen unten entscheiden, wer es sieht:"}
	DetailsScopedOnly = Text{"the app ignores the rollouts and exemptions below (rollout_mode: scoped_only):",
		"die App übergeht die Rollouts und Ausnahmen unten (rollout_mode: scoped_only):"}
	DetailsUndefined = Text{"the app ignores the rollouts and exemptions below, because the catalogue does not define the feature:",
		"die App übergeht die Rollouts und Ausnahmen unten, da der Katalog das Feature nicht definiert:"}
	DetailsPerhapsCanary = Text{"no catalogue is known; if this is a canary feature, not its rows, but the rollouts and exemptions below decide who sees it:",
		"kein Katalog bekannt; falls es ein Canary-Feature ist, entscheiden nicht seine Zeilen, sondern die Rollouts und Ausnahmen unten, wer es sieht:"}
)
