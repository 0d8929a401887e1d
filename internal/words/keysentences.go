package words

// KeySentences explain the keys in the help, by the help texts of their bindings. If a
// text means different things on two screens, the key for one of them is the screen's
// title, a slash and the text.
var KeySentences = map[string]Text{
	"up":         {"Move the cursor up by one row.", "Den Cursor eine Zeile nach oben bewegen."},
	"down":       {"Move the cursor down by one row.", "Den Cursor eine Zeile nach unten bewegen."},
	"page up":    {"Move the cursor up by one page.", "Den Cursor eine Seite nach oben bewegen."},
	"page down":  {"Move the cursor down by one page.", "Den Cursor eine Seite nach unten bewegen."},
	"first":      {"Move the cursor to the first row.", "Den Cursor in die erste Zeile bewegen."},
	"last":       {"Move the cursor to the last row.", "Den Cursor in die letzte Zeile bewegen."},
	"refresh":    {"Read everything from the database again.", "Alles neu aus der Datenbank lesen."},
	"back":       {"Go back: dismiss an error, remove a filter, or close the screen.", "Zurück: einen Fehler wegnehmen, einen Filter entfernen oder den Bildschirm schließen."},
	"help":       {"List the keys of the screen, and then all others.", "Die Tasten dieses Bildschirms auflisten, dann alle anderen."},
	"palette":    {"Go to any view, flag, scope or context, or run an action, by typing part of its name.", "Zu einer Ansicht, einem Flag, Bereich oder Kontext gehen oder eine Aktion ausführen: einen Teil des Namens tippen."},
	"find":       {"Search the screen's list, as you type.", "Die Liste des Bildschirms während der Eingabe durchsuchen."},
	"quit":       {"Leave the screen; on the list of flags, leave the program.", "Den Bildschirm verlassen; in der Liste der Flags das Programm beenden."},
	"suspend":    {"Suspend flagtui; the shell's fg brings it back.", "flagtui anhalten; fg in der Shell holt es zurück."},
	"draw again": {"Draw the whole screen again.", "Den ganzen Bildschirm neu zeichnen."},

	"change":                                {"Change the flag: turn it on or off here by an override. Asks before it writes.", "Das Flag ändern: hier durch einen Override an- oder ausschalten. Fragt, bevor geschrieben wird."},
	"remove override":                       {"Remove the override here, so that the flag inherits again: from the system, or else the default. Asks first.", "Den Override hier entfernen, sodass das Flag wieder erbt: vom System oder sonst die Vorgabe. Fragt vorher."},
	"details":                               {"Show where the flag's value comes from, and which scopes override it.", "Zeigen, woher der Wert des Flags kommt und welche Bereiche ihn überschreiben."},
	"tenants":                               {"Choose another scope, and show its flags.", "Einen anderen Bereich wählen und seine Flags zeigen."},
	"Flags/search":                          {"Show only the flags that match: words, !word, /regex/, is:on, is:override, by:alice, since:7d.", "Nur passende Flags zeigen: Wörter, !Wort, /regex/, is:on, is:override, by:alice, since:7d."},
	"Enabled anywhere/search":               {"Show only what matches the words that are typed.", "Nur zeigen, was zu den getippten Wörtern passt."},
	"history":                               {"Show who changed what, when and why.", "Zeigen, wer wann was warum geändert hat."},
	"Flags/undo":                            {"Undo your last change. Shows what it puts back, and asks first.", "Die eigene letzte Änderung rückgängig machen. Zeigt, was zurückgesetzt wird, und fragt vorher."},
	"Details/undo":                          {"Undo the change under the cursor, or else your last one. Shows what it puts back, and asks first.", "Die Änderung unter dem Cursor, sonst die eigene letzte, rückgängig machen. Zeigt, was zurückgesetzt wird, und fragt vorher."},
	"Details/remove override":               {"Remove the override of the scope under the cursor, so that the flag inherits again. Asks first.", "Den Override des Bereichs unter dem Cursor entfernen, sodass das Flag wieder erbt. Fragt vorher."},
	"undo":                                  {"Undo this change. Shows what it puts back, and asks first.", "Diese Änderung rückgängig machen. Zeigt, was zurückgesetzt wird, und fragt vorher."},
	"show all flags":                        {"Show all flags.", "Alle Flags zeigen."},
	"show flags that are on":                {"Show only the flags that are on (enabled) here.", "Nur die Flags zeigen, die hier an sind (aktiv)."},
	"show flags that are off":               {"Show only the flags that are off (disabled) here.", "Nur die Flags zeigen, die hier aus sind (inaktiv)."},
	"show flags that are overridden here":   {"Show only the flags that have an override here.", "Nur die Flags zeigen, die hier einen Override haben."},
	"show flags that nobody has overridden": {"Show only the flags that nobody has ever overridden, anywhere.", "Nur die Flags zeigen, die nirgends je einen Override hatten."},
	"show flags that are not registered":    {"Show only the flags that have rows in the database but are not in the catalogue.", "Nur die Flags zeigen, die Zeilen in der Datenbank haben, aber nicht im Katalog stehen."},
	"show flags that are not live":          {"Show only the flags that the running app is not known to serve as they are stored.", "Nur die Flags zeigen, bei denen nicht bekannt ist, dass die laufende App den gespeicherten Wert liefert."},
	"next filter":                           {"Go on to the next of the filters above the list.", "Zum nächsten der Filter über der Liste gehen."},
	"sort":                                  {"Sort by last change, number of overrides or name: pressed again, in the other direction, and then by the next.", "Nach letzter Änderung, Zahl der Overrides oder Name sortieren: nochmals gedrückt in der anderen Richtung, dann nach dem Nächsten."},
	"tree":                                  {"Group the flags by module, the part of their names before the first dot, or list them all again.", "Die Flags nach Modulen gruppieren, dem Teil ihres Namens vor dem ersten Punkt, oder wieder alle auflisten."},
	"open the module":                       {"In the tree, show the flags of the module.", "Im Baum die Flags des Moduls zeigen."},
	"fold the module":                       {"In the tree, go from a flag to its module, and hide the flags of the module.", "Im Baum von einem Flag zu seinem Modul gehen und dessen Flags verbergen."},
	"mark":                                  {"Mark the flag, to change several at once, or remove the mark.", "Das Flag markieren, um mehrere auf einmal zu ändern, oder die Markierung entfernen."},
	"mark all shown":                        {"Mark all flags that are shown, or in the tree those of the module, or remove their marks.", "Alle gezeigten Flags markieren, im Baum die des Moduls, oder ihre Markierungen entfernen."},
	"matrix":                                {"Show flags by scopes in one table.", "Flags und Bereiche in einer Tabelle zeigen."},
	"compare":                               {"Compare this scope with another, and copy overrides between them.", "Diesen Bereich mit einem anderen vergleichen und Overrides zwischen ihnen kopieren."},
	"enabled anywhere":                      {"List what is on for any scope, and since when.", "Auflisten, was in irgendeinem Bereich an ist und seit wann."},
	"preview":                               {"Show or hide the preview of the flag beside the list.", "Die Vorschau des Flags neben der Liste zeigen oder verbergen."},
	"system view":                           {"Go to the flags of the whole system.", "Zu den Flags des ganzen Systems gehen."},
	"context":                               {"Switch to another configured database (context).", "Zu einer anderen konfigurierten Datenbank (Kontext) wechseln."},
	"copy the name":                         {"Copy the flag's name to the clipboard.", "Den Namen des Flags in die Zwischenablage kopieren."},
	"copy the change":                       {"Copy the change as Markdown, for a chat or an incident's record.", "Die Änderung als Markdown kopieren, für einen Chat oder das Protokoll eines Vorfalls."},

	"Details/go there":              {"Go to the scope under the cursor, and show its flags.", "Zum Bereich unter dem Cursor gehen und seine Flags zeigen."},
	"go there":                      {"Go to the flag and the scope under the cursor.", "Zum Flag und zum Bereich unter dem Cursor gehen."},
	"off for everyone":              {"The kill switch: turn the flag off for everyone, the system and every override. Asks first.", "Der Not-Aus: das Flag für alle ausschalten, im System und in jedem Override. Fragt vorher."},
	"scope":                         {"Move the cursor to the scope on the left or on the right.", "Den Cursor zum linken oder rechten Bereich bewegen."},
	"only rows that differ":         {"Show only the rows in which the scopes differ, or all again.", "Nur die Zeilen zeigen, in denen sich die Bereiche unterscheiden, oder wieder alle."},
	"tenants / projects / sections": {"List the kinds of scope, in turn.", "Die Arten von Bereichen nacheinander auflisten."},
	"copy to the right":             {"Copy the marked values, or the one under the cursor, to the scope on the right. Asks first.", "Die markierten Werte oder den unter dem Cursor in den rechten Bereich kopieren. Fragt vorher."},
	"copy to the left":              {"Copy the marked values, or the one under the cursor, to the scope on the left. Asks first.", "Die markierten Werte oder den unter dem Cursor in den linken Bereich kopieren. Fragt vorher."},

	"ask the app": {"Ask the running app what it serves, for every flag of this scope, and mark what differs from what is stored.", "Die laufende App fragen, was sie für jedes Flag dieses Bereichs liefert, und markieren, was vom Gespeicherten abweicht."},

	"doctor":          {"Check the database for rows and tables that are wrong, and offer to fix them.", "Die Datenbank auf falsche Zeilen und Tabellen prüfen und Abhilfe anbieten."},
	"next section":    {"Go to the next section: off, on, inheriting, recent changes, and then the first row.", "Zum nächsten Abschnitt gehen: aus, an, erbend, letzte Änderungen, dann zur ersten Zeile."},
	"open a section":  {"Open the section under the cursor, such as the scopes that inherit.", "Den Abschnitt unter dem Cursor öffnen, etwa die Bereiche, die erben."},
	"close a section": {"Close the section under the cursor.", "Den Abschnitt unter dem Cursor schließen."},
	"fix the marked":  {"Fix what is marked, or what is under the cursor. Shows what it writes, and asks first.", "Das Markierte oder das unter dem Cursor beheben. Zeigt, was geschrieben wird, und fragt vorher."},
	"copy the fix":    {"Copy the command or the SQL that fixes it to the clipboard.", "Den Befehl oder das SQL der Abhilfe in die Zwischenablage kopieren."},

	"open":                       {"Open the change-set: each of its rows, before and after, and its reason.", "Den Änderungssatz öffnen: jede seiner Zeilen, vorher und nachher, und sein Grund."},
	"open the flag":              {"Show the details of the flag under the cursor.", "Die Details des Flags unter dem Cursor zeigen."},
	"search":                     {"Show only the changes that match: flag, scope, who, reason.", "Nur passende Änderungen zeigen: Flag, Bereich, wer, Grund."},
	"all, this flag, this scope": {"Show the history of everything, of the flag, or of the scope.", "Den Verlauf von allem, des Flags oder des Bereichs zeigen."},
	"write CSV":                  {"Write what is shown to a CSV file, as for an auditor.", "Das Gezeigte in eine CSV-Datei schreiben, etwa für eine Prüfung."},
	"the last 24 hours":          {"Show the changes of the last 24 hours.", "Die Änderungen der letzten 24 Stunden zeigen."},
	"the last 7 days":            {"Show the changes of the last 7 days.", "Die Änderungen der letzten 7 Tage zeigen."},
	"the last 30 days":           {"Show the changes of the last 30 days.", "Die Änderungen der letzten 30 Tage zeigen."},
	"from the beginning":         {"Show every change that is recorded.", "Jede aufgezeichnete Änderung zeigen."},

	"Palette/choose":              {"Go there, or run the action.", "Dorthin gehen oder die Aktion ausführen."},
	"Contexts/open":               {"Open this context's database.", "Die Datenbank dieses Kontexts öffnen."},
	"open read-only":              {"Open this context's database read-only: its session refuses to write.", "Die Datenbank dieses Kontexts nur zum Lesen öffnen: ihre Sitzung verweigert das Schreiben."},
	"make this session read-only": {"Open the database again, read-only: its session refuses to write.", "Die Datenbank neu öffnen, nur zum Lesen: ihre Sitzung verweigert das Schreiben."},

	"Doctor/mark":           {"Mark the finding, to fix several at once, or remove the mark.", "Den Befund markieren, um mehrere auf einmal zu beheben, oder die Markierung entfernen."},
	"Doctor/mark all shown": {"Mark every finding that flagtui can fix, or remove all marks.", "Jeden Befund markieren, den flagtui beheben kann, oder alle Markierungen entfernen."},
	"Doctor/go there":       {"Go to the flag of the finding, where its override is.", "Zum Flag des Befunds gehen, dorthin, wo sein Override ist."},
	"Scopes/choose":         {"Show the flags of the scope under the cursor.", "Die Flags des Bereichs unter dem Cursor zeigen."},
	"choose":                {"Choose on, off or inherit.", "An, aus oder erben wählen."},
	"complete":              {"Complete the name under the cursor.", "Den Namen unter dem Cursor vervollständigen."},
	"apply":                 {"Write the change.", "Die Änderung schreiben."},
	"reason":                {"Type the reason, which the history keeps.", "Den Grund tippen, den der Verlauf behält."},
	"cancel":                {"Go back, and write nothing.", "Zurückgehen, ohne zu schreiben."},
}

// Keys that list scopes. The place is for the kinds of scope, as in "projects or sections".
var (
	KeyChooseScope = Text{"Choose one of the %s, and show its flags.", "Einen Bereich wählen (%s) und seine Flags zeigen."}
	KeyListKinds   = Text{"List the %s, in turn.", "Nacheinander auflisten: %s."}
	KeyThen        = Text{", then the ", ", dann "} // between kinds
)
