package model

import (
	"context"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

func (s torus) Enabled(context.Context) ([]feature.TitledOverride, error) {
	if err := s.enter("Enabled"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var placed []feature.TitledOverride
	for _, info := range s.tenants {
		for _, def := range s.defs {
			if s.rows[info.Scope][def.Name].Enabled {
				placed = append(placed, feature.TitledOverride{Override: feature.Override{Scope: info.Scope, Name: def.Name, Enabled: true, CreatedAt: time.Unix(1e9, 0)}, Title: info.Name, Slug: info.Slug, Status: info.Status})
			}
		}
	}
	return placed, nil
}

func (s torus) FeatureStates(context.Context) ([]feature.FeatureState, error) {
	return []feature.FeatureState{{Label: "adaptivity", State: "enabled"}}, s.enter("FeatureStates")
}

func TestOverview(t *testing.T) {
	s := newTorus()
	s.set(autumn, "canvas", feature.On)
	s.set(chemistry, "mcp", feature.On)
	d := open(t, s, func(o *Options) { o.Scope = feature.ScopeInfo{} })
	d.drive("e")
	d.shows("Enabled for a project or a section", "adaptivity system-wide", "canvas project Chemistry", "canvas section Autumn", "mcp project Chemistry")
	d.click(d.at("Autumn"))
	d.drive("enter")
	d.shows("Section 7 · Autumn")
	d.cursor("canvas")
	d.drive("esc")
	d.shows("Enabled for a project or a section")
	if line := d.line("Autumn"); !strings.HasPrefix(line, "> canvas") {
		t.Errorf("the cursor is not where it was:\n%s", d.screen())
	}

	d.propose()
	d.shows("Change canvas", "Section 7 · Autumn", "(*) off")
	d.drive("y")
	s.wantWrites(t, "section:7 canvas on>off")
	d.shows(`"canvas" at section:7`, "Enabled for a project or a section")
	d.hides("Autumn")

	s.failing(errDown, "FeatureStates")
	d.signal(true, data.Polling)
	d.shows("cannot reach the database", "canvas project Chemistry")
	s.failing(errDown, "Enabled")
	d.drive("esc", "esc", "e")
	d.shows("cannot reach the database")
	s.working()
	d.signal(true, data.Polling)
	d.shows("mcp project Chemistry")
	d.hides("cannot reach")
	d.drive("g", "space", "enter")
	d.shows("This flag is for the whole system, in feature_states", "Enabled for a project or a section")
	d.drive("y")
	d.copies("adaptivity")
}
