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

// warnUnregistered names the overrides that the catalogue does not define or allow,
// and says what becomes of them.
func (a *app) warnUnregistered(file string, unregistered []transfer.OverrideChange, known []feature.Definition, skip bool) {
	if len(unregistered) == 0 {
		return
	}
	for i, change := range unregistered {
		if i == most {
			a.warn("… and %d more", len(unregistered)-most)
			break
		}
		a.warn("%s:%d: %s", file, change.Line, feature.Refusal(known, change.Scope, change.Name))
	}
	if skip {
		a.warn("left out: %s that the catalogue does not define or allow there", feature.Plural(len(unregistered), "override"))
		return
	}
	a.warn("carried over all the same: %s that the catalogue does not define or allow there; --skip-unregistered leaves them out", feature.Plural(len(unregistered), "override"))
}

// skipHint tells how a file is applied whose scopes are not all in this database.
const skipHint = "--skip-unregistered leaves out the overrides of scopes that this database does not have"

// checkOverrides refuses to write an override at a scope that this database has
// not. It returns those that would write an override of a flag that the catalogue
// does not define or allow there; where no catalogue is known, none. Removing one
// is always right.
func checkOverrides(file string, changes []transfer.OverrideChange, known []feature.Definition, kinds feature.KindList) (unregistered []transfer.OverrideChange, err error) {
	allowed := map[feature.Kind]map[string]bool{}
	for _, kind := range kinds.Kinds() {
		allowed[kind] = map[string]bool{}
	}
	for _, def := range known {
		for kind, names := range allowed {
			names[def.Name] = names[def.Name] || def.Allows(kind)
		}
	}
	for _, change := range changes {
		switch {
		case change.After == feature.Inherit:
		case !kinds.Has(change.Scope.Kind):
			return nil, &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("%s:%d: this database has no %s", file, change.Line, change.Scope.Kind.Plural()),
				Hint: skipHint}
		case len(known) > 0 && !allowed[change.Scope.Kind][change.Name]:
			unregistered = append(unregistered, change)
		}
	}
	return unregistered, nil
}

// someScopes is up to how many scopes of a kind are looked up one by one. Of
// more, the list of them all is read, a page at a time.
const someScopes = 20

// checkScopes refuses an override of a tenant, a project or a section that
// nothing knows yet, as every command does. With skip it returns the projects and
// sections that nothing knows instead.
func (a *app) checkScopes(ctx context.Context, store data.Store, file string, changes []transfer.OverrideChange, stored []feature.Override, skip bool) (missing map[feature.Scope]bool, err error) {
	missing = map[feature.Scope]bool{}
	known := map[feature.Scope]bool{}
	for _, o := range stored {
		known[o.Scope] = true
	}
	news := map[feature.Kind][]transfer.OverrideChange{} // the first of each scope without overrides
	for _, change := range changes {
		kind := change.Scope.Kind
		if kind != feature.System && !known[change.Scope] && change.After != feature.Inherit && !(kind == feature.Tenant && a.newTenant) {
			known[change.Scope] = true
			news[kind] = append(news[kind], change)
		}
	}
	for _, kind := range feature.Kinds() {
		listed := map[feature.Scope]bool{}
		if len(news[kind]) > someScopes {
			if err := eachScope(ctx, store, kind, func(info feature.ScopeInfo) { listed[info.Scope] = true }); err != nil {
				return nil, err
			}
		}
		for _, change := range news[kind] {
			if listed[change.Scope] {
				continue
			}
			switch err := a.checkScope(ctx, store, file, change); {
			case skip && kind != feature.Tenant && errors.Is(err, feature.ErrUnknown):
				missing[change.Scope] = true
			case err != nil:
				return nil, err
			}
		}
	}
	return missing, nil
}

// checkScope refuses the scope of one change in a file, if nothing knows it.
// Unlike a command, a file names a project or a section by its id alone.
func (a *app) checkScope(ctx context.Context, store data.Store, file string, change transfer.OverrideChange) error {
	info, err := a.knownScope(ctx, store, change.Scope)
	if problem := (*feature.Problem)(nil); errors.Is(err, feature.ErrUnknown) && errors.As(err, &problem) {
		problem.Text = fmt.Sprintf("%s:%d: %s", file, change.Line, problem.Text)
		if change.Scope.Kind != feature.Tenant {
			problem.Hint = strings.TrimSpace(problem.Hint + " " + skipHint)
		}
	}
	if err == nil && info.Scope != change.Scope {
		err = &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("%s:%d: %q is the slug of %s, and no id", file, change.Line, change.Scope.ID, info.Scope),
			Hint: fmt.Sprintf("write scope_id: %q", info.Scope.ID)}
	}
	return err
}
