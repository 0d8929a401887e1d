package words

// The history.
var (
	HistoryTitle      = Text{"History", "Verlauf"}
	HistoryEverything = Text{"everything", "alles"}
	HistoryOfScope    = Text{"what changed for this %s", "Änderungen hier (%s)"} // a kind of scope
	HistoryOfSystem   = Text{"what changed for the system", "Änderungen am System"}

	HistoryOnlyOwn     = Text{"Only what flagtui has changed can be undone: change the flag instead", "Nur Änderungen von flagtui lassen sich rückgängig machen: stattdessen das Flag ändern"}
	HistoryNoUndo      = Text{"flagtui keeps no history here: after flagtui init, it records changes that can be undone", "flagtui führt hier keinen Verlauf: nach flagtui init zeichnet es Änderungen auf, die sich rückgängig machen lassen"}
	HistoryNoUndoTrail = Text{"Changes in the app's own audit trail cannot be undone; after flagtui init, flagtui records changes that can", "Änderungen aus dem Protokoll der App lassen sich nicht rückgängig machen; nach flagtui init zeichnet flagtui solche auf, bei denen das geht"}

	HistoryNotKept      = Text{"flagtui keeps no history here: `flagtui init` makes it.", "flagtui führt hier keinen Verlauf: `flagtui init` legt ihn an."}
	HistoryFromTrail    = Text{"From the app's own audit trail: `flagtui init` would record more.", "Aus dem Protokoll der App: mit `flagtui init` würde mehr aufgezeichnet."}
	HistoryMixed        = Text{"Changes of another context's table may be among these: `flagtui init` adds the column that tells them apart.", "Darunter können Änderungen der Tabelle eines anderen Kontexts sein: `flagtui init` ergänzt die Spalte, die sie unterscheidet."}
	HistoryUnnamed      = Text{"%s of the app's audit trail left out, which do not say which override was changed.", "Ausgelassen: %s im Protokoll der App ohne Angabe, welcher Override geändert wurde."}
	HistoryRecord       = Noun{"record", "records", "Eintrag", "Einträge"}
	HistorySearchedBack = Text{"the app's records of removed overrides from before %s UTC are not searched", "Einträge der App über entfernte Overrides von vor %s UTC sind nicht durchsucht"}
	HistorySearchFrom   = Text{"%s; `flagtui history --since DATE` searches from DATE on.", "%s; `flagtui history --since DATUM` sucht ab DATUM."} // HistorySearchedBack

	HistoryNone         = Text{"No changes are recorded yet.", "Noch keine Änderungen aufgezeichnet."}
	HistoryNoneSince    = Text{"Nothing was changed in the last %s.", "Keine Änderung in den letzten %s."} // HistoryDay, HistoryWeek or HistoryMonth
	HistoryNoMatchSince = Text{"No match since %s; %s searches further back.", "Kein Treffer seit %s; %s sucht weiter zurück."}

	HistoryDay   = Text{"24h", "24h"}
	HistoryWeek  = Text{"7d", "7d"}
	HistoryMonth = Text{"30d", "30d"}
	HistoryAll   = Text{"all", "alle"}
)

// The rows and the foot of the history.
var (
	HistoryUndo           = Text{"undo", "Undo"}
	HistoryMore           = Text{"%s %d more", "%s %d weitere"} // an ellipsis, a number of changes
	HistoryByApp          = Text{"app", "App"}
	HistoryByOutsideBrief = Text{"out", "auß"}
	HistoryEffectNone     = Text{"none", "keine"}
	HistoryUndoneBy       = Text{"undone by %s", "zurückgenommen von %s"}
	HistoryReason         = Text{"reason: %s", "Grund: %s"}
)

// One change-set.
var (
	ChangeSetTitle       = Text{"Change-set", "Änderungssatz"}
	ChangeSetUndone      = Text{"This change-set is undone already: undo change-set %s to redo it", "Dieser Änderungssatz ist schon zurückgenommen: den Änderungssatz %s rückgängig machen stellt ihn wieder her"}
	ChangeSetWhen        = Text{"When", "Wann"}
	ChangeSetWho         = Text{"Who", "Wer"}
	ChangeSetSource      = Text{"Source", "Quelle"}
	ChangeSetByApp       = Text{"the app", "die App"}
	ChangeSetUndoes      = Text{"Undoes", "Undo zu"}
	ChangeSetOf          = Text{"change-set %s", "Änderungssatz %s"}
	ChangeSetAlso        = Text{"Also", "Auch"}
	ChangeSetUndoneLabel = Text{"Undone", "Undo"}
	// An actor, a time, the change-set of the undo.
	ChangeSetUndoneBy    = Text{"by %s, %s (change-set %s)", "durch %s, %s (Änderungssatz %s)"}
	ChangeSetMadeAgain   = Text{"and made again by %s, %s (change-set %s)", "und wiederhergestellt durch %s, %s (Änderungssatz %s)"}
	ChangeSetUndoneAgain = Text{"and undone again by %s, %s (change-set %s)", "und wieder zurückgenommen durch %s, %s (Änderungssatz %s)"}
)

// The comparison of two scopes.
var (
	DiffTitle  = Text{"Compare", "Vergleich"}
	DiffNone   = Text{"Every flag has the same effective value in both.", "Jedes Flag hat in beiden denselben Wert."}
	DiffCopy   = Text{"copy %s from %s to %s", "%s von %s nach %s kopieren"} // a number of flags, two scopes
	Difference = Noun{"difference", "differences", "Unterschied", "Unterschiede"}
)
