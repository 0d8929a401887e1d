package words

// The palette. The names of its views and actions are typed, and stay.
var (
	PaletteTitle   = Text{" Go to, or run: a view, an action, a flag, a scope", " Gehe zu oder starte: Ansicht, Aktion, Flag, Bereich"}
	PaletteScopes  = Text{"searching scopes", "sucht Bereiche"}
	PaletteFlag    = Text{"flag", "Flag"}
	PaletteContext = Text{"context, %s", "Kontext, %s"} // a mode

	PaletteSwitch   = Text{"switch to another scope", "zu einem anderen Bereich wechseln"}
	PaletteSystem   = Text{"the flags of the whole system", "die Flags des ganzen Systems"}
	PaletteMatrix   = Text{"flags by scopes", "Flags nach Bereichen"}
	PaletteHistory  = Text{"who changed what, when and why", "wer was wann und warum geändert hat"}
	PaletteCompare  = Text{"this scope with another", "diesen Bereich mit einem anderen vergleichen"}
	PaletteDoctor   = Text{"what is wrong with rows and tables", "was an Zeilen und Tabellen nicht stimmt"}
	PaletteEnabled  = Text{"all that is on, at any scope", "alles, was irgendwo an ist"}
	PaletteContexts = Text{"the databases that are configured", "die eingerichteten Datenbanken"}
	PaletteHelp     = Text{"every key", "alle Tasten"}
	PaletteRefresh  = Text{"read everything again", "alles neu laden"}
	PaletteQuit     = Text{"leave", "beenden"}
)
