package words

// The page for a user who has named no database.
var (
	StartTitle    = Text{"feature flags in your application's database", "Feature-Flags in der Datenbank der Anwendung"}
	StartSample   = Text{"No database was named. Try flagtui on a sample:", "Es wurde keine Datenbank angegeben. flagtui mit einem Beispiel ausprobieren:"}
	StartDemo     = Text{"makes a SQLite database, and removes it at the end", "legt eine SQLite-Datenbank an und entfernt sie am Ende"}
	StartContexts = Text{"Open a context of %s:", "Einen Kontext aus %s öffnen:"} // the config file
	StartDefault  = Text{"default_context in that file names the context to open by default.", "default_context in dieser Datei nennt den Kontext, der sonst geöffnet wird."}
	StartOpen     = Text{"Open your application's database:", "Die Datenbank der Anwendung öffnen:"}
	StartLook     = Text{"look, and change nothing", "ansehen und nichts ändern"}
	StartEnv      = Text{"The address may also come from FLAGTUI_DB, SM_DATABASE_URL or DATABASE_URL.", "Die Adresse darf auch aus FLAGTUI_DB, SM_DATABASE_URL oder DATABASE_URL kommen."}
	StartKeep     = Text{"To keep it, write %s:", "Um sie zu behalten, %s schreiben:"} // the config file
	StartHelp     = Text{"flagtui --help lists the commands.", "flagtui --help listet die Befehle auf."}
)

// How to get a catalogue, beside commands.
var (
	StartCatalogue        = Text{"A catalogue says which flags there are. To get one, leave flagtui and type:", "Ein Katalog sagt, welche Flags es gibt. Dafür flagtui verlassen und tippen:"}
	StartFromFile         = Text{"take it from a file, for this session", "aus einer Datei, für diese Sitzung"}
	StartRegister         = Text{"keep it in the database", "in der Datenbank ablegen"}
	StartRegisterWithInit = Text{"keep it in the database, after flagtui init has made the table", "in der Datenbank ablegen, nachdem flagtui init die Tabelle angelegt hat"}
	StartFromApp          = Text{"ask an app on simple_module", "eine App auf simple_module fragen"}
)
