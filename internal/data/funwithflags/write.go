package funwithflags

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// others is the condition for gates that are not settings. Its arguments are boolean and
// actor.
const others = `o.gate_type NOT IN (?, ?)`

// SelectDeciding implements layout.Layout. It fails with feature.ErrRefused for a locked
// flag, because flagtui cannot tell the value after a change.
func (l *Layout) SelectDeciding(changes []feature.Change, end string, each func(layout.OverrideRow)) ([]engine.Statement, error) {
	statements, err := l.Layout.SelectDeciding(changes, end, each)
	var names []string
	for _, c := range changes {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	for part := range slices.Chunk(slices.Compact(names), engine.Chunk) {
		statements = append(statements, l.refuseLocked(part))
	}
	return statements, err
}

// refuseLocked returns a statement that fails with feature.ErrRefused for a locked flag.
func (l *Layout) refuseLocked(names []string) engine.Statement {
	statement, flags := l.selectGatesOf(names)
	statement.Done = func() error { return refusal(flags) }
	return statement
}

// refusal returns an error if one of the flags is locked.
func refusal(flags map[string]*gateSet) error {
	for name, g := range flags {
		if locked := g.locked(); locked != "" {
			return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%q is locked: %s", name, locked), Hint: "nothing was written; flagtui never changes a locked flag; `flagtui doctor` names the rows"}
		}
	}
	return nil
}

// Write implements layout.Layout.
func (l *Layout) Write(ctx context.Context, tx *sqlx.Tx, set feature.ChangeSet, changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow, inserted layout.Inserter) ([]engine.Statement, error) {
	var removed []engine.Statement
	settings := slices.DeleteFunc(slices.Clone(changes), func(c feature.Change) bool {
		if c.Everything {
			removed = append(removed, engine.Statement{Text: `DELETE FROM ` + l.table.Ref() + ` AS o WHERE o.flag_name = ? AND ` + others, Args: []any{c.Name, boolean, actor}})
		}
		_, now := layout.Find(rows, c)
		return now == c.After
	})
	statements, err := l.Layout.Write(ctx, tx, set, settings, rows, inserted)
	return append(removed, statements...), err
}

// SelectWhole implements layout.RowKeeper.
func (l *Layout) SelectWhole(changes []feature.Change, each func(layout.RowKey, string)) (statements []engine.Statement) {
	for part := range slices.Chunk(changes, engine.Chunk) {
		var args []any
		everything := map[string]bool{}
		for _, c := range part {
			everything[c.Name] = everything[c.Name] || c.Everything
			kind, target := boolean, noTarget
			if !c.Scope.IsSystem() {
				kind, target = actor, c.Scope.ID
			}
			args = append(args, c.Name, kind, target)
		}
		condition := ` WHERE (o.flag_name, o.gate_type, o.target) IN (VALUES ` + engine.Repeat(len(part), "(?, ?, ?)") + `)`
		for name, all := range everything {
			if all {
				condition, args = condition+` OR o.flag_name = ? AND `+others, append(args, name, boolean, actor)
			}
		}
		statements = append(statements, layout.KeepRows(l.DB, l.table, part, condition+` ORDER BY o.id`, args, func(row engine.WholeRow) layout.RowKey {
			// None of the columns is ever NULL.
			text := func(column string) string { return l.WholeText(*row[column]) }
			return layout.KeyAt(gate{kind: text("gate_type"), target: text("target")}.scope(), text("flag_name"))
		}, each))
	}
	return statements
}
