package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/transfer"
)

// warnUnregistered lists the overrides that the catalogue does not define or allow. It
// says whether they are applied or left out.
func (a *app) warnUnregistered(kinds feature.KindList, file string, unregistered []transfer.OverrideChange, known []feature.Definition, skip bool) {
	if len(unregistered) == 0 {
		return
	}
	for i, change := range unregistered {
		if i == maxShown {
			a.warn("… and %d more", len(unregistered)-maxShown)
			break
		}
		a.warn("%s:%d: %s", file, change.Line, feature.Refusal(known, kinds.Of(change.Scope.Kind), change.Scope, change.Name))
	}
	if skip {
		a.warn("left out: %s of flags that the catalogue does not define or allow there", feature.Plural(len(unregistered), "override"))
		return
	}
	a.warn("carried over: %s of flags that the catalogue does not define or allow there; --skip-unregistered leaves them out", feature.Plural(len(unregistered), "override"))
}

// skipHint is the hint for a file with scopes that this database lacks.
const skipHint = "--skip-unregistered leaves out the overrides of scopes that this database does not have"

// checkOverrides returns the changes to flags that the catalogue does not define, or
// does not allow at the change's scope. Without a catalogue, it returns none. It fails
// with feature.ErrUnknown for a kind of scope that the database lacks. A change that
// removes an override is always allowed.
func checkOverrides(file string, changes []transfer.OverrideChange, known []feature.Definition, kinds feature.KindList) (unregistered []transfer.OverrideChange, err error) {
	allowed := map[feature.Kind]map[string]bool{}
	for _, kind := range kinds.Kinds() {
		allowed[kind] = map[string]bool{}
	}
	for _, def := range known {
		for kind, names := range allowed {
			names[def.Name] = names[def.Name] || def.Allows(kinds.Of(kind))
		}
	}
	for _, change := range changes {
		switch {
		case change.After == feature.Inherit:
		case !kinds.Has(change.Scope.Kind):
			return nil, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("%s:%d: this database has no %s", file, change.Line, kinds.Of(change.Scope.Kind).Plural),
				Hint: skipHint}
		case len(known) > 0 && !allowed[change.Scope.Kind][change.Name]:
			unregistered = append(unregistered, change)
		}
	}
	return unregistered, nil
}

// maxLookUps is the largest number of scopes of a kind that are looked up one by one.
// For more scopes, the list of all scopes is read instead.
const maxLookUps = 20

// checkScopes fails with feature.ErrUnknown for an override at an unknown scope.
// With skip, it returns the unknown scopes of fixed kinds instead of failing.
func (a *app) checkScopes(ctx context.Context, store data.Store, file string, changes []transfer.OverrideChange, stored []feature.Override, skip bool) (missing map[feature.Scope]bool, err error) {
	missing = map[feature.Scope]bool{}
	known := map[feature.Scope]bool{}
	for _, o := range stored {
		known[o.Scope] = true
	}
	unseen := map[feature.Kind][]transfer.OverrideChange{} // the first change at each scope without overrides
	for _, change := range changes {
		kind := change.Scope.Kind
		if kind != feature.System && !known[change.Scope] && change.After != feature.Inherit && !(!store.Info().Kinds.Of(kind).Fixed && a.newTenant) {
			known[change.Scope] = true
			unseen[kind] = append(unseen[kind], change)
		}
	}
	for _, kind := range store.Info().Kinds.Kinds() {
		listed := map[feature.Scope]bool{}
		if len(unseen[kind]) > maxLookUps {
			if err := eachScope(ctx, store, kind, func(info feature.ScopeInfo) { listed[info.Scope] = true }); err != nil {
				return nil, err
			}
		}
		for _, change := range unseen[kind] {
			if listed[change.Scope] {
				continue
			}
			switch err := a.checkScope(ctx, store, file, change); {
			case skip && store.Info().Kinds.Of(kind).Fixed && errors.Is(err, feature.ErrUnknown):
				missing[change.Scope] = true
			case err != nil:
				return nil, err
			}
		}
	}
	return missing, nil
}

// checkScope fails with feature.ErrUnknown if the scope of a change is unknown. A file
// must name a project or section by its id, not by its slug.
func (a *app) checkScope(ctx context.Context, store data.Store, file string, change transfer.OverrideChange) error {
	info, err := a.knownScope(ctx, store, change.Scope)
	if problem := (*feature.Problem)(nil); errors.Is(err, feature.ErrUnknown) && errors.As(err, &problem) {
		problem.Text = fmt.Sprintf("%s:%d: %s", file, change.Line, problem.Text)
		if store.Info().Kinds.Of(change.Scope.Kind).Fixed {
			problem.Hint = strings.TrimSpace(problem.Hint + " " + skipHint)
		}
	}
	if err == nil && info.Scope != change.Scope {
		err = &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("%s:%d: %q is the slug of %s, not its id", file, change.Line, change.Scope.ID, info.Scope),
			Hint: fmt.Sprintf("write scope_id: %q", info.Scope.ID)}
	}
	return err
}
