package words

// The screen of the doctor.
var (
	DoctorTitle     = Text{" Doctor", " Doctor"}
	DoctorNoFix     = Text{"No command and no SQL fixes this", "Kein Befehl und kein SQL behebt das"}
	DoctorTheFix    = Text{"the fix", "die Abhilfe"} // as what was copied
	DoctorNoFlag    = Text{"There is no flag to go to", "Hier gibt es kein Flag"}
	DoctorCannot    = Text{"flagtui cannot fix this: %s copies the SQL that does", "flagtui kann das nicht beheben: %s kopiert das SQL dafür"}
	DoctorFirst     = Text{"the first of each kind are listed", "nur die ersten jeder Art"}
	DoctorTables    = Text{"checking the tables", "prüft die Tabellen"}
	DoctorRows      = Text{"checking rows: %s", "prüft Zeilen: %s"}
	DoctorStops     = Text{" %s stops it. Nothing is written.", " %s bricht ab. Nichts wird geschrieben."}
	DoctorNotRead   = Text{" Not everything could be read. %s tries again.", " Nicht alles war lesbar. %s versucht es erneut."}
	DoctorFine      = Text{"Nothing is wrong.", "Alles in Ordnung."}
	DoctorRead      = Text{" %s rows were read.", " %s Zeilen gelesen."}
	DoctorRemoves   = Text{"%s removes the override: %s", "%s entfernt den Override: %s"} // a key, a command
	DoctorNoFixHere = Text{"No command and no SQL fixes this.", "Kein Befehl und kein SQL behebt das."}

	DoctorFix     = Text{"FIX", "ABHILFE"}
	DoctorFinding = Text{"FINDING", "BEFUND"}

	Finding = Noun{"finding", "findings", "Befund", "Befunde"}
)
