package waffle

import (
	"database/sql"
	"fmt"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// The states of a row, as the database computes them.
const (
	stateOff   = iota
	stateOn    // everyone is true, a switch is active, or a member has a row
	stateUnset // everyone is NULL, or the row is a sample
)

// part is one table of settings. Its alias in SQL is o.
type part struct {
	rank  int // the place in lists, where flags come first and members last
	kind  feature.Kind
	table engine.Table
	from  string // the SQL text after FROM
	// name, scope and state are SQL expressions. isSet is the condition that a row is a
	// setting.
	name, scope, state, isSet string
	locked                    string // see feature.Stored.Locked
}

// The ranks of the parts.
const (
	rankFlags = iota
	rankSwitches
	rankSamples
	rankMembers // the first table of members; each further table has the next rank
)

// sampleLocked is the reason why flagtui never writes a sample.
const sampleLocked = "a sample, which flagtui only shows"

// parts returns the tables of settings of a kind. withSamples adds the samples, which
// flagtui only reads.
func (l *Layout) parts(kind feature.Kind, withSamples bool) (parts []part) {
	if kind == feature.System {
		parts = append(parts, l.flagPart())
		if l.switches.Exists() {
			parts = append(parts, part{rank: rankSwitches, kind: kind, table: l.switches, from: l.switches.Ref() + ` o`, name: "o.name", scope: "''", state: l.boolean("o.active"),
				isSet: l.hasNo(l.flags, "o.name")})
		}
		if withSamples && l.samples.Exists() {
			isSet := l.hasNo(l.flags, "o.name")
			if l.switches.Exists() {
				isSet += ` AND ` + l.hasNo(l.switches, "o.name")
			}
			parts = append(parts, part{rank: rankSamples, kind: kind, table: l.samples, from: l.samples.Ref() + ` o`, name: "o.name", scope: "''", state: fmt.Sprint(stateUnset), isSet: isSet, locked: sampleLocked})
		}
		return parts
	}
	for i, m := range l.members {
		if m.kind == kind {
			parts = append(parts, part{rank: rankMembers + i, kind: kind, table: m.table, from: m.table.Ref() + ` o JOIN ` + l.flags.Ref() + ` f ON f.id = o.` + m.flag,
				name: "f.name", scope: "CAST(o." + m.id + " AS text)", state: fmt.Sprint(stateOn), isSet: "1 = 1"})
		}
	}
	return parts
}

func (l *Layout) flagPart() part {
	return part{rank: rankFlags, kind: feature.System, table: l.flags, from: l.flags.Ref() + ` o`, name: "o.name", scope: "''",
		state: `CASE WHEN o.everyone IS NULL THEN 2 ELSE ` + l.boolean("o.everyone") + ` END`, isSet: "o.everyone IS NOT NULL"}
}

// allParts returns the tables of settings of every kind, in the order of their ranks.
func (l *Layout) allParts() []part {
	parts := l.parts(feature.System, false)
	for _, m := range l.members {
		parts = append(parts, l.parts(m.kind, false)...)
	}
	return parts
}

// boolean returns 1 for a column that is on, and 0 otherwise. On SQLite any value but
// zero is on, as for Django.
func (l *Layout) boolean(column string) string {
	if l.Dialect == engine.SQLite {
		return `CASE WHEN ` + column + ` NOT IN (0, '') THEN 1 ELSE 0 END`
	}
	return `CASE WHEN ` + column + ` THEN 1 ELSE 0 END`
}

// hasNo returns the condition that a table has no row with a name.
func (l *Layout) hasNo(t engine.Table, name string) string {
	return `NOT EXISTS (SELECT 1 FROM ` + t.Ref() + ` n WHERE n.name = ` + name + `)`
}

// condition selects rows of a part.
type condition struct {
	where string
	args  []any
}

// rowsOf returns the query for rows of one part.
func (p part) rowsOf(where string) string {
	return fmt.Sprintf(`SELECT CAST(o.id AS text) AS id, %s AS name, %s AS scope, %s AS state, %s AS modified, %d AS rank FROM %s WHERE %s`,
		p.name, p.scope, p.state, p.table.Column("o", "modified"), p.rank, p.from, where)
}

// selectSet reads the settings of some parts. where returns the condition for a part.
// end is the SQL text behind the query. It refers to the columns of rowsOf by number.
func (l *Layout) selectSet(parts []part, where func(part) condition, end string, each func(layout.OverrideRow)) engine.Statement {
	var texts []string
	var args []any
	for _, p := range parts {
		c := where(p)
		texts, args = append(texts, p.rowsOf(c.where+` AND `+p.isSet)), append(args, c.args...)
	}
	return engine.Statement{Text: strings.Join(texts, ` UNION ALL `) + end, Args: args, Each: l.scanInto(each)}
}

// scanInto returns a function that reads the columns of rowsOf.
func (l *Layout) scanInto(each func(layout.OverrideRow)) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var row layout.OverrideRow
		var state, rank int
		var modified engine.TimeValue
		err := rows.Scan(engine.TextInto(&row.ID), engine.TextInto(&row.Name), engine.TextInto(&row.Scope.ID), &state, &modified, &rank)
		row.Scope.Kind, row.UpdatedAt = feature.System, modified.Time
		row.Enabled, row.Unset, row.Settable = state == stateOn, state == stateUnset, rank == rankFlags
		if rank >= rankMembers {
			row.Scope.Kind = l.members[rank-rankMembers].kind
		}
		if rank == rankSamples {
			row.Locked = sampleLocked
		}
		if rank != rankFlags {
			row.ID = rowID(rank, row.ID)
		}
		each(row)
		return err
	}
}

// rowID returns the id of a row outside of the table of flags. Ids of several tables may
// be equal, so the rank comes first.
func rowID(rank int, id string) string { return fmt.Sprintf("%d/%s", rank, id) }

// parseRowID returns the rank and the id in the table.
func parseRowID(id string) (rank int, inTable string) {
	before, after, ok := strings.Cut(id, "/")
	if !ok {
		return rankFlags, id
	}
	_, _ = fmt.Sscan(before, &rank) // rowID has written a number
	return rank, after
}

// inNames returns the condition that a row belongs to one of these flags. It selects all
// flags without names, and with too many names for one statement.
func inNames(column string, names []string) condition {
	if len(names) == 0 || len(names) > engine.Chunk {
		return condition{where: "1 = 1"}
	}
	return condition{column + ` IN (` + engine.Repeat(len(names), "?") + `)`, anys(names)}
}

func anys(texts []string) []any {
	args := make([]any, len(texts))
	for i, text := range texts {
		args[i] = text
	}
	return args
}
