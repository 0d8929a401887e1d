package words

// For how many scopes a flag is on, as its details and the preview say it.
var (
	// Parts of the sentences below.
	CoverageOn        = Text{"On: %d by override%s.", "An: %d durch Override%s."}   // names
	CoverageOff       = Text{"Off: %d by override%s.", "Aus: %d durch Override%s."} // names
	CoverageBy        = Text{"%d by override%s", "%d durch Override%s"}             // names
	CoverageOverrides = Text{"%s with overrides", "%s mit Overrides"}               // kinds of scope
	CoverageOthers    = Text{" No table lists %s: any other inherits, too.", " Keine Tabelle nennt die %s: auch alle anderen erben."}
	Inheriting        = Noun{"inherit", "inherit", "erbt", "erben"}
	InheritingListed  = Noun{"listed inherit", "listed inherit", "gelistet erbt", "gelistete erben"}

	CoverageNone        = Text{"No %s has an override. Every %s inherits: %s.", "Keine %s mit Override. Alle %s erben: %s."} // a kind of scope, twice, a value
	CoverageNotCounted  = Text{"%s Every other %s inherits: %s.", "%s Alle anderen %s erben: %s."}
	CoverageUnknownElse = Text{"%s Every other %s inherits an unknown value.", "%s Alle anderen %s erben einen unbekannten Wert."}
	CoverageUnknown     = Text{"On for %s. Off for %s. %s an unknown value.%s", "An: %s. Aus: %s. %s einen unbekannten Wert.%s"} // numbers of scopes
	CoverageDepends     = Text{"On for %s. Off for %s. %s: %s.%s", "An: %s. Aus: %s. %s: %s.%s"}
	// The number that is on, of all, by override, that inherit.
	CoverageOnFor    = Text{"On for %d of %d %s: %d by override, %s.", "An für %d von %d %s: %d durch Override, %s."}
	CoverageOffNone  = Text{"%s Off for none.%s", "%s Für keine aus.%s"}
	CoverageOffFor   = Text{"%s Off for %d%s.%s", "%s Aus für %d%s.%s"} // names
	CoverageOnNone   = Text{"On for none of %d %s.", "Für keine von %d %s an."}
	CoverageOnSome   = Text{"On for %d of %d %s%s.", "An für %d von %d %s%s."}
	CoverageOffParts = Text{"%s Off for %d: %d by override, %s.%s", "%s Aus für %d: %d durch Override, %s.%s"}

	// The preview's sentences, which have no capital and no full stop.
	PreviewNone        = Text{"no %s has an override", "keine %s mit Override"}
	PreviewEach        = Text{"each inherits: %s", "alle erben: %s"}
	PreviewEveryOther  = Text{"every other %s inherits: %s", "alle anderen %s erben: %s"}
	PreviewOverrides   = Text{"on by override for %d, off for %d", "durch Override an für %d, aus für %d"}
	PreviewOverridesOf = Text{"on by override for %d, off for %d of %d %s", "durch Override an für %d, aus für %d von %d %s"}
	PreviewBy          = Text{"%d by override", "%d durch Override"}
	PreviewOff         = Text{"off%s", "aus%s"} // names
	PreviewOn          = Text{"on%s", "an%s"}   // names
	PreviewOffBy       = Text{"%d off by override", "%d aus durch Override"}
	PreviewOthers      = Text{"any other %s inherits, too", "auch alle anderen %s erben"}
	PreviewOnNone      = Text{"on for none of %d %s", "an für keine von %d %s"}
	PreviewOnFor       = Text{"on for %d of %d %s", "an für %d von %d %s"}
	PreviewInherits    = Noun{"inherits", "inherit", "erbt", "erben"}
	PreviewListed      = Noun{"listed inherits", "listed inherit", "gelistet erbt", "gelistete erben"}

	// Of projects and sections: a number of them.
	PreviewMoreThan = Text{"on for more than %s", "an für mehr als %s"}
	PreviewNoScope  = Text{"on for no %s", "an für keine %s"}
	PreviewOnScopes = Text{"on for %s", "an für %s"}
	PreviewNoneOf   = Text{"on for none of %s", "an für keine von %s"}
	PreviewSomeOf   = Text{"on for %d of %s", "an für %d von %s"}
	PreviewRows     = Text{"rows %s", "Zeilen %s"} // such a text, of a canary feature
	PreviewCanary   = Text{"canary feature: rollouts decide, its rows do not", "Canary-Feature: Rollouts entscheiden, nicht seine Zeilen"}
)
