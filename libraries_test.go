package flagtui_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flagtui"
	"flagtui/internal/schema"
)

// libraryTables returns the statements that make a library's tables and flagtui's own.
func libraryTables(t testing.TB, library string, sqlite bool) []string {
	ddl, err := os.ReadFile(filepath.Join("internal/data/testdata", library+map[bool]string{true: ".sqlite.sql", false: ".postgres.sql"}[sqlite]))
	if err != nil {
		t.Fatal(err)
	}
	return append(strings.Split(strings.TrimSuffix(strings.TrimSpace(string(ddl)), ";"), ";\n"), schema.Statements(sqlite, "flagtui_change")...)
}

// funWithFlags reads an actor's gate, else the boolean gate. Where that is not on, a
// percentage of the time decides.
var funWithFlags = application{
	name:        "FunWithFlags",
	tables:      func(t testing.TB, sqlite bool) []string { return libraryTables(t, "fun_with_flags", sqlite) },
	options:     []flagtui.Option{flagtui.WithLayout("fun_with_flags: {tenant: 'account:{id}'}")},
	definitions: []flagtui.Definition{{Name: "search"}, {Name: "beta", Default: true}},
	names:       []string{"search", "beta", "left_the_code"},
	scopes:      []flagtui.AnyScope{flagtui.System, flagtui.Scope("actor", "user:7"), flagtui.Scope("actor", "User:7"), flagtui.Tenant("12")},
	write: func(name string, scope flagtui.AnyScope) []string {
		kind, target := "actor", funWithFlagsActor(scope)
		switch {
		case scope == flagtui.System && rand.IntN(3) == 0:
			kind, target = "percentage", "time/0.25"
		case scope == flagtui.System:
			kind, target = "boolean", "_fwf_none"
		}
		statements := []string{fmt.Sprintf(`DELETE FROM fun_with_flags_toggles WHERE flag_name = '%s' AND gate_type = '%s' AND target = '%s'`, name, kind, target)}
		if rand.IntN(2) == 0 {
			statements = append(statements, fmt.Sprintf(`INSERT INTO fun_with_flags_toggles (flag_name, gate_type, target, enabled) VALUES ('%s', '%s', '%s', %t)`,
				name, kind, target, kind == "percentage" || rand.IntN(2) == 0))
		}
		return statements
	},
	load: func(t testing.TB, db *sql.DB) func(string, flagtui.AnyScope) (bool, bool) {
		gates := map[[3]string]bool{}
		query(t, db, `SELECT flag_name, gate_type, target, enabled FROM fun_with_flags_toggles`, func(rows *sql.Rows) error {
			var gate [3]string
			var enabled bool
			err := rows.Scan(&gate[0], &gate[1], &gate[2], &enabled)
			gates[gate] = enabled
			return err
		})
		return func(name string, scope flagtui.AnyScope) (bool, bool) {
			if enabled, ok := gates[[3]string{name, "actor", funWithFlagsActor(scope)}]; ok && scope != flagtui.System {
				return enabled, true
			}
			on := gates[[3]string{name, "boolean", "_fwf_none"}]
			return on, on || !gates[[3]string{name, "percentage", "time/0.25"}]
		}
	},
}

// funWithFlagsActor returns the id of a scope as FunWithFlags.Actor has it.
func funWithFlagsActor(scope flagtui.AnyScope) string {
	if tenant, ok := scope.(flagtui.TenantScope); ok {
		return "account:" + idOf(tenant)
	}
	return idOf(scope)
}

// waffle reads everyone. Where that is NULL, a flag is on for its users, and a percentage
// decides for all others.
var waffle = application{
	name: "django-waffle",
	tables: func(t testing.TB, sqlite bool) []string {
		statements := append(libraryTables(t, "waffle", sqlite), `INSERT INTO auth_user (id, username, email) VALUES (1, 'ann', ''), (2, 'bob', '')`)
		for _, name := range []string{"search", "beta", "left_the_code"} {
			statements = append(statements, `INSERT INTO waffle_flag (name, testing, superusers, staff, authenticated, languages, rollout, note, created, modified)
				VALUES ('`+name+`', FALSE, FALSE, FALSE, FALSE, '', FALSE, '', '2026-01-01', '2026-01-01')`)
		}
		return statements
	},
	definitions: []flagtui.Definition{{Name: "search"}, {Name: "beta", Default: true}},
	names:       []string{"search", "beta", "left_the_code", "missing"},
	scopes:      []flagtui.AnyScope{flagtui.System, flagtui.Scope("user", "1"), flagtui.Scope("user", "bob")},
	write: func(name string, scope flagtui.AnyScope) []string {
		switch {
		case name == "missing":
			return nil
		case scope == flagtui.System && rand.IntN(3) == 0:
			return []string{fmt.Sprintf(`UPDATE waffle_flag SET percent = %s WHERE name = '%s'`, []string{"NULL", "25"}[rand.IntN(2)], name)}
		case scope == flagtui.System:
			return []string{fmt.Sprintf(`UPDATE waffle_flag SET everyone = %s WHERE name = '%s'`, []string{"NULL", "NULL", "TRUE", "FALSE"}[rand.IntN(4)], name)}
		}
		member := fmt.Sprintf(`(SELECT id FROM waffle_flag WHERE name = '%s'), %s`, name, waffleUser(scope))
		statements := []string{`DELETE FROM waffle_flag_users WHERE (flag_id, user_id) = (` + member + `)`}
		if rand.IntN(2) == 0 {
			statements = append(statements, `INSERT INTO waffle_flag_users (flag_id, user_id) VALUES (`+member+`)`)
		}
		return statements
	},
	load: func(t testing.TB, db *sql.DB) func(string, flagtui.AnyScope) (bool, bool) {
		everyone, percent, users := map[string]sql.NullBool{}, map[string]bool{}, map[string]string{}
		query(t, db, `SELECT name, everyone, percent IS NOT NULL FROM waffle_flag`, func(rows *sql.Rows) error {
			var name string
			var on sql.NullBool
			var hasPercent bool
			err := rows.Scan(&name, &on, &hasPercent)
			everyone[name], percent[name] = on, hasPercent
			return err
		})
		query(t, db, `SELECT f.name, u.user_id FROM waffle_flag_users u JOIN waffle_flag f ON f.id = u.flag_id`, func(rows *sql.Rows) error {
			var name, user string
			err := rows.Scan(&name, &user)
			users[name] += user
			return err
		})
		return func(name string, scope flagtui.AnyScope) (bool, bool) {
			switch {
			case everyone[name].Valid:
				return everyone[name].Bool, true
			case scope == flagtui.System:
				return false, !percent[name] && users[name] == ""
			case strings.Contains(users[name], waffleUser(scope)):
				return true, true
			}
			return false, !percent[name]
		}
	},
}

// waffleUser returns the id of a user.
func waffleUser(scope flagtui.AnyScope) string {
	return strings.Replace(idOf(scope), "bob", "2", 1)
}
