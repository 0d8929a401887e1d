package words

// What several screens say.
var (
	Flag = Noun{"flag", "flags", "Flag", "Flags"}

	And    = Text{" and ", " und "}
	Or     = Text{" or ", " oder "}
	System = Text{"System", "System"} // as a title

	MoreLines = Text{"%s shows %s", "%s zeigt %s"} // a key, a number of lines
	MoreLine  = Noun{"more line", "more lines", "weitere Zeile", "weitere Zeilen"}
)

// Effective values of a flag.
var (
	StateEnabled  = Text{"Enabled", "Aktiv"}
	StateDisabled = Text{"Disabled", "Inaktiv"}
	StateDepends  = Text{"Depends", "Bedingt"}
	StateUnknown  = Text{"Unknown", "Unbekannt"}
)

// Where a flag's effective value comes from.
var (
	SourceOverride       = Text{"Override active", "Override aktiv"}
	SourceSystem         = Text{"System decides", "System bestimmt"} // though there is an override
	SourceNone           = Text{"Not set", "Nicht gesetzt"}
	SourceFromSystem     = Text{"Following system", "Erbt vom System"}
	SourceFromDefault    = Text{"Following default", "Erbt die Vorgabe"}
	SourceExemption      = Text{"exemption", "Ausnahme"}
	SourceExempt         = Text{"exempt", "befreit"}
	SourceNoRollout      = Text{"no rollout", "kein Rollout"}
	SourceNoRolloutBrief = Text{"none", "keiner"} // brief
	SourceUnsure         = Text{"rollout unknown", "Rollout unklar"}
	SourceUnsureBrief    = Text{"unknown", "unklar"}
)
