package words

// The first lines and the last lines of every screen.
var (
	ModeReadOnly  = Text{"read-only", "nur lesen"}
	ModeProtected = Text{"protected", "geschützt"}
	ModeWritable  = Text{"writable", "schreibbar"}

	HeaderActorFrom  = Text{"%s from %s", "%s von %s"} // an actor, an address
	HeaderRowsHidden = Text{"rows may be hidden", "evtl. Zeilen verborgen"}

	HeaderRead         = Text{"read %s", "gelesen %s"} // a time
	HeaderOffline      = Text{"OFFLINE", "OFFLINE"}
	HeaderFull         = Text{"NO CONNECTION", "KEINE VERBINDUNG"}
	HeaderFullSince    = Text{"NO FREE CONNECTION since %s, retrying", "KEINE VERBINDUNG FREI seit %s, neuer Versuch"}
	HeaderOfflineSince = Text{"OFFLINE since %s, retrying", "OFFLINE seit %s, neuer Versuch"}
	HeaderStale        = Text{"STALE", "VERALTET"}
	HeaderNotAllRead   = Text{"STALE: not all was read", "VERALTET: nicht alles gelesen"}
	HeaderStaleRead    = Text{"STALE: read %s", "VERALTET: gelesen %s"}
)

// A terminal that is too small.
var (
	SmallNeeds = Text{"needs %dx%d", "braucht %dx%d"}
	SmallQuit  = Text{"%s quits", "%s beendet"} // a key
	SmallIs    = Text{"Too small: %dx%d, %s; %s", "Zu klein: %dx%d, %s; %s"}
	SmallBut   = Text{"Too small: %s; %s", "Zu klein: %s; %s"}
	Small      = Text{"Too small; %s", "Zu klein; %s"}
)

// The reason for a change, and its confirmation.
var (
	Reason        = Text{"Reason", "Grund"}
	Confirm       = Text{"Confirm", "Bestätigen"}
	ConfirmByName = Text{"type %s to apply: %s", "zum Anwenden %s tippen: %s"} // the context's name, the text field
)
