package layout

import (
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// WriterName returns the actor as flagtui writes it into the app's own columns.
func WriterName(set feature.ChangeSet) string {
	return engine.Truncate(WriterPrefix+set.Actor, feature.MaxActor)
}

// WriterPrefix marks flagtui's writes in the app's own columns.
const WriterPrefix = "flagtui:"

// ActorAt returns the actor as history names it, with the client.
func ActorAt(set feature.ChangeSet) string {
	if set.Client == "" {
		return set.Actor
	}
	return set.Actor + ActorFrom + set.Client
}

// ActorFrom stands between an actor and the client.
const ActorFrom = " from "

// StorableActor returns an actor's name as it is stored. A name that contains " from"
// would pass for another actor at a client, so its space becomes one that does not
// break.
func StorableActor(actor string) string {
	return strings.ReplaceAll(engine.Storable(actor), " from", "\u00a0from")
}
