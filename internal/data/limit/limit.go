// Package limit restricts a data.Store to some scopes, such as those of one tenant. The
// limit is in the store, so that no screen and no command can forget it.
//
// Inside the limit nothing changes. If a scope inherits from the system, a limited user
// also sees the system's present values. They are no secret, because the application
// behaves by them, and the scope's own values depend on them. A limited user does not
// see who changed them and why. Other scopes are invisible: a limited user cannot find
// out whether they exist.
package limit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// store implements data.Store. It does not embed a Store. So a new method of data.Store
// does not compile until this package limits its result.
type store struct {
	inner    data.Store
	allowed  []feature.Scope
	inherits bool // a scope of allowed inherits from the system, which is not in allowed
}

// New returns a Store that shows and changes only these scopes of another Store. It
// fails with feature.ErrRefused if the database has none of their kinds. A scope may name
// a project by its slug, or a tenant whose overrides are at another kind of scope.
func New(ctx context.Context, inner data.Store, scopes []feature.Scope) (data.Store, error) {
	s := &store{inner: inner}
	kinds := inner.Info().Kinds
	var words []string
	for _, scope := range scopes {
		words = append(words, scope.String())
		if scope = kinds.OfTenant(scope); !kinds.Has(scope.Kind) {
			continue
		}
		switch found, err := inner.Scope(ctx, scope); {
		case err == nil:
			scope = found.Scope // the id as it is stored
		case !errors.Is(err, feature.ErrUnknown):
			return nil, err
		}
		s.allowed = append(s.allowed, scope)
		s.inherits = s.inherits || kinds.InheritsSystem(scope.Kind)
	}
	if len(s.allowed) == 0 {
		return nil, &feature.Problem{Kind: feature.ErrRefused, Text: fmt.Sprintf("you may use %s only, and this database has no such scope", strings.Join(words, ", ")), Hint: "it has " + kinds.Sentence()}
	}
	s.inherits = s.inherits && !s.allows(feature.SystemScope())
	return s, nil
}

func (s *store) allows(scope feature.Scope) bool { return slices.Contains(s.allowed, scope) }

// showsValue reports whether the scope is the system, of which only values are visible.
func (s *store) showsValue(scope feature.Scope) bool {
	return s.inherits && scope == feature.SystemScope()
}

func (s *store) refuse(scope feature.Scope) error { return s.Info().RefuseScope(scope) }

// Info implements data.Store. The kinds are those of the visible scopes.
func (s *store) Info() data.Info {
	info := s.inner.Info()
	info.Allowed = slices.Clone(s.allowed)
	info.Kinds = slices.DeleteFunc(slices.Clone(info.Kinds), func(kind feature.KindInfo) bool {
		return !(kind.Kind == feature.System && s.inherits) && !slices.ContainsFunc(s.allowed, func(scope feature.Scope) bool { return scope.Kind == kind.Kind })
	})
	return info
}

// Close implements data.Store.
func (s *store) Close() error { return s.inner.Close() }

// Access implements data.Watcher.
func (s *store) Access(ctx context.Context) (string, error) { return s.inner.Access(ctx) }

// Watch implements data.Watcher. A signal tells that something changed, but not where.
func (s *store) Watch(ctx context.Context) <-chan data.Signal { return s.inner.Watch(ctx) }

// InSnapshot implements data.Reader. It reads nothing itself.
func (s *store) InSnapshot(ctx context.Context, fn func(context.Context) error) error {
	return s.inner.InSnapshot(ctx, fn)
}

// AtOnce implements data.Reader. It reads nothing itself.
func (s *store) AtOnce(ctx context.Context, reads ...func(context.Context) error) error {
	return s.inner.AtOnce(ctx, reads...)
}

// Definitions implements data.Catalogue. A catalogue names no scopes.
func (s *store) Definitions(ctx context.Context) ([]feature.Definition, error) {
	return s.inner.Definitions(ctx)
}

// FirstPage implements data.Catalogue.
func (s *store) FirstPage(ctx context.Context, scope feature.Scope, most int) (data.FirstPage, error) {
	if !s.allows(scope) && !s.showsValue(scope) {
		return data.FirstPage{}, s.refuse(scope)
	}
	return s.inner.FirstPage(ctx, scope, most)
}

// Register implements data.Catalogue.
func (s *store) Register(context.Context, []feature.Definition) error {
	return s.Info().RefuseAll("replace the catalogue")
}

// Apply implements data.Writer.
func (s *store) Apply(ctx context.Context, set feature.ChangeSet) (data.Applied, error) {
	if set.Catalogue != nil {
		return data.Applied{}, s.Info().RefuseAll("replace the catalogue")
	}
	for _, c := range set.Changes {
		if !s.allows(c.Scope) {
			return data.Applied{}, s.refuse(c.Scope)
		}
	}
	return s.inner.Apply(ctx, set)
}

// Kill implements data.Writer.
func (s *store) Kill(_ context.Context, name string, _ feature.ChangeSet) (data.Applied, error) {
	return data.Applied{}, s.Info().CheckKill(name)
}

// Undo implements data.Writer. A change-set that also concerns other scopes is refused.
func (s *store) Undo(ctx context.Context, change string, set feature.ChangeSet) (data.Applied, error) {
	entries, err := s.inner.ChangeSet(ctx, change)
	if err != nil {
		return data.Applied{}, err
	}
	if _, err := s.whole(change, entries); err != nil {
		return data.Applied{}, err
	}
	return s.inner.Undo(ctx, change, set)
}
