package words

// The kinds of the doctor's findings.
var (
	FindingRowsHidden     = Text{"hidden rows", "verborgene Zeilen"}
	FindingMissingColumns = Text{"missing columns", "fehlende Spalten"}
	FindingBadDefinition  = Text{"bad definition", "falsche Definition"}
	FindingDuplicate      = Text{"duplicate row", "doppelte Zeile"}
	FindingNotUnique      = Text{"no unique constraint", "kein Unique-Constraint"}
	FindingNoIndex        = Text{"no index", "kein Index"}
	FindingMisread        = Text{"misread row", "falsch gelesene Zeile"}
	FindingAppRow         = Text{"unusual row", "ungewöhnliche Zeile"}
	FindingNotBoolean     = Text{"not a boolean", "kein Boolean"}
	FindingNotTime        = Text{"not a time", "keine Zeit"}
	FindingBadName        = Text{"bad name", "falscher Name"}
	FindingWrongScope     = Text{"wrong scope", "falscher Bereich"}
	FindingMisspelt       = Text{"misspelt %s", "falsch geschrieben: %s"} // a kind of scope
	FindingUnknown        = Text{"unknown %s", "unbekannt: %s"}           // a kind of scope
	FindingRedundant      = Text{"redundant override", "überflüssiger Override"}
	FindingOutside        = Text{"changed outside", "außerhalb geändert"}
	FindingNotLive        = Text{"not live", "nicht live"}
	FindingCatalogue      = Text{"another catalogue", "anderer Katalog"}
	FindingNotAsked       = Text{"app not asked", "App nicht gefragt"}
)
