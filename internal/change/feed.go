package change

import (
	"cmp"
	"context"
	"slices"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// Feed reports changes in the order in which they were made, whoever made them.
type Feed struct {
	store data.Store
	names []string // the flags to report; empty for all
	rows  map[rowKey]feature.Setting
	seen  map[recordKey]bool
	since time.Time // the time of the newest record
}

// rowKey identifies an override.
type rowKey struct {
	scope feature.Scope
	name  string
}

// recordKey identifies a record of a history.
type recordKey struct {
	rowKey
	change string
	at     int64
	id     int64
	before feature.Setting
	after  feature.Setting
	origin feature.Origin
}

// recordOverlap is how far back a feed reads records again. A transaction may be
// committed some time after the time in its records, and clocks differ.
const recordOverlap = 5 * time.Minute

// feedPage is the number of records that a feed reads at a time.
const feedPage = 500

// NewFeed returns a feed of the changes from now on. Without names it reports all flags.
func NewFeed(ctx context.Context, store data.Store, names ...string) (*Feed, error) {
	f := &Feed{store: store, names: names, seen: map[recordKey]bool{}}
	if _, err := f.records(ctx); err != nil {
		return nil, err
	}
	for {
		rows, err := f.overrides(ctx)
		if err != nil {
			return nil, err
		}
		during, err := f.records(ctx)
		if err != nil {
			return nil, err
		}
		// A change that was recorded meanwhile may be missing from rows. So rows and
		// records are read again.
		if len(during) == 0 {
			f.rows = rows
			return f, nil
		}
	}
}

// Next returns the changes since the last call, oldest first. A difference that no record
// explains is a change from outside, or by the person whom the row names. If Next fails,
// the next call returns these changes, too.
func (f *Feed) Next(ctx context.Context) ([]feature.Entry, error) {
	records, err := f.records(ctx)
	changes := f.explain(records, nil)
	if err != nil {
		return f.chosen(changes), err
	}
	rows, err := f.overrides(ctx)
	if err != nil {
		return f.chosen(changes), err
	}
	var open []rowKey
	for key := range f.rows {
		if f.differs(key, rows[key]) {
			open = append(open, key)
		}
	}
	for key := range rows {
		if _, ok := f.rows[key]; !ok && f.differs(key, rows[key]) {
			open = append(open, key)
		}
	}
	if len(open) == 0 {
		return f.chosen(changes), nil
	}
	// A change that was made between the two reads has a record by now.
	recorded := map[rowKey]bool{}
	records, err = f.records(ctx)
	if changes = append(changes, f.explain(records, recorded)...); err != nil {
		return f.chosen(changes), err
	}
	slices.SortFunc(open, func(a, b rowKey) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.scope.String(), b.scope.String()))
	})
	for _, key := range open {
		if recorded[key] {
			continue
		}
		change := f.unrecorded(ctx, key, rows[key])
		changes = append(changes, change)
		f.set(key, rows[key])
	}
	return f.chosen(changes), nil
}

// chosen returns the changes of the flags to report.
func (f *Feed) chosen(changes []feature.Entry) []feature.Entry {
	if len(f.names) == 0 {
		return changes
	}
	return slices.DeleteFunc(changes, func(e feature.Entry) bool { return !slices.Contains(f.names, e.Name) })
}

// explain applies records to the known rows. Where a row was not as a record says, a
// change from outside came before. Each record's key is added to recorded unless that
// is nil.
func (f *Feed) explain(records []feature.Entry, recorded map[rowKey]bool) (changes []feature.Entry) {
	for _, e := range records {
		key := rowKey{e.Scope, e.Name}
		if f.differs(key, e.Before) {
			changes = append(changes, feature.Entry{At: e.At, Scope: e.Scope, Name: e.Name, Before: f.rows[key], After: e.Before, Origin: feature.FromOutside})
		}
		changes = append(changes, e)
		f.set(key, e.After)
		if recorded != nil {
			recorded[key] = true
		}
	}
	return changes
}

// unrecorded returns the change that gave a row its present setting.
func (f *Feed) unrecorded(ctx context.Context, key rowKey, after feature.Setting) feature.Entry {
	change := feature.Entry{At: time.Now().UTC().Truncate(time.Second), Scope: key.scope, Name: key.name, Before: f.rows[key], After: after, Origin: feature.FromOutside}
	last, err := f.store.LastChanges(ctx, key.scope, key.name)
	known, ok := last[key.name]
	if err != nil || !ok || known.After != after || known.At.IsZero() || known.At.Before(f.since.Add(-recordOverlap)) || f.hasSeen(key, known) {
		return change
	}
	if known.Origin == "" && known.Actor != "" {
		known.Origin = feature.FromApp
	}
	change.At, change.Actor, change.Reason, change.Change, change.Origin = known.At, known.Actor, known.Reason, known.Change, cmp.Or(known.Origin, feature.FromOutside)
	return change
}

// hasSeen reports whether a record of a row was read before.
func (f *Feed) hasSeen(key rowKey, record feature.Entry) bool {
	for seen := range f.seen {
		if seen.rowKey == key && seen.at == record.At.UnixNano() && seen.change == record.Change {
			return true
		}
	}
	return false
}

// differs reports whether the known setting of a row means something else than setting.
func (f *Feed) differs(key rowKey, setting feature.Setting) bool {
	info := f.store.Info().Kinds.Of(key.scope.Kind)
	known := f.rows[key]
	return !feature.Change{Before: known, After: setting}.Noop(info) && !feature.Change{Before: setting, After: known}.Noop(info)
}

func (f *Feed) set(key rowKey, setting feature.Setting) {
	if f.rows[key] = setting; setting == feature.Inherit {
		delete(f.rows, key)
	}
}

// records returns the new records, oldest first.
func (f *Feed) records(ctx context.Context) ([]feature.Entry, error) {
	first := f.since.IsZero()
	query := data.HistoryQuery{Limit: feedPage}
	query.Until = time.Now().Add(24 * time.Hour) // leaves out changes from outside, which Next finds itself
	if !first {
		query.Since = f.since.Add(-recordOverlap)
	}
	var found []feature.Entry
	for more := true; more; {
		page, err := f.store.History(ctx, query)
		if err != nil {
			return nil, err
		}
		found = append(found, page.Entries...)
		query.After, more = page.Next, page.More && !first
	}
	var fresh []feature.Entry
	seen := map[recordKey]bool{}
	for _, e := range found {
		if e.Origin == feature.FromOutside {
			continue
		}
		key := recordKey{rowKey{e.Scope, e.Name}, e.Change, e.At.UnixNano(), e.ID, e.Before, e.After, e.Origin}
		if seen[key] = true; !f.seen[key] {
			fresh = append(fresh, e)
		}
		if e.At.After(f.since) {
			f.since = e.At
		}
	}
	f.seen = seen
	slices.Reverse(fresh)
	return fresh, nil
}

// overrides reads the settings of all overrides.
func (f *Feed) overrides(ctx context.Context) (map[rowKey]feature.Setting, error) {
	all, err := f.store.All(ctx)
	if err != nil {
		return nil, err
	}
	rows := make(map[rowKey]feature.Setting, len(all))
	for _, o := range all {
		rows[rowKey{o.Scope, o.Name}] = o.Setting()
	}
	return rows, nil
}
