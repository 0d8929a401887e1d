package data

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// rowByRow returns the changes of rows for changes of overrides, given the locked rows,
// and the conflicts with what the caller saw.
//
// Several rows may be read as the system's override of a flag, and which of them decides
// depends on the application's release: up to simple_module 0.0.39 the last one whose
// scope is not exactly "tenant", later on the last one whose scope is "system". So that
// every release reads the same, a setting is written to all of them, the system's own
// row included, and clearing removes them all.
func rowByRow(changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow) (byRow []feature.Change, conflicts []ConflictRow) {
	system := systemRows(rows)
	for _, change := range changes {
		row, now := layout.Find(rows, change)
		parts := []feature.Change{change}
		if change.Scope == feature.SystemScope() {
			others := system[change.Name]
			if len(others) > 0 {
				row = others[len(others)-1]
				now = feature.SettingOf(row.Enabled)
			}
			parts = systemParts(change, others)
		}
		parts = slices.DeleteFunc(parts, func(c feature.Change) bool { return isDone(rows, c) })
		if len(parts) > 0 && now != change.Before && now != change.After {
			conflict := ConflictRow{Change: change, Now: now}
			conflict.At, conflict.By = row.Changed()
			conflicts = append(conflicts, conflict)
		}
		for _, part := range parts {
			_, part.Before = layout.Find(rows, part)
			byRow = append(byRow, part)
		}
	}
	return byRow, conflicts
}

// systemRows returns the locked rows that some release reads as the system's,
// by flag, in the order in which the application reads them.
func systemRows(rows map[layout.RowKey]layout.OverrideRow) map[string][]layout.OverrideRow {
	system := map[string][]layout.OverrideRow{}
	for key, row := range rows {
		if key.Scope == string(feature.System) || row.Misplaced {
			system[key.Name] = append(system[key.Name], row)
		}
	}
	for _, same := range system {
		slices.SortFunc(same, func(a, b layout.OverrideRow) int { return cmp.Compare(a.Place, b.Place) })
	}
	return system
}

// systemParts returns a change for the system row by row: first the system's own row,
// then the other rows that some release reads as the system's.
func systemParts(change feature.Change, rows []layout.OverrideRow) []feature.Change {
	parts := []feature.Change{change}
	for _, row := range rows {
		if row.Misplaced {
			parts = append(parts, feature.Change{Scope: row.Scope, Name: change.Name, After: change.After})
		}
	}
	return parts
}

// isDone reports whether the row of a change and its twins already have the new setting.
func isDone(rows map[layout.RowKey]layout.OverrideRow, change feature.Change) bool {
	row, now := layout.Find(rows, change)
	return now == change.After && !row.Differ
}

// checkNewRows refuses to undo a change for the system if a row that some release reads
// as the system's was added since: the flag would not be as before. later holds the
// recorded changes of the rows after the entries. For a row that history does not know,
// its time decides.
func checkNewRows(entries []feature.Entry, rows map[layout.RowKey]layout.OverrideRow, later map[layout.RowKey][]feature.Entry) error {
	undone := map[layout.RowKey]bool{}
	newest := time.Time{}
	for _, e := range entries {
		undone[layout.KeyOf(e.Inverse())] = true
		if e.At.After(newest) {
			newest = e.At
		}
	}
	system := systemRows(rows)
	for _, e := range entries {
		if e.Scope != feature.SystemScope() {
			continue
		}
		for _, row := range system[e.Name] {
			at, by := row.Changed()
			_, came := feature.SupersededBy(e, later[row.Key()])
			if len(later[row.Key()]) == 0 {
				came = at.After(newest)
			}
			if undone[row.Key()] || !came || feature.SettingOf(row.Enabled) == e.Before {
				continue
			}
			return &feature.Problem{Kind: feature.ErrConflict, Text: fmt.Sprintf("%q at %s has come since %s: it is %s, and the app may read it as the system's", row.Name, row.Scope, e.Change, feature.SettingOf(row.Enabled)),
				Hint:  "nothing was written; `flagtui doctor` says what to do about that row",
				Cause: &Conflict{Rows: []ConflictRow{{Change: e.Inverse(), Now: feature.SettingOf(row.Enabled), At: at, By: by}}}}
		}
	}
	return nil
}
