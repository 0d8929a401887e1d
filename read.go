package flagtui

import (
	"context"
	"errors"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// reading holds what was read of the database at one moment.
type reading struct {
	moment
	scopes map[scopeKey]scopeRows
}

// scopeRows are the rows that decide at one scope.
type scopeRows struct {
	scope    feature.Scope
	invalid  bool // the database has no such scope
	own      map[string]feature.Stored
	rollouts feature.ScopeRollouts
}

// read reads the system's rows and those of scopes. With definitions it also reads the
// catalogue, unless the options have one. A scope that cannot be read is invalid, so that
// it does not keep the others from being read.
func (o options) read(ctx context.Context, store data.Store, keys []scopeKey, definitions bool) (reading, error) {
	r, err := o.readMoment(ctx, store, keys, definitions)
	if err == nil || errors.Is(err, feature.ErrUnavailable) || ctx.Err() != nil {
		return r, err
	}
	unreadable, err := o.unreadable(ctx, store, keys)
	if err != nil {
		return r, err
	}
	readable := slices.DeleteFunc(slices.Clone(keys), func(key scopeKey) bool { return slices.Contains(unreadable, key) })
	if r, err = o.readMoment(ctx, store, readable, definitions); err == nil {
		for _, key := range unreadable {
			r.scopes[key] = scopeRows{invalid: true}
		}
	}
	return r, err
}

// unreadable returns the scopes that cannot be read. It reads ever smaller parts of keys,
// until each part can be read or is one scope.
func (o options) unreadable(ctx context.Context, store data.Store, keys []scopeKey) ([]scopeKey, error) {
	_, err := o.readMoment(ctx, store, keys, false)
	switch {
	case err == nil || errors.Is(err, feature.ErrUnavailable) || ctx.Err() != nil:
		return nil, err
	case len(keys) == 1:
		o.logger.Error("flagtui: a scope cannot be read", "scope", feature.Shorten(keys[0].scope().String()), "error", exported(err))
		return keys, nil
	case len(keys) == 0: // the system cannot be read
		return nil, err
	}
	first, err := o.unreadable(ctx, store, keys[:len(keys)/2])
	if err != nil {
		return nil, err
	}
	second, err := o.unreadable(ctx, store, keys[len(keys)/2:])
	return slices.Concat(first, second), err
}

// readMoment is read, and fails for a scope that cannot be read.
func (o options) readMoment(ctx context.Context, store data.Store, keys []scopeKey, definitions bool) (r reading, err error) {
	err = store.InSnapshot(ctx, func(ctx context.Context) error {
		r = reading{}
		if r.scopes, err = scopesOf(ctx, store, keys); err != nil {
			return err
		}
		scopes := []feature.Scope{feature.SystemScope()}
		for _, rows := range r.scopes {
			if !rows.invalid {
				scopes = append(scopes, rows.scope)
			}
		}
		if r.definitions = o.catalogue; definitions && r.definitions == nil {
			if r.definitions, err = store.Definitions(ctx); err != nil {
				return err
			}
		}
		stored, err := store.StoredAt(ctx, scopes)
		if err != nil {
			return err
		}
		rollouts, err := store.ScopeRollouts(ctx, scopes[1:])
		r.system = stored[feature.SystemScope()]
		for key, rows := range r.scopes {
			if !rows.invalid {
				rows.own, rows.rollouts = stored[rows.scope], rollouts[rows.scope]
				r.scopes[key] = rows
			}
		}
		return err
	})
	return r, err
}

// scopesOf returns the scopes of keys, with ids in place of slugs and without rows.
func scopesOf(ctx context.Context, store data.Store, keys []scopeKey) (map[scopeKey]scopeRows, error) {
	info := store.Info()
	slugs := map[feature.Kind][]string{}
	for _, key := range keys {
		if scope := info.Kinds.OfTenant(key.place()); key.id != "" && canStore(info, scope) {
			slugs[scope.Kind] = append(slugs[scope.Kind], scope.ID)
		}
	}
	bySlug := map[feature.Kind]map[string]feature.Scope{}
	for kind := range slugs {
		var err error
		if bySlug[kind], err = store.ScopesOfSlugs(ctx, kind, slugs[kind]); err != nil {
			return nil, err
		}
	}
	scopes := make(map[scopeKey]scopeRows, len(keys))
	for _, key := range keys {
		scope := info.Kinds.OfTenant(key.place())
		if key.id != "" {
			scope = bySlug[scope.Kind][scope.ID]
		}
		scopes[key] = scopeRows{scope: scope, invalid: !canStore(info, scope)}
	}
	return scopes, nil
}

// canStore reports whether a database can have rows at a scope.
func canStore(info data.Info, scope feature.Scope) bool {
	return info.Kinds.Has(scope.Kind) && scope.Validate() == nil &&
		!errors.Is(info.ValidateStored(feature.Change{Scope: scope, Name: "-"}), feature.ErrUnknown)
}
