package words

// The list of scopes.
var (
	PickerTitle     = Text{"Switch scope", "Bereich wechseln"}
	PickerCompare   = Text{"Compare with", "Vergleichen mit"}
	PickerSearch    = Text{"Search", "Suche"}
	PickerNone      = Text{"No %s known. Type an id to switch to one.", "Keine %s bekannt. Eine ID tippen, um zu wechseln."}
	PickerUnknown   = Text{"unknown %s", "%s unbekannt"} // a kind of scope
	PickerUseID     = Text{`use the id "%s"`, `die ID "%s" nehmen`}
	PickerUseAnyway = Text{"%s Use it anyway?", "%s Trotzdem nehmen?"}
)

// The list of contexts.
var (
	ContextsTitle = Text{"Switch context", "Kontext wechseln"}
	ContextsOpen  = Text{"(open)", "(offen)"}
)
