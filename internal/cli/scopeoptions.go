package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// scopeOptions are the kinds with an option of their own, such as --tenant.
var scopeOptions = []feature.Kind{feature.Tenant, feature.Project, feature.Section}

// addScope adds the flags that name a scope.
func (a *app) addScope(cmd *cobra.Command) {
	f := cmd.Flags()
	for kind, text := range map[feature.Kind]string{
		feature.Tenant:  "the scope of the tenant with this `ID`, instead of the whole system",
		feature.Project: "the scope of the project with this `ID` or slug",
		feature.Section: "the scope of the section with this `ID` or slug",
	} {
		f.StringVar(a.scopeID(kind), string(kind), "", text)
		a.completeFlag(cmd, string(kind), a.completeScope(kind))
	}
	f.StringVar(&a.scopeText, "scope", "", "the `SCOPE`: system, or KIND:ID of any kind that the database has")
	a.completeFlag(cmd, "scope", a.completeScopes)
	a.addNewTenant(cmd)
}

// scopeID returns a pointer to the id that the option of a kind sets.
func (a *app) scopeID(kind feature.Kind) *string {
	if a.scopeIDs == nil {
		a.scopeIDs = map[feature.Kind]*string{}
	}
	if a.scopeIDs[kind] == nil {
		a.scopeIDs[kind] = new(string)
	}
	return a.scopeIDs[kind]
}

// forgetScope forgets the scope that the options name.
func (a *app) forgetScope() {
	a.scopeText, a.scopeIDs = "", nil
}

// givenScope returns the scope that the options name. given is false if there is none.
func (a *app) givenScope(kinds feature.KindList) (scope feature.Scope, given bool, err error) {
	first := ""
	for _, option := range append([]feature.Kind{"scope"}, scopeOptions...) {
		named := feature.Scope{Kind: option}
		if option == "scope" {
			if named = (feature.Scope{}); a.scopeText != "" {
				if named, err = parseScope(kinds, a.scopeText); err != nil {
					return named, true, err
				}
			}
		} else {
			named.ID = *a.scopeID(option)
		}
		named = kinds.OfTenant(named)
		if (named.IsZero() || option != "scope" && named.ID == "") && a.origins[string(option)] == "" {
			continue
		}
		if first != "" {
			return scope, true, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--%s and --%s were both given", first, option), Hint: "a command works at one scope"}
		}
		first, scope = string(option), named
	}
	return scope, first != "", nil
}

// parseScope parses "system" or KIND:ID. For a tenant, it returns the scope that the
// tenant's overrides are at, as KindList.OfTenant does. It fails with feature.ErrUsage for a kind that
// the database does not have.
func parseScope(kinds feature.KindList, text string) (feature.Scope, error) {
	hint := "this database has " + kinds.Sentence()
	scope, err := feature.ParseScope(text)
	if problem := (*feature.Problem)(nil); errors.As(err, &problem) {
		return scope, &feature.Problem{Kind: feature.ErrUsage, Text: problem.Text, Hint: hint}
	}
	if scope = kinds.OfTenant(scope); err == nil && !kinds.Has(scope.Kind) {
		err = &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("this database has no kind of scope %q", scope.Kind), Hint: hint}
	}
	return scope, err
}

// scopeExamples returns the options that name scopes of these kinds: "--project or
// --section".
func scopeExamples(kinds feature.KindList) string {
	var options []string
	for _, kind := range kinds.Kinds() {
		option, _ := feature.Scope{Kind: kind, ID: "ID"}.Option()
		options = append(options, strings.TrimSuffix(strings.TrimSpace(option), " ID"))
	}
	return strings.Join(options, " or ")
}

// scopeAllowed returns the scope of a command line that names none: the system, or else
// the only scope that this user may use. The dashboard takes the first of several.
func (a *app) scopeAllowed(info data.Info) (feature.Scope, error) {
	allowed := info.Allowed
	switch {
	case allowed == nil || slices.Contains(allowed, feature.SystemScope()):
		return feature.SystemScope(), nil
	case len(allowed) == 1 || a.isDashboard:
		return allowed[0], nil
	}
	words := make([]string, len(allowed))
	for i, scope := range allowed {
		words[i] = "--scope " + scope.String()
	}
	return feature.Scope{}, &feature.Problem{Kind: feature.ErrUsage, Text: "you may use several scopes here, and the command names none", Hint: "add " + strings.Join(words, " or ")}
}

// scope returns the scope that the command line names. It fails if the database does not
// know the scope.
func (a *app) scope(ctx context.Context, store data.Store) (feature.ScopeInfo, error) {
	kinds := store.Info().Kinds
	scope, given, err := a.givenScope(kinds)
	switch {
	case err != nil:
		return feature.ScopeInfo{}, err
	case !given && kinds.WithoutSystem() && store.Info().Allowed == nil:
		return feature.ScopeInfo{}, nil // the zero scope shows the definitions alone
	case !given:
		if scope, err = a.scopeAllowed(store.Info()); err != nil {
			return feature.ScopeInfo{}, err
		}
	}
	return a.knownScope(ctx, store, scope)
}

// knownScope reads a scope from the database. For an unknown id, it fails with
// feature.ErrUnknown and names the most similar ids. With --new-tenant, an unknown
// tenant is accepted.
func (a *app) knownScope(ctx context.Context, store data.Store, scope feature.Scope) (feature.ScopeInfo, error) {
	kinds := store.Info().Kinds
	if !kinds.Has(scope.Kind) {
		return feature.ScopeInfo{}, &feature.Problem{Kind: feature.ErrUnknown, Text: "this database has no " + kinds.Of(scope.Kind).Plural, Hint: "it has " + kinds.Sentence()}
	}
	info, err := store.Scope(ctx, scope)
	if problem := (*feature.Problem)(nil); errors.Is(err, feature.ErrUnknown) && errors.As(err, &problem) && !kinds.Of(scope.Kind).Fixed &&
		!errors.Is(store.Info().ValidateStored(feature.Change{Scope: scope, Name: "-"}), feature.ErrUnknown) { // an id that no row can have
		if a.newTenant {
			return info, nil
		}
		problem.Hint = strings.TrimSpace(problem.Hint + " --new-tenant accepts an unknown id")
	}
	return info, err
}
