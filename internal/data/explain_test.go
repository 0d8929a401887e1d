package data

import (
	"regexp"
	"strings"

	"flagtui/internal/data/sqlspy"
)

// plansOf returns how the database reads each statement about a table that do
// makes a store run, one after another.
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

// readsAll reports whether a plan reads the whole of a table, or of an index of
// it. SQLite's plans name it by its alias.
func (p *place) readsAll(plan, table, alias string) bool {
	if !p.pg {
		return regexp.MustCompile(`SCAN (` + alias + `|` + table + `)\b`).MatchString(plan)
	}
	scan := regexp.MustCompile(`Scan.* on ` + table + `\b.*\n(.*)\n`)
	for _, m := range scan.FindAllStringSubmatch(plan, -1) {
		if !strings.Contains(m[1], " Cond: ") { // nothing says where to look
			return true
		}
	}
	return false
}

// sorts reports whether a plan reads rows in another order than they are wanted.
func sorts(plan string) bool {
	return strings.Contains(plan, "Sort") || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "HashAggregate")
}
