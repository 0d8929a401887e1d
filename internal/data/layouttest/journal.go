package layouttest

import (
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// laterColumns are the columns of the journal that an earlier release lacks.
var laterColumns = []string{"client", "before_rows", "after_rows", "layout"}

// testOlderJournal checks reads, writes, kills and undos with a journal from an earlier
// release. The doctor reports no missing columns. Init adds the columns, and older
// records can still be undone.
func testOlderJournal(x *trial) {
	if x.WholeRows {
		x.undoWithoutRows()
		return
	}
	x.seed()
	for _, column := range laterColumns {
		x.db.Exec(`ALTER TABLE flagtui_change DROP COLUMN ` + column)
	}
	inspection, err := data.Inspect(x.Context(), x.db.options())
	if err != nil {
		x.Fatal(err)
	}
	if missing := inspection.Table("flagtui_change").Missing; len(missing) > 0 {
		x.Errorf("the doctor finds that the journal lacks %v", missing)
	}
	start, wants := x.appRows(), []settings{x.want}
	store := x.db.open()
	first := x.applyFrom(store, "192.0.2.7")
	wants = append(wants, x.want)
	x.undo(store, x.undo(store, first.ID)) // the second undo restores the change
	x.expectValues("with an older journal")
	killed, err := store.Kill(x.Context(), x.Names[0], x.changeSet())
	if err != nil {
		x.Fatal(err)
	}
	x.want = x.afterKill(x.Names[0])
	x.expectValues("after a kill with an older journal")

	plan, err := data.PlanInit(x.Context(), x.db.options())
	if err != nil {
		x.Fatal(err)
	}
	var added []string
	for _, column := range laterColumns {
		added = append(added, "flagtui_change."+column)
	}
	if !slices.Equal(plan.Names(), added) || len(plan.Columns) != len(added) {
		x.Errorf("init would make %q with %q, want %q", plan.Names(), plan.Columns, added)
	}
	x.db.init()
	if plan, err = data.PlanInit(x.Context(), x.db.options()); err != nil || len(plan.Names()) > 0 {
		x.Errorf("the second init would make %q, %v", plan.Names(), err)
	}
	x.expectClients("")

	store = x.db.open()
	if killed.ID != "" {
		x.undo(store, killed.ID)
	}
	x.want = wants[1]
	x.expectValues("after an undo over an init")
	second := x.applyFrom(store, "192.0.2.8")
	x.expectClients("192.0.2.8", second.ID)
	x.undo(store, second.ID)
	x.undo(store, first.ID)
	x.want = wants[0]
	x.expectValues("after all undoings")
	x.expectRows("after all undoings", start)
}

// undoWithoutRows expects that an undo is refused if the journal has no whole rows.
func (x *trial) undoWithoutRows() {
	x.seed()
	for _, column := range laterColumns {
		x.db.Exec(`ALTER TABLE flagtui_change DROP COLUMN ` + column)
	}
	store := x.db.open()
	applied := x.applyFrom(store, "192.0.2.7")
	x.expectValues("with an older journal")
	before := x.snapshot()
	_, err := store.Undo(x.Context(), applied.ID, x.changeSet())
	x.expectProblem("an undo without whole rows", err, feature.ErrRefused)
	x.expectSame("after a refused undo", before)
}

// applyFrom makes a change by a user at a client.
func (x *trial) applyFrom(store data.Store, client string) data.Applied {
	x.Helper()
	set := x.changeSet(x.aChange())
	set.Client = client
	applied, err := store.Apply(x.Context(), set)
	if err != nil || len(applied.Changed) != 1 {
		x.Fatal(applied, err)
	}
	entries, err := store.ChangeSet(x.Context(), applied.ID)
	if err != nil || len(entries) != 1 || entries[0].Actor != set.Actor+" from "+client {
		x.Errorf("the journal has %+v, %v", entries, err)
	}
	x.want = x.want.with(x.Fixture, set.Changes...)
	return applied
}

// expectClients checks that the entries of these change-sets, or of all, have this
// client and no whole rows. No layout of the suite keeps whole rows.
func (x *trial) expectClients(client string, ids ...string) {
	x.Helper()
	for _, r := range x.db.Rows(`SELECT change, client, before_rows, after_rows FROM flagtui_change`) {
		if (len(ids) == 0 || slices.Contains(ids, r[0])) && !slices.Equal(r[1:], []string{client, "", ""}) {
			x.Errorf("the journal has %q of %s, want the client %q", r[1:], r[0], client)
		}
	}
}
