package flagtui

import (
	"context"
	"errors"

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
	var readable, unreadable []scopeKey
	for _, key := range keys {
		switch _, err := o.readMoment(ctx, store, []scopeKey{key}, false); {
		case err == nil:
			readable = append(readable, key)
		case errors.Is(err, feature.ErrUnavailable):
			return r, err
		default:
			o.logger.Error("flagtui: a scope cannot be read", "scope", feature.Shorten(key.scope().String()), "error", exported(err))
			unreadable = append(unreadable, key)
		}
	}
	if r, err = o.readMoment(ctx, store, readable, definitions); err == nil {
		for _, key := range unreadable {
			r.scopes[key] = scopeRows{invalid: true}
		}
	}
	return r, err
}

// readMoment is read, and fails for a scope that cannot be read.
func (o options) readMoment(ctx context.Context, store data.Store, keys []scopeKey, definitions bool) (r reading, err error) {
	err = store.InSnapshot(ctx, func(ctx context.Context) error {
		r = reading{scopes: make(map[scopeKey]scopeRows, len(keys))}
		scopes := []feature.Scope{feature.SystemScope()}
		for _, key := range keys {
			rows, err := scopeOf(ctx, store, key)
			if err != nil {
				return err
			}
			if r.scopes[key] = rows; !rows.invalid {
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

// scopeOf returns the scope of a key, with an id in place of a slug.
func scopeOf(ctx context.Context, store data.Store, key scopeKey) (scopeRows, error) {
	info := store.Info()
	scope := info.Kinds.OfTenant(key.place())
	if !info.Kinds.Has(scope.Kind) || scope.Validate() != nil {
		return scopeRows{invalid: true}, nil
	}
	if key.isSlug() {
		found, err := store.Scope(ctx, scope)
		if errors.Is(err, feature.ErrUnknown) || err == nil && found.Slug != key.id {
			return scopeRows{invalid: true}, nil
		}
		return scopeRows{scope: found.Scope}, err
	}
	// ErrUnknown means that no row can have the id.
	err := info.ValidateStored(feature.Change{Scope: scope, Name: "-"})
	return scopeRows{scope: scope, invalid: errors.Is(err, feature.ErrUnknown)}, nil
}
