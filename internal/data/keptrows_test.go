package data

import (
	"testing"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// keeping is simple_module's layout with whole rows in the journal.
type keeping struct {
	layout.Layout
	db *engine.DB
}

// SelectWhole implements layout.RowKeeper.
func (k keeping) SelectWhole(changes []feature.Change, each func(layout.RowKey, string)) []engine.Statement {
	var args []any
	for _, c := range changes {
		args = append(args, string(c.Scope.Kind), c.Scope.ID, c.Name)
	}
	return []engine.Statement{layout.KeepRows(k.db, k.Main(), changes, ` WHERE (o.scope, o.scope_id, o.name) IN (VALUES `+engine.Repeat(len(changes), "(?, ?, ?)")+`) ORDER BY o.id`, args,
		func(row engine.WholeRow) layout.RowKey {
			if k.db.Dialect == engine.SQLite {
				unquote := func(text string) string { return text[1 : len(text)-1] }
				return layout.RowKey{Scope: unquote(*row["scope"]), ID: unquote(*row["scope_id"]), Name: unquote(*row["name"])}
			}
			return layout.RowKey{Scope: *row["scope"], ID: *row["scope_id"], Name: *row["name"]}
		}, each)}
}

// Restore implements layout.RowKeeper.
func (k keeping) Restore(_ feature.Change, now, before string) ([]engine.Statement, error) {
	is, err := layout.ParseWholeRows(now)
	if err != nil {
		return nil, err
	}
	was, err := layout.ParseWholeRows(before)
	if err != nil {
		return nil, err
	}
	return layout.RestoreRows(k.db, k.Main(), is, was)
}

// openKeeping opens the place with the layout keeping.
func (p *place) openKeeping() Store {
	s := p.open().(*sqlStore)
	s.layouts[0] = keeping{s.layouts[0], s.DB}
	return s
}

// everyColumn returns all columns of all overrides as text.
func (p *place) everyColumn() string {
	return p.rows(`SELECT * FROM feature_flags_override ORDER BY id`)
}

func TestUndoPutsWholeRowsBack(t *testing.T) {
	eachKind(t, []bool{true}, []bool{false}, func(t *testing.T, p *place, _, _ bool) {
		set := p.mixed()
		p.exec(`UPDATE feature_flags_override SET created_by = 'o''brien ? \', updated_by = NULL WHERE name = 'on'`)
		s := p.openKeeping()
		first := p.everyColumn()
		change := apply(t, s, set)
		second := p.everyColumn()
		for i := range 4 {
			change = undo(t, s, change)
			if got, want := p.everyColumn(), []string{first, second}[i%2]; got != want {
				t.Errorf("undo %d:\n%s\nwant:\n%s", i, got, want)
			}
		}
	})
}

func TestUndoOfWholeRowsIsRefused(t *testing.T) {
	eachKind(t, []bool{true}, []bool{false}, func(t *testing.T, p *place, _, _ bool) {
		s := p.openKeeping()
		change := apply(t, s, p.mixed())
		p.exec(`UPDATE feature_flags_override SET created_by = 'someone' WHERE name = 'on' AND scope = 'system'`)
		after := p.everyColumn()
		_, err := s.Undo(t.Context(), change, feature.ChangeSet{Actor: "bob"})
		wantProblem(t, err, feature.ErrConflict, `"on" at system has changed since `+change)
		p.exec(`UPDATE flagtui_change SET before_rows = '', after_rows = ''`)
		_, err = s.Undo(t.Context(), change, feature.ChangeSet{Actor: "bob"})
		wantProblem(t, err, feature.ErrRefused, "cannot be undone", "whole row")
		if p.everyColumn() != after {
			t.Error("a refused undo has written")
		}
	})
}

// An undo that puts a row back meets one that the app has inserted meanwhile. It is
// refused, and says what has changed.
func TestUndoMeetsANewRow(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, testdata(t, "fun_with_flags.postgres.sql"))
	p.own(journalTable)
	p.gate("x", "boolean", "_fwf_none", true)
	s := p.open()
	cleared := apply(t, s, set(feature.SystemScope(), "x", feature.On, feature.Inherit))
	tx, err := p.raw.Begin()
	if err == nil {
		_, err = tx.Exec(`INSERT INTO fun_with_flags_toggles (flag_name, gate_type, target, enabled) VALUES ('x', 'boolean', '_fwf_none', FALSE)`)
	}
	if err != nil {
		t.Fatal(err)
	}
	undone := make(chan error)
	go func() {
		_, err := s.Undo(t.Context(), cleared, feature.ChangeSet{Actor: "bob"})
		undone <- err
	}()
	p.untilWaiting()
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, <-undone, feature.ErrConflict, `"x" at system has changed since `+cleared)
	wantSame(t, "the app's row", p.rows(`SELECT flag_name, enabled FROM fun_with_flags_toggles`), "x|false")
}
