package config

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// readLayout reads a config file. Its context a has this layout, which starts in line 4.
func readLayout(t *testing.T, text string) (*layout.Config, error) {
	t.Helper()
	text = "contexts:\n  a:\n    db: x\n    layout:\n      " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n      ") + "\n"
	file, err := Read(writeConfig(t, text))
	if err != nil {
		return nil, err
	}
	c, err := file.Context("a")
	return c.Layout, err
}

// A layout may have every word of the vocabulary.
func TestLayoutOfATable(t *testing.T) {
	got, err := readLayout(t, `
table: core.featureFlag
name: key
enabled: value
on: enabled
off: disabled
scope: {workspace: workspaceId}
where: {platform: youtube, deleted_at: null, kind: "null"}
insert: {id: uuid, assignedBy: $actor, why: $reason, updatedAt: now, word: "now"}
update:
  updatedAt: now
definitions: {table: Feature, name: slug, enabled: enabled, description: description}
by: id
combine: gate
aside: [rollout_percentage]
live: within 5 minutes
without: off
tenants: {table: workspace, id: id, name: displayName}`)
	if err != nil {
		t.Fatal(err)
	}
	live, _ := feature.ParseLive("within 5 minutes")
	text := func(text string) layout.Value { return layout.Value{Text: text} }
	word := func(word layout.ValueWord) layout.Value { return layout.Value{Word: word} }
	want := layout.TableConfig{Table: layout.TableName{Schema: "core", Name: "featureFlag"}, Name: "key", Enabled: "value", On: "enabled", Off: "disabled",
		Scope:       layout.ScopeConfig{Kind: "workspace", Column: "workspaceId"},
		Where:       []layout.Assignment{{Column: "platform", Value: text("youtube")}, {Column: "deleted_at", Value: word(layout.Null)}, {Column: "kind", Value: text("null")}},
		Insert:      []layout.Assignment{{Column: "id", Value: word(layout.UUID)}, {Column: "assignedBy", Value: word(layout.Actor)}, {Column: "why", Value: word(layout.Reason)}, {Column: "updatedAt", Value: word(layout.Now)}, {Column: "word", Value: text("now")}},
		Update:      []layout.Assignment{{Column: "updatedAt", Value: word(layout.Now)}},
		Definitions: layout.DefinitionsConfig{Table: layout.TableName{Name: "Feature"}, Name: "slug", Enabled: "enabled", Description: "description"},
		ByID:        true, Gate: true, Targeting: []string{"rollout_percentage"}, Live: live, Without: feature.Off,
		Tenants: layout.TenantsConfig{Table: layout.TableName{Name: "workspace"}, ID: "id", Name: "displayName"},
	}
	if !reflect.DeepEqual(*got.Table, want) {
		t.Errorf("%+v\nwant %+v", *got.Table, want)
	}
	for word, line := range map[string]int{"": 5, "table": 5, "scope": 10, "scope.workspace": 10, "insert.assignedBy": 12, "update.updatedAt": 14} {
		if got.Lines[word] != line {
			t.Errorf("%q is in line %d, want %d", word, got.Lines[word], line)
		}
	}
}

func TestShortLayouts(t *testing.T) {
	live, _ := feature.ParseLive("restart")
	for text, check := range map[string]func(*layout.Config) bool{
		`{table: flags, name: key, live: restart}`:                        func(c *layout.Config) bool { return c.Table.Enabled == "" && c.Live() == live },
		`{table: '"a.b"."c""d"', name: key, live: restart}`:               func(c *layout.Config) bool { return c.Table.Table == layout.TableName{Schema: "a.b", Name: `c"d`} },
		`{table: '"a.b"', name: key, live: restart}`:                      func(c *layout.Config) bool { return c.Table.Table == layout.TableName{Name: `a.b`} },
		`{table: f, name: key, enabled: at, on: not null, live: restart}`: func(c *layout.Config) bool { return c.Table.NotNull && c.Table.On == "" },
		`{table: f, name: key, live: restart, without: default}`:          func(c *layout.Config) bool { return c.Table.Without == feature.Inherit },
		`{table: f, name: key, live: restart, without: on, aside: pct}`:   func(c *layout.Config) bool { return c.Table.Without == feature.On && c.Table.Targeting[0] == "pct" },
		`{table: f, name: key, live: restart, scope: {column: t, id: i, system: system, none: ""}}`: func(c *layout.Config) bool {
			s := c.Table.Scope
			return s.KindColumn == "t" && s.IDColumn == "i" && s.System == "system" && s.None == layout.Value{}
		},
		`{table: f, name: key, live: restart, scope: {column: t, id: i}}`: func(c *layout.Config) bool { s := c.Table.Scope; return s.OnlyBelow() && s.None.Word == layout.Null },
		`{flipper: {prefix: "app_", tenant: "Account;{id}", live: restart}}`: func(c *layout.Config) bool {
			return *c.Flipper == layout.FlipperConfig{Prefix: "app_", Tenant: "Account;{id}", Live: live} && c.Live() == live
		},
		`{flipper: {}}`: func(c *layout.Config) bool { return *c.Flipper == layout.FlipperConfig{} },
		"flipper:":      func(c *layout.Config) bool { return c.Flipper != nil && c.Table == nil },
		`{fun_with_flags: {table: app.flags, tenant: "account:{id}", live: restart}}`: func(c *layout.Config) bool {
			return *c.FunWithFlags == layout.FunWithFlagsConfig{Table: layout.TableName{Schema: "app", Name: "flags"}, Tenant: "account:{id}", Live: live} && c.Live() == live
		},
		`{waffle: {live: restart}}`: func(c *layout.Config) bool { return c.Waffle.Live == live && c.Live() == live },
	} {
		if got, err := readLayout(t, text); err != nil || !check(got) {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
}

// Each error names the line and the word, and says what to write.
func TestLayoutsThatAreRefused(t *testing.T) {
	for text, want := range map[string][]string{
		"flipper":                             {"line 5: layout: it must be a map", "layout: {flipper: {}}"},
		"[a]":                                 {"line 5: layout: it must be a map", "layout: {table: …, name: …}"},
		"{}":                                  {"line 5: layout: it must be a map", "flipper"},
		"flipper: {tennant: a}":               {"line 5: layout: flipper.tennant: flagtui does not know this word", "tenant"},
		"flipper: {tenant: Account}":          {`line 5: layout: flipper.tenant: "Account" must contain {id} once`, "Account;{id}"},
		"flipper: {}\nwaffle: {}":             {"line 6: layout: waffle: it cannot stand beside flipper", "a context for each"},
		"flipper: {live: sometime}":           {`line 5: layout: flipper.live: "sometime" does not say when`, "restart"},
		"fun_with_flags: {table: a.b.c}":      {`line 5: layout: fun_with_flags.table: "a.b.c" is not the name of a table`, "schema.table"},
		"name: key\nlive: now":                {"layout: table: it is missing", "the table that holds the flags"},
		"table: f\nlive: now":                 {"layout: name: it is missing", "column"},
		"table: f\nname: key":                 {"layout: live: it is missing", "restart"},
		"table: f\nnmae: key\nlive: now":      {"line 6: layout: nmae: flagtui does not know this word", "name"},
		"table: f\nzzz: key":                  {"line 6: layout: zzz: flagtui does not know this word", "the words are table, name, enabled"},
		"table: f\ntable: g":                  {"line 6: layout: table: it is given twice", ""},
		"table: f\nname: [a]":                 {"line 6: layout: name: it must be a text", ""},
		"table: f\nname:":                     {"line 6: layout: name: it must be a text", ""},
		"table: f\nname: k\nlive: now\non: a": {"line 8: layout: on: there is no enabled: with", "enabled:"},
		"table: f\nname: k\nlive: now\nenabled: e\non: a":                 {"layout: off: it is missing", "the two texts of the column e"},
		"table: f\nname: k\nlive: now\nenabled: e\non: a\noff: a":         {`line 10: layout: off: "a" means both on and off`, ""},
		"table: f\nname: k\nlive: now\nenabled: e\non: not null\noff: a":  {"line 10: layout: off: with `on: not null`, NULL means off", "leave off out"},
		"table: f\nname: k\nlive: now\nby: name":                          {`line 8: layout: by: "name" is not allowed here`, "write id"},
		"table: f\nname: k\nlive: now\nby: id":                            {"line 8: layout: by: there are no definitions", "definitions:"},
		"table: f\nname: k\nlive: now\ncombine: gates":                    {`line 8: layout: combine: "gates" is not allowed here`, "override or gate"},
		"table: f\nname: k\nlive: now\ncombine: gate":                     {"line 8: layout: combine: there is no scope below the system", "scope:"},
		"table: f\nname: k\nlive: now\nwithout: maybe":                    {`line 8: layout: without: "maybe"`, "off or on or default"},
		"table: f\nname: k\nlive: now\nscope: {Tenant: t}":                {`line 8: layout: scope.Tenant: "Tenant" is not the name of a kind`, "lower-case"},
		"table: f\nname: k\nlive: now\nscope: {system: t}":                {`line 8: layout: scope.system: "system" is not the name of a kind`, ""},
		"table: f\nname: k\nlive: now\nscope:\n  a: b\n  c: d":            {"line 10: layout: scope.c: it is a second kind of scope", "where:"},
		"table: f\nname: k\nlive: now\nscope: {}":                         {"line 8: layout: scope: it is empty", "leave it out"},
		"table: f\nname: k\nlive: now\nscope: {column: t}":                {"line 8: layout: scope: the word id is missing", ""},
		"table: f\nname: k\nlive: now\nscope: {column: t, id: i, nil: x}": {"line 8: layout: scope.nil: flagtui does not know this word", "id"},
		"table: f\nname: k\nlive: now\nwhere: {a: now}":                   {"line 8: layout: where.a: now cannot be the value of an existing row", "a constant or null"},
		"table: f\nname: k\nlive: now\ninsert: {a: $author}":              {"line 8: layout: insert.a: flagtui does not know the word $author", "$actor"},
		"table: f\nname: k\nlive: now\ninsert: {a: [b]}":                  {"line 8: layout: insert.a: it must be one value", ""},
		"table: f\nname: k\nlive: now\nupdate: {k: b}":                    {"line 8: layout: update.k: flagtui writes this column itself", "leave it out"},
		"table: f\nname: k\nlive: now\nupdate: now":                       {"line 8: layout: update: it must be a map", "updated_at"},
		"table: f\nname: k\nlive: now\naside: {a: b}":                     {"line 8: layout: aside: it must be a list of columns", ""},
		"table: f\nname: k\nlive: now\ntenants: {table: t, id: i}":        {"line 8: layout: tenants: there is no scope with an id", "scope:"},
		"table: f\nname: k\nlive: now\ntenants: {table: t}":               {"line 8: layout: tenants: the word id is missing", ""},
		"table: f\nname: k\nlive: now\ndefinitions: {name: t}":            {"line 8: layout: definitions: the word table is missing", ""},
	} {
		_, err := readLayout(t, text)
		if err == nil {
			t.Errorf("%q is accepted", text)
			continue
		}
		if !errors.Is(err, feature.ErrUsage) || !strings.Contains(err.Error(), want[0]) || !strings.Contains(err.Error(), "config.yaml") || !strings.Contains(feature.Hint(err), want[1]) {
			t.Errorf("%q: %v (%s)\nwant %q", text, err, feature.Hint(err), want)
		}
	}
}
