package layouttest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

const flipperActor feature.Kind = "actor"

// flipper is the tables of the library Flipper.
func flipper(t *testing.T) Fixture {
	return Fixture{
		Name: "Flipper", Layout: &layout.Config{Flipper: &layout.FlipperConfig{}}, WholeRows: true,
		DDL: func(sqlite bool) string {
			return ddl(t, map[bool]string{true: "flipper.sqlite.sql", false: "flipper.postgres.sql"}[sqlite])
		},
		Base: `INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) SELECT f.column1, g.column1, '0', '2020-01-02 03:04:05.000006', '2020-01-02 03:04:05.000006'
			FROM (VALUES ('a.b'), ('A.B'), ('100%')) f, (VALUES ('percentage_of_actors'), ('percentage_of_time')) g`, // left-overs, which a kill removes
		Table: "flipper_gates", IDColumn: "id", NameColumn: "feature_key",
		Stamps: func(_ feature.ChangeSet, isNew bool) map[string]string {
			if isNew {
				return map[string]string{"created_at": Now, "updated_at": Now}
			}
			return nil
		},
		Kinds: []Kind{
			{Kind: feature.System, IDs: []string{""}, OffIsAbsence: true},
			{Kind: flipperActor, IDs: []string{"Account;7", "account;7", `it's "a" \ b?`, "Account;12"}, Parent: feature.System, AnyOn: true, OffIsAbsence: true},
		},
		Names:    []string{"a.b", "A.B", "orders.newXui", "100%", `it's "so" \ ?`, "über.flag.日本", strings.Repeat("n", 255), "untouched"},
		BadNames: []string{strings.Repeat("x", 256)},
		Write: func(db *Database, scope feature.Scope, name string, setting feature.Setting) {
			const at = `'2020-01-02 03:04:05.000006'`
			if len(db.Rows(`SELECT 1 FROM flipper_features WHERE key = ?`, name)) == 0 {
				db.Exec(`INSERT INTO flipper_features (key, created_at, updated_at) VALUES (?, `+at+`, `+at+`)`, name)
			}
			db.Exec(`DELETE FROM flipper_gates WHERE feature_key = ? AND key = ? AND value = ?`, flipperKey(scope, name)...)
			if setting == feature.On {
				db.Exec(`INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) VALUES (?, ?, ?, `+at+`, `+at+`)`, flipperKey(scope, name)...)
			}
		},
		Readers: []Reader{{"1.3", loadGates}},
		Large: Large{Scope: func(i int) feature.Scope { return feature.Scope{Kind: flipperActor, ID: fmt.Sprint("Account;", 700+i)} }, Name: "flag.700", Search: "ount;9", NoScopeIndex: true, Flags: []string{"flipper_features"}, Fill: func(db *Database) {
			db.series(200, `INSERT INTO flipper_features (key, created_at, updated_at) SELECT 'flag.' || i, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM n`)
			db.series(60000, `INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) SELECT 'flag.' || (i % 1000), 'actors', 'Account;' || (i / 1000 + 700), CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM n`)
			db.series(1000, `INSERT INTO flipper_gates (feature_key, key, value, created_at, updated_at) SELECT 'flag.' || (i * 2), 'boolean', 'true', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM n`)
		}},
		RowID: func(db *Database, scope feature.Scope, name string) string {
			rows := db.Rows(`SELECT id FROM flipper_gates WHERE feature_key = ? AND key = ? AND value = ?`, flipperKey(scope, name)...)
			if len(rows) == 0 {
				return ""
			}
			return rows[0][0]
		},
	}
}

// flipperKey returns the feature, the key and the value of a gate.
func flipperKey(scope feature.Scope, name string) []any {
	if scope.IsSystem() {
		return []any{name, "boolean", "true"}
	}
	return []any{name, "actors", scope.ID}
}

// loadGates reads the tables as Flipper does: a flag is on if any gate opens. The boolean
// gate opens for the texts true and 1, the gate of actors for each text in a row of its
// own. Of several boolean gates, the first counts.
func loadGates(db *Database) func(feature.Scope, string, bool) bool {
	booleans, actors := map[string]string{}, map[[2]string]bool{}
	for _, r := range db.Rows(`SELECT feature_key, key, value FROM flipper_gates ORDER BY id`) {
		switch _, known := booleans[r[0]]; {
		case r[1] == "boolean" && !known:
			booleans[r[0]] = r[2]
		case r[1] == "actors":
			actors[[2]string{r[0], r[2]}] = true
		}
	}
	return func(scope feature.Scope, name string, _ bool) bool {
		return slices.Contains([]string{"true", "1"}, booleans[name]) || !scope.IsSystem() && actors[[2]string{name, scope.ID}]
	}
}

func TestFlipper(t *testing.T) { Exercise(t, flipper(t)) }
