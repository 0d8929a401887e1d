package words

// The help.
var (
	HelpTitle     = Text{" Keys", " Tasten"}
	HelpHere      = Text{"On this screen", "Auf diesem Bildschirm"}
	HelpHereOf    = Text{"On this screen: %s", "Auf diesem Bildschirm: %s"} // its name
	HelpMarks     = Text{"Marks", "Zeichen"}
	HelpSearch    = Text{" Search: %s", " Suche: %s"} // what is typed
	HelpNoMatch   = Text{"  No match. %s goes back.", "  Kein Treffer. %s geht zurück."}
	HelpElsewhere = Text{"%s works on another screen: %s", "%s wirkt auf einem anderen Bildschirm: %s"}
	HelpGoBack    = Text{"Go back, and press it there", "Erst zurück, dann dort drücken"}

	HelpOnOff   = Text{"The flag is on; off.", "Das Flag ist an; aus."}
	HelpDepends = Text{"The flag's value depends on who asks; is unknown, since no catalogue has its default.",
		"Der Wert hängt davon ab, wer fragt; ist unbekannt, da kein Katalog die Vorgabe nennt."}
	HelpCursor  = Text{"The row under the cursor.", "Die Zeile unter dem Cursor."}
	HelpMarked  = Text{"The flag is marked.", "Das Flag ist markiert."}
	HelpChanged = Text{"Somebody else has just changed the flag.", "Jemand anders hat das Flag eben geändert."}
	HelpLive    = Text{"Before a flag: saved, and the app is being asked; the app serves another value; the app could not be asked.",
		"Vor einem Flag: gespeichert, die App wird gefragt; die App liefert einen anderen Wert; die App war nicht zu fragen."}
	HelpOwn        = Text{"Matrix: an override of the scope itself, on; off.", "Matrix: eigener Override des Bereichs, an; aus."}
	HelpInherited  = Text{"Matrix: on, inherited.", "Matrix: an, geerbt."}
	HelpRollout    = Text{"Matrix: on by a rollout or an exemption.", "Matrix: an durch Rollout oder Ausnahme."}
	HelpUnknown    = Text{"Matrix: depends on who asks; unknown.", "Matrix: hängt davon ab, wer fragt; unbekannt."}
	HelpNotAllowed = Text{"Matrix: not allowed at this scope; an override is there although it is not allowed.",
		"Matrix: in diesem Bereich nicht erlaubt; ein Override ist da, obwohl nicht erlaubt."}
	HelpProtected = Text{"After the context's name: it is protected, and asks for its name before a change.",
		"Nach dem Namen des Kontexts: er ist geschützt und fragt vor einer Änderung nach seinem Namen."}
)
