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

// may tells what a store does to a table.
type may int

const (
	mayInsert may = iota
	mayUpdate     // update and delete, too
)

// refusal says why this user cannot write the table as the app does; empty
// where nothing stands against it.
func (s *sqlStore) refusal(t table, do may) string {
	switch {
	case t.view && !t.updatable:
		return t.name + " is a view that cannot be written"
	case !t.insertable, do == mayUpdate && !t.writable:
		return s.missingPrivilege(t.name)
	}
	for _, name := range slices.Sorted(maps.Keys(t.columns)) {
		c := t.columns[name]
		_, used := uses[t.name][name]
		given := used && name != "id" && !(t.name == overrideTable && name == "updated_at")
		switch {
		case do == mayUpdate && used && !c.Select:
			return fmt.Sprintf("%s may not read the column %s of %s", s.facts.User, name, t.name)
		case given && !c.Insert, do == mayUpdate && used && slices.Contains(updated, name) && !c.Update:
			return fmt.Sprintf("%s may not write the column %s of %s", s.facts.User, name, t.name)
		case name == "id" && !c.Default && !t.view && t.name != auditTable && !t.makesIDs():
			return fmt.Sprintf("a new row of %s needs an id, and flagtui does not know how the app makes it", t.name)
		case c.Required && !given && name != "id":
			return fmt.Sprintf("a new row of %s needs a value in the column %s, and flagtui does not know which", t.name, name)
		}
	}
	return ""
}

// adaptMain prepares the table of overrides, or of scoped feature flags. It
// refuses one that cannot be read as the app reads it.
func (s *sqlStore) adaptMain(t *table, columns ...string) error {
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
func (s *sqlStore) companion(found []table, main table, name string, schemas ...string) table {
	t := beside(found, main, name, schemas...)
	if !t.exists() || !t.allReadable() {
		t.readable = false
		return t
	}
	unreadable, unwritable := t.adapt(s.dialect)
	written := slices.Contains([]string{definitionTable, journalTable, auditTable, scopedAuditTable}, name)
	if unreadable != "" {
		s.facts.LeftOut = append(s.facts.LeftOut, fmt.Sprintf("%s is left out: %s", name, unreadable))
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
	for name := range uses[t.name] {
		if c, ok := t.columns[name]; ok && !c.Select {
			return false
		}
	}
	return true
}

// onlyRead makes the store read-only for a reason, if there is one, and no
// other one yet.
func (s *sqlStore) onlyRead(reason string) {
	if s.facts.ReadOnly == "" {
		s.facts.ReadOnly = reason
	}
}

// tellFilter notes that not all rows of the table may be seen.
func (s *sqlStore) tellFilter(t table) {
	if t.filtered {
		s.facts.Filtered = append(s.facts.Filtered, t.name)
	}
	if t.view {
		s.facts.Views = append(s.facts.Views, t.name)
	}
}

// RowsHidden says why rows may be there that this user does not see; empty
// where nothing hides any.
func (f Info) RowsHidden() string {
	if len(f.Filtered) == 0 {
		return ""
	}
	return fmt.Sprintf("row-level security may hide rows of %s from %s", strings.Join(f.Filtered, ", "), f.User)
}

// CheckKill refuses, as an ErrRefused, to turn a flag off for everyone where rows
// that turn it on may be hidden.
func (f Info) CheckKill(name string) error {
	if !slices.Contains(f.Filtered, overrideTable) && !slices.Contains(f.Filtered, stateTable) {
		return nil
	}
	return &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("%s: whether %q is then off for everyone could not be known", f.RowsHidden(), name),
		Hint: "nothing was written; do it as a user who sees every row (`flagtui doctor` has the policy for it), or set the flag off where you know that it is on"}
}
