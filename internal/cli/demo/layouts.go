package demo

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// These statements move the content of demo.sql to the tables of other systems.
var (
	//go:embed customers.sql
	customers string
	//go:embed flipper.sql
	flipper string
	//go:embed waffle.sql
	waffle string
	//go:embed fun_with_flags.sql
	funWithFlags string
	//go:embed custom.sql
	custom string
)

// variants holds the statements of each layout that Create can make, by name.
var variants = map[string]string{"flipper": flipper, "waffle": waffle, "fun_with_flags": funWithFlags, "custom": custom}

// Layouts returns the names of the layouts that Create takes.
func Layouts() []string { return slices.Sorted(maps.Keys(variants)) }

// Layout returns the layout that opens a database of Create. It returns nil for the
// empty name, whose tables need no layout. Layout fails with feature.ErrUsage for an
// unknown name.
func Layout(name string) (*layout.Config, error) {
	switch name {
	case "":
		return nil, nil
	case "flipper":
		return &layout.Config{Flipper: &layout.FlipperConfig{Tenant: "Account;{id}"}}, nil
	case "waffle":
		return &layout.Config{Waffle: &layout.WaffleConfig{}}, nil
	case "fun_with_flags":
		return &layout.Config{FunWithFlags: &layout.FunWithFlagsConfig{Tenant: "account:{id}"}}, nil
	case "custom":
		return &layout.Config{Table: customTable()}, nil
	}
	return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("there is no demo of the layout %q", name), Hint: "it is one of " + strings.Join(Layouts(), ", ")}
}

// customTable describes the tables of custom.sql.
func customTable() *layout.TableConfig {
	live, _ := feature.ParseLive("within 5 minutes") // the constant is valid
	now, actor := layout.Value{Word: layout.Now}, layout.Value{Word: layout.Actor}
	written := []layout.Assignment{{Column: "updated_at", Value: now}, {Column: "updated_by", Value: actor}}
	return &layout.TableConfig{
		Table: layout.TableName{Name: "feature_flag"}, Name: "feature", Enabled: "enabled",
		Scope:       layout.ScopeConfig{Kind: "workspace", Column: "workspace_id"},
		Insert:      written,
		Update:      written,
		Definitions: layout.DefinitionsConfig{Table: layout.TableName{Name: "feature"}, Name: "slug", Description: "description"},
		Targeting:   []string{"rollout_percentage"},
		Live:        live,
		Without:     feature.Off,
		Tenants:     layout.TenantsConfig{Table: layout.TableName{Name: "workspace"}, ID: "id", Name: "display_name"},
	}
}
