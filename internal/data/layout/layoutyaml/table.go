package layoutyaml

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// The keys of a layout, in the order of messages.
var (
	libraryWords = []string{"flipper", "fun_with_flags", "waffle"}
	tableWords   = []string{"table", "name", "enabled", "on", "off", "scope", "where", "insert", "update", "definitions", "by", "combine", "aside", "live", "without", "tenants"}
)

// readLayout reads the value of `layout:`.
func (r *layoutReader) readLayout(node *yaml.Node) {
	switch {
	case node.Kind == yaml.ScalarNode && slices.Contains(libraryWords, node.Value):
		r.fail("", "it must be a map", fmt.Sprintf("write layout: {%s: {}}", node.Value))
	case node.Kind != yaml.MappingNode || len(node.Content) == 0:
		r.fail("", "it must be a map", "write layout: {table: …, name: …}, or one of "+strings.Join(libraryWords, ", "))
	case slices.Contains(libraryWords, node.Content[0].Value):
		r.readLibrary(node)
	default:
		r.readTable(node)
	}
}

// readLibrary reads the layout of a library.
func (r *layoutReader) readLibrary(node *yaml.Node) {
	if len(node.Content) > 2 {
		r.config.Lines[node.Content[2].Value] = node.Content[2].Line
		r.fail(node.Content[2].Value, "it cannot stand beside "+node.Content[0].Value, "make a context for each of the two")
		return
	}
	// section reads the map below the library's name, which may be empty.
	section := func(order []string, read fields) func(string, *yaml.Node) {
		return func(path string, node *yaml.Node) {
			if node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
				return
			}
			r.readMap(path, node, order, read)
		}
	}
	flipper, funWithFlags, waffle := &layout.FlipperConfig{}, &layout.FunWithFlagsConfig{}, &layout.WaffleConfig{}
	r.readMap("", node, libraryWords, fields{
		"flipper": section([]string{"prefix", "tenant", "live"}, fields{
			"prefix": func(path string, node *yaml.Node) {
				if node.Kind != yaml.ScalarNode {
					r.fail(path, "it must be a text", "write the start of the tables' names")
				}
				flipper.Prefix = node.Value
			},
			"tenant": r.tenant(&flipper.Tenant, "Account;{id}"),
			"live":   r.live(&flipper.Live),
		}),
		"fun_with_flags": section([]string{"table", "tenant", "live"}, fields{
			"table":  r.table(&funWithFlags.Table),
			"tenant": r.tenant(&funWithFlags.Tenant, "account:{id}"),
			"live":   r.live(&funWithFlags.Live),
		}),
		"waffle": section([]string{"table", "live"}, fields{
			"table": r.table(&waffle.Table),
			"live":  r.live(&waffle.Live),
		}),
	})
	switch node.Content[0].Value {
	case "flipper":
		r.config.Flipper = flipper
	case "fun_with_flags":
		r.config.FunWithFlags = funWithFlags
	case "waffle":
		r.config.Waffle = waffle
	}
}

// tenant returns a reader of a tenant's actor, a text with {id}.
func (r *layoutReader) tenant(to *string, example string) func(string, *yaml.Node) {
	return func(path string, node *yaml.Node) {
		if r.text(to)(path, node); r.err == nil && strings.Count(*to, "{id}") != 1 {
			r.fail(path, fmt.Sprintf("%q must contain {id} once", *to), fmt.Sprintf("write the actor of a tenant, as in %q", example))
		}
	}
}

// readTable reads the description of a table.
func (r *layoutReader) readTable(node *yaml.Node) {
	t := &layout.TableConfig{}
	r.config.Table = t
	by, combine, without := "", "", ""
	r.readMap("", node, tableWords, fields{
		"table":       r.table(&t.Table),
		"name":        r.text(&t.Name),
		"enabled":     r.text(&t.Enabled),
		"on":          r.text(&t.On),
		"off":         r.text(&t.Off),
		"scope":       func(path string, node *yaml.Node) { r.readScope(path, node, &t.Scope) },
		"where":       r.assignments(&t.Where),
		"insert":      r.assignments(&t.Insert),
		"update":      r.assignments(&t.Update),
		"definitions": func(path string, node *yaml.Node) { r.readDefinitions(path, node, &t.Definitions) },
		"by":          r.oneOf(&by, "id"),
		"combine":     r.oneOf(&combine, "override", "gate"),
		"aside":       r.columns(&t.Targeting),
		"live":        r.live(&t.Live),
		"without":     r.oneOf(&without, "off", "on", "default"),
		"tenants":     func(path string, node *yaml.Node) { r.readTenants(path, node, &t.Tenants) },
	})
	t.ByID, t.Gate = by == "id", combine == "gate"
	t.Without = map[string]feature.Setting{"off": feature.Off, "on": feature.On}[without]
	if t.Enabled != "" && t.On == "not null" {
		t.NotNull, t.On = true, ""
	}
	if r.err == nil {
		r.checkTable(t)
	}
}

// checkTable checks that the keys of a table agree with each other.
func (r *layoutReader) checkTable(t *layout.TableConfig) {
	columns := []string{t.Name, t.Enabled, t.Scope.Column, t.Scope.KindColumn, t.Scope.IDColumn}
	switch {
	case t.Table.Name == "":
		r.fail("table", "it is missing", "write the name of the table that holds the flags")
	case t.Name == "":
		r.fail("name", "it is missing", "write the column of the flag's name")
	case t.Live == feature.Live{}:
		r.fail("live", "it is missing", `write when a change takes effect, which only a person knows: now, restart, "within 5 minutes", or a sentence`)
	case t.Enabled == "" && (t.On != "" || t.Off != ""):
		r.fail(firstOf(t.On != "", "on", "off"), "there is no enabled: with the column of the value", "write enabled:, or leave on and off out: then a row by itself means on")
	case t.NotNull && t.Off != "":
		r.fail("off", "with `on: not null`, NULL means off", "leave off out")
	case !t.NotNull && (t.On == "") != (t.Off == ""):
		r.fail(firstOf(t.On == "", "on", "off"), "it is missing", "write on: and off: with the two texts of the column "+t.Enabled+", or neither")
	case t.On != "" && t.On == t.Off:
		r.fail("off", fmt.Sprintf("%q means both on and off", t.Off), "write the text that means off")
	case t.Definitions.Enabled != "" && !t.Scope.HasIDs():
		r.fail("definitions.enabled", "the table has no scope below the system, whose value the definitions hold already", "describe the table of the definitions itself: table: "+t.Definitions.Table.String())
	case t.ByID && t.Definitions.Table.Name == "":
		r.fail("by", "there are no definitions", "write definitions: {table: …, name: …}")
	case t.Definitions.Enabled != "" && t.Definitions.Table == t.Table:
		r.fail("definitions.enabled", "the definitions are in the table of the flags itself", "leave enabled: out here")
	case t.Gate && !t.Scope.HasIDs():
		r.fail("combine", "there is no scope below the system", "write scope: {tenant: COLUMN}, or leave combine out")
	case t.Gate && t.Definitions.Enabled == "" && t.Scope.OnlyBelow():
		r.fail("combine", "no row is the system's, so nothing can be off above", "write definitions: with enabled:, or leave combine out")
	case t.Tenants.Table.Name != "" && !t.Scope.HasIDs():
		r.fail("tenants", "there is no scope with an id", "write scope: {tenant: COLUMN}, or leave tenants out")
	default:
		for word, assignments := range map[string][]layout.Assignment{"where": t.Where, "insert": t.Insert, "update": t.Update} {
			for _, a := range assignments {
				if slices.Contains(columns, a.Column) {
					r.fail(word+"."+a.Column, "flagtui writes this column itself", "leave it out")
				}
			}
		}
		for _, a := range t.Where {
			if a.Value.Word != layout.Constant && a.Value.Word != layout.Null {
				r.fail("where."+a.Column, fmt.Sprintf("%s cannot be the value of an existing row", a.Value.Word), "write a constant or null")
			}
		}
	}
}

// firstOf returns a if yes is true, and b otherwise.
func firstOf(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
