package data

import (
	"regexp"
	"strings"

	"flagtui/internal/data/sqlspy"
)

// plansOf returns the plan of each statement that do runs on a table.
func (p *place) plansOf(table string, do func(Store) error) []string {
	p.t.Helper()
	s := p.open().(*sqlStore)
	y := sqlspy.On(p.t, &s.Pool)
	if err := do(s); err != nil {
		p.t.Fatal(err)
	}
	var plans []string
	for _, r := range y.Seen() {
		if strings.Contains(r.Text, table) && !strings.HasPrefix(r.Text, "BEGIN") {
			plans = append(plans, strings.Join(y.Plan(p.t, r), "\n")+"\n")
		}
	}
	if len(plans) == 0 {
		p.t.Fatalf("nothing was asked of %s", table)
	}
	return plans
}

// readsAll reports whether a plan reads a whole table or index. SQLite's plans use the
// table's alias.
func (p *place) readsAll(plan, table, alias string) bool {
	if !p.pg {
		return regexp.MustCompile(`SCAN (` + alias + `|` + table + `)\b`).MatchString(plan)
	}
	scan := regexp.MustCompile(`Scan.* on ` + table + `\b.*\n(.*)\n`)
	for _, m := range scan.FindAllStringSubmatch(plan, -1) {
		if !strings.Contains(m[1], " Cond: ") { // no condition limits the rows
			return true
		}
	}
	return false
}

// sorts reports whether a plan sorts rows.
func sorts(plan string) bool {
	return strings.Contains(plan, "Sort") || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "HashAggregate")
}
