package layout

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"strings"
)

// WriterName is the person as the app's own columns name it.
func WriterName(set feature.ChangeSet) string {
	return engine.Truncate(WriterPrefix+set.Actor, feature.MaxActor)
}

// WriterPrefix tells flagtui's writes from the app's own.
const WriterPrefix = "flagtui:"

// ActorAt is the actor as history names it, with where the person came from.
func ActorAt(set feature.ChangeSet) string {
	if set.Client == "" {
		return set.Actor
	}
	return set.Actor + ActorFrom + set.Client
}

// ActorFrom stands between an actor and where the actor came from.
const ActorFrom = " from "

// StorableActor is an actor's name as it is stored. One that itself says from where
// would pass for another actor who came from there: a space that does not
// break looks the same, and is not taken for it.
func StorableActor(actor string) string {
	return strings.ReplaceAll(engine.Storable(actor), " from", "\u00a0from")
}
