package cli

import (
	"context"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/doctor"
	"flagtui/internal/feature"
	"flagtui/internal/probe"
)

// checkedDatabase holds everything that doctor reads from a database.
type checkedDatabase struct {
	inspection data.Inspection
	info       data.Info
	catalogue  catalogueReport
	result     doctor.Result
	app        *appReport // nil without a probe
}

// checkDatabase opens the database read-only, with a connection of its own, and looks
// for faults. It calls progress now and then with the number of rows read; progress may
// be nil. It fails if the database or the catalogue cannot be read.
func (a *app) checkDatabase(ctx context.Context, progress func(rows int)) (checkedDatabase, error) {
	checked := checkedDatabase{catalogue: catalogueReport{Source: "none"}}
	options := a.options()
	options.ReadOnly = true
	var err error
	_, end := a.progress.start("", "Connecting to %s", options.Name())
	checked.inspection, err = data.Inspect(ctx, options)
	err = a.nameContexts(err)
	end()
	if err != nil {
		return checked, err
	}
	store, err := a.connectTo(ctx, options)
	if err != nil {
		return checked, err
	}
	defer store.Close()
	checked.info = store.Info()
	// The table's definitions are checked even if the catalogue is a file.
	var table []feature.Definition
	if checked.info.HasDefinitions && len(checked.inspection.Table("flagtui_definition").Missing) == 0 {
		if table, err = store.Definitions(ctx); err != nil {
			return checked, err
		}
	}
	var own []feature.Definition
	if checked.info.OwnDefinitions {
		if own, err = store.Definitions(ctx); err != nil {
			return checked, err
		}
		table = nil // the doctor has no fixes for the app's own table
	}
	defs, err := a.readCatalogue(ctx)
	switch {
	case err != nil:
		return checked, err
	case a.flags != "":
		checked.catalogue = catalogueReport{map[bool]string{true: "url", false: "file"}[probe.IsURL(a.flags)], len(defs)}
	case own != nil:
		defs = own
		checked.catalogue = catalogueReport{"app", len(defs)}
	case table != nil:
		defs = table
		checked.catalogue = catalogueReport{"table", len(defs)}
	}
	checked.result, err = doctor.Find(ctx, store, doctor.Subject{Inspection: checked.inspection, Catalogue: defs, Stored: table,
		Options: a.databaseOptions(), Progress: progress})
	if err == nil {
		checked.app, err = a.checkApp(ctx, store, defs, &checked.result)
	}
	return checked, err
}

// findingsTimeout limits each statement of the dashboard's doctor. Some statements read
// a whole table. The user can leave at any time.
const findingsTimeout = time.Minute

// readFindings returns the doctor's findings for the dashboard.
func (a *app) readFindings(ctx context.Context, progress func(rows int)) (doctor.Result, error) {
	b := *a
	b.progress = nil // the screen shows the progress
	b.timeout = max(b.timeout, findingsTimeout)
	checked, err := b.checkDatabase(ctx, progress)
	return checked.result, err
}
