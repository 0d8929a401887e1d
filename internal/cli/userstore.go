package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// userStore is the Store of the user of an SSH session. It logs each change. A write that
// has started is finished, even if the session ends.
type userStore struct {
	data.Store
	remote  *remote
	context string
	forget  func() bool // ends the closing of the store with the session
}

// Close implements data.Store.
func (s userStore) Close() error {
	s.forget()
	return s.Store.Close()
}

// Info implements data.Store. ReadOnly says that it is the user's role.
func (s userStore) Info() data.Info {
	info := s.Store.Info()
	if s.remote.readOnly != "" {
		info.ReadOnly = s.remote.readOnly
	}
	return info
}

// Access implements data.Store.
func (s userStore) Access(ctx context.Context) (string, error) {
	why, err := s.Store.Access(ctx)
	if err == nil && s.remote.readOnly != "" {
		why = s.remote.readOnly
	}
	return why, err
}

// Apply implements data.Store.
func (s userStore) Apply(ctx context.Context, set feature.ChangeSet) (data.Applied, error) {
	return s.write(ctx, "apply", func(ctx context.Context) (data.Applied, error) { return s.Store.Apply(ctx, set) })
}

// Kill implements data.Store.
func (s userStore) Kill(ctx context.Context, name string, set feature.ChangeSet) (data.Applied, error) {
	return s.write(ctx, "kill "+name, func(ctx context.Context) (data.Applied, error) { return s.Store.Kill(ctx, name, set) })
}

// Undo implements data.Store.
func (s userStore) Undo(ctx context.Context, change string, set feature.ChangeSet) (data.Applied, error) {
	return s.write(ctx, "undo "+change, func(ctx context.Context) (data.Applied, error) { return s.Store.Undo(ctx, change, set) })
}

// Register implements data.Store.
func (s userStore) Register(ctx context.Context, defs []feature.Definition) error {
	_, err := s.write(ctx, "register", func(ctx context.Context) (data.Applied, error) {
		return data.Applied{Catalogue: true}, s.Store.Register(ctx, defs)
	})
	return err
}

// maxLogged is the largest number of changes that a line of the log names.
const maxLogged = 20

// write makes a change and logs its outcome.
func (s userStore) write(ctx context.Context, what string, change func(context.Context) (data.Applied, error)) (applied data.Applied, err error) {
	if err = s.Info().Writable(); err == nil {
		applied, err = change(context.WithoutCancel(ctx))
	}
	log := s.remote.log.With("user", s.remote.session.User.Name, "client", s.remote.session.Client, "context", s.context, "what", what)
	switch {
	case errors.Is(err, feature.ErrRefused):
		log.Warn("change refused", "why", err.Error())
	case err != nil:
		log.Error("change failed", "why", err.Error())
	default:
		var changes []string
		for _, c := range applied.Changed[:min(maxLogged, len(applied.Changed))] {
			changes = append(changes, fmt.Sprintf("%s at %s: %s", c.Name, c.Scope, c.After))
		}
		log.Info("change", "change", applied.ID, "overrides", len(applied.Changed), "catalogue", applied.Catalogue, slog.String("changes", strings.Join(changes, "; ")))
	}
	return applied, err
}
