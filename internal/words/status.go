package words

// What the status line says.
var (
	ChangesPossible = Text{"Changes can be made here now.", "Hier kann jetzt geändert werden."}
	ReadOnlyNow     = Text{"Read-only from now on: %s", "Ab jetzt nur lesen: %s"} // why
	ReadOnlyAlready = Text{"This session is read-only already: %s", "Diese Sitzung liest schon nur: %s"}
	ReadOnlySession = Text{"This session is read-only from now on", "Diese Sitzung liest ab jetzt nur"}
	UnusedKey       = Text{"%s does nothing here: %s lists the keys", "%s tut hier nichts: %s listet die Tasten"}
	SystemOnly      = Text{"Every flag of this database is for the whole system: there are no other scopes", "Jedes Flag dieser Datenbank gilt für das ganze System: es gibt keine anderen Bereiche"}

	CannotAsk        = Text{"The app cannot be asked: %v", "Die App kann nicht gefragt werden: %v"}
	AsksTenantsOnly  = Text{"The app can be asked for the system and for tenants, and not for %s", "Die App kann nach dem System und nach Mandanten gefragt werden, nicht nach: %s"}
	HowToAsk         = Text{"Nothing says where to ask the app: give %s live: {probe: \"https://app/api/feature_flags/\"}", "Nichts sagt, wo die App zu fragen ist: %s braucht live: {probe: \"https://app/api/feature_flags/\"}"}
	SomeContext      = Text{"a context of the config file", "ein Kontext der Konfigurationsdatei"}
	ThisContext      = Text{"the context %s of the config file", "der Kontext %s der Konfigurationsdatei"}
	ServesAll        = Text{"The app serves all %s as stored, by %s", "Die App liefert alle %s wie gespeichert, laut %s"}        // flags, answers
	ServesOthers     = Text{"The app serves %d of %s otherwise than stored", "Die App liefert %d von %s anders als gespeichert"} // a number, flags
	KeyShowsThem     = Text{"%s: %s shows them", "%s: %s zeigt sie"}                                                             // ServesOthers, a key
	OnlyAppKnows     = Text{"%s; only the app knows %q", "%s; nur die App kennt %q"}                                             // ServesAll or ServesOthers, a flag
	OnlyAppKnowsMany = Text{"%s; only the app knows %s, such as %q", "%s; nur die App kennt %s, etwa %q"}                        // ServesAll or ServesOthers, flags, a flag
	OtherDefault     = Text{"the app has another default", "die App hat eine andere Vorgabe"}
	NotAllAsked      = Text{"the app was not asked for all changed scopes", "die App wurde nicht nach allen geänderten Bereichen gefragt"}
	WasChanged       = Text{"%s was %s", "%s wurde %s"} // a flag, how
	BeforeServed     = Text{"%s before the app served your change", "%s, bevor die App diese Änderung lieferte"}

	CopiedChange   = Text{"the change %s, as Markdown", "die Änderung %s, als Markdown"}
	CopiedOne      = Text{"the change, as Markdown", "die Änderung, als Markdown"}
	CopiedLast     = Text{"the last change, as Markdown", "die letzte Änderung, als Markdown"}
	Copied         = Text{"Sent to the terminal's clipboard: %s", "An die Zwischenablage des Terminals: %s"}
	WritingCSV     = Text{"Writing the CSV file", "Schreibt die CSV-Datei"}
	WrittenTo      = Text{"%s written to %s", "%s geschrieben nach %s"} // changes, a file
	NothingToUndo  = Text{"Nothing to undo", "Nichts rückgängig zu machen"}
	UndoImpossible = Text{"The last change cannot be undone: no history keeps the targeting that it removed (`flagtui init` makes one)", "Die letzte Änderung kann nicht rückgängig gemacht werden: kein Verlauf kennt das entfernte Targeting (`flagtui init` legt einen an)"}
	NotOpened      = Text{"Not opened: a key was pressed before it was ready", "Nicht geöffnet: vorher wurde eine Taste gedrückt"}
	NotReadAgain   = Text{"%s; but the flags could not be read again: %v", "%s; aber die Flags konnten nicht neu gelesen werden: %v"} // what was saved
	NotCounted     = Text{"The tenants' overrides could not be counted: %v", "Die Overrides der Mandanten konnten nicht gezählt werden: %v"}

	ApplyingMany   = Text{"Applying %s", "Wendet %s an"} // changes
	Saving         = Text{"Saving", "Speichert"}
	ReadingMany    = Text{"Reading %s", "Lädt %s"} // flags
	LookingUp      = Text{"Looking the id up", "Sucht die Kennung"}
	ReadingChanges = Text{"Reading who changed what", "Lädt, wer was geändert hat"}
	AskingApp      = Text{"Asking the app", "Fragt die App"}
	ConnectingTo   = Text{"Connecting to %s", "Verbindet mit %s"}
	Loading        = Text{"Loading", "Lädt"}

	WatchLive     = Text{"live", "live"}
	WatchPolling  = Text{"polling every 2 s", "Abfrage alle 2 s"} // the first word stands alone on a narrow screen
	NewsChanged   = Text{"changed", "geändert"}
	NewsRollout   = Text{"rolled out otherwise", "anders ausgerollt"}
	NewsMany      = Text{"%d flags have changed meanwhile", "%d Flags wurden inzwischen geändert"}
	NewsOne       = Text{"%q was %s", "%q wurde %s"}                  // a flag, how
	NewsAndOthers = Text{"%s, and %s changed", "%s, und %s geändert"} // NewsOne, OtherFlag
	OtherFlag     = Noun{"other flag", "other flags", "anderes Flag", "andere Flags"}
)
