package data

import (
	"testing"
	"time"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// The most round trips to a database after the handshake, because a user waits for each
// one.
const (
	tripsToFirstScreen = 4 // open, definitions and the system's overrides
	tripsToTenant      = 1
	tripsToChange      = 3 // including the journal
)

// A user waits for few round trips to a distant database. The proxy counts a round trip
// for everything that a client sends before an answer, without the handshake. The delay
// separates the round trips.
func TestAFarDatabase(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.AuditTable))
	p.own(definitionTable)
	p.own(journalTable)
	p.exec(`INSERT INTO flagtui_definition (name) VALUES ('a.b'), ('c.d')`)
	p.tenant("acme", "Acme")
	p.override("system", "", "a.b", true)
	p.override("tenant", "acme", "c.d", true)
	x := p.throughProxy()
	x.Delay(100 * time.Millisecond)
	ctx := t.Context()
	count := func(do func()) int64 {
		before := x.Trips()
		do()
		return x.Trips() - before
	}

	var s Store
	first := count(func() {
		s = p.open()
		defs, err := s.Definitions(ctx)
		if err != nil || len(defs) != 2 {
			t.Fatal(defs, err)
		}
		stored, err := s.Stored(ctx, feature.SystemScope())
		if err != nil || len(stored) != 1 {
			t.Fatal(stored, err)
		}
	})
	tenant := count(func() {
		if stored, err := s.Stored(ctx, feature.TenantScope("acme")); err != nil || len(stored) != 1 {
			t.Fatal(stored, err)
		}
	})
	change := count(func() {
		if _, err := s.Apply(ctx, set(feature.TenantScope("acme"), "a.b", feature.Inherit, feature.On)); err != nil {
			t.Fatal(err)
		}
	})
	for _, c := range []struct {
		what      string
		took, may int64
	}{{"the first screen", first, tripsToFirstScreen}, {"a tenant's screen", tenant, tripsToTenant}, {"a change", change, tripsToChange}} {
		if c.took < 1 || c.took > c.may {
			t.Errorf("%s takes %d round trips, and may take %d", c.what, c.took, c.may)
		}
	}
}
