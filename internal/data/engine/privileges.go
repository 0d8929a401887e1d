package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"flagtui/internal/feature"
)

// Refusal returns the reason why this user cannot write the table as the app does, or an
// empty text.
func (s *DB) Refusal(t Table) string {
	if t.spec.Described {
		return s.refusalOfDescribed(t)
	}
	update, updated := t.spec.Writes == Updates, t.spec.Updated
	if updated == nil {
		updated = []string{"enabled", "updated_at", "updated_by"}
	}
	switch {
	case t.View && !t.updatable:
		return t.Name + " is a view that cannot be written"
	case !t.insertable, update && !t.writable:
		return fmt.Sprintf("%s may not write %s", s.Found.User, t.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(t.columns)) {
		c := t.columns[name]
		_, used := t.spec.Columns[name]
		isID := name == t.Key() && !t.KeyIsText()
		given := used && !isID && !slices.Contains(t.spec.Unset, name)
		switch {
		case update && used && !c.Select:
			return fmt.Sprintf("%s may not read the column %s of %s", s.Found.User, name, t.Name)
		case given && !c.Insert, update && used && slices.Contains(updated, name) && !c.Update:
			return fmt.Sprintf("%s may not write the column %s of %s", s.Found.User, name, t.Name)
		case isID && !c.Default && !t.View && !t.spec.MakesID && !t.MakesIDs():
			return fmt.Sprintf("a new row of %s needs an id, and flagtui does not know how the app makes it", t.Name)
		case c.Required && !given && !isID:
			return fmt.Sprintf("a new row of %s needs a value in the column %s, and flagtui does not know which", t.Name, name)
		}
	}
	return ""
}

// refusalOfDescribed is Refusal for a table that a config file describes. Its layout
// refuses a new row that lacks a value.
func (s *DB) refusalOfDescribed(t Table) string {
	changes := t.spec.Writes == Changes
	switch {
	case t.View && t.updatable && !t.untriggered: // such a view has no rows to lock, and SQLite knows no alias of it
		return t.Name + " is a view that only its triggers write"
	case t.View && !t.updatable:
		return t.Name + " is a view that cannot be written"
	case !changes && (!t.insertable || !t.writable), changes && !t.changeable():
		return fmt.Sprintf("%s may not write %s", s.Found.User, t.Name)
	}
	return ""
}

// changeable reports whether this user may update a column.
func (t Table) changeable() bool {
	for _, c := range t.columns {
		if c.Update {
			return true
		}
	}
	return false
}

// AdaptMain prepares a main table for queries. It fails if this user may not read the
// given columns, or if flagtui cannot read the table as the app does.
func (s *DB) AdaptMain(t *Table, columns ...string) error {
	for _, name := range columns {
		if c, ok := t.columns[name]; ok && !c.Select {
			return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("this user may not read the column %s of %s", name, t.Ref()), Hint: "grant SELECT on the table"}
		}
	}
	unreadable, unwritable := t.adapt(s.Dialect)
	if unreadable != "" {
		return &feature.Problem{Kind: feature.ErrUsage, Text: unreadable + ", which flagtui cannot read as the app does", Hint: "is it the app's own table, as its migrations made it?"}
	}
	s.OnlyRead(unwritable)
	s.noteFilter(*t)
	return nil
}

// Companion returns the table with this name that belongs to the main table. A table
// that flagtui cannot read as the app does is left out. If flagtui would have to write
// that table, the database becomes read-only.
func (s *DB) Companion(found []Table, main Table, name string) Table {
	t := beside(found, main, name)
	if !t.Exists() || !t.allReadable() {
		t.Readable = false
		return t
	}
	unreadable, unwritable := t.adapt(s.Dialect)
	written := t.spec.Writes != never
	if unreadable != "" {
		s.Found.LeftOut = append(s.Found.LeftOut, fmt.Sprintf("%s is left out: %s", name, unreadable))
		if written {
			s.OnlyRead(unreadable)
		}
		return Table{}
	}
	if written {
		s.OnlyRead(unwritable)
	}
	s.noteFilter(t)
	return t
}

// allReadable reports whether this user may read every column that flagtui uses.
func (t Table) allReadable() bool {
	for name := range t.spec.Columns {
		if c, ok := t.columns[name]; ok && !c.Select {
			return false
		}
	}
	return true
}

// OnlyRead makes the database read-only for a reason. It does nothing if the reason is
// empty, or if the database is read-only already.
func (s *DB) OnlyRead(reason string) {
	if s.Found.ReadOnly == "" {
		s.Found.ReadOnly = reason
	}
}

// noteFilter records whether rows of the table may be hidden, and whether the table is a
// view.
func (s *DB) noteFilter(t Table) {
	if t.filtered {
		s.Found.Filtered = append(s.Found.Filtered, t.Name)
	}
	if t.View {
		s.Found.Views = append(s.Found.Views, t.Name)
	}
}

// RowsHidden returns the reason why this user may not see all rows, or an empty text.
func (f Server) RowsHidden() string {
	if len(f.Filtered) == 0 {
		return ""
	}
	return fmt.Sprintf("row-level security may hide rows of %s from %s", strings.Join(f.Filtered, ", "), f.User)
}

// beside returns the table with this name in the main table's schema. Otherwise beside
// returns a table in public, on the search_path, or in a schema of the table's Spec.
func beside(found []Table, main Table, name string) Table {
	var best Table
	for _, t := range found {
		switch {
		case t.Name != name:
		case t.Schema == main.Schema:
			return t
		case t.OnPath || t.Schema == "public" || slices.Contains(t.spec.Schemas, t.Schema):
			best = t
		}
	}
	return best
}
