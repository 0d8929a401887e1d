package cli

import (
	"context"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// progressStore is a Store that shows the progress of its slow methods.
type progressStore struct {
	data.Store
	progress *progress
}

// Definitions implements data.Store.
func (s progressStore) Definitions(ctx context.Context) ([]feature.Definition, error) {
	_, end := s.progress.start("", "Reading the definitions")
	defer end()
	return s.Store.Definitions(ctx)
}

// Stored implements data.Store.
func (s progressStore) Stored(ctx context.Context, scope feature.Scope, names ...string) (map[string]feature.Stored, error) {
	_, end := s.progress.start("", "Reading the overrides of %s", scope)
	defer end()
	return s.Store.Stored(ctx, scope, names...)
}

// StoredAt implements data.Store.
func (s progressStore) StoredAt(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]map[string]feature.Stored, error) {
	_, end := s.progress.start("", "Reading the overrides of %s", feature.Amount(len(scopes), "scope"))
	defer end()
	return s.Store.StoredAt(ctx, scopes, names...)
}

// Overrides implements data.Store.
func (s progressStore) Overrides(ctx context.Context, query data.OverrideQuery) (data.OverridePage, error) {
	_, end := s.progress.start("", "Reading the overrides of %s", query.Name)
	defer end()
	return s.Store.Overrides(ctx, query)
}

// All implements data.Store.
func (s progressStore) All(ctx context.Context) ([]feature.Override, error) {
	_, end := s.progress.start("", "Reading every override")
	defer end()
	return s.Store.All(ctx)
}

// Counts implements data.Store.
func (s progressStore) Counts(ctx context.Context, add func(name string, n feature.Count)) error {
	step, end := s.progress.start("flags", "Counting the overrides")
	defer end()
	return s.Store.Counts(ctx, func(name string, n feature.Count) {
		step.add(1)
		add(name, n)
	})
}

// Impact implements data.Store.
func (s progressStore) Impact(ctx context.Context, name string) (feature.Impact, error) {
	_, end := s.progress.start("", "Counting the tenants that %s concerns", name)
	defer end()
	return s.Store.Impact(ctx, name)
}

// CheckRows implements data.Store.
func (s progressStore) CheckRows(ctx context.Context, row func(data.Row), tell func(data.Anomaly)) error {
	step, end := s.progress.start("rows", "Checking every override")
	defer end()
	return s.Store.CheckRows(ctx, func(r data.Row) {
		step.add(1)
		row(r)
	}, tell)
}

// Apply implements data.Store.
func (s progressStore) Apply(ctx context.Context, set feature.ChangeSet) (data.Applied, error) {
	step, end := s.progress.start("written", "Applying %s", feature.Amount(len(set.Changes), "change"))
	defer end()
	set.Progress = step.set
	return s.Store.Apply(ctx, set)
}

// Kill implements data.Store.
func (s progressStore) Kill(ctx context.Context, name string, set feature.ChangeSet) (data.Applied, error) {
	step, end := s.progress.start("overrides", "Turning %s off for everyone", name)
	defer end()
	set.Progress = step.set
	return s.Store.Kill(ctx, name, set)
}

// Undo implements data.Store.
func (s progressStore) Undo(ctx context.Context, change string, set feature.ChangeSet) (data.Applied, error) {
	step, end := s.progress.start("undone", "Undoing %s", feature.Amount(len(set.Changes), "change"))
	defer end()
	set.Progress = step.set
	return s.Store.Undo(ctx, change, set)
}

// Register implements data.Store.
func (s progressStore) Register(ctx context.Context, defs []feature.Definition) error {
	_, end := s.progress.start("", "Registering %s", feature.Amount(len(defs), "flag"))
	defer end()
	return s.Store.Register(ctx, defs)
}
