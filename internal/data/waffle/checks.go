package waffle

import (
	"context"
	"database/sql"
	"fmt"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// Check implements layout.Layout.
func (l *Layout) Check(ctx context.Context, each func(layout.Row), report func(layout.Anomaly), _ bool) error {
	var statement engine.Statement
	rowOf := func(row layout.OverrideRow) layout.Row {
		rank, id := parseRowID(row.ID)
		return layout.Row{ID: id, Ref: l.tableAt(rank).Ref(), Override: row.Override, Permanent: rank == rankSwitches, Listed: true}
	}
	statement = l.SelectAll(func(row layout.OverrideRow) { each(rowOf(row)) })
	err := l.Read(ctx, func(ctx context.Context) error { return l.Batch(ctx, l.Pool, statement) })
	return layout.CheckBy(ctx, l.DB, err, []func(context.Context, func(layout.Anomaly)) error{l.checkNames, l.checkOwners, l.checkBooleans}, report)
}

// tableAt returns the table of the part with this rank.
func (l *Layout) tableAt(rank int) engine.Table {
	if rank >= rankMembers {
		return l.members[rank-rankMembers].table
	}
	return []engine.Table{rankFlags: l.flags, rankSwitches: l.switches, rankSamples: l.samples}[rank]
}

// checkNames reports each name that two of a flag, a switch and a sample share.
func (l *Layout) checkNames(ctx context.Context, report func(layout.Anomaly)) error {
	type pair struct {
		first, second engine.Table
		words         string
	}
	pairs := []pair{{l.flags, l.switches, "a flag and a switch"}, {l.flags, l.samples, "a flag and a sample"}, {l.switches, l.samples, "a switch and a sample"}}
	for _, p := range pairs {
		if !p.first.Exists() || !p.second.Exists() {
			continue
		}
		err := engine.Query(ctx, l.Pool, `SELECT o.name, CAST(o.id AS text) FROM `+p.second.Ref()+` o JOIN `+p.first.Ref()+` f ON f.name = o.name ORDER BY o.name`, nil, func(rows *sql.Rows) error {
			var name, id string
			err := rows.Scan(&name, &id)
			report(layout.Anomaly{Code: layout.AnomalyApp, Row: layout.Row{ID: id, Ref: p.second.Ref(), Override: feature.Override{Scope: feature.SystemScope(), Name: name}, Listed: true},
				Text: fmt.Sprintf("%q is the name of %s, which are independent: flagtui shows and changes the first of them only", name, p.words)})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checkOwners reports rows of users, groups or teams that no longer exist. SQLite keeps
// such rows, because it does not check foreign keys by default.
func (l *Layout) checkOwners(ctx context.Context, report func(layout.Anomaly)) error {
	for _, m := range l.members {
		if !m.owners.exists() {
			continue
		}
		err := engine.Query(ctx, l.Pool, `SELECT CAST(o.id AS text), COALESCE(f.name, ''), CAST(o.`+m.id+` AS text), CASE WHEN f.id IS NULL THEN 1 ELSE 0 END FROM `+m.table.Ref()+` o
			LEFT JOIN `+l.flags.Ref()+` f ON f.id = o.`+m.flag+` LEFT JOIN `+m.owners.ref+` u ON u.`+m.owners.id+` = o.`+m.id+` WHERE f.id IS NULL OR u.`+m.owners.id+` IS NULL ORDER BY o.id`, nil, func(rows *sql.Rows) error {
			var id string
			var withoutFlag bool
			o := feature.Override{Scope: feature.Scope{Kind: m.kind}, Enabled: true}
			err := rows.Scan(&id, &o.Name, &o.Scope.ID, &withoutFlag)
			text := fmt.Sprintf("%q is on for the %s %s, which is gone (row %s of %s)", o.Name, m.kind, o.Scope.ID, id, m.table.Name)
			if withoutFlag {
				text = fmt.Sprintf("row %s of %s is of a flag that is gone", id, m.table.Name)
			}
			report(layout.Anomaly{Code: layout.AnomalyApp, Row: layout.Row{ID: id, Ref: m.table.Ref(), Override: o, Listed: true}, Text: text, Fix: `DELETE FROM ` + m.table.Ref() + ` WHERE id = ` + l.Literal(id) + `;`})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checkBooleans reports values of everyone and active that are neither true nor false.
// Only SQLite stores such values.
func (l *Layout) checkBooleans(ctx context.Context, report func(layout.Anomaly)) error {
	if l.Dialect != engine.SQLite {
		return nil
	}
	for _, p := range l.parts(feature.System, false) {
		column := []string{rankFlags: "everyone", rankSwitches: "active"}[p.rank]
		err := engine.Query(ctx, l.Pool, `SELECT CAST(o.id AS text), o.name, `+p.state+`, CAST(o.`+column+` AS text) FROM `+p.from+` WHERE o.`+column+` NOT IN (0, 1) ORDER BY o.id`, nil, func(rows *sql.Rows) error {
			var id, value string
			o := feature.Override{Scope: feature.SystemScope()}
			err := rows.Scan(&id, &o.Name, &o.Enabled, &value)
			report(layout.Anomaly{Code: layout.AnomalyApp, Row: layout.Row{ID: id, Ref: p.table.Ref(), Override: o, Listed: true},
				Text: fmt.Sprintf("%q has %q in %s.%s, which is neither true nor false: the app reads it as %s", o.Name, value, p.table.Name, column, o.Setting()),
				Fix:  fmt.Sprintf("UPDATE %s SET %s = %d WHERE id = %s;", p.table.Ref(), column, map[bool]int{true: 1}[o.Enabled], l.Literal(id))})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
