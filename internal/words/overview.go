package words

// The screen of what is enabled for any project or section.
var (
	OverviewTitle   = Text{" Enabled for a project or a section", " Aktiv für ein Projekt oder einen Kurs"}
	OverviewCount   = Text{"%d of %d", "%d von %d"}
	OverviewNothing = Text{"  Nothing is enabled anywhere.", "  Nirgends ist etwas aktiv."}

	OverviewFeature = Text{"FEATURE", "FEATURE"}
	OverviewTitled  = Text{"TITLE", "TITEL"}
	OverviewSince   = Text{"SINCE (UTC)", "SEIT (UTC)"}

	OverviewByFeature = Text{"by feature", "nach Feature"}
	OverviewByKind    = Text{"by kind", "nach Art"}
	OverviewByTitle   = Text{"by title", "nach Titel"}
	OverviewBySince   = Text{"by since", "nach Datum"}

	OverviewCanary     = Text{"canary", "Canary"}
	OverviewIfCanary   = Text{"if canary", "ggf. Canary"}
	OverviewSystemWide = Text{"system-wide", "systemweit"}

	OverviewRollout   = Text{"%s (%s rollout)", "%s (Rollout: %s)"}          // for whom, a scope
	OverviewExemption = Text{"%s (exemption of %s)", "%s (Ausnahme für %s)"} // what it does, a publisher
	OverviewState     = Text{"read-only here: feature_states", "hier nur lesbar: feature_states"}
	OverviewRowOnly   = Text{"row only, does not decide: %s", "nur Zeile, entscheidet nicht: %s"} // a title

	OverviewIsRollout = Text{"This is a rollout or an exemption, which only the app changes", "Das ist ein Rollout oder eine Ausnahme, die nur die App ändert"}
	OverviewIsCanary  = Text{"This is a canary feature: its rollout decides who sees it, not its row. To change the row, go to it",
		"Das ist ein Canary-Feature: sein Rollout entscheidet, nicht seine Zeile. Die Zeile lässt sich dort ändern"}
	OverviewIsState = Text{"This flag is for the whole system, in feature_states, which only the app changes", "Dieses Flag gilt für das ganze System, in feature_states, was nur die App ändert"}
)
