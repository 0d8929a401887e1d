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

// testPlans checks that no method reads a whole table for a part of it, or runs a
// statement for each row. One schema is enough for this test.
func testPlans(x *trial) {
	if x.db.schema == "public" {
		return
	}
	x.Large.Fill(x.db)
	x.fillOwn()
	if !x.db.SQLite { // SQLite has no statistics, because applications rarely gather any
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
			continue // this layout has no list of scopes
		}
		for i, call := range m.calls {
			spy.Seen()
			if err := call(x.Context(), store); err != nil {
				x.Errorf("%s %d: %v", m.name, i, err)
			}
			statements := spy.Seen()
			seen += len(statements)
			x.Logf("%s %d: %d statements", m.name, i, len(statements))
			if most := m.most + x.forWholeRows(m.name); len(statements) > most {
				x.Errorf("%s %d runs %d statements, want at most %d", m.name, i, len(statements), most)
			}
			for _, st := range statements {
				x.expectPlan(fmt.Sprintf("%s %d", m.name, i), st, spy.Plan(x.T, st), slices.Concat(m.whole, x.Large.Flags))
			}
		}
	}
	if seen < 2*len(all) {
		x.Errorf("the spy has seen %d statements of %d methods", seen, len(all))
	}
}

// forWholeRows returns the number of statements that a method runs for whole rows: an undo
// writes each row of the last change-set, which has 100 changes, by itself.
func (f Fixture) forWholeRows(method string) int {
	if !f.WholeRows {
		return 0
	}
	reads := 2 * len(f.tables()) // before and after
	if method == "Undo" {
		return 100 + reads
	}
	return reads
}

// fillOwn fills flagtui's own tables with 2,000 definitions and 60,000 entries of
// history.
func (x *trial) fillOwn() {
	x.Helper()
	x.db.series(2000, `INSERT INTO flagtui_definition (name) SELECT 'flag.' || i FROM n`)
	x.db.series(60000, fmt.Sprintf(`INSERT INTO flagtui_change (change, at, actor, scope, scope_id, name, after)
		SELECT 'c' || (i / 3), CURRENT_TIMESTAMP, 'user' || (i %% 90), '%s', CAST(i %% 2500 AS VARCHAR(20)), 'flag.' || (i %% 2000), i %% 3 > 0 FROM n`, x.Large.Scope(0).Kind))
}

// series runs a statement that reads the numbers from 1 to count from the column i of n.
func (db *Database) series(count int, text string) {
	db.t.Helper()
	into, from, _ := strings.Cut(text, "SELECT")
	db.Exec(fmt.Sprintf(`%s WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT%s`, into, count, from))
}

// fullScan matches the line of a plan that reads a whole table. It captures the table's
// alias, or the name of a table without an alias.
var fullScan = map[bool]*regexp.Regexp{
	false: regexp.MustCompile(`Seq Scan on (?:\S+ )?(\w+)  \(`),
	true:  regexp.MustCompile(`^ *SCAN (\w+)`),
}

// inKeyOrder matches a query in the order of the ids, which is SQLite's own order.
var inKeyOrder = regexp.MustCompile(` ORDER BY o\."?id"? DESC LIMIT `)

// expectPlan checks that a statement reads no whole table, except the tables in whole.
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

// tableOf returns the table with an alias in a statement. It returns an empty text for a
// small table, and for an alias of something else.
func (x *trial) tableOf(text, alias string) string {
	for _, table := range x.db.tables() {
		if table != alias && !regexp.MustCompile(`(?i)\b`+table+`"?\)? (?:AS )?`+alias+`\b`).MatchString(text) {
			continue
		}
		if n := x.db.Rows(`SELECT COUNT(*) FROM (SELECT 1 FROM ` + quoteName(table) + ` LIMIT 500) s`)[0][0]; n == "500" {
			return table
		}
	}
	return ""
}

// endsEarly reports whether a scan follows the order of an index or of the table, and
// stops at the LIMIT.
func endsEarly(text, line string, plan []string) bool {
	ordered := strings.Contains(line, " USING INDEX ") || strings.Contains(line, " USING COVERING INDEX ") || inKeyOrder.MatchString(text)
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	return ordered && strings.Contains(text, " LIMIT ") && !slices.Contains(plan, indent+"USE TEMP B-TREE FOR ORDER BY")
}
