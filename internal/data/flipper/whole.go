package flipper

import (
	"encoding/json"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// whole holds the whole rows of an override, in the form of the journal.
type whole struct {
	Features layout.WholeRows `json:"features"`
	Gates    layout.WholeRows `json:"gates"`
}

// SelectWhole implements layout.RowKeeper. The rows of an override are the flag's row in
// flipper_features and the override's gates.
func (l *Layout) SelectWhole(changes []feature.Change, each func(layout.RowKey, string)) (statements []engine.Statement) {
	text := func(row engine.WholeRow, column string) string {
		if row[column] == nil {
			return ""
		}
		return l.WholeText(*row[column])
	}
	features, gates := map[string]layout.WholeRows{}, map[layout.RowKey]layout.WholeRows{}
	addGate := func(row engine.WholeRow) {
		scope := feature.SystemScope()
		if value := text(row, "value"); text(row, "key") == actors && value != "" {
			scope = feature.Scope{Kind: Actor, ID: value}
		}
		key := layout.KeyAt(scope, text(row, "feature_key"))
		gates[key] = append(gates[key], row)
	}
	for part := range slices.Chunk(namesOf(changes), engine.Chunk) {
		names := make([]any, len(part))
		for i, name := range part {
			names[i] = name
		}
		statements = append(statements, l.DB.SelectWhole(l.features, ` WHERE o.key IN (`+engine.Repeat(len(part), "?")+`) ORDER BY o.id`, names, func(row engine.WholeRow) {
			name := text(row, "key")
			features[name] = append(features[name], row)
		}))
	}
	system, ofActors := split(changes)
	byEverything := map[bool][]feature.Change{}
	for _, c := range system {
		byEverything[c.Everything] = append(byEverything[c.Everything], c)
	}
	for everything, condition := range map[bool]string{true: ofNoActor, false: `o.key = '` + boolean + `'`} {
		for part := range slices.Chunk(namesOf(byEverything[everything]), engine.Chunk) {
			of, args := ofFlags(part)
			statements = append(statements, l.DB.SelectWhole(l.gates, ` WHERE `+condition+of+` ORDER BY o.id`, args, addGate))
		}
	}
	for part := range slices.Chunk(ofActors, engine.Chunk) {
		condition, args := inChanges(part)
		statements = append(statements, l.DB.SelectWhole(l.gates, ` WHERE `+condition+` ORDER BY o.id`, args, addGate))
	}
	if len(statements) > 0 {
		statements[len(statements)-1].Done = func() error {
			for _, c := range changes {
				rows, err := json.Marshal(whole{features[c.Name], gates[layout.KeyOf(c)]})
				if err != nil {
					return err
				}
				each(layout.KeyOf(c), string(rows))
			}
			return nil
		}
	}
	return statements
}

// SameRows implements layout.RowComparer: the overrides of a flag share its row in
// flipper_features.
func (l *Layout) SameRows(a, b string) bool {
	var one, other whole
	if json.Unmarshal([]byte(a), &one) != nil || json.Unmarshal([]byte(b), &other) != nil {
		return false
	}
	return one.Gates.JSON() == other.Gates.JSON()
}

// Restore implements layout.RowKeeper. A flag's row in flipper_features stays if the flag
// has other gates.
func (l *Layout) Restore(change feature.Change, now, before string) ([]engine.Statement, error) {
	var is, was whole
	if err := json.Unmarshal([]byte(now), &is); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(before), &was); err != nil {
		return nil, err
	}
	statements, err := layout.RestoreRows(l.DB, l.gates, is.Gates, was.Gates)
	if err != nil {
		return nil, err
	}
	if len(was.Features) > 0 {
		more, err := layout.RestoreRows(l.DB, l.features, is.Features, was.Features)
		for i := range more { // another change of the undo may have put the same row back
			if strings.HasPrefix(more[i].Text, "INSERT ") {
				more[i].Text += l.UnlessThere(l.features)
			}
		}
		return append(more, statements...), err
	}
	return append(statements, engine.Statement{Text: `DELETE FROM ` + l.features.Ref() + ` AS o WHERE o.key = ? AND NOT EXISTS (SELECT 1 FROM ` + l.gates.Ref() + ` g WHERE g.feature_key = o.key)`,
		Args: []any{change.Name}}), nil
}
