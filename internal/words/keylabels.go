package words

// keyLabels are the help texts of keys, and the titles of the groups of keys. Some are the
// short forms for narrow terminals.
var keyLabels = []Text{
	{"Flags", "Flags"}, {"Details", "Details"}, {"Matrix", "Matrix"}, {"Doctor", "Doctor"}, {"Comparison", "Vergleich"},
	{"Enabled anywhere", "Irgendwo aktiv"}, {"Palette", "Palette"}, {"Scopes", "Bereiche"}, {"Contexts", "Kontexte"},
	{"Change", "Änderung"}, {"Undo, kill", "Rücknahme, Not-Aus"}, {"History", "Verlauf"}, {"Change-set", "Änderungssatz"},
	{"Lists", "Listen"}, {"Everywhere", "Überall"}, {"Search", "Suche"}, {"Help", "Hilfe"},

	{"up", "nach oben"}, {"down", "nach unten"}, {"page up", "Seite zurück"}, {"page down", "Seite vor"}, {"first", "Anfang"}, {"last", "Ende"},
	{"left", "links"}, {"right", "rechts"}, {"scroll", "blättern"}, {"page", "Seite"}, {"move", "bewegen"},

	{"change", "ändern"}, {"remove override", "Override entfernen"}, {"clear", "entfernen"}, {"details", "Details"}, {"open", "öffnen"},
	{"system view", "zum System"}, {"context", "Kontext"}, {"history", "Verlauf"}, {"undo", "rückgängig"},
	{"search", "suchen"}, {"find", "suchen"}, {"next filter", "nächster Filter"}, {"sort", "sortieren"}, {"tree", "Baum"},
	{"refresh", "neu laden"}, {"help", "Hilfe"}, {"back", "zurück"}, {"quit", "beenden"}, {"dismiss", "wegnehmen"},
	{"keep", "behalten"}, {"done", "fertig"},

	{"show all flags", "alle Flags zeigen"}, {"show flags that are on", "Flags zeigen, die an sind"}, {"show flags that are off", "Flags zeigen, die aus sind"},
	{"show flags that are overridden here", "Flags mit Override hier zeigen"}, {"show flags that nobody has overridden", "Flags ohne jeden Override zeigen"},
	{"show flags that are not registered", "nicht registrierte Flags zeigen"}, {"show flags that are not live", "Flags zeigen, die nicht live sind"},
	{"open the module", "Modul öffnen"}, {"fold the module", "Modul schließen"}, {"make this session read-only", "nur noch lesen"}, {"open read-only", "nur lesen"}, {"read-only", "nur lesen"},

	{"ask the app", "App fragen"}, {"doctor", "Doctor"}, {"mark", "markieren"}, {"mark all shown", "alle markieren"}, {"all", "alle"},
	{"matrix", "Matrix"}, {"compare", "vergleichen"}, {"enabled anywhere", "irgendwo aktiv"}, {"palette", "Palette"},
	{"copy the name", "Namen kopieren"}, {"copy name", "Name kopieren"}, {"copy the change", "Änderung kopieren"}, {"copy the fix", "Abhilfe kopieren"}, {"copy", "kopieren"},
	{"preview", "Vorschau"}, {"go there", "dorthin"}, {"go", "hin"}, {"scope", "Bereich"},

	{"only rows that differ", "nur Unterschiede"}, {"differing", "Unterschiede"}, {"copy to the left", "nach links kopieren"}, {"copy to the right", "nach rechts kopieren"},
	{"open a section", "Abschnitt öffnen"}, {"close a section", "Abschnitt schließen"}, {"next section", "nächster Abschnitt"}, {"section", "Abschnitt"},
	{"choose", "wählen"}, {"complete", "ergänzen"}, {"yes", "ja"}, {"reason", "Grund"}, {"recent reasons", "letzte Gründe"}, {"recent", "letzte"},
	{"apply", "anwenden"}, {"kill switch: off for everyone", "Not-Aus: aus für alle"}, {"off for everyone", "aus für alle"}, {"kill", "Not-Aus"}, {"cancel", "abbrechen"},
	{"fix the marked", "Markiertes beheben"}, {"fix", "beheben"}, {"all, this flag, this scope", "alles, dieses Flag, dieser Bereich"}, {"of what", "wovon"},
	{"write CSV", "CSV schreiben"}, {"CSV", "CSV"}, {"the last 24 hours", "letzte 24 Stunden"}, {"the last 7 days", "letzte 7 Tage"}, {"the last 30 days", "letzte 30 Tage"}, {"from the beginning", "von Anfang an"},
	{"suspend", "anhalten"}, {"draw again", "neu zeichnen"}, {"open the flag", "Flag öffnen"}, {"press this key", "Taste drücken"}, {"press", "drücken"},
	{"other matches", "andere Treffer"}, {"others", "andere"}, {"stay here", "hier bleiben"}, {"stay", "bleiben"},
}
