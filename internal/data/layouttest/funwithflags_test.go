package layouttest

import (
	"fmt"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

const fwfActor feature.Kind = "actor"

// funWithFlags is the table of the library FunWithFlags.
func funWithFlags(t *testing.T) Fixture {
	return Fixture{
		Name: "FunWithFlags", Layout: layoutOf(t, `fun_with_flags: {live: within 15 minutes}`), WholeRows: true,
		DDL: func(sqlite bool) string {
			return ddl(t, map[bool]string{true: "fun_with_flags.sqlite.sql", false: "fun_with_flags.postgres.sql"}[sqlite])
		},
		Table: "fun_with_flags_toggles", IDColumn: "id", NameColumn: "flag_name", SettingColumn: "enabled",
		Kinds: []Kind{
			{Kind: feature.System, IDs: []string{""}},
			{Kind: fwfActor, IDs: []string{"account:7", "Account:7", `it's "a" \ b?`, "org:1"}, Parent: feature.System},
		},
		Names:    []string{"a.b", "A.B", "orders.newXui", "100%", `it's "so" \ ?`, "über.flag.日本", strings.Repeat("n", 255), "untouched"},
		BadNames: []string{strings.Repeat("x", 256)},
		Write: func(db *Database, scope feature.Scope, name string, setting feature.Setting) {
			where, key := ` WHERE flag_name = ? AND gate_type = ? AND target = ?`, fwfKey(scope, name)
			switch {
			case setting == feature.Inherit:
				db.Exec(`DELETE FROM fun_with_flags_toggles`+where, key...)
			case db.Exec(`UPDATE fun_with_flags_toggles SET enabled = ?`+where, append([]any{setting == feature.On}, key...)...) == 0:
				db.Exec(`INSERT INTO fun_with_flags_toggles (flag_name, gate_type, target, enabled) VALUES (?, ?, ?, ?)`, append(key, setting == feature.On)...)
			}
		},
		Readers: []Reader{{"1.13", loadToggles}},
		Large: Large{Scope: func(i int) feature.Scope { return feature.Scope{Kind: fwfActor, ID: fmt.Sprint("account:", 700+i)} }, Name: "flag.700", Search: "ount:9", NoScopeIndex: true, Fill: func(db *Database) {
			db.series(60000, `INSERT INTO fun_with_flags_toggles (flag_name, gate_type, target, enabled) SELECT 'flag.' || (i % 1000), 'actor', 'account:' || (i / 1000 + 700), i % 2 = 0 FROM n`)
			db.series(1000, `INSERT INTO fun_with_flags_toggles (flag_name, gate_type, target, enabled) SELECT 'flag.' || (i * 2), 'boolean', '_fwf_none', i % 2 = 0 FROM n`)
		}},
		RowID: func(db *Database, scope feature.Scope, name string) string {
			rows := db.Rows(`SELECT id FROM fun_with_flags_toggles WHERE flag_name = ? AND gate_type = ? AND target = ?`, fwfKey(scope, name)...)
			if len(rows) == 0 {
				return ""
			}
			return rows[0][0]
		},
	}
}

func fwfKey(scope feature.Scope, name string) []any {
	if scope.IsSystem() {
		return []any{name, "boolean", "_fwf_none"}
	}
	return []any{name, "actor", scope.ID}
}

// loadToggles reads the table as FunWithFlags does: the actor's gate, on or off, else
// the boolean gate, where it is on.
func loadToggles(db *Database) func(feature.Scope, string, bool) bool {
	opened := map[[3]string]bool{}
	for _, r := range db.Rows(`SELECT flag_name, gate_type, target, CASE WHEN enabled THEN 1 ELSE 0 END FROM fun_with_flags_toggles ORDER BY id DESC`) {
		if r[1] == "boolean" {
			r[2] = "" // the library takes the first boolean gate, whatever its target
		}
		opened[[3]string{r[0], r[1], r[2]}] = r[3] == "1"
	}
	return func(scope feature.Scope, name string, _ bool) bool {
		if on, ok := opened[[3]string{name, "actor", scope.ID}]; ok && !scope.IsSystem() {
			return on
		}
		return opened[[3]string{name, "boolean", ""}]
	}
}

func TestFunWithFlags(t *testing.T) { Exercise(t, funWithFlags(t)) }
