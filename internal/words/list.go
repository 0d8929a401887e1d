package words

// The list of flags.
var (
	ListAllFeatures = Text{"All features", "Alle Features"}
	ListSystem      = Text{"System (all %s)", "System (alle %s)"}
)
