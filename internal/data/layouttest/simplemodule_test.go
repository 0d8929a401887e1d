package layouttest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// simpleModule is simple_module's override table.
func simpleModule(t *testing.T) Fixture {
	return Fixture{
		Name: "simple_module",
		DDL: func(sqlite bool) string {
			if sqlite {
				return ddl(t, "simple_module.sqlite.sql")
			}
			return ddl(t, "simple_module.postgres.sql")
		},
		Base:  `INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('acme', 'acme-corp', 'Acme', 'active'), ('globex', 'globex', 'Globex 100%', 'suspended'), ('Ümlaut', 'umlaut', 'Über_alles', 'active')`,
		Table: "feature_flags_override", IDColumn: "id", NameColumn: "name", SettingColumn: "enabled", AuditTable: "audit_log_audit_entry",
		Generated: []string{"id", "created_at", "created_by", "updated_at", "updated_by"},
		Times:     []string{"audit_log_audit_entry.created_at"},
		Stamps: func(set feature.ChangeSet, isNew bool) map[string]string {
			by := "flagtui:" + set.Actor
			if isNew {
				return map[string]string{"created_at": Now, "created_by": by, "updated_at": "<nil>", "updated_by": by}
			}
			return map[string]string{"updated_at": Now, "updated_by": by}
		},
		Kinds: []Kind{
			{Kind: feature.System, IDs: []string{""}, Default: true},
			{Kind: feature.Tenant, IDs: []string{"acme", "ACME ", `it's "a" \ b?`, "Ümlaut", "globex"}, Parent: feature.System,
				Searches: map[string][]string{"corp": {"acme"}, "100%": {"globex"}, "_alles": {"Ümlaut"}, "GLOB": {"globex"}, `\`: {`it's "a" \ b?`}, "nothing": nil}},
		},
		Names:    []string{"a.b", "A.B", "orders.new_ui", "orders.newXui", "100%", `it's "so" \ ?`, "über.flag.日本", strings.Repeat("n", 200), "untouched"},
		BadNames: []string{strings.Repeat("x", 201)},
		Write: func(db *Database, scope feature.Scope, name string, setting feature.Setting) {
			at := `created_at, created_by, updated_by) VALUES (?, ?, ?, ?, '2020-01-02 03:04:05.000000`
			if !db.SQLite {
				at += `+00`
			}
			where, key := ` WHERE scope = ? AND scope_id = ? AND name = ?`, []any{string(scope.Kind), scope.ID, name}
			switch {
			case setting == feature.Inherit:
				db.Exec(`DELETE FROM feature_flags_override`+where, key...)
			case db.Exec(`UPDATE feature_flags_override SET enabled = ?`+where, append([]any{setting == feature.On}, key...)...) == 0:
				db.Exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, `+at+`', 'app', 'app')`, append(key, setting == feature.On)...)
			}
		},
		Readers: []Reader{
			{"up to 0.0.39", func(db *Database) func(feature.Scope, string, bool) bool {
				return loadOverrides(db, func(scope string) bool { return scope != "tenant" })
			}},
			{"from 0.0.40 on", func(db *Database) func(feature.Scope, string, bool) bool {
				return loadOverrides(db, func(scope string) bool { return scope == "system" })
			}},
		},
		Strange: func(db *Database, name string) {
			for i, key := range [][]any{{"System", ""}, {"system", "x"}, {"workspace", "x"}, {"tenant", ""}, {"Tenant", "acme"}} {
				db.Exec(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES (?, ?, ?, ?)`, append(key, name, i%2 == 0)...)
			}
		},
		Large: Large{Scope: func(i int) feature.Scope { return feature.TenantScope(fmt.Sprint("t", 700+i)) }, Name: "flag.700", Search: "enant 9", Scopes: []string{"tenants_tenant"}, Fill: fillSimpleModule},
		RowID: func(db *Database, scope feature.Scope, name string) string {
			rows := db.Rows(`SELECT id FROM feature_flags_override WHERE scope = ? AND scope_id = ? AND name = ?`, string(scope.Kind), scope.ID, name)
			if len(rows) == 0 {
				return ""
			}
			return rows[0][0]
		},
		Events: func(db *Database) (events []string) {
			order := `rowid`
			if !db.SQLite {
				order = `created_at`
			}
			for _, r := range db.Rows(`SELECT entity_type, entity_id, action, changes, user_id, correlation_id, tenant_id FROM audit_log_audit_entry ORDER BY ` + order) {
				var fields []map[string]any
				if err := json.Unmarshal([]byte(r[3]), &fields); err != nil {
					db.t.Errorf("the app cannot read the changes %s: %v", r[3], err)
				}
				r[3] = fmt.Sprint(fields)
				events = append(events, strings.Join(r, "|"))
			}
			return events
		},
		Event: func(set feature.ChangeSet, c feature.Change, id string) string {
			action, fields := "updated", []map[string]any{{"field": "enabled", "old": c.Before == feature.On, "new": c.After == feature.On}}
			switch {
			case c.Before == feature.Inherit:
				action, fields = "created", []map[string]any{{"field": "scope", "new": c.Scope.Kind}, {"field": "scope_id", "new": c.Scope.ID}, {"field": "name", "new": c.Name}, {"field": "enabled", "new": c.After == feature.On}}
			case c.After == feature.Inherit:
				action, fields = "deleted", []map[string]any{}
			}
			return strings.Join([]string{"FeatureFlagOverride", id, action, fmt.Sprint(fields), "flagtui:" + set.Actor, set.ID, "NULL"}, "|")
		},
	}
}

// loadOverrides reads the table as simple_module does. The last row in the order of
// scope, scope id and name counts. A tenant's override has priority over the system's,
// and the system's over the default.
func loadOverrides(db *Database, isSystem func(scope string) bool) func(feature.Scope, string, bool) bool {
	rows := db.Rows(`SELECT scope, scope_id, name, CASE WHEN enabled THEN 1 ELSE 0 END FROM feature_flags_override`)
	slices.SortFunc(rows, func(a, b []string) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]))
	})
	system, tenants := map[string]bool{}, map[[2]string]bool{}
	for _, r := range rows {
		switch on := r[3] == "1"; {
		case r[0] == "tenant":
			tenants[[2]string{r[1], r[2]}] = on
		case isSystem(r[0]):
			system[r[2]] = on
		}
	}
	return func(scope feature.Scope, name string, byDefault bool) bool {
		if on, ok := tenants[[2]string{scope.ID, name}]; ok && scope.Kind == feature.Tenant && scope.ID != "" {
			return on
		}
		if on, ok := system[name]; ok {
			return on
		}
		return byDefault
	}
}

// fillSimpleModule makes 3,000 tenants and 60,000 overrides of 2,000 flags at 2,500 of
// these tenants. The audit trail has a record of each override, and as many records of
// orders.
func fillSimpleModule(db *Database) {
	db.series(3000, `INSERT INTO tenants_tenant (id, slug, name, status) SELECT 't' || i, 'slug-' || i, 'Tenant ' || i, 'active' FROM n`)
	fillOverrides(db)
	id, at := `printf('%032x', i)`, `strftime('%Y-%m-%d %H:%M:%f000', '2027-01-01', i || ' seconds')`
	if !db.SQLite {
		id, at = `CAST(LPAD(TO_HEX(i), 32, '0') AS UUID)`, `TIMESTAMPTZ '2027-01-01' + i * INTERVAL '1 second'`
	}
	db.series(120000, `INSERT INTO audit_log_audit_entry (id, entity_type, entity_id, action, changes, user_id, created_at)
		SELECT `+id+`, CASE WHEN i > 60000 THEN 'FeatureFlagOverride' ELSE 'Order' END, CAST(i % 60000 AS VARCHAR(20)), 'updated', '[{"field": "enabled", "old": false, "new": true}]', 'carol', `+at+` FROM n`)
}

// fillOverrides makes the overrides of fillSimpleModule.
func fillOverrides(db *Database) {
	db.series(59300, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at)
		SELECT 'tenant', 't' || (i % 2500 + 600), 'flag.' || ((i / 2500 * 71 + i % 2500) % 2000), i % 3 > 0, CURRENT_TIMESTAMP FROM n`)
	db.series(700, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at) SELECT 'system', '', 'flag.' || (i * 2), i % 3 > 0, CURRENT_TIMESTAMP FROM n`)
}
