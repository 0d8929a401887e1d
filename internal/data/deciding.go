package data

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"flagtui/internal/data/layout"
	"flagtui/internal/feature"
)

// rowByRow turns changes of overrides into changes of single rows. It also returns the
// conflicts with what the caller saw.
//
// The app may read several rows as the system's override of a flag. simple_module up to
// release 0.0.39 uses the last row whose scope is not exactly "tenant". Later releases
// use the last row whose scope is "system". rowByRow sets all these rows, including the
// system's own, so that every release reads the same value. To clear the override, it
// deletes all of them.
func rowByRow(changes []feature.Change, rows map[layout.RowKey]layout.OverrideRow) (byRow []feature.Change, conflicts []ConflictRow) {
	system := systemRows(rows)
	for _, change := range changes {
		row, now := layout.Find(rows, change)
		parts := []feature.Change{change}
		if change.Scope == feature.SystemScope() {
			others := system[change.Name]
			if len(others) > 0 {
				row = others[len(others)-1]
				now = row.Setting()
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

// systemRows returns the locked rows that some release reads as the system's override,
// by flag, in the app's reading order.
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

// systemParts splits a change at system scope into one change for each row. The system's
// own row comes first.
func systemParts(change feature.Change, rows []layout.OverrideRow) []feature.Change {
	parts := []feature.Change{change}
	for _, row := range rows {
		if row.Misplaced {
			parts = append(parts, feature.Change{Scope: row.Scope, Name: change.Name, After: change.After})
		}
	}
	return parts
}

// isDone reports whether the row of a change and the row's twins already have the new
// setting.
func isDone(rows map[layout.RowKey]layout.OverrideRow, change feature.Change) bool {
	row, now := layout.Find(rows, change)
	return now == change.After && !row.Differ
}

// checkNewRows fails if an undo at system scope would leave a row that was added after
// the entries. Some release would read that row as the system's override, so the flag
// would not be as before. later holds the later recorded changes, by row. For a row
// without such records, the row's time decides.
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
			if undone[row.Key()] || !came || row.Setting() == e.Before {
				continue
			}
			return &feature.Problem{Kind: feature.ErrConflict, Text: fmt.Sprintf("%q at %s was added since %s: it is %s, and the app may read it as the system's", row.Name, row.Scope, e.Change, row.Setting()),
				Hint:  "nothing was written; `flagtui doctor` says what to do about that row",
				Cause: &Conflict{Rows: []ConflictRow{{Change: e.Inverse(), Now: row.Setting(), At: at, By: by}}}}
		}
	}
	return nil
}
