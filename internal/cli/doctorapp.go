package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/doctor"
	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// appReport says what doctor asked the running application.
type appReport struct {
	Asked   []string `json:"asked"`   // the scopes that the app was asked for
	Answers int      `json:"answers"` // number of answers for each scope
}

// sampleSize is the largest number of tenants that doctor asks the application for.
const sampleSize = 3

// checkApp asks the application for the flags of the system and of a sample of tenants.
// It adds a finding for each flag that is not served as it is stored, and for an
// application that cannot be asked. Without a probe it returns nil.
func (a *app) checkApp(ctx context.Context, store data.Store, defs []feature.Definition, result *doctor.Result) (*appReport, error) {
	if a.steps.Probe == nil || a.stepsErr != nil {
		return nil, nil
	}
	scopes, err := sampleScopes(ctx, store)
	if err != nil {
		return nil, err
	}
	report := &appReport{Asked: []string{}, Answers: change.ServedAnswers}
	fix := a.registerCommandLine()
	for i, scope := range scopes {
		flags, err := a.askApp(ctx, store, scope, defs)
		switch {
		case err != nil && ctx.Err() != nil:
			return nil, err
		case errors.Is(err, feature.ErrUnknown) && !scope.IsSystem(): // unknown_tenant is a finding of its own
			continue
		case err != nil:
			text := err.Error()
			if hint := feature.Hint(err); hint != "" {
				text += "; " + hint
			}
			result.Add(doctor.AppNotAsked, text, "")
			return report, nil
		}
		report.Asked = append(report.Asked, scope.String())
		for _, flag := range flags {
			addServed(result, scope, flag, i == 0, fix)
		}
	}
	return report, nil
}

// sampleScopes returns the system and the tenants of the newest changes. A worker of the
// application reads all overrides at once. So where an older change is not live, the
// newest ones are not live either.
func sampleScopes(ctx context.Context, store data.Store) (scopes []feature.Scope, err error) {
	kinds := store.Info().Kinds
	if !kinds.WithoutSystem() {
		scopes = append(scopes, feature.SystemScope())
	}
	if !kinds.Has(feature.Tenant) {
		return scopes, nil
	}
	most := len(scopes) + sampleSize
	add := func(scope feature.Scope) {
		if scope.Kind == feature.Tenant && len(scopes) < most && !slices.Contains(scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	history, err := store.History(ctx, data.HistoryQuery{Limit: 100})
	if err != nil {
		return nil, err
	}
	for _, entry := range history.Entries {
		add(entry.Scope)
	}
	page, err := store.Scopes(ctx, data.ScopeQuery{Kind: feature.Tenant, Limit: 20})
	for _, tenant := range page.Scopes {
		if tenant.Overrides > 0 {
			add(tenant.Scope)
		}
	}
	return scopes, err
}

// addServed adds the finding of a flag that is not served as it is stored. Differences
// from the catalogue are the same at every scope, and are added if catalogue is true.
func addServed(result *doctor.Result, scope feature.Scope, flag change.ServedFlag, catalogue bool, fix string) {
	name := flag.View.Name
	switch flag.Differs {
	case "":
		return
	case change.DiffersValue, change.DiffersOverride:
		result.Add(doctor.NotLive, fmt.Sprintf("%q at %s is %s, but %s; restart the app if that lasts", name, scope, side(flag.View), flag.Text(words.English)), "")
		return
	}
	if !catalogue {
		return
	}
	result.Add(doctor.OtherCatalogue, map[change.Difference]string{
		change.DiffersDefault: fmt.Sprintf("the default of %q is %s in the catalogue, but %s in the app", name, feature.SettingOf(flag.View.Default), feature.SettingOf(!flag.View.Default)),
		change.NotServed:      fmt.Sprintf("the catalogue defines %q, but the app does not list it", name),
		change.NotDefined:     fmt.Sprintf("the app lists %q, but the catalogue does not define it", name),
	}[flag.Differs], fix)
}

// registerCommandLine returns the command that registers the application's definitions. It
// is empty if the catalogue is a file, or the probe's address may hold a secret.
func (a *app) registerCommandLine() string {
	context := a.file.Contexts[a.contextName()]
	if a.flags != "" || context == nil || context.LiveProbe == nil {
		return ""
	}
	address := context.LiveProbe.Probe
	parsed, err := url.Parse(address)
	word, ok := feature.ShellWord(address)
	if err != nil || !ok || strings.Contains(address, "${") || parsed.User != nil || parsed.RawQuery != "" {
		return ""
	}
	return "flagtui register --from " + word + a.databaseOptions()
}
