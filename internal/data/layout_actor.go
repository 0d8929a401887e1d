package data

import (
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"strings"
)

// writerName is the person as the app's own columns name it.
func writerName(set feature.ChangeSet) string {
	return engine.Truncate(writerPrefix+set.Actor, feature.MaxActor)
}

// writerPrefix tells flagtui's writes from the app's own.
const writerPrefix = "flagtui:"

// actorAt is the actor as history names it, with where the person came from.
func actorAt(set feature.ChangeSet) string {
	if set.Client == "" {
		return set.Actor
	}
	return set.Actor + actorFrom + set.Client
}

// actorFrom stands between an actor and where the actor came from.
const actorFrom = " from "

// storableActor is an actor's name as it is stored. One that itself says from where
// would pass for another actor who came from there: a space that does not
// break looks the same, and is not taken for it.
func storableActor(actor string) string {
	return strings.ReplaceAll(engine.Storable(actor), " from", "\u00a0from")
}
