package layouttest

import (
	"slices"
	"strings"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// testWrites changes every setting to every other, at every kind of scope. The
// application must read the new setting, and its audit trail and the journal must record
// the change. Setting the same again must write nothing.
func testWrites(x *trial) {
	x.seed()
	store := x.db.open()
	for _, k := range x.Kinds {
		for _, scope := range k.changed() { // the application has written these rows
			for _, name := range x.changedNames() {
				for _, to := range slices.Backward(k.settings()) {
					x.writeRecorded(store, scope, name, to)
				}
				x.expectValues(name + " at " + scope.String())
			}
		}
		scope, name := k.changed()[0], x.Names[0]
		for _, from := range k.settings() {
			for _, to := range k.settings() {
				x.writeRecorded(store, scope, name, from)
				x.writeRecorded(store, scope, name, to)
			}
		}
		x.expectValues("at " + scope.String())
	}
	x.expectShown(store, "after all writes")
	x.expectTimes()
}

// writeRecorded makes one change, checks the records of the change, and makes it again.
func (x *trial) writeRecorded(store data.Store, scope feature.Scope, name string, to feature.Setting) {
	x.Helper()
	change := feature.Change{Scope: scope, Name: name, Before: x.want[override{scope, name}], After: to}
	id, events, want := x.RowID(x.db, scope, name), len(x.events()), 1
	was := x.rowWith(id)
	if change.Before == change.After {
		want = 0
	}
	set := x.changeSet(change)
	applied := x.apply(store, want, change)
	if set.ID = applied.ID; id == "" {
		id = x.RowID(x.db, scope, name)
	}
	var wanted []string
	if want > 0 {
		if x.AuditTable != "" {
			if event := x.Event(set, change, id); event != "" {
				wanted = append(wanted, event)
			}
		}
		entries, err := store.ChangeSet(x.Context(), applied.ID)
		if err != nil || len(entries) != 1 || entries[0].Inverse() != (feature.Change{Scope: scope, Name: name, Before: change.After, After: change.Before}) {
			x.Errorf("the journal has %+v, %v, want %+v", entries, err, change)
		}
		if !applied.Recorded || entries[0].Actor != set.Actor || entries[0].Reason != set.Reason {
			x.Errorf("the journal has %+v", entries)
		}
	}
	if want > 0 {
		x.expectStamps(set, was, x.rowWith(x.RowID(x.db, scope, name)))
	}
	if got := x.events()[events:]; !slices.Equal(got, wanted) {
		x.Errorf("the audit trail of %+v gets\n%s\nwant\n%s", change, strings.Join(got, "\n"), strings.Join(wanted, "\n"))
	}
	before := x.written()
	x.apply(store, 0, feature.Change{Scope: scope, Name: name, Before: to, After: to})
	x.apply(store, 0, change) // as if somebody else had made the change
	if now := x.written(); !slices.Equal(now, before) {
		x.Errorf("what is so already is written: %q, before were %q", now, before)
	}
}

// events returns the audit trail, if the application has one.
func (x *trial) events() []string {
	x.Helper()
	if x.AuditTable == "" {
		return nil
	}
	return x.Events(x.db)
}

// rowWith returns the row with an id, or nil.
func (x *trial) rowWith(id string) row {
	x.Helper()
	rows := slices.DeleteFunc(x.db.contents(x.Table), func(r row) bool { return r[x.IDColumn] != id })
	if len(rows) == 0 || x.IDColumn == "" {
		return nil
	}
	return rows[0]
}

// expectStamps checks that a written row has the columns of Stamps, and that its other
// columns are unchanged.
func (x *trial) expectStamps(set feature.ChangeSet, was, now row) {
	x.Helper()
	if now == nil {
		return
	}
	var stamps map[string]string
	if x.Stamps != nil {
		stamps = x.Stamps(set, was == nil)
	}
	for column, value := range now {
		switch stamp, stamped := stamps[column]; {
		case stamped && stamp == Now:
			x.expectNow(x.Table+"."+column, x.db.Rows(`SELECT `+quoteName(column)+` FROM `+quoteName(x.Table)+` WHERE CAST(`+quoteName(x.IDColumn)+` AS VARCHAR(255)) = ?`, now[x.IDColumn])[0][0])
		case stamped && value != stamp:
			x.Errorf("%s is %q, want %q", column, value, stamp)
		case !stamped && was != nil && value != was[column] && column != x.SettingColumn:
			x.Errorf("%s was %q, and is %q", column, was[column], value)
		}
	}
}

// expectTimes checks that the newest value of each column in Times is the present time.
func (x *trial) expectTimes() {
	x.Helper()
	for _, where := range append(x.Times, "flagtui_change.at") {
		table, column, _ := strings.Cut(where, ".")
		x.expectNow(where, x.db.Rows(`SELECT MAX(` + column + `) FROM ` + table)[0][0])
	}
}

// expectNow checks that a text is the present time. A text without a zone is in UTC.
func (x *trial) expectNow(where, text string) {
	x.Helper()
	var at time.Time
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999"} {
		if read, err := time.Parse(layout, text); err == nil {
			at = read
		}
	}
	if off := time.Since(at); off < -time.Minute || off > time.Hour {
		x.Errorf("%s is %s, which is %s ago", where, text, off)
	}
}
