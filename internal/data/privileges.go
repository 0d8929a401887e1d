package data

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"flagtui/internal/feature"
)

// updated are the columns that a change of an override sets.
var updated = []string{"enabled", "updated_at", "updated_by"}

// refusal says why this user cannot write the table as the app does; empty
// where nothing stands against it.
func (s *DB) refusal(t table) string {
	update := t.spec.Writes == updates
	switch {
	case t.view && !t.updatable:
		return t.name + " is a view that cannot be written"
	case !t.insertable, update && !t.writable:
		return fmt.Sprintf("%s may not write %s", s.found.User, t.name)
	}
	for _, name := range slices.Sorted(maps.Keys(t.columns)) {
		c := t.columns[name]
		_, used := t.spec.Columns[name]
		given := used && name != "id" && !slices.Contains(t.spec.Unset, name)
		switch {
		case update && used && !c.Select:
			return fmt.Sprintf("%s may not read the column %s of %s", s.found.User, name, t.name)
		case given && !c.Insert, update && used && slices.Contains(updated, name) && !c.Update:
			return fmt.Sprintf("%s may not write the column %s of %s", s.found.User, name, t.name)
		case name == "id" && !c.Default && !t.view && !t.spec.MakesID && !t.makesIDs():
			return fmt.Sprintf("a new row of %s needs an id, and flagtui does not know how the app makes it", t.name)
		case c.Required && !given && name != "id":
			return fmt.Sprintf("a new row of %s needs a value in the column %s, and flagtui does not know which", t.name, name)
		}
	}
	return ""
}

// adaptMain prepares the table of overrides, or of scoped feature flags. It
// refuses one that cannot be read as the app reads it.
func (s *DB) adaptMain(t *table, columns ...string) error {
	for _, name := range columns {
		if c, ok := t.columns[name]; ok && !c.Select {
			return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("this user may not read the column %s of %s", name, t.ref()), Hint: "grant SELECT on the table"}
		}
	}
	unreadable, unwritable := t.adapt(s.dialect)
	if unreadable != "" {
		return &feature.Problem{Kind: feature.ErrUsage, Text: unreadable + ", which flagtui cannot read as the app does", Hint: "is it the app's own table, as its migrations made it?"}
	}
	s.onlyRead(unwritable)
	s.tellFilter(*t)
	return nil
}

// companion finds a table beside the main one, see beside. One that cannot be
// read as it is meant is left out; where flagtui would have to write it,
// nothing is written at all.
func (s *DB) companion(found []table, main table, name string) table {
	t := beside(found, main, name)
	if !t.exists() || !t.allReadable() {
		t.readable = false
		return t
	}
	unreadable, unwritable := t.adapt(s.dialect)
	written := t.spec.Writes != never
	if unreadable != "" {
		s.found.LeftOut = append(s.found.LeftOut, fmt.Sprintf("%s is left out: %s", name, unreadable))
		if written {
			s.onlyRead(unreadable)
		}
		return table{}
	}
	if written {
		s.onlyRead(unwritable)
	}
	s.tellFilter(t)
	return t
}

// allReadable tells whether this user may read every column that flagtui uses.
func (t table) allReadable() bool {
	for name := range t.spec.Columns {
		if c, ok := t.columns[name]; ok && !c.Select {
			return false
		}
	}
	return true
}

// onlyRead makes the store read-only for a reason, if there is one, and no
// other one yet.
func (s *DB) onlyRead(reason string) {
	if s.found.ReadOnly == "" {
		s.found.ReadOnly = reason
	}
}

// tellFilter notes that not all rows of the table may be seen.
func (s *DB) tellFilter(t table) {
	if t.filtered {
		s.found.Filtered = append(s.found.Filtered, t.name)
	}
	if t.view {
		s.found.Views = append(s.found.Views, t.name)
	}
}

// RowsHidden says why rows may be there that this user does not see; empty
// where nothing hides any.
func (f Server) RowsHidden() string {
	if len(f.Filtered) == 0 {
		return ""
	}
	return fmt.Sprintf("row-level security may hide rows of %s from %s", strings.Join(f.Filtered, ", "), f.User)
}

// beside finds a companion of the main table: in its schema, else in public, on the
// search_path, or in a schema that the app gives that module.
func beside(found []table, main table, name string) table {
	var best table
	for _, t := range found {
		switch {
		case t.name != name:
		case t.schema == main.schema:
			return t
		case t.onPath || t.schema == "public" || slices.Contains(t.spec.Schemas, t.schema):
			best = t
		}
	}
	return best
}
