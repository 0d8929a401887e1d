package model

import (
	"testing"

	"flagtui/internal/feature"
)

// A locked flag is not changed, alone or among others. The reason is shown.
func TestALockedFlag(t *testing.T) {
	s := newMemory()
	s.rows[system]["beta"] = feature.Stored{Enabled: true, Locked: "its gate is unknown"}
	d := open(t, s)
	d.drive("j", "space")
	d.shows("its gate is unknown")
	d.drive("esc", "V", "space")
	d.shows("its gate is unknown")
	if len(d.timers) > 0 || len(d.m.layers) > 0 {
		t.Errorf("a confirmation has opened:\n%s", d.screen())
	}
}
