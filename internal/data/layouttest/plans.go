package layouttest

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/data/sqlspy"
)

// testPlans: no statement of any method reads a whole table for a part of it, and no
// method runs a statement for each row. The schema makes no difference.
func testPlans(x *trial) {
	if x.db.schema == "public" {
		return
	}
	x.Large.Fill(x.db)
	x.fillOwn()
	if !x.db.SQLite { // SQLite has no statistics, as applications rarely gather any
		x.db.Exec(`ANALYZE`)
	}
	store := x.db.open()
	spy := sqlspy.On(x.T, poolOf(x, store))
	all := costs(x.Fixture, x.Large)
	methods := reflect.TypeFor[data.Store]()
	for i := range methods.NumMethod() {
		name := methods.Method(i).Name
		if !slices.Contains(withoutCost, name) && !slices.ContainsFunc(all, func(m method) bool { return m.name == name }) {
			x.Errorf("nobody knows what %s costs", name)
		}
	}
	seen := 0
	for _, m := range all {
		if x.Large.Scope(0).IsSystem() && (m.name == "Scope" || m.name == "Scopes") {
			continue // there is no list of scopes
		}
		for i, call := range m.calls {
			spy.Seen()
			if err := call(x.Context(), store); err != nil {
				x.Errorf("%s %d: %v", m.name, i, err)
			}
			statements := spy.Seen()
			seen += len(statements)
			x.Logf("%s %d: %d statements", m.name, i, len(statements))
			if len(statements) > m.most {
				x.Errorf("%s %d runs %d statements, want at most %d", m.name, i, len(statements), m.most)
			}
			for _, st := range statements {
				x.expectPlan(fmt.Sprintf("%s %d", m.name, i), st, spy.Plan(x.T, st), m.whole)
			}
		}
	}
	if seen < 2*len(all) {
		x.Errorf("the spy has seen %d statements of %d methods", seen, len(all))
	}
}

// fillOwn fills flagtui's own tables: 2,000 definitions and 60,000 entries of history.
func (x *trial) fillOwn() {
	x.Helper()
	x.db.series(2000, `INSERT INTO flagtui_definition (name) SELECT 'flag.' || i FROM n`)
	x.db.series(60000, fmt.Sprintf(`INSERT INTO flagtui_change (change, at, actor, scope, scope_id, name, after)
		SELECT 'c' || (i / 3), CURRENT_TIMESTAMP, 'user' || (i %% 90), '%s', CAST(i %% 2500 AS VARCHAR(20)), 'flag.' || (i %% 2000), i %% 3 > 0 FROM n`, x.Large.Scope(0).Kind))
}

// series runs a statement that reads the numbers from 1 to count as the column i of n.
func (db *Database) series(count int, text string) {
	db.t.Helper()
	into, from, _ := strings.Cut(text, "SELECT")
	db.Exec(fmt.Sprintf(`%s WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT%s`, into, count, from))
}

// fullScan finds, in a line of a plan, a table that is read from one end to the other:
// its alias, or its name where it has none.
var fullScan = map[bool]*regexp.Regexp{
	false: regexp.MustCompile(`Seq Scan on (?:\S+ )?(\w+)  \(`),
	true:  regexp.MustCompile(`^ *SCAN (\w+)`),
}

// expectPlan expects that a statement reads no table from one end to the other but
// those that may be.
func (x *trial) expectPlan(what string, st sqlspy.Statement, plan, whole []string) {
	x.Helper()
	for _, line := range plan {
		m := fullScan[x.db.SQLite].FindStringSubmatch(line)
		if m == nil || endsEarly(st.Text, line, plan) {
			continue
		}
		if table := x.tableOf(st.Text, m[1]); table != "" && !slices.Contains(whole, table) {
			x.Errorf("%s reads all of %s:\n%.500s\n%s", what, table, st.Text, strings.Join(plan, "\n"))
			return
		}
	}
}

// tableOf is the table that has an alias in a statement; empty where that is no table,
// or a small one.
func (x *trial) tableOf(text, alias string) string {
	for _, table := range x.db.tables() {
		if table != alias && !regexp.MustCompile(`(?i)\b`+table+`"?\)? (?:AS )?`+alias+`\b`).MatchString(text) {
			continue
		}
		if n := x.db.Rows(`SELECT COUNT(*) FROM (SELECT 1 FROM ` + table + ` LIMIT 500) s`)[0][0]; n == "500" {
			return table
		}
	}
	return ""
}

// endsEarly reports whether a scan is made in the order of an index, or of the table itself,
// and ends when enough is found.
func endsEarly(text, line string, plan []string) bool {
	ordered := strings.Contains(line, " USING INDEX ") || strings.Contains(line, " USING COVERING INDEX ") || strings.Contains(text, " ORDER BY o.id DESC LIMIT ")
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	return ordered && strings.Contains(text, " LIMIT ") && !slices.Contains(plan, indent+"USE TEMP B-TREE FOR ORDER BY")
}
