package model

import (
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/data/limit"
	"flagtui/internal/feature"
)

// A user of one tenant sees the system's values. A change there is refused before a
// confirmation opens.
func TestALimitedUserAtTheSystem(t *testing.T) {
	path, raw := newSQLite(t, 2)
	inner, err := data.Open(t.Context(), data.Options{URL: path, Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { inner.Close() })
	own := feature.TenantScope("t000")
	store, err := limit.New(t.Context(), inner, []feature.Scope{own})
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, unwatched{store})
	for _, keys := range [][]string{{"space"}, {"V", "space"}} {
		d.drive(keys...)
		d.shows("you may not use system here, but tenant:t000 only")
		if len(d.timers) > 0 || len(d.m.layers) > 0 {
			t.Errorf("%q has opened a confirmation:\n%s", keys, d.screen())
		}
		d.drive("up")
	}
	row(t, raw, system, "alpha", feature.Inherit)

	other := open(t, unwatched{store}, func(o *Options) { o.Scope = feature.ScopeInfo{Scope: own} })
	other.propose()
	other.drive("y")
	row(t, raw, own, "alpha", feature.On)
}
