package words

// What several screens say.
var (
	Flag     = Noun{"flag", "flags", "Flag", "Flags"}
	Override = Noun{"override", "overrides", "Override", "Overrides"}

	AndMore = Text{"%s and %d more", "%s und %d weitere"} // names
	Reading = Text{"Reading", "Lädt"}
	OddRow  = Text{"odd row", "auffällige Zeile"}
	And     = Text{" and ", " und "}
	Or      = Text{" or ", " oder "}
	System  = Text{"System", "System"} // as a title

	NotSet          = Text{"not set", "nicht gesetzt"}
	NotRegistered   = Text{"not registered", "nicht registriert"}
	Unknown         = Text{"unknown", "unbekannt"}
	NotFor          = Text{"not for %s", "nicht für %s"}        // kinds of scope
	DependsOn       = Text{"Depends on %s", "Bedingt durch %s"} // targeting
	ReadOnlyBecause = Text{"Read-only: %s", "Nur lesen: %s"}    // a reason
	Outside         = Text{"outside", "außerhalb"}
	OverrideSet     = Text{"override", "Override"}
	Since           = Text{"since %s", "seit %s"}                                              // a time
	RowIgnored      = Text{"its row, %s, does not decide", "die Zeile (%s) entscheidet nicht"} // a setting
	Searching       = Text{"Searching", "Sucht"}

	Yes = Text{"yes", "ja"}
	No  = Text{"no", "nein"}

	NoMatch        = Text{"No match", "Kein Treffer"}
	NoMatchShowAll = Text{"No match. %s shows all again.", "Kein Treffer. %s zeigt wieder alle."} // a key
	Marked         = Text{"%d marked", "%d markiert"}
	TheFlagsName   = Text{"the flag's name", "Name des Flags"}

	ChooseScopeFirst = Text{"Choose %s first: %s", "Zuerst einen Bereich wählen (%s): %s"} // kinds of scope, a key
	AScope           = Text{"a %s", "%s"}                                                  // a kind of scope there

	Change = Noun{"change", "changes", "Änderung", "Änderungen"}
	Scope  = Noun{"scope", "scopes", "Bereich", "Bereiche"}

	MoreLines = Text{"%s shows %s", "%s zeigt %s"} // a key, a number of lines
	MoreLine  = Noun{"more line", "more lines", "weitere Zeile", "weitere Zeilen"}
)

// Effective values of a flag.
var (
	StateEnabled  = Text{"Enabled", "Aktiv"}
	StateDisabled = Text{"Disabled", "Inaktiv"}
	StateDepends  = Text{"Depends", "Bedingt"}
	StateUnknown  = Text{"Unknown", "Unklar"}
)

// Where a flag's effective value comes from.
var (
	SourceOverride       = Text{"Override active", "Override aktiv"}
	SourceSystem         = Text{"System decides", "System bestimmt"} // though there is an override
	SourceNone           = Text{"Not set", "Ungesetzt"}
	SourceFromSystem     = Text{"Following system", "Erbt vom System"}
	SourceFromDefault    = Text{"Following default", "Erbt die Vorgabe"}
	SourceExemption      = Text{"exemption", "Ausnahme"}
	SourceExempt         = Text{"exempt", "befreit"}
	SourceNoRollout      = Text{"no rollout", "kein Rollout"}
	SourceNoRolloutBrief = Text{"none", "keiner"}
	SourceUnsure         = Text{"rollout unknown", "Rollout unklar"}
	SourceUnsureBrief    = Text{"unknown", "unklar"}
)

// Headings of columns.
var (
	HeadFlag        = Text{"FLAG", "FLAG"}
	HeadStatus      = Text{"STATUS", "STATUS"}
	HeadDefault     = Text{"DEFAULT", "VORGABE"}
	HeadScopes      = Text{"SCOPES", "BEREICHE"}
	HeadNote        = Text{"NOTE", "HINWEIS"}
	HeadChanged     = Text{"CHANGED", "GEÄNDERT"}
	HeadDescription = Text{"DESCRIPTION", "BESCHREIBUNG"}
	HeadKind        = Text{"KIND", "ART"}
	HeadName        = Text{"NAME", "NAME"}
	HeadOverrides   = Text{"OVERRIDES", "OVERRIDES"}
	HeadContext     = Text{"CONTEXT", "KONTEXT"}
	HeadDatabase    = Text{"DATABASE", "DATENBANK"}
	HeadMode        = Text{"MODE", "MODUS"}
	HeadReachable   = Text{"REACHABLE", "ERREICHBAR"}
	HeadWhen        = Text{"WHEN", "WANN"}
	HeadWho         = Text{"WHO", "WER"}
	HeadWhere       = Text{"WHERE", "WO"}
	HeadWhat        = Text{"WHAT", "WAS"}
	HeadEffectHere  = Text{"EFFECT HERE", "WIRKUNG HIER"}
	HeadHere        = Text{"HERE", "HIER"}
	HeadSource      = Text{"SOURCE", "QUELLE"}
	HeadBy          = Text{"BY", "VON"}
	HeadReason      = Text{"REASON", "GRUND"}
	HeadOpened      = Text{"OPENED", "GEÖFFNET"}
)
