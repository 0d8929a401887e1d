package data

import (
	"strings"
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// lockedRows is simple_module's layout, which does not understand the flag "strange" and
// has no off for one tenant.
type lockedRows struct{ layout.Layout }

func lock(each func(layout.OverrideRow)) func(layout.OverrideRow) {
	return func(row layout.OverrideRow) {
		if row.Name == "strange" {
			row.Locked = "unknown gate deny_actors"
		}
		each(row)
	}
}

// SelectDeciding implements layout.Layout.
func (l lockedRows) SelectDeciding(changes []feature.Change, end string, each func(layout.OverrideRow)) ([]engine.Statement, error) {
	return l.Layout.SelectDeciding(changes, end, lock(each))
}

// LockFlag implements layout.Layout.
func (l lockedRows) LockFlag(name string, each func(layout.OverrideRow)) engine.Statement {
	return l.Layout.LockFlag(name, lock(each))
}

// A flag that flagtui does not understand is never written, and a setting without a row
// is refused. Other flags of the same change-set stay as they are, too.
func TestLockedFlagsAreNeverWritten(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		p.override("system", "", "strange", true)
		p.override("system", "", "plain", true)
		s := p.open().(*sqlStore)
		s.layouts[0] = lockedRows{s.layouts[0]}
		before := p.everyColumn()
		both := set(feature.SystemScope(), "strange", feature.On, feature.Off)
		both.Changes = append(both.Changes, feature.Change{Scope: feature.SystemScope(), Name: "plain", Before: feature.On, After: feature.Off})
		_, err := s.Apply(t.Context(), both)
		wantProblem(t, err, feature.ErrRefused)
		if err == nil || !strings.Contains(err.Error(), `"strange"`) || !strings.Contains(err.Error(), "deny_actors") {
			t.Errorf("the reason is %v", err)
		}
		_, err = s.Kill(t.Context(), "strange", feature.ChangeSet{})
		wantProblem(t, err, feature.ErrRefused)
		s.info.Kinds[1].Settings = []feature.Setting{feature.On, feature.Inherit}
		_, err = s.Apply(t.Context(), set(feature.TenantScope("acme"), "plain", feature.Inherit, feature.Off))
		wantProblem(t, err, feature.ErrRefused)
		if after := p.everyColumn(); after != before {
			t.Errorf("the rows are\n%s\nwant\n%s", after, before)
		}
		if _, err := s.Apply(t.Context(), set(feature.SystemScope(), "plain", feature.On, feature.Off)); err != nil {
			t.Error(err)
		}
	})
}
