package layouttest

import (
	"strings"
	"testing"
)

// Two workspaces, and one that no row names at the start.
const (
	firstUUID  = "0b8f7a52-6d0e-4a53-9a6c-1f2a3b4c5d6e"
	secondUUID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
	thirdUUID  = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
)

// definitionsOf returns the rows of a table of definitions for the names of the suite.
func definitionsOf(table, columns, values string) string {
	var rows []string
	for i, name := range []string{"a.b", "A.B", "orders.new_ui", "100%", `it''s "so" \ ?`, "über.flag.日本", "untouched"} {
		rows = append(rows, "("+strings.NewReplacer("NAME", "'"+name+"'", "NUMBER", string(rune('1'+i))).Replace(values)+")")
	}
	return `INSERT INTO ` + table + ` (` + columns + `) VALUES ` + strings.Join(rows, ", ") + `;`
}

// One table without scopes: whitehall.
func TestPlainTable(t *testing.T) {
	Exercise(t, described(t, shape{name: "plain table", table: "feature_flags", key: "key", value: "enabled", id: "id",
		layout: "{table: feature_flags, name: key, enabled: enabled, live: now, without: default}", byDefault: true,
		ddl: `CREATE TABLE feature_flags (id bigserial PRIMARY KEY, key varchar(200) UNIQUE, enabled boolean DEFAULT false)`,
	}))
}

// Overrides by the id of the definition.
func TestByID(t *testing.T) {
	Exercise(t, described(t, shape{name: "by id", table: "feature_flags_tenant", key: "feature_id", value: "enabled", kind: "tenant", scope: "tenant_id", ids: []string{"10", "11", "12"},
		layout: `
table: feature_flags_tenant
name: feature_id
enabled: enabled
scope: {tenant: tenant_id}
definitions: {table: features, name: key}
by: id
without: off
live: now`,
		ddl: `CREATE TABLE features (id integer PRIMARY KEY, key varchar(200) UNIQUE);
			CREATE TABLE feature_flags_tenant (feature_id integer REFERENCES features, tenant_id bigint, enabled boolean NOT NULL, PRIMARY KEY (feature_id, tenant_id))`,
		base: definitionsOf("features", "id, key", "NUMBER, NAME"), definitions: "features", defName: "key", byID: true,
	}))
}

// A text says on or off.
func TestTextValue(t *testing.T) {
	Exercise(t, described(t, shape{name: "text value", table: "feature_flags", key: "name", value: "state", on: "'enabled'", off: "'disabled'",
		layout: "{table: feature_flags, name: name, enabled: state, on: enabled, off: disabled, live: now}", byDefault: true,
		ddl: `CREATE TABLE feature_flags (name varchar(200) PRIMARY KEY, state varchar(20) NOT NULL)`,
	}))
}

// A row by itself means on.
func TestPresence(t *testing.T) {
	Exercise(t, described(t, shape{name: "presence", table: "tenant_features", key: "feature_id", kind: "tenant", scope: "tenant_id", ids: []string{"10", "11", "12"},
		layout: "{table: tenant_features, name: feature_id, scope: {tenant: tenant_id}, live: now}",
		ddl:    `CREATE TABLE tenant_features (tenant_id integer NOT NULL, feature_id varchar(200) NOT NULL, PRIMARY KEY (tenant_id, feature_id))`,
	}))
}

// A time means on: ylsideas' features.
func TestTimeValue(t *testing.T) {
	Exercise(t, described(t, shape{name: "time value", table: "features", key: "feature", value: "active_at", on: "CURRENT_TIMESTAMP", off: "NULL", id: "id",
		layout: "{table: features, name: feature, enabled: active_at, on: not null, insert: {title: constant}, live: now}", byDefault: true,
		ddl:   `CREATE TABLE features (id bigserial PRIMARY KEY, title varchar(200) NOT NULL, feature varchar(200) UNIQUE NOT NULL, description text, active_at timestamp)`,
		extra: map[string]string{"title": "'constant'"},
	}))
}

// Each kind of provider of ABP is a context of its own.
func TestPinnedRows(t *testing.T) {
	Exercise(t, described(t, shape{name: "pinned rows", table: "AbpFeatureValues", key: "Name", value: "Value", on: "'true'", off: "'false'", id: "Id", kind: "tenant", scope: "ProviderKey", ids: []string{"t1", "T1", `it's "a"?`},
		layout: `
table: AbpFeatureValues
name: Name
enabled: Value
on: "true"
off: "false"
scope: {tenant: ProviderKey}
where: {ProviderName: T}
insert: {Id: uuid}
without: off
live: within 30s`,
		ddl: `CREATE TABLE "AbpFeatureValues" ("Id" uuid PRIMARY KEY, "Name" varchar(200) NOT NULL, "Value" varchar(128) NOT NULL, "ProviderName" varchar(64), "ProviderKey" varchar(64) NOT NULL, UNIQUE ("Name", "ProviderName", "ProviderKey"));
			INSERT INTO "AbpFeatureValues" VALUES ('` + thirdUUID + `', 'a.b', 'true', 'E', 't1')`,
		pins: map[string]string{"ProviderName": "'T'"}, extra: map[string]string{"Id": newUUID},
	}))
}
