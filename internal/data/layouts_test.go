package data

import (
	"errors"
	"strings"
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// layoutOfKinds is a layout with only a table and kinds of scope.
type layoutOfKinds struct {
	layout.Layout
	table string
	kinds []feature.Kind
}

func (l layoutOfKinds) Main() engine.Table { return engine.Table{Name: l.table} }

func (l layoutOfKinds) Kinds() (infos []feature.KindInfo) {
	for _, kind := range l.kinds {
		infos = append(infos, feature.KindInfo{Kind: kind})
	}
	return infos
}

// TestTwoLayoutsOfOneKind checks that a database with two tables for the same kind of
// scope is refused. The error names both tables. Layouts of different kinds can share a
// database.
func TestTwoLayoutsOfOneKind(t *testing.T) {
	system := layoutOfKinds{table: "my_flags", kinds: []feature.Kind{feature.System}}
	projects := layoutOfKinds{table: "states", kinds: []feature.Kind{feature.Project, feature.Section}}
	tenants := layoutOfKinds{table: "overrides", kinds: []feature.Kind{feature.System, feature.Tenant}}
	for _, others := range [][]layout.Layout{nil, {projects}} {
		if err := checkKinds(others, system); err != nil {
			t.Errorf("beside %v: %v", others, err)
		}
	}
	err := checkKinds([]layout.Layout{projects, tenants}, system)
	if !errors.Is(err, feature.ErrUsage) || feature.Hint(err) == "" || !strings.HasPrefix(err.Error(), "overrides and my_flags both hold overrides of the kind system") {
		t.Errorf("beside %v: %v (%s)", tenants, err, feature.Hint(err))
	}
}
