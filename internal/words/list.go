package words

// The list of flags.
var (
	ListAllFeatures = Text{"All features", "Alle Features"}
	ListSystem      = Text{"System (all %s)", "System (alle %s)"} // kinds of scope

	ListNoCatalogueScopes = Text{"No catalogue of flags: %s chooses %s whose rows to show. To see all flags, %s.",
		"Kein Katalog: %s wählt den Bereich (%s), dessen Zeilen gezeigt werden. Um alle Flags zu sehen, %s."} // a key, kinds of scope, CatalogueHint
	ListNoCatalogue  = Text{"No catalogue of flags: only rows with an override are shown. To see all, %s.", "Kein Katalog: Nur Zeilen mit einem Override werden gezeigt. Um alle zu sehen, %s."}
	ListEveryFeature = Text{"Viewing every feature that is defined. %s chooses %s to see it for.", "Alle definierten Features. %s wählt den Bereich (%s), für den sie gezeigt werden."}
	ListTheScope     = Text{"the %s", "%s"} // a kind of scope in the texts above
	ListFeaturesOf   = Text{`Viewing the features of %s "%s". It inherits nothing: what is not set is off.`, `Die Features von %s "%s". Hier wird nichts geerbt: Was nicht gesetzt ist, ist aus.`}
	ListTakesEffect  = Text{"A saved change takes effect %s.", "Eine gespeicherte Änderung wirkt %s."}

	ListNoFlags          = Text{"No feature flags registered", "Keine Feature-Flags registriert"}
	ListOnlyUnregistered = Text{"No feature flags registered, but flags that are not registered have overrides: %s shows them.", "Keine Feature-Flags registriert, aber nicht registrierte Flags haben Overrides: %s zeigt sie."}
	ListAllLive          = Text{"No flag is marked not live any more. %s shows all again.", "Kein Flag ist mehr als nicht live markiert. %s zeigt wieder alle."}

	ListNoOverride = Text{"No override set for this flag", "Dieses Flag hat hier keinen Override"}
	ListIsModule   = Text{"%q is a module: %s opens it, %s marks its flags", "%q ist ein Modul: %s öffnet es, %s markiert seine Flags"}
)

// The rows of the list.
var (
	ListNotRegistered = Text{"not registered", "unregistriert"}
	ListOrphaned      = Text{"orphaned", "verwaist"}
	ListOddRow        = Text{"odd row", "auffällig"}
	ListLocked        = Text{"locked: %s", "gesperrt: %s"}
	ListSystemHas     = Text{"System: ", "System: "} // a value follows
	ListCountOn       = Text{" on", " an"}           // after a number of scopes
	ListCountOff      = Text{" off", " aus"}

	ListModuleOn         = Text{"%d of %d on", "%d von %d an"}
	ListModuleOverridden = Text{"%d overridden", "Overrides: %d"}
)

// The foot and the order of the list.
var (
	ListQueryHint = Text{"words  !word  /regex/  is:on  by:alice  since:7d", "Wörter  !Wort  /Regex/  is:on  by:alice  since:7d"}
	ListFound     = Text{"%d/%d of %d", "%d/%d von %d"}
	ListSimilar   = Text{"%d/%d of %d similar", "%d/%d von %d ähnlich"}
	ListInModules = Text{"%d in %s", "%d in %s"} // flags, modules
	InModules     = Noun{"module", "modules", "Modul", "Modulen"}

	ListSortName      = Text{"sort name %s", "nach Name %s"} // an arrow
	ListSortChanged   = Text{"sort changed %s", "nach Änderung %s"}
	ListSortOverrides = Text{"sort overrides %s", "nach Overrides %s"}

	QueryRegexp = Text{"not a regular expression: %s", "kein regulärer Ausdruck: %s"}
	QueryIs     = Text{"is: takes on, off, depends, override, differs, never, notlive or unregistered", "is: nimmt on, off, depends, override, differs, never, notlive oder unregistered"}
	QuerySince  = Text{"since: takes 12h, 7d, 4w or a day such as 2026-10-01", "since: nimmt 12h, 7d, 4w oder einen Tag wie 2026-10-01"}
)

// The tabs above the list.
var (
	TabAll               = Text{"All", "Alle"}
	TabOn                = Text{"On", "An"}
	TabOff               = Text{"Off", "Aus"}
	TabOverridden        = Text{"Overridden", "Mit Override"}
	TabOverriddenBrief   = Text{"Override", "Override"}
	TabNever             = Text{"Never overridden", "Nie mit Override"}
	TabNeverBrief        = Text{"Never", "Nie"}
	TabUnregistered      = Text{"Not registered", "Nicht registriert"}
	TabUnregisteredBrief = Text{"Unreg.", "Unreg."}
	TabDiffers           = Text{"Differs from default", "Anders als Vorgabe"}
	TabDiffersBrief      = Text{"Differs", "Anders"}
	TabNotLive           = Text{"Not live", "Nicht live"}
	TabOthers            = Text{"%s %s-%s show others", "%s %s-%s zeigen andere"} // a tab, the first key, the last
)

// How to get a catalogue.
var (
	CatalogueHint     = Text{"give a catalogue with --flags FILE, or keep one here with `flagtui register FILE`", "mit --flags DATEI einen Katalog angeben oder ihn mit `flagtui register DATEI` hier ablegen"}
	CatalogueHintInit = Text{"give a catalogue with --flags FILE, or keep one here: `flagtui init` makes the table, and then `flagtui register FILE`", "mit --flags DATEI einen Katalog angeben oder ihn hier ablegen: `flagtui init` legt die Tabelle an, danach `flagtui register DATEI`"}
)
