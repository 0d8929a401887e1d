package words

// The screen of flags by scopes.
var (
	MatrixTitle    = Text{" Matrix", " Matrix"}
	MatrixDiffer   = Text{"%d of %s differ", "%d von %s verschieden"} // a number of flags
	MatrixNoFlags  = Text{"  No flags to show.", "  Keine Flags zu zeigen."}
	MatrixSame     = Text{"  No flag differs between them. %s shows all.", "  Kein Flag unterscheidet sich. %s zeigt alle."}
	MatrixNoScopes = Text{"  No %s known.", "  Keine %s bekannt."} // kinds of scope

	// A flag's value at a scope.
	MatrixDecision    = Text{"%s, %s", "%s, %s"} // what decides it
	MatrixMisplaced   = Text{"%s, though its definition does not allow it here", "%s, obwohl seine Definition es hier nicht erlaubt"}
	MatrixSystemOver  = Text{"%s, from the system, which decides over the override", "%s, vom System, das den Override übergeht"}
	MatrixOverride    = Text{"%s, override", "%s, Override"}
	MatrixNotAllowed  = Text{"its definition does not allow it here", "seine Definition erlaubt es hier nicht"}
	MatrixNoCatalogue = Text{"%s, no catalogue is known", "%s, kein Katalog bekannt"}
	MatrixNotSet      = Text{"%s, not set", "%s, nicht gesetzt"}
	MatrixDefault     = Text{"%s, default", "%s, Vorgabe"}
	MatrixFromSystem  = Text{"%s, from the system", "%s, vom System"}

	// The legend: a mark, and what it means.
	MatrixMarkOn         = Text{"%s on", "%s an"}
	MatrixMarkRollout    = Text{"%s on by a rollout", "%s an durch Rollout"}
	MatrixMarkNotAllowed = Text{"%s not allowed here", "%s hier nicht erlaubt"}
	MatrixMarkOwnOn      = Text{"%s override, on", "%s Override, an"}
	MatrixMarkOwnOff     = Text{"%s override, off", "%s Override, aus"}
	MatrixMarkInherited  = Text{"%s inherited, on", "%s geerbt, an"}
	MatrixMarkDepends    = Text{"%s depends", "%s bedingt"}
	MatrixMarkBlank      = Text{"  blank: off", "  leer: aus"}
)
