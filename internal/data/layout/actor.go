package layout

import (
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// WriterName returns the actor, and the client if there is one, as flagtui writes them
// into the app's own columns.
func WriterName(set feature.ChangeSet) string {
	return engine.Truncate(WriterPrefix+ActorAt(set), feature.MaxActor)
}

// WriterPrefix begins every actor that flagtui writes into the app's own columns.
const WriterPrefix = "flagtui:"

// ActorAt returns the actor as a history shows it. The client is added if the change-set
// has one.
func ActorAt(set feature.ChangeSet) string {
	if set.Client == "" {
		return set.Actor
	}
	return set.Actor + ActorFrom + set.Client
}

// ActorFrom separates an actor from the client.
const ActorFrom = " from "

// StorableActor returns an actor's name as the database stores it. The space in " from"
// becomes a no-break space, so that no part of the name looks like a client.
func StorableActor(actor string) string {
	return strings.ReplaceAll(engine.Storable(actor), " from", "\u00a0from")
}
